"""Reads the values of a plain YAML file without their places: quick, and only where nothing is odd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ims_lint.document import yaml_scalar
from ims_lint.document.limits import MAX_DOCUMENTS, MAX_NESTING, MAX_VALUES
from ims_lint.finding import Value

FAST_PARSER: Any = getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None


class _NeedsCloserLook(Exception):
    """Something is to be said of the text, or it can only be read with its places."""


def read(text: str) -> list[Value] | None:
    """The values of all documents; None where `yaml_reader` has to take a closer look.

    It has to at aliases, anchors and tags, repeated keys, empty values, values that YAML 1.1 reads
    otherwise, whatever is no YAML, and where libyaml is missing.
    """
    if FAST_PARSER is None:
        return None
    values = []
    try:
        reader = _Reader(FAST_PARSER(text).get_event)
        while type(event := reader.next()) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                reader.count = 0
                values.append(reader.value(reader.next(), 0))
    except (_NeedsCloserLook, yaml.YAMLError, UnicodeEncodeError):
        return None
    return values if 0 < len(values) <= MAX_DOCUMENTS else None


class _Reader:
    """Makes values of events."""

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self.next = next_event
        self.count = 0

    def value(self, event: Any, depth: int) -> Value:
        """The value that starts with an event, `depth` levels below the root."""
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if depth == MAX_NESTING or kind not in _COLLECTIONS or event.anchor is not None or event.tag is not None:
            raise _NeedsCloserLook
        return self._mapping(depth + 1) if kind is MappingStartEvent else self._sequence(depth + 1)

    def _scalar(self, event: Any) -> Value:
        if event.anchor is not None or event.tag is not None:
            raise _NeedsCloserLook
        text = event.value
        if not event.implicit[0] or text[:1] not in yaml_scalar.MORE_THAN_TEXT:
            return text
        try:
            value = yaml_scalar.resolve(text)
        except yaml_scalar.TooManyDigits:
            raise _NeedsCloserLook from None
        if value is None or not yaml_scalar.reads_alike(text, value):
            raise _NeedsCloserLook
        return value

    def _mapping(self, depth: int) -> dict[str, Value]:
        value: dict[str, Value] = {}
        while type(key := self.next()) is not MappingEndEvent:
            name = getattr(key, "value", None)
            if name is None or name in value or name == "<<" or key.anchor is not None or key.tag is not None:
                raise _NeedsCloserLook
            event = self.next()
            value[name] = self._scalar(event) if type(event) is ScalarEvent else self.value(event, depth)
        self._add(len(value))
        return value

    def _sequence(self, depth: int) -> list[Value]:
        value = []
        while type(event := self.next()) is not SequenceEndEvent:
            value.append(self._scalar(event) if type(event) is ScalarEvent else self.value(event, depth))
        self._add(len(value))
        return value

    def _add(self, number: int) -> None:
        """Count the values of the document at hand."""
        self.count += number
        if self.count > MAX_VALUES:
            raise _NeedsCloserLook


_COLLECTIONS = (MappingStartEvent, SequenceStartEvent)
