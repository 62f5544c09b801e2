"""Rules on the file itself (0xx), in YAML and JSON; the parsers create most findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import Finding, Severity, Value, label, shorten
from ims_lint.request import Request
from ims_lint.rules.rule import Rule, rule, said, schema_rule
from ims_lint.rules.wording import kind
from ims_lint.schema.violation import Violation

_GLUED = re.compile(r"\s*([A-Za-z_][\w-]*+):(?!//)(\S++)")
"""Matches a parameter and its value without a space after the colon."""

SYNTAX_ERROR = Rule(
    "IMS001",
    "syntax-error",
    Severity.ERROR,
    """The file is not valid YAML or JSON.

    JSON is RFC 8259: no comments, no trailing commas, no NaN. Template syntax such as `{% if … %}`
    is neither: render the template first. In a YAML file with several documents, those before the
    error are still checked.

    Why: No tool can read the file, so nothing can be sent. Nothing after the error was checked.

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
    always=True,
)

ENCODING = Rule(
    "IMS002",
    "wrong-encoding",
    Severity.ERROR,
    """The file is not UTF-8.

    YAML may also be UTF-16 or UTF-32; JSON must be UTF-8.

    Why: A request body is sent as UTF-8 (RFC 8259, section 8.1). In another encoding, the service
    reads other characters or rejects the body.
    """,
    always=True,
)

BYTE_ORDER_MARK = Rule(
    "IMS003",
    "byte-order-mark",
    Severity.WARNING,
    """A JSON file starts with a byte order mark (BOM).

    Why: RFC 8259 does not allow this invisible character before JSON, and many readers stop at it.
    Save the file as "UTF-8 without BOM".
    """,
)

EMPTY = Rule(
    "IMS004",
    "empty-request",
    Severity.ERROR,
    """The file contains no request: it is empty, or contains only comments.

    Why: The service rejects an empty request body. Often, all lines are still commented out.

    Example:
        # to be written

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    said_prevents=("IMG.0007",),
    always=True,
)


@schema_rule("IMS005", "not-an-object", Severity.ERROR, always=True)
def not_an_object(request: Request, violation: Violation) -> Finding:
    """The request is a list, a string or another value instead of an object.

    Why: The request body of this operation is one JSON object. Put several requests in several
    files or, in YAML, in documents separated by `---`.

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
    """Return the help for a value that is not an object; it is valid for YAML and JSON."""
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
    """An object contains the same key twice.

    Why: Only the last value is sent; the other is silently lost. Other readers use the first value,
    or reject the file. Of two merge keys `<<`, some readers use both, and others only one.

    Fix: Removes the second key with the comment on it, if both values are the same and no other
    comment would be lost.

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
    """The file exceeds a limit of ims-lint on its size.

    The limits are 10 MiB, 20,000 documents and 1,000 findings per file; 100,000 values and 100
    levels of lists and objects per request; 4,300 digits per number, which must be finite and at most
    1.79e308; 100 directives (`%TAG`, `%YAML`) per YAML document, and 10,000 values that its aliases
    refer to.

    Why: What exceeds a limit is not checked, so that no file can occupy the linter for long. Real
    requests stay far below all limits.

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
    always=True,
)

CONTRADICTION = Rule(
    "IMS016",
    "contradicting-operation",
    Severity.ERROR,
    """A request declares another operation than that of the address to which it is sent.

    In a script, a playbook or an HTTP file, the URL says which operation a request is for.

    Why: The service at that address reads the parameters of its own operation only.

    Example:
        - hosts: localhost
          tasks:
            - name: Create an image
              # ims-lint: operation=quickimport
              ansible.builtin.uri:
                url: https://ims.example.com/v1/cloudimages/wholeimages/action
                body:
                  name: web
                  instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
                  vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77

    Use instead:
        - hosts: localhost
          tasks:
            - name: Create an image
              ansible.builtin.uri:
                url: https://ims.example.com/v1/cloudimages/wholeimages/action
                body:
                  name: web
                  instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
                  vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77
    """,
)

SURROGATE = Rule(
    "IMS014",
    "lone-surrogate",
    Severity.ERROR,
    """A string contains an escape for an unpaired surrogate.

    Why: A character above U+FFFF is escaped as a pair of surrogates. One alone is no character, and
    cannot be sent as UTF-8.

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
    always=True,
)


@rule("IMS015", "unfilled-placeholder", Severity.ERROR, only_strict=True)
def unfilled_placeholder(request: Request) -> Iterator[Finding]:
    """A value is a placeholder such as `${NAME}`, `{{ name }}` or `$NAME`, and was not checked.

    Reported only with `--strict`; otherwise the summary counts these values. The setting
    `placeholders` defines the patterns.

    Why: The value that will be sent is not known, so it was not checked. The file that is sent must
    not contain placeholders.

    Example:
        name: web
        instance_id: ${INSTANCE_ID}

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    for path in request.placeholders:
        message = f"{label(path)} contains an unresolved placeholder"
        yield Finding("IMS015", path, message, "replace the placeholder with a value")
