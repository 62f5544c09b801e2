"""Rules on the file itself (0xx), in YAML and JSON alike: its readers find most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import Finding, Severity, Value, label, shorten
from ims_lint.request import Request
from ims_lint.rules.rule import Rule, rule, said, schema_rule
from ims_lint.rules.wording import kind
from ims_lint.schema.violation import Violation

_GLUED = re.compile(r"\s*([A-Za-z_][\w-]*+):(?!//)(\S++)")
"""A parameter and its value without a space between them."""

SYNTAX_ERROR = Rule(
    "IMS001",
    "syntax-error",
    Severity.ERROR,
    """The file is not YAML or JSON, so what follows cannot be read.

    JSON is RFC 8259: no comments, no trailing commas, no NaN. Of a YAML file with several
    documents, those before the error are still linted.

    Why: No tool can read such a file, so nothing can be sent; and nothing after this place was
    checked.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """,
    said_prevents=("IMG.0001",),
)

ENCODING = Rule(
    "IMS002",
    "wrong-encoding",
    Severity.ERROR,
    """The file is not UTF-8.

    UTF-16 and UTF-32 are read in YAML where a byte-order mark leads; JSON has to be UTF-8.

    Why: The body of a request is sent as UTF-8 (RFC 8259, section 8.1). In another encoding the
    service reads other characters, or refuses the body.
    """,
)

BYTE_ORDER_MARK = Rule(
    "IMS003",
    "byte-order-mark",
    Severity.WARNING,
    """A JSON file starts with a byte-order mark.

    Why: RFC 8259 forbids to send this invisible mark in front of JSON, and many readers stop at it.
    Save the file as "UTF-8 without BOM".
    """,
)

EMPTY = Rule(
    "IMS004",
    "empty-request",
    Severity.ERROR,
    """The file holds no request: it is empty, or has only comments.

    Why: The service refuses an empty body. Often all lines are still commented out.

    Example:
        # to be written

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    said_prevents=("IMG.0007",),
)


@schema_rule("IMS005", "not-an-object", Severity.ERROR)
def not_an_object(request: Request, violation: Violation) -> Finding:
    """The request is a list, a text or another value in place of an object.

    Why: The body of this operation is one JSON object. Several requests go into several files or,
    in YAML, into documents separated by `---`.

    Example:
        - name: web
          instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    value = violation.value
    message = f"the request must be an object, found {kind(value)}"
    return said(request, violation, message, _how_to_make_an_object(value))


def _how_to_make_an_object(value: Value) -> str:
    """What is to be done so that a request is an object, in words that are right in YAML and in JSON."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        if len(value) == 1:
            return "remove the list around the object"
        return "remove the list, and put each request in a file of its own"
    if isinstance(value, str) and value.lstrip().startswith("{"):
        return "remove the outer quotes and the backslashes"
    if isinstance(value, str) and (match := _GLUED.match(value)):
        return f"use an object; in YAML with a space after each colon: {match[1]}: {shorten(match[2])}"
    return 'replace it with an object, for example {"name": "web"}'


DUPLICATE_KEY = Rule(
    "IMS006",
    "duplicate-key",
    Severity.ERROR,
    """A key stands twice in the same object.

    Why: Of the two values only the last is sent, and the other is lost without a word. Other
    readers take the first, or refuse the file.

    Fix: Removes the later one, only where both have the same value.

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

    The limits: 10 MiB a file, 20,000 documents a YAML file, 1,000 findings a file, 100,000 values
    a request, 100 levels of lists and objects, 4,300 digits a number, and 10,000 values that the
    aliases of a YAML document stand for.

    Why: Past a limit nothing is checked, so that no file can keep the linter busy for long. A
    request is far below all of them.

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

SURROGATE = Rule(
    "IMS014",
    "lone-surrogate",
    Severity.ERROR,
    """A text holds half of a UTF-16 surrogate pair, written as an escape.

    Why: A character beyond U+FFFF is escaped as two halves. One alone is no character, and cannot
    be sent as UTF-8.

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


@rule("IMS015", "unfilled-placeholder", Severity.ERROR, only_strict=True)
def unfilled_placeholder(request: Request) -> Iterator[Finding]:
    """A value is a placeholder such as `${NAME}`, `{{ name }}` or `$NAME`, and was not checked.

    Reported only with `--strict`; without it, the summary counts these values. The patterns are
    set by `placeholders` in the configuration.

    Why: What will stand there when the request is sent is not known, so nothing was said of it. In
    the file that is really sent no placeholder may be left.

    Example:
        name: web
        instance_id: ${INSTANCE_ID}

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    for path in request.placeholders:
        message = f"{label(path)} is an unfilled placeholder and was not checked"
        yield Finding("IMS015", path, message, "fill it before this check")
