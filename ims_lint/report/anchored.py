"""Merge the findings on one anchored value that aliases and merge keys repeat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.finding import Change, Finding, Path, Quote, SetValue, Span

Found = tuple[Document | None, Finding]

_MOST_ALIASES = 5
"""So many aliases are related locations of a finding."""


class _Origin(NamedTuple):
    """Where the text of a value is.

    `node` is the key or the value, `missing` the end of the path that does not exist below it.
    `alias` is the last alias on the way there, `at_alias` whether that is the value itself, and
    `direct` whether there is neither an alias nor a merge key on the way.
    """

    node: Node
    missing: Path
    alias: Node | None
    at_alias: bool
    direct: bool


def merged(found: Iterable[Found]) -> list[Found]:
    """Return findings with only one for each anchored value, at the anchor, instead of one for each of its uses.

    A value that is only wrong where an alias uses it keeps its finding at that alias.
    """
    groups: dict[object, list[tuple[Found, _Origin | None]]] = {}
    for document, finding in found:
        origin = _origin(document.root, finding) if document and not finding.span else None
        key = _key(document, finding, origin) if document and origin else len(groups)
        groups.setdefault(key, []).append(((document, finding), origin))
    return [each for group in groups.values() for each in _one(group)]


def _key(document: Document, finding: Finding, origin: _Origin) -> object:
    """Return what findings on one value have in common: they say the same of it, or are fixed alike."""
    names = [step for step in finding.path if isinstance(step, str)]
    said = finding.change.title if finding.change else tuple(names[-1:])
    return document.index, finding.code, id(origin.node), origin.missing, said


def _one(group: list[tuple[Found, _Origin | None]]) -> list[Found]:
    """Return the findings of a group, merged if they are on the text of one anchor."""
    at_anchor = [(found, origin) for found, origin in group if origin and not origin.at_alias]
    if not at_anchor:
        return [_at_alias(found, origin) for found, origin in group]
    if len(group) == 1:
        return [group[0][0]]
    (document, first), _ = next((each for each in at_anchor if each[1].direct), at_anchor[0])
    aliases = dict.fromkeys(origin.alias.span for _, origin in group if origin and origin.alias)
    change = _changed_everywhere([finding.change for (_, finding), _ in group])
    return [(document, first._replace(change=change, related=(*first.related, *_related(aliases))))]


def _at_alias(found: Found, origin: _Origin | None) -> Found:
    """Return a finding on a value that is wrong where an alias uses it, and maybe right at the anchor."""
    document, finding = found
    if origin is None or not finding.change or not isinstance(finding.change.operations[0], SetValue | Quote):
        return found
    return document, finding._replace(help="replace the alias with a value of its own", change=None)


def _related(aliases: Iterable[Span]) -> list[tuple[str, Path | Span]]:
    return [("alias", span) for span in sorted(aliases)[:_MOST_ALIASES]]


def _changed_everywhere(changes: list[Change | None]) -> Change | None:
    """Return the change that does all of these, which have one title; None if there are none."""
    known = [each for each in changes if each]
    if not known:
        return None
    uses = "both uses" if len(known) == 2 else f"all {len(known)} uses"
    operations = tuple(operation for each in known for operation in each.operations)
    return Change(f"{known[0].title} in {uses} of the anchor", all(each.safe for each in known), operations)


def _origin(root: Node, finding: Finding) -> _Origin:
    """Return where the text of what a finding is on is."""
    key: Node | None = None
    node, alias, direct = root, None, True
    for index, step in enumerate(finding.path):
        found = node.find((step,))
        if found is None:
            return _Origin(node.written, finding.path[index:], node.target or alias, bool(node.target), direct)
        alias = node if node.target else alias
        direct = direct and not node.target and step not in (node.owners or ())
        key, node = found
    if finding.at_key and key:
        return _Origin(key, (), alias, False, direct)
    return _Origin(node.written, (), node if node.target else alias, bool(node.target), direct and not node.target)
