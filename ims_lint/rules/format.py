"""Rules on how a name, a description or an ID is written (3xx): the schemas hold the patterns."""

from __future__ import annotations

import re

from ims_lint.finding import Finding, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import character, shown
from ims_lint.schema.violation import Violation


@schema_rule("IMS305", "name-format", Severity.ERROR)
def name_format(request: Request, violation: Violation) -> Finding:
    """An image name holds a character that it may not, or starts or ends with a space.

    Sibling clouds accept more letters: a project can turn this rule down in its configuration.

    Why: The service refuses the name.

    Example:
        name: web/staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web-staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    where, value = label(violation.path), violation.value
    if bad := re.search(r"[^A-Za-z0-9._ -]", value):
        return said(request, violation, f"{where} holds {character(bad[0])}, which an image name may not")
    return said(request, violation, f"{where} {'starts' if value.startswith(' ') else 'ends'} with a space")


@schema_rule("IMS306", "description-format", Severity.ERROR)
def description_format(request: Request, violation: Violation) -> Finding:
    """A description holds a line break, `<` or `>`.

    Why: The service refuses the description. In YAML a text that starts with `|` or `>` ends with a
    line break: write it on one line, or start it with `>-`.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web <staging>

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web (staging)
    """
    bad = re.search(r"[<>\r\n]", violation.value)
    held = character(bad[0] if bad else "")
    return said(request, violation, f"{label(violation.path)} holds {held}, which a description may not")


@schema_rule("IMS308", "enterprise-project-id", Severity.ERROR)
def enterprise_project_id(request: Request, violation: Violation) -> Finding:
    """`enterprise_project_id` is neither a UUID nor `"0"` nor `""`.

    Why: The project is known by its UUID, not by its name; `"0"` and `""` stand for the default
    project.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: default

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: "0"
    """
    message = f"{label(violation.path)} is {shown(violation.value)}, which is no ID of an enterprise project"
    return said(request, violation, message)


@schema_rule("IMS309", "id-format", Severity.ERROR)
def id_format(request: Request, violation: Violation) -> Finding:
    """An ID holds white space.

    Why: No server, disk or key has such an ID: a name was written in its place, or a space or line
    break was copied with it.

    Example:
        name: web
        instance_id: "877a2cda ba63"

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    trimmed = "".join(violation.value.split())
    help = f"write {trimmed}" if trimmed and trimmed in violation.value else "write the ID, nearly always a UUID"
    message = f"{label(violation.path)} is {shown(violation.value)}, and an ID holds no white space"
    return said(request, violation, message, help)
