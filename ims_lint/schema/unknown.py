"""Tells what a key that the schemas do not know probably is."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from ims_lint.finding import Change, Finding, Path, RenameKey, label, shorten
from ims_lint.operations import METHODS, SOURCES
from ims_lint.request import Request
from ims_lint.schema.store import ENTRY, load, method_schema, parameter
from ims_lint.schema.violation import Violation

_CLOSE = 0.75
"""How alike two keys are, from 0 to 1, for one to be taken for the other."""

_ELEMENT_SOURCES = {"image_url": "image files in OBS", "volume_id": "data disks of an ECS"}


class Unknown(NamedTuple):
    """What is said of an unknown key.

    `stands_for` is the path of the parameter that it probably is, `is_source` whether it is the
    source of another method.
    """

    finding: Finding
    stands_for: Path | None = None
    is_source: bool = False


def judge_unknown(request: Request, violation: Violation) -> Unknown:
    """The finding for a parameter that does not belong where it stands."""
    path = violation.path
    key, parent = str(path[-1]), path[:-1]
    if not parent and key in SOURCES and request.method:
        return _second_source(request, path)
    if parent and key in _ELEMENT_SOURCES:
        return _foreign_element(path)
    answers = load(ENTRY)["x-answer-keys"]
    known = _known(request, parent)
    if key.startswith("__") or (key in answers and key not in known):
        return _answer_key(request, path, answers.get(key) or key.lstrip("_"), known)
    if key in load(ENTRY)["x-full-ecs-keys"]:
        help = "remove it, or send the request to POST /v1/cloudimages/wholeimages/action"
        message = f"{key} belongs to the request for a full-ECS image, another operation"
        return Unknown(Finding("IMS204", path, message, help, at_key=True))
    if (elsewhere := _elsewhere(request, path)) is not None:
        return Unknown(elsewhere)
    return _misspelt(request, path, known)


def _known(request: Request, parent: Path) -> list[str]:
    """The parameters that belong where `parent` leads."""
    properties: dict[str, object] = parameter(request.method or "", parent).get("properties", {})
    return [name for name in properties if name != "$schema"]


def _second_source(request: Request, path: Path) -> Unknown:
    first = next(source for source in SOURCES if source in request.value)
    help = f"keep {first} or {path[0]}, and remove the other with the parameters that go with it"
    message = f"{path[0]} cannot stand beside {first}: a request has one source"
    related = ((f"the other source, {first}", (first,)),)
    return Unknown(Finding("IMS102", path, message, help, at_key=True, related=related), is_source=True)


def _foreign_element(path: Path) -> Unknown:
    key = str(path[-1])
    source, other = ("image_url", "volume_id") if key == "volume_id" else ("volume_id", "image_url")
    here = f"here they are made of {_ELEMENT_SOURCES[source]}"
    message = f"{label(path)} is for data images made of {_ELEMENT_SOURCES[key]}, and {here}"
    help = (
        f"write {source} in place of {other}"
        if source == "volume_id"
        else f"write {source} and min_disk in place of {other}"
    )
    return Unknown(Finding("IMS202", path, message, help, at_key=True), is_source=True)


def _answer_key(request: Request, path: Path, name: str, known: list[str]) -> Unknown:
    key, here = str(path[-1]), (*path[:-1], name)
    message = f"{shorten(key)} is a key of the service's answers, and is silently dropped from a request"
    if name not in known:
        return Unknown(Finding("IMS203", path, message, "remove it", at_key=True))
    change = None
    if not _holds(request, here):
        change = Change(f"Rename {key} to {name}", True, (RenameKey(path, name),))
    return Unknown(Finding("IMS203", path, message, f"write {name}", at_key=True, change=change), stands_for=here)


def _elsewhere(request: Request, path: Path) -> Finding | None:
    """The finding for a parameter of another method, or of the root instead of an element."""
    key, parent = str(path[-1]), path[:-1]
    current = next(source for source, method in SOURCES.items() if method == request.method)
    if len(path) == 3 and key in _known(request, ()):
        message = f"{key} stands at the root of a request, not in an element of {path[0]}"
        return Finding("IMS202", path, message, f"move {key} to the root, or remove it", at_key=True)
    homes = [method for method in METHODS if key in parameter(method, parent).get("properties", {})]
    if not homes:
        return None
    names = " or ".join(f"{source} ({_title(method)})" for source, method in SOURCES.items() if method in homes)
    message = f"{label(path)} does not go with {current}: the service drops it"
    help = f"remove it; {key} goes with {names}"
    return Finding("IMS202", path, message, help, at_key=True, related=((f"the source, {current}", (current,)),))


def misspelt_source(request: Request) -> Finding | None:
    """The finding for a key that is meant to be the source of a request without one."""
    parameters = {name for method in METHODS for name in method_schema(method)["properties"]}
    answers = load(ENTRY)["x-answer-keys"]
    for key in request.value:
        if answers.get(key) in SOURCES:
            return _answer_key(request, (key,), answers[key], list(SOURCES)).finding
        if key not in parameters and key not in answers and close_matches(key, list(SOURCES)):
            return _misspelt(request, (key,), list(SOURCES)).finding
    return None


def _title(method: str) -> str:
    title: str = method_schema(method)["title"]
    return title[0].lower() + title[1:]


def _misspelt(request: Request, path: Path, known: list[str]) -> Unknown:
    key = str(path[-1])
    where = label(path[:-1]) if len(path) > 1 else "a request"
    message = f"{shorten(key)} is not a parameter of {where}, and is silently dropped"
    close = close_matches(key, known)
    if not close:
        help = "remove it; the parameters here are " + ", ".join(known)
        return Unknown(Finding("IMS201", path, message, help, at_key=True))
    name = close[0]
    here = (*path[:-1], name)
    change = None
    if len(close) == 1 and not _holds(request, here):
        change = Change(f"Rename {key} to {name}", True, (RenameKey(path, name),))
    return Unknown(
        Finding("IMS201", path, message, f"did you mean {name}?", at_key=True, change=change), stands_for=here
    )


def close_matches(word: str, words: list[str]) -> list[str]:
    """Those of `words` that `word` may be meant to be, the closest first."""
    plain = {_plain(each): each for each in words}
    if _plain(word) in plain:
        return [plain[_plain(word)]]
    return [plain[each] for each in difflib.get_close_matches(_plain(word), plain, n=2, cutoff=_CLOSE)]


def _plain(word: str) -> str:
    return "".join(char for char in word.lower() if char.isalnum())


def _holds(request: Request, path: Path) -> bool:
    value = request.value
    for step in path[:-1]:
        value = value[step]
    return path[-1] in value
