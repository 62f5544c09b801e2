"""Write the request files for the measurements: always the same ones, because the seeds are fixed.

There are two corpora. All files of the plain one are for one operation and have the same style; those of the varied one
are for all operations, and differ as much as the files of people, editors and formatters do. The plain one alone could
favor a parser that is only fast for plain files.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import plain
import varied
from plain import Request

FOLDER_SIZE = 100
BIG_JSON_BYTES = 10_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of corpus: the content of its requests, and their style."""

    name: str
    seed: str  # increase the number when the files change: an existing corpus with this seed is reused
    one_file: int
    make_request: Callable[[random.Random, int], Request]
    to_yaml: Callable[[Request, random.Random, int], str]
    to_json: Callable[[Request, random.Random, int], str]
    name_part: Callable[[int], str]

    def rng_for(self, number: int) -> random.Random:
        """The random number generator of one request, so that no request depends on previous ones."""
        return random.Random(f"{self.seed} {number}")

    def name_of(self, number: int, in_yaml: bool) -> str:
        """The name of the file with a request, in its folder."""
        extension = "yaml" if in_yaml else "json"
        return f"team-{number // FOLDER_SIZE:02}/image-{number:05}{self.name_part(number)}.ims.{extension}"

    def write(self, number: int, request: Request, rng: random.Random, in_yaml: bool) -> str:
        """The text of a file with the request of a number."""
        return (self.to_yaml if in_yaml else self.to_json)(request, rng, number)


PLAIN = Kind("plain", "ims-lint bench 1", 0, plain.make_request, plain.to_yaml, plain.to_json, plain.name_part)
VARIED = Kind(
    "varied", "ims-lint bench varied 2", 3, varied.make_request, varied.to_yaml, varied.to_json, varied.name_part
)
KINDS = (PLAIN, VARIED)


@dataclass(frozen=True)
class Corpus:
    """The paths of the parts of a corpus; the big JSON file is the same in all kinds."""

    kind: Kind
    clean: Path
    broken: Path
    clean_list: Path
    one_file: Path
    one_broken: Path
    stream: Path
    half_stream: Path
    big_json: Path
    half_json: Path


def make_corpus(folder: Path, kind: Kind, count: int) -> Corpus:
    """Write the corpus of `count` requests to `folder`, unless it exists already."""
    corpus = Corpus(
        kind=kind,
        clean=folder / "clean",
        broken=folder / "broken",
        clean_list=folder / "clean.txt",
        one_file=folder / "one.ims.yaml",
        one_broken=folder / "one-broken.ims.yaml",
        stream=folder / "stream.ims.yaml",
        half_stream=folder / "half-stream.ims.yaml",
        big_json=folder / "big.ims.json",
        half_json=folder / "half.ims.json",
    )
    stamp = folder / "finished.txt"
    if not (stamp.exists() and stamp.read_text() == kind.seed):
        write_files(corpus, count)
        write(corpus.one_file, file_text(kind, kind.one_file, in_yaml=True))
        write(corpus.one_broken, broken_text(kind, kind.one_file, in_yaml=True))
        write(corpus.half_stream, stream_text(kind, count // 2))
        write(corpus.stream, stream_text(kind, count))
        write(corpus.half_json, big_json_text(BIG_JSON_BYTES // 2))
        write(corpus.big_json, big_json_text(BIG_JSON_BYTES))
        write(stamp, kind.seed)
    return corpus


def write_files(corpus: Corpus, count: int) -> None:
    """Write the requests, once all valid and once with one in ten invalid, and a list of the valid ones."""
    names = []
    for number in range(count):
        in_yaml = number % 2 == 0
        name = corpus.kind.name_of(number, in_yaml)
        text = file_text(corpus.kind, number, in_yaml)
        broken = broken_text(corpus.kind, number, in_yaml) if number % 20 in (3, 12) else text
        write(corpus.clean / name, text)
        write(corpus.broken / name, broken)
        names.append(str(corpus.clean / name))
    write(corpus.clean_list, "\n".join(names) + "\n")


def write(path: Path, text: str) -> None:
    """Write a file, and create its directory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def file_text(kind: Kind, number: int, in_yaml: bool) -> str:
    """The valid request with a number."""
    rng = kind.rng_for(number)
    return kind.write(number, kind.make_request(rng, number), rng, in_yaml)


def broken_text(kind: Kind, number: int, in_yaml: bool) -> str:
    """The request with a number, with one error; every eighth of them has a syntax error."""
    rng = kind.rng_for(number)
    request = kind.make_request(rng, number)
    mistake = (number // 10) % 8
    if mistake == 7:
        text = kind.write(number, request, rng, in_yaml)
        return text.rstrip("\n") + "\ntags: [stage.test\n" if in_yaml else text[:-4]
    MISTAKES[mistake](request)
    return kind.write(number, request, rng, in_yaml)


MISTAKES: list[Callable[[Request], None]] = [
    lambda request: request.update(descripton="A key that no method has"),
    lambda request: request.update(min_ram=-1),
    lambda request: request.update(min_ram="1024"),
    lambda request: request.update(min_ram=4096, max_ram=2048),
    lambda request: request.update(tags=["stage:test"]),
    lambda request: request.update(description="before <b>now</b>"),
    lambda request: request.update(enterprise_project_id="default"),
]


def stream_text(kind: Kind, count: int) -> str:
    """One YAML stream of `count` documents, with one kind of line endings."""
    return "".join(map(document, (file_text(kind, number, in_yaml=True) for number in range(count))))


def document(text: str) -> str:
    """A request as a document of a stream, with a marker at its start and a line break at its end."""
    text = re.sub(r"(?m)^---\n", "", text.replace("\r\n", "\n"), count=1)
    return f"---\n{text.rstrip()}\n"


def big_json_text(size: int) -> str:
    """One invalid JSON request of `size` bytes with far more than three data images."""
    request: Request = {"name": "big", "image_url": "ims-images:big/system.qcow2", "min_disk": 40}
    image = {"name": "disk-000000", "image_url": "ims-images:big/disk-000000.qcow2", "min_disk": 100}
    image_bytes = len(json.dumps([image], indent=2)) + 2 * 4
    request["data_images"] = [
        {**image, "name": f"disk-{number:06}", "image_url": f"ims-images:big/disk-{number:06}.qcow2"}
        for number in range(size // image_bytes)
    ]
    return json.dumps(request, indent=2) + "\n"
