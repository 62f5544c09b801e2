"""Where an engine's verdict is known to differ from ims-lint's, and cannot be made the same by the schemas."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ims_lint.operations import IMAGE
from ims_lint.schema.store import ENTRY, load
from tests.editors.samples import Sample, make_sample

_DEPRECATED: str = load("from-obs-file")["definitions"]["obs-file"]["properties"]["is_config_init"][
    "deprecationMessage"
]
_OBS = "name: web\nimage_url: ims-image:web.raw\n"


class Disagreement(NamedTuple):
    """A line where only the engine has an error (`extra`), or where only ims-lint has one (not `extra`).

    `what` is the engine's message, or ims-lint's code.
    """

    extra: bool
    line: int
    what: str


class Difference(NamedTuple):
    """A known difference: in which engines, why, examples that show it by language, and what it explains.

    The examples show it with each of the `schemas`.
    """

    engines: tuple[str, ...]
    why: str
    examples: dict[str, str]
    explains: Callable[[Sample, Disagreement], bool]
    schemas: tuple[str, ...] = (ENTRY, IMAGE.name)


YAML, JSON, AJV = "yaml-language-server", "vscode-json-languageservice", "ajv"


def _text_of(sample: Sample, line: int) -> str:
    return sample.text.splitlines()[line - 1]


def _misses_a_source(sample: Sample) -> bool:
    """Whether a whole request is wrong, as one without a source is."""
    return any(sample.line(document, ()) in sample.may for document in sample.documents)


DIFFERENCES = {
    "deprecated parameter": Difference(
        (YAML,),
        "It shows a deprecation like an error, ims-lint as a warning (IMS509).",
        {"yaml": f"{_OBS}min_disk: 40\nis_config_init: true\n"},
        lambda sample, each: each.extra and each.what == _DEPRECATED,
    ),
    "empty document": Difference(
        (YAML,),
        "It judges a document without content as null, ims-lint passes over it where the file has others.",
        {"yaml": "name: web\ninstance_id: x\n---\n# to come\n---\nname: web\ninstance_id: x\n"},
        lambda sample, each: each.extra and re.match(r"(---|#|\s*$)", _text_of(sample, each.line)) is not None,
    ),
    "key that is no text": Difference(
        (YAML,),
        "It judges a list or an object as a key as an unknown parameter, ims-lint's reader refuses it (IMS012).",
        {"yaml": "name: web\ninstance_id: x\n? [tags]\n: []\n"},
        lambda sample, each: each.extra and each.what == "Property {0} is not allowed.",
    ),
    "length in UTF-16": Difference(
        (YAML,),
        "It counts a character beyond U+FFFF as two, JSON Schema and ims-lint as one.",
        {"yaml": f"name: web\ninstance_id: x\ndescription: {'𝒳' * 513}\n"},
        lambda sample, each: (
            each.extra
            and each.what.startswith("String is longer")
            and max(_text_of(sample, each.line), default="") > "\uffff"
        ),
    ),
    "wrong value of an alias": Difference(
        (YAML,),
        "It shows the error at the anchor, ims-lint at the alias or, where the anchor is wrong too, at both.",
        {"yaml": "name: web\ninstance_id: x\nmax_ram: &memory 1024\ndescription: *memory\n"},
        lambda sample, each: re.search(r"&\w" if each.extra else r"\*\w", _text_of(sample, each.line)) is not None,
    ),
    "whole number with a fraction": Difference(
        (JSON,),
        "It takes 40.0 for no integer, JSON Schema (since draft-06), ajv and ims-lint for one.",
        {"json": '{\n"name": "web", "image_url": "ims-image:web.raw",\n"min_disk": 40.0\n}'},
        lambda sample, each: each.extra and re.search(r"\d\.0\b", _text_of(sample, each.line)) is not None,
    ),
    "misspelt source": Difference(
        (YAML, JSON, AJV),
        "They say of the whole request which sources there are, ims-lint of the misspelt key which one is meant.",
        {"yaml": "name: web\ninstanc_id: x\n", "json": '{\n  "name": "web",\n  "instanc_id": "x"\n}'},
        lambda sample, each: not each.extra and each.what in ("IMS201", "IMS203") and _misses_a_source(sample),
    ),
    "other operation without a source": Difference(
        (YAML, JSON, AJV),
        "They say of the whole request which sources there are, ims-lint of a parameter which operation has it.",
        {"yaml": "name: web\nbackup_id: x\n", "json": '{\n  "name": "web",\n  "backup_id": "x"\n}'},
        lambda sample, each: not each.extra and each.what == "IMS204" and _misses_a_source(sample),
        schemas=(IMAGE.name,),
    ),
    "same error after a list": Difference(
        (YAML,),
        "It joins an error to the same one before it if that is about a list that ends where the second starts.",
        {"yaml": "name: web\ninstance_id: x\nimage_tags:\n- key:\n  - []\n- key: null\n"},
        lambda sample, each: (
            not each.extra
            and re.match(r"\s*- ", _text_of(sample, each.line - 1)) is not None
            and each.what in (code for line, code in sample.must.items() if line < each.line)
        ),
    ),
    "image files without a system disk": Difference(
        (JSON, AJV),
        "They find fault with each element of data_images, ims-lint with the request: image_url is missing.",
        {"json": '{"data_images":\n[\n{"image_url": "ims-image:a.raw"}\n]\n}'},
        lambda sample, each: not each.extra and each.what == "IMS101" and len(sample.may) > 0,
    ),
}


def examples(schema: str) -> list[Sample]:
    """The examples of all known differences with a schema, each with the name of its difference."""
    shown = [(name, each) for name, each in DIFFERENCES.items() if schema in each.schemas]
    texts = [(name, *example) for name, each in shown for example in each.examples.items()]
    return [found for name, language, text in texts if (found := make_sample(name, language, text, schema))]


def unexplained(engine: str, sample: Sample, disagreements: list[Disagreement]) -> list[Disagreement]:
    """The disagreements on a sample that no known difference explains."""
    known = [each for each in DIFFERENCES.values() if engine in each.engines]
    return [each for each in disagreements if not any(difference.explains(sample, each) for difference in known)]
