"""Rules on YAML syntax and suppression comments (0xx); the parser creates the findings."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

TAG = Rule(
    "IMS008",
    "yaml-tag",
    Severity.ERROR,
    """A YAML tag has no JSON equivalent.

    ims-lint never acts on tags. It reads the tags of the JSON types (`!!str`, `!!int`, …).

    Why: JSON has no such values. One tool rejects the file, another sends something else, a third
    runs code.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: !secret web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web
    """,
    always=True,
)

AMBIGUOUS = Rule(
    "IMS009",
    "ambiguous-scalar",
    Severity.WARNING,
    """A YAML value without quotes is one value in YAML 1.2 and another in YAML 1.1.

    ims-lint, editors, Go and JavaScript read YAML 1.2; PyYAML, Ansible and Ruby read YAML 1.1.

    Why: The value that is sent depends on the tool that reads the file: the same line is `true` for
    one tool and the string `yes` for another.

    Fix: Changes the value so that both versions read what ims-lint reads.

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
    """A suppression comment names a rule that finds nothing there.

    Why: An outdated suppression goes unnoticed and can hide a real finding on the same line.

    Fix: Removes the comment, or only the rule if the comment names others, too.

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
    "unknown-comment",
    Severity.WARNING,
    """A comment for ims-lint is malformed, or names a rule or an operation that does not exist.

    The forms are `# ims-lint: ignore[CODE]` at the end of a line or on the line above it, `# ims-lint:
    ignore-file[CODE]` anywhere in the file, and `# ims-lint: operation=quickimport` anywhere in a
    request. A reason may follow. An operation that does not exist is an error.

    Why: It has no effect, although it looks as if it had.

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
    """A YAML key is a list or an object, or the value of a merge key `<<` is neither.

    Why: The keys of a JSON object are strings, so such a key cannot be sent.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        [min_ram]: 1024

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 1024
    """,
    always=True,
)

ALIAS = Rule(
    "IMS013",
    "bad-alias",
    Severity.ERROR,
    """A YAML alias has no anchor before it, or refers to a value that contains it.

    Why: There is no value to send: the name is misspelled, the anchor comes later, or the value
    would contain itself endlessly.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: &tags [*tags]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """,
    always=True,
)
