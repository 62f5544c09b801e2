"""Rules on the file itself (0xx): its readers find them."""

from __future__ import annotations

from ims_lint.diagnostic import Severity
from ims_lint.rules.rule import Rule

SYNTAX_ERROR = Rule(
    "IMS001",
    "syntax-error",
    Severity.ERROR,
    """The file is not YAML or JSON, so what follows cannot be read.

    JSON is RFC 8259: no comments, no trailing commas, no NaN. Of a YAML file with several
    documents, those before the error are still linted.

    Why: A file that cannot be read cannot be sent.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """,
    prevents=("IMG.0001",),
)

ENCODING = Rule(
    "IMS002",
    "wrong-encoding",
    Severity.ERROR,
    """The file is not UTF-8.

    UTF-16 and UTF-32 are read in YAML where a byte-order mark leads; JSON has to be UTF-8.

    Why: The body of a request is UTF-8 (RFC 8259, section 8.1).
    """,
)

BYTE_ORDER_MARK = Rule(
    "IMS003",
    "byte-order-mark",
    Severity.WARNING,
    """A JSON file starts with a byte-order mark.

    Why: RFC 8259 forbids to send it, and many readers stop at it.
    """,
)

EMPTY = Rule(
    "IMS004",
    "empty-request",
    Severity.ERROR,
    """The file holds no request: it is empty, or has only comments.

    Why: The service refuses an empty body.

    Example:
        # to be written

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    prevents=("IMG.0007",),
)

NOT_AN_OBJECT = Rule(
    "IMS005",
    "not-an-object",
    Severity.ERROR,
    """The request is a list, a text or another value in place of an object.

    Why: The service takes one JSON object.

    Example:
        - name: web
          instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    prevents=("IMG.0001",),
)

DUPLICATE_KEY = Rule(
    "IMS006",
    "duplicate-key",
    Severity.ERROR,
    """A key stands twice in the same object.

    The duplicate is removed by the fix only where both have the same value.

    Why: Only the last one counts, and the others are silently lost.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
        min_ram: 2048

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 2048
    """,
    fix="safe",
)

LIMIT = Rule(
    "IMS007",
    "limit-exceeded",
    Severity.ERROR,
    """The file is larger, deeper or longer than what ims-lint reads.

    The limits: 10 MiB a file, 100 levels of lists and objects, 4,300 digits a number, and 10,000
    values that the aliases of a YAML document stand for.

    Why: Past a limit nothing is checked. A request is far below all of them.

    Example:
        - &ten [x, x, x, x, x, x, x, x, x, x]
        - &hundred [*ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten]
        - &thousand [*hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred]
        - [*thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
    """,
)

TAG = Rule(
    "IMS008",
    "yaml-tag",
    Severity.ERROR,
    """A YAML tag asks for a value that JSON does not have.

    Tags are never acted on. The tags of the JSON types (`!!str`, `!!int`, …) are read.

    Why: Another tool reads another value, refuses the file or runs code.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: !secret web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web
    """,
)

AMBIGUOUS = Rule(
    "IMS009",
    "ambiguous-scalar",
    Severity.WARNING,
    """A plain YAML value means one thing in YAML 1.2 and another in YAML 1.1.

    ims-lint, editors, Go and JavaScript read YAML 1.2; PyYAML, Ansible and Ruby read YAML 1.1.

    Why: What is sent depends on the tool that reads the file.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: 2024-01-01

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: "2024-01-01"
    """,
    fix="safe",
)

SUPPRESSION = Rule(
    "IMS010",
    "unused-suppression",
    Severity.WARNING,
    """A comment suppresses a rule that finds nothing there.

    Why: It hides the next real finding.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024  # ims-lint: ignore[IMS303]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
    """,
    fix="safe",
)

BAD_SUPPRESSION = Rule(
    "IMS011",
    "unknown-suppression",
    Severity.WARNING,
    """A comment suppresses a rule that does not exist, or is not written as a suppression.

    Why: It suppresses nothing.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024  # ims-lint: ignore[IMS999]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
    """,
)

KEY = Rule(
    "IMS012",
    "invalid-key",
    Severity.ERROR,
    """A YAML key is a list or an object, or a merge key `<<` brings neither.

    Why: Keys of a JSON object are texts.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        [min_ram]: 1024

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
    """,
)

ALIAS = Rule(
    "IMS013",
    "bad-alias",
    Severity.ERROR,
    """A YAML alias names no anchor above it, or one that it stands inside of.

    Why: There is no value to send.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: &tags [*tags]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """,
)

SURROGATE = Rule(
    "IMS014",
    "lone-surrogate",
    Severity.ERROR,
    """A text holds half of a UTF-16 surrogate pair, written as an escape.

    Why: It is no character, and cannot be sent as UTF-8.

    Example:
        {
          "name": "web",
          "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
          "description": "half \\ud83d"
        }

    Use instead:
        {
          "name": "web",
          "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
          "description": "whole \\ud83d\\ude00"
        }
    """,
)

PLACEHOLDER = Rule(
    "IMS015",
    "unfilled-placeholder",
    Severity.ERROR,
    """A value is a placeholder such as `${NAME}` or `{{ name }}`, and was not checked.

    Reported only with `--strict`; without it, the summary counts these values.

    Why: What will stand there when the request is sent is not known.
    """,
    only_strict=True,
)
