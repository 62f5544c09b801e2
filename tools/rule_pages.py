"""Writes docs/rules.md, the page of all rules, from the rules themselves."""

from __future__ import annotations

from pathlib import Path

from ims_lint.output.rule_pages import GROUPS, index, markdown
from ims_lint.rules.registry import RULES

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"

INTRODUCTION = """\
# Rules

<!-- Made by `nox -s generate` from the rules themselves: do not edit. -->

ims-lint checks the body of one request: *create an image*, `POST /v2/cloudimages/action` of the
Image Management Service. An **image** is a template of a disk, from which servers are made. A
request makes one in four ways, and the key at its root that names the source says which:

| source | what becomes an image | it needs |
| --- | --- | --- |
| `instance_id` | the system disk of a server (an **ECS**) | `name` |
| `data_images` with `volume_id` | data disks of a server | in each element `name` and `volume_id` |
| `image_url` | a file in the object store (**OBS**), and up to three of data disks | `name`, `min_disk` |
| `volume_id` | a data disk that holds a system | `name`, `os_version` |

An **error** is what the service refuses, or loses without a word. A **warning** is what is probably
not meant. Rules of taste are off by default. [Configuration](configuration.md) says how rules are
turned on and off and how one line is left out; `ims-lint rule IMS303` shows one of them in a terminal.

A **safe** fix keeps what the request means, and `--fix` applies it. An **unsafe** one may not, and
needs `--unsafe-fixes` too.
"""


def page() -> str:
    """The page as it should be."""
    parts = [INTRODUCTION, index(RULES)]
    for prefix, title in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [markdown(rule) for rule in RULES if rule.code.startswith(prefix)]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
