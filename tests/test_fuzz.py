"""What the fuzzer found, kept; and the properties that it holds, on the inputs of the case folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import properties

CASES = Path(__file__).parent / "cases"
CRASHES = {  # each brought a traceback once
    "placeholder-beside-data-images.yaml": b"instance_id: {{ x }}\nname: a\ndata_images: [{}]\n",
    "hidden-duplicates.yaml": b"a: {x: 1, x: 1}\na: {x: 2}\ninstance_id: b\n",
    "placeholder-in-a-merged-tag.json": b'{"data_images": [{"image_tags": [{"": "2${X}"}], "tags": ["a.1"]}]}',
    "tagged-digits.yaml": b"min_disk: !!int " + b"9" * 5000,
    "hexadecimal.yaml": b"image_url: a\nmin_disk: 0x" + b"f" * 4200,
    "base-60.yaml": b"name: 1" + b":1" * 4000 + b"\nimage_url: a\n",
    "repeated-key-without-colon.yaml": b"? a\n? a\n? a",
    "two-marks.yaml": b"\xef\xbb\xbf\xef\xbb\xbfname: b\n",
}


@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_stays_mended(name: str) -> None:
    properties.BY_NAME[name.rpartition(".")[2]](CRASHES[name])


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.ims.*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_properties_hold_of_every_case(path: Path) -> None:
    for check in properties.BY_NAME.values():
        check(path.read_bytes())
