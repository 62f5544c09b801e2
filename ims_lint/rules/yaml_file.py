"""Rules on how a YAML file is written (0xx), its comments too: its reader finds them."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

TAG = Rule(
    "IMS008",
    "yaml-tag",
    Severity.ERROR,
    """A YAML tag asks for a value that JSON does not have.

    Tags are never acted on. The tags of the JSON types (`!!str`, `!!int`, …) are read.

    Why: JSON has no such values. One tool refuses the file, another sends something else, a third
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
)

AMBIGUOUS = Rule(
    "IMS009",
    "ambiguous-scalar",
    Severity.WARNING,
    """A plain YAML value means one thing in YAML 1.2 and another in YAML 1.1.

    ims-lint, editors, Go and JavaScript read YAML 1.2; PyYAML, Ansible and Ruby read YAML 1.1.

    Why: What is sent depends on the tool that reads the file: the same line is `true` to one and
    the text `yes` to another.

    Fix: Writes the value so that both read what ims-lint reads.

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

    Why: Nobody sees that it has become needless, and it hides the next real finding on its line.

    Fix: Removes the comment, or the rule from it where others stand in it too.

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

    Right are `# ims-lint: ignore[CODE]` at the end of a line or alone above it, and
    `# ims-lint: ignore-file[CODE]`.

    Why: It suppresses nothing, although it looks as if it did.

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

    Why: The keys of a JSON object are texts, so there is no way to send such a key.

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

    Why: There is no value to send: the name is misspelt, stands below, or the value would hold
    itself without end.

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
