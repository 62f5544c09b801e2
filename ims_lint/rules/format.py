"""Rules on the format of names, descriptions and IDs (3xx); the schemas contain the patterns."""

from __future__ import annotations

import re

from ims_lint.finding import Finding, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import character, quoted, shown
from ims_lint.schema.violation import Violation


@schema_rule("IMS305", "name-format", Severity.ERROR)
def name_format(request: Request, violation: Violation) -> Finding:
    """An image name contains a character that is not allowed, or starts or ends with a space.

    Other clouds accept more letters: a project can change the severity of this rule in its
    configuration.

    Why: The service rejects the name.

    Example:
        name: web/staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web-staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    where, value = label(violation.path), violation.value
    if bad := re.search(r"[^A-Za-z0-9._ -]", value):
        help = 'use only A–Z, a–z, 0–9, "-", ".", "_" and spaces'
        return said(request, violation, f"{where} must not contain {character(bad[0])}", help)
    starts = value.startswith(" ")
    help = f"remove the {'leading' if starts else 'trailing'} space"
    return said(request, violation, f"{where} must not {'start' if starts else 'end'} with a space", help)


@schema_rule("IMS306", "description-format", Severity.ERROR)
def description_format(request: Request, violation: Violation) -> Finding:
    """A description contains a line break, `<` or `>`.

    Why: The service rejects the description. In YAML a string that starts with `|` or `>` ends with a
    line break: put it on one line, or start it with `>-`.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web <staging>

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web (staging)
    """
    where, value = label(violation.path), violation.value
    if brackets := [each for each in "<>" if each in value]:
        named = quoted(brackets, "and")
        return said(request, violation, f"{where} must not contain {named}", f"remove {named}")
    help = "put it on one line"
    if value.rstrip("\r\n").isprintable():
        help += ', with ">-" instead of "|" or ">" if it is a YAML block'
    return said(request, violation, f"{where} must not contain a line break", help)


@schema_rule("IMS308", "enterprise-project-id", Severity.ERROR)
def enterprise_project_id(request: Request, violation: Violation) -> Finding:
    """`enterprise_project_id` is neither a UUID nor `"0"` nor `""`.

    Why: An enterprise project is identified by its UUID, not by its name; `"0"` and `""` are the
    default project.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: default

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: "0"
    """
    message = f'{label(violation.path)} must be a UUID or "0", found {shown(violation.value)}'
    return said(request, violation, message, 'use the UUID of the project, or "0" for the default project')


@schema_rule("IMS309", "id-format", Severity.ERROR)
def id_format(request: Request, violation: Violation) -> Finding:
    """An ID contains whitespace.

    Why: No ECS, disk or key has such an ID: it is a name, or a space or line break was copied with
    the ID.

    Example:
        name: web
        instance_id: "877a2cda ba63"

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    trimmed = "".join(violation.value.split())
    help = f"change it to {shown(trimmed)}" if trimmed and trimmed in violation.value else "replace it with the ID"
    message = f"{label(violation.path)} must not contain whitespace, found {shown(violation.value)}"
    return said(request, violation, message, help)
