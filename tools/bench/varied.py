"""Create the varied corpus: requests of all operations, as different in style as people, editors and formatters are.

The style of a file (quotes, indentation, line endings, comments) is chosen once at random. All requests are valid, and
all tools can read them: merge keys (`<<: *disk`) are not used because sourcemeta does not support them. All tools
support aliases, Windows line endings and JSON in a YAML file. Only ims-lint knows declarations of operations; for the
other tools, all requests also satisfy the schema that tells the operations apart by their parameters.
"""

import json
import random
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import plain
from plain import Request

OPERATIONS = {"image": 70, "quickimport": 12, "wholeimages": 10, "dataimages": 8}
DECLARATIONS = {"file name": 50, "comment": 15, "$schema": 10, "": 25}
"""How a file says that it is for another operation than `image`; files in JSON have no comments."""

SENTENCES = [
    "Base image of the web servers, taken each night.",
    "Built by the pipeline; see the wiki's page on images.",
    "Owner: the platform team (channel #images).",
    "Includes the monitoring agent, the backup agent and the certificates of the company.",
    "Don't use it for tests: the license covers ten servers.",
    "Für die Datenbankserver, größer als üblich – bitte nicht löschen.",
    "Replaces ${OLD_IMAGE} with the release of {{ version }}.",
    'Known as the "golden" image, 100% tested.',
    r"The tools are in C:\Tools and on the desktop.",
]
HEADINGS = {
    "": 40,
    "---\n": 25,
    "# Sent by the nightly pipeline.\n": 15,
    "# Image of the web servers: ask the platform team before you change it.\n#\n# See also: README.md\n\n": 8,
    "# yaml-language-server: $schema=../schemas/create-image.schema.json\n---\n": 6,
    "# Managed by Ansible\n\n---\n\n": 6,
}
REMARKS = ["in GB", "do not change", "TODO: ask the owner", "see #1234", "since 2026-01-31", "größer als nötig"]
TAG_VALUES = ["web", "value 7", "007", "2026-11-26", "yes", "1.10", "${STAGE}", "{{ stage }}", "", "Köln", "a: b"]
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def operation_of(number: int) -> tuple[str, str]:
    """The operation of a request, and how its file declares it."""
    rng = random.Random(f"operation of {number}")
    [operation] = rng.choices(list(OPERATIONS), weights=list(OPERATIONS.values()))
    [declaration] = rng.choices(list(DECLARATIONS), weights=list(DECLARATIONS.values()))
    return operation, "" if operation == "image" else declaration


def name_part(number: int) -> str:
    """The part of a file name that declares the operation, or an empty string."""
    operation, declaration = operation_of(number)
    return f".{operation}" if declaration == "file name" else ""


def comment(number: int) -> str:
    """The comment that declares the operation, as a line, or an empty string."""
    operation, declaration = operation_of(number)
    comments = {
        "comment": f"# ims-lint: operation={operation}\n",
        "$schema": f"# yaml-language-server: $schema=../schemas/{operation}.schema.json\n",
    }
    return comments.get(declaration, "")


def make_request(rng: random.Random, number: int) -> Request:
    """A request of an operation with varied content: strings, tags, placeholders, and an order of parameters."""
    operation, _ = operation_of(number)
    makers = {
        "image": for_image,
        "quickimport": for_quickimport,
        "wholeimages": for_wholeimages,
        "dataimages": for_dataimages,
    }
    request = makers[operation](rng, number)
    if operation != "image" and rng.random() < 0.3:
        request["enterprise_project_id"] = rng.choice(["0", plain.make_id(rng)])
    images = objects_in(request.get("data_images"))
    if len(images) > 1 and rng.random() < 0.7:
        shared = make_tags(rng)
        for image in images:
            set_tags(image, shared)
    if "name" in request:
        images = [request]
        set_tags(request, make_tags(rng))
    for image in images:
        image.pop("description", None)
        if rng.random() < 0.85:
            image["description"] = make_description(rng)
        if rng.random() < 0.1:
            image["name"] = rng.choice([f"{20_260_000 + number}", f"1.{number}", f"Web {number}", f"web_{number}.prod"])
        for key in ("instance_id", "volume_id", "backup_id"):
            if key in image and rng.random() < 0.2:
                image[key] = rng.choice(["${SOURCE_ID}", "{{source_id}}"])
    if rng.random() < 0.3:
        return {key: request[key] for key in rng.sample(list(request), len(request))}
    return request


def for_image(rng: random.Random, number: int) -> Request:
    """A request of the plain corpus with rarer parameters and more data images."""
    request = plain.make_request(rng, number)
    if "image_url" in request:
        add_to_file(request, rng, number)
    return request


def for_quickimport(rng: random.Random, number: int) -> Request:
    """A file for quick import: of a system disk, or of a data disk."""
    request: Request = {
        "name": f"quick-image-{number:05}",
        "image_url": f"ims-images-{number % 7}:builds/{number:05}/disk.{rng.choice(['raw', 'zvhd2'])}",
        "min_disk": rng.choice([40, 60, 100]),
    }
    if rng.random() < 0.3:
        request["type"] = "DataImage"
        return request
    request["os_version"] = rng.choice(plain.LINUX + plain.WINDOWS)
    if rng.random() < 0.5:
        request["type"] = rng.choice(["ECS", "BMS"])
    if rng.random() < 0.2:
        request.update(architecture="x86", hw_firmware_type=rng.choice(["bios", "uefi"]))
    return request


def for_wholeimages(rng: random.Random, number: int) -> Request:
    """A full-ECS image: of an ECS, or of a backup."""
    request: Request = {"name": f"whole-image-{number:05}"}
    if rng.random() < 0.7:
        request.update(instance_id=plain.make_id(rng), vault_id=plain.make_id(rng))
    else:
        request.update(backup_id=plain.make_id(rng), whole_image_type=rng.choice(["CBR", "CSBS"]))
    if rng.random() < 0.3:
        request.update(min_ram=rng.choice([1024, 2048, 4096]), max_ram=rng.choice([0, 8192, 65536]))
    return request


def for_dataimages(rng: random.Random, number: int) -> Request:
    """A data disk from a file."""
    request: Request = {
        "name": f"data-image-{number:05}",
        "image_url": f"ims-images-{number % 7}:data/{number:05}.{rng.choice(plain.FORMATS)}",
        "min_disk": rng.choice([40, 100, 500, 2000]),
    }
    if rng.random() < 0.5:
        request["os_type"] = rng.choice(["Linux", "Windows"])
    if rng.random() < 0.2:
        request["cmk_id"] = plain.make_id(rng)
    return request


def objects_in(value: object) -> list[Request]:
    """The objects in a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def add_to_file(request: Request, rng: random.Random, number: int) -> None:
    """Add parameters to a request for an image file."""
    if rng.random() < 0.2:
        request["image_url"] = f"ims-images-{number % 7}:builds/${{BUILD}}/system.qcow2"
    if rng.random() < 0.2:
        request.update(architecture="x86", hw_firmware_type=rng.choice(["bios", "uefi"]))
    if rng.random() < 0.2 and request.get("type") != "BMS":
        request["cmk_id"] = plain.make_id(rng)
    if rng.random() < 0.3:
        request["data_images"] = [
            {
                "name": f"data-{number:05}-{disk}",
                "image_url": f"ims-images-{number % 7}:builds/{number:05}/data-{disk}.vhd",
                "min_disk": 100 * disk,
            }
            for disk in range(1, rng.randint(2, 4))
        ]


def set_tags(image: Request, tags: Request) -> None:
    """Give an image these tags and no others."""
    image.pop("tags", None)
    image.pop("image_tags", None)
    image.update(tags)


def make_tags(rng: random.Random) -> Request:
    """Up to four tags, in tags or image_tags; values that look like numbers are strings, too."""
    keys = rng.sample(plain.TAG_KEYS, rng.randint(0, 4))
    if not keys:
        return {}
    if rng.random() < 0.5:
        return {"tags": [f"{key}.{rng.choice(['web', 'value-7', '007', '2026-11'])}" for key in keys]}
    return {"image_tags": [{"key": key, "value": rng.choice(TAG_VALUES)} for key in keys]}


def make_description(rng: random.Random) -> str:
    """A description of one, a few or many sentences."""
    [most] = rng.choices([1, 3, 9], weights=[60, 25, 15])
    return " ".join(rng.sample(SENTENCES, rng.randint(1, most)))


def to_json(request: Request, rng: random.Random, _: int) -> str:
    """The request as JSON, indented with two or four spaces or tabs, or on one line."""
    [indent] = rng.choices([2, 4, "\t", None], weights=[50, 20, 15, 15])
    separators = (",", ":") if indent is None and rng.random() < 0.5 else None
    text = json.dumps(request, indent=indent, separators=separators, ensure_ascii=rng.random() < 0.5)
    return end_lines(text, rng)


def end_lines(text: str, rng: random.Random) -> str:
    """The text with one kind of line endings, sometimes without the last one."""
    if rng.random() < 0.9:
        text += "\n"
    return text.replace("\n", "\r\n") if rng.random() < 0.08 else text


def to_yaml(request: Request, rng: random.Random, number: int) -> str:
    """The request as YAML; a few files contain JSON, which is valid YAML."""
    [heading] = rng.choices(list(HEADINGS), weights=list(HEADINGS.values()))
    heading = comment(number) + heading
    if rng.random() < 0.02:
        return end_lines(heading + json.dumps(request, indent=2), rng)
    writer = Writer(rng, make_look(rng), repeated_lists(request) if rng.random() < 0.5 else set())
    return end_lines(heading + "\n".join(writer.block(request, writer.look.gaps)), rng)


def repeated_lists(request: Request) -> set[str]:
    """The lists of tags that several data images share, as JSON."""
    lists = [json.dumps(value) for image in objects_in(request.get("data_images")) for value in image.values()]
    return {each for each in lists if each[0] == "[" and lists.count(each) > 1}


@dataclass(frozen=True)
class Look:
    """The style of one YAML file."""

    always_quoted: float  # the share of strings in quotes that do not need them
    quote: str
    list_step: int  # the indentation of a list relative to its key
    flow_lists: bool  # lists of tags are in brackets, on one line if they fit
    flow_tags: bool  # tags with key and value are in braces
    padding: str  # inside brackets
    key_width: int  # values may be aligned in a column
    remarks: float  # the share of lines with a comment
    gaps: float  # the share of keys at the top level with a blank line before them


def make_look(rng: random.Random) -> Look:
    """The style of a file, chosen at random."""
    return Look(
        always_quoted=rng.choice([0, 0, 0.5, 1]),
        quote=rng.choice("\"'"),
        list_step=rng.choice([0, 2, 2, 4]),
        flow_lists=rng.random() < 0.3,
        flow_tags=rng.random() < 0.2,
        padding=rng.choice(["", "", " "]),
        key_width=rng.choice([0] * 9 + [24]),
        remarks=rng.choice([0, 0, 0, 0.15]),
        gaps=rng.choice([0, 0, 0.3]),
    )


class Writer:
    """Writes one YAML file."""

    def __init__(self, rng: random.Random, look: Look, repeated: set[str]) -> None:
        """Start a file; its repeated lists are written once, with an anchor."""
        self.rng = rng
        self.look = look
        self.repeated = repeated
        self.anchors: dict[str, str] = {}

    def block(self, request: Request, gaps: float = 0) -> Iterator[str]:
        """The lines of an object in block style, sometimes with blank lines."""
        for number, (key, value) in enumerate(request.items()):
            if number and self.rng.random() < gaps:
                yield ""
            if number and self.rng.random() < self.look.remarks:
                yield f"# {self.rng.choice(REMARKS)}"
            yield from self.pair(key, value)

    def pair(self, key: str, value: object) -> Iterator[str]:
        """The lines of a key and its value."""
        start = f"{key}:".ljust(self.look.key_width)
        if isinstance(value, list):
            yield from self.list_lines(key, value)
        elif isinstance(value, str) and len(value) > 60 and self.rng.random() < 0.6:
            yield from self.long_text(start, value)
        else:
            yield f"{start} {self.scalar(value)}{self.remark()}"

    def remark(self) -> str:
        """A comment at the end of a line, or an empty string."""
        return f"  # {self.rng.choice(REMARKS)}" if self.rng.random() < self.look.remarks else ""

    def list_lines(self, key: str, values: list[object]) -> Iterator[str]:
        """The lines of a list: in brackets or as a block, with an anchor, or only an alias."""
        start, written = f"{key}:", json.dumps(values)
        if written in self.anchors:
            yield f"{start} *{self.anchors[written]}"
            return
        if written in self.repeated:
            self.anchors[written] = name = f"tags-{len(self.anchors) + 1}"
            start += f" &{name}"
        items = [self.flow(value) for value in values]
        line = f"{start} [{self.look.padding}{', '.join(items)}{self.look.padding}]"
        if key == "data_images" or not self.look.flow_lists:
            yield f"{start}{self.remark()}"
            for value in values:
                yield from indented(self.item(value), self.look.list_step)
        elif len(line) <= 80:
            yield line
        else:
            yield f"{start} ["
            yield from (f"  {item}," for item in items)
            yield "]"

    def item(self, value: object) -> Iterator[str]:
        """The lines of an item of a list in block style."""
        if isinstance(value, dict) and not ("key" in value and self.look.flow_tags):
            first, *rest = self.block(value)
            yield f"- {first}"
            yield from indented(rest, 2)
        else:
            yield f"- {self.flow(value)}{self.remark()}"

    def flow(self, value: object) -> str:
        """A tag on one line."""
        if isinstance(value, dict):
            pairs = ", ".join(f"{key}: {self.scalar(child, in_flow=True)}" for key, child in value.items())
            return f"{{{self.look.padding}{pairs}{self.look.padding}}}"
        return self.scalar(value, in_flow=True)

    def long_text(self, start: str, text: str) -> Iterator[str]:
        """The lines of a long string: folded, literal, or in quotes over several lines."""
        kind = self.rng.choice([">-", ">-", "|-", '"'])
        folded = textwrap.wrap(text, 72, break_long_words=False, break_on_hyphens=False)
        if kind == '"':
            folded = textwrap.wrap(json.dumps(text, ensure_ascii=False), 72, break_long_words=False)
            yield f"{start} {folded[0]}"
            yield from indented(folded[1:], 2)
        else:
            yield f"{start} {kind}"
            yield from indented([text] if kind == "|-" else folded, 2)

    def scalar(self, value: object, in_flow: bool = False) -> str:
        """A scalar, in quotes if the style of the file or the value requires them."""
        if not isinstance(value, str):
            return json.dumps(value)
        if is_plain(value, in_flow) and self.rng.random() >= self.look.always_quoted:
            return value
        return json.dumps(value, ensure_ascii=False) if self.look.quote == '"' else "'" + value.replace("'", "''") + "'"


def is_plain(text: str, in_flow: bool) -> bool:
    """Whether a string needs no quotes in any version of YAML."""
    starts_plain = text[:1].isalpha() or text[:2] == "${" or UUID.fullmatch(text)
    special = r": | #|[,\[\]{}]" if in_flow else r": | #"
    return bool(starts_plain) and text.lower() not in WORDS and not re.search(special, text)


def indented(lines: Iterable[str], step: int) -> Iterator[str]:
    """The lines indented with some spaces; blank lines stay blank."""
    return (" " * step + line if line else line for line in lines)
