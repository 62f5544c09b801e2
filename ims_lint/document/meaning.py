"""Compare what a text means before and after a fix: the values, and what its reader finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ims_lint.document import Document, read
from ims_lint.finding import Finding, Insert, Operation, Path, Quote, Remove, RenameKey, Rewrite, SetValue, Value

_ORDER = (SetValue, Quote, Insert, Remove, RenameKey, Rewrite)
"""Operations in the order in which the paths of the later ones still exist."""


class NotPossible(Exception):
    """An operation does not fit the values, such as one on a path that does not exist."""


class Meaning(NamedTuple):
    """The values of the documents of a text by index, and how often its reader found what."""

    values: dict[int, Value]
    findings: Counter[str]


def meaning(text: str, language: str) -> Meaning:
    """Return what a text means."""
    return meaning_of(*read(text, language))


def meaning_of(documents: list[Document], stopped: Iterable[Finding] = ()) -> Meaning:
    """Return what a text means that was read already."""
    findings = Counter(each.code for document in documents for each in document.findings)
    findings.update(each.code for each in stopped)
    return Meaning({document.index: document.value for document in documents}, findings)


def does_as_told(before: Meaning, after: Meaning, operations: Iterable[tuple[int, Operation]]) -> bool:
    """Return whether the values changed exactly as the operations say, each with the index of its document.

    The reader of the text must not find anything that it did not find before.
    """
    by_document: dict[int, list[Operation]] = {}
    for index, operation in operations:
        by_document.setdefault(index, []).append(operation)
    expected = dict(before.values)
    try:
        for index, each in by_document.items():
            if any(not isinstance(operation, Rewrite) for operation in each):
                expected[index] = applied(expected[index], each)
    except (NotPossible, KeyError):
        return False
    if not after.findings <= before.findings or expected.keys() != after.values.keys():
        return False
    return all(identical(each, after.values[index]) for index, each in expected.items())


def below(base: Path, operation: Operation) -> Operation:
    """Return an operation on a part of a value, at the path `base`, as an operation on the value."""
    return operation if isinstance(operation, Rewrite) else operation._replace(path=(*base, *operation.path))


def applied(value: Value, operations: Iterable[Operation]) -> Value:
    """Return a value after operations whose paths are those before all of them.

    Raises:
        NotPossible: an operation does not fit the value.
    """
    for operation in sorted(operations, key=_rank):
        match operation:
            case SetValue(path, new):
                value = _with(value, path, new)
            case Insert(path, new):
                value = _with(value, path[:-1], _inserted(value, path, new))
            case Remove(path, occurrence):  # of a duplicate key, another one keeps the value
                value = _with(value, path[:-1], _renamed(value, path, None)) if occurrence < 0 else value
            case RenameKey(path, name):
                value = _with(value, path[:-1], _renamed(value, path, name))
            case Quote():
                raise NotPossible
    return value


def _rank(operation: Operation) -> tuple[int, int]:
    depth = 0 if isinstance(operation, Rewrite) else len(operation.path)
    return _ORDER.index(type(operation)), -depth


def _inserted(value: Value, path: Path, new: Value) -> dict[str | int, Value]:
    """Return the object at the parent of a path with one more entry."""
    parent = _object(value, path)
    if path[-1] in parent:
        raise NotPossible
    return {**parent, path[-1]: new}


def _renamed(value: Value, path: Path, name: str | None) -> dict[str | int, Value]:
    """Return the object at the parent of a path with another key at its end, or None: without that entry."""
    parent = _object(value, path)
    if path[-1] not in parent or name in parent:
        raise NotPossible
    names = ((key, name if key == path[-1] else key) for key in parent)
    return {new: parent[key] for key, new in names if new is not None}


def _object(value: Value, path: Path) -> dict[str | int, Value]:
    """Return the object at the parent of a path."""
    for step in path[:-1]:
        value = _child(value, step)
    if not path or not isinstance(value, dict):
        raise NotPossible
    return value


def _child(value: Value, step: str | int) -> Value:
    if isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    raise NotPossible


def _with(value: Value, path: Path, new: Value) -> Value:
    """Return a value with another one at a path; of what aliases share, only that one place changes."""
    if not path:
        return new
    inner = _with(_child(value, path[0]), path[1:], new)
    if isinstance(value, dict):
        return {**value, path[0]: inner}
    return [inner if index == path[0] else each for index, each in enumerate(value)]


def identical(one: Value, other: Value) -> bool:
    """Return whether two values are the same JSON: 1 and 1.0 are one number, and true is none."""
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(identical(each, other[key]) for key, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    return bool(one == other) or repr(one) == repr(other) == "nan"
