"""Requests in files that contain more, compared with the same requests alone."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import settings

from ims_lint.config import DEFAULT
from ims_lint.document.text import Text
from ims_lint.embedded import Body, hosts
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.operations import BY_NAME
from ims_lint.report.diagnostic import Diagnostic
from ims_lint.transform.fix import fix

FEWER = settings(max_examples=max(settings().max_examples // 3, 1))
"""For properties of which each example is linted and fixed twice, alone and in a file."""


class Found(NamedTuple):
    """A diagnostic of a file: its code, where it points to, its line and column, and the text there."""

    code: str
    pointer: str
    line: int
    column: int
    text: str


def bodies(text: str, name: str) -> list[Body]:
    """The requests in a file."""
    return hosts.bodies(from_text(text, name))


def texts(text: str, name: str) -> list[str]:
    """The texts of the requests in a file."""
    return [each.cut.text if each.cut else "" for each in bodies(text, name)]


def diagnostics(text: str, name: str, operation: str | None = None) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file."""
    return lint(from_text(text, name), DEFAULT.declaring(operation)).report.diagnostics


def found(text: str, name: str, operation: str | None = None) -> list[Found]:
    """What is found in a file, in its order."""
    place = Text(text)
    return [
        Found(each.code, each.pointer, *each.start, text[place.offset(each.start) : place.offset(each.end)])
        for each in diagnostics(text, name, operation)
    ]


def fixed(text: str, name: str, operation: str | None = None) -> str:
    """A file with all fixes, unsafe ones too."""
    config = DEFAULT.declaring(operation)
    return fix(lint(from_text(text, name), config), config, unsafe=True).linted.input.text


def declared(name: str) -> str | None:
    """The operation that the name of a file declares."""
    parts = name.split(".")
    return parts[1] if parts[1] in BY_NAME else None


def post(operation: str) -> str:
    """The request line for an operation."""
    method, _, path = BY_NAME[operation].address.partition(" ")
    return f"{method} https://ims.example.com{path}"


def assert_as_alone(
    body: str,
    language: str,
    file: str,
    name: str,
    prefix: str = "",
    operation: str | None = None,
    replaced: bool = False,
) -> None:
    """Assert that a body is found, judged and fixed in a file as it is alone, where it is for an `operation`.

    `prefix` is what each line of the body but the first has before it in the file. If something is `replaced`,
    the texts of the findings are not the same.
    """
    assert texts(file, name) == [body]
    alone, inside = found(body, f"body.ims.{language}", operation), found(file, name)

    inside = [each._replace(text=each.text.replace("\n" + prefix, "\n")) for each in inside]

    def told(all: list[Found]) -> list[tuple[str, str, str]]:
        return sorted((each.code, each.pointer, "" if replaced else each.text) for each in all)

    assert told(inside) == told(alone)
    assert texts(fixed(file, name), name) == [fixed(body, f"body.ims.{language}", operation)]
