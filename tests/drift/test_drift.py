"""`nox -s drift`: what it reports of pages that were written for it, before and after something in them changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result

from ims_lint.schema.store import data
from tests.commands import command_runner
from tools.drift import known
from tools.drift.__main__ import main
from tools.drift.entries import TEXT as TEXT_PLACE
from tools.drift.entries import TITLE, Key

PAGE = Path(__file__).parent / "pages" / "dataimages.2025-12-17.rst"
TEXT = PAGE.read_text(encoding="utf-8")
BORDER = next(line for line in TEXT.splitlines() if line.startswith("   +--")) + "\n"


class Drift:
    """A directory for pages, with the words that were read of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words = folder / "words.yaml"

    def write(self, text: str, name: str = PAGE.name) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path) -> Result:
        result = command_runner().invoke(main, ["--words", str(self.words), *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def accept(self, text: str, name: str = PAGE.name) -> None:
        """Record the words of a page as read."""
        assert self.run("--accept", self.write(text, name)).exit_code == 0

    def differences(self, text: str, name: str = PAGE.name) -> list[str]:
        """The differences that are reported of a page, each without what a ruling would name."""
        result = self.run(self.write(text, name))
        first, *found, last = result.stdout.rstrip().split("\n\n") if result.exit_code else ["", result.stdout.rstrip()]
        many = "no differences" if not found else f"{len(found)} difference{'s' * (len(found) > 1)}"
        assert last == f"{many} in 1 page"
        assert result.exit_code == (1 if found else 0)
        assert not found or first.startswith(f"{self.folder / name}: ")
        return [re.sub(r"\n    to rule on it: \w+-[0-9a-f]{6}$", "", each) for each in found]


@pytest.fixture
def drift(tmp_path: Path) -> Drift:
    """The page has been read."""
    drift = Drift(tmp_path)
    drift.accept(TEXT)
    return drift


def row(parameter: str, mandatory: str = "No", kind: str = "String", description: str = "") -> str:
    """A row of the page's table."""
    return f"   | {parameter:<21} | {mandatory:<9} | {kind:<41} | {description:<58} |\n{BORDER}"


def changed(old: str, new: str, text: str = TEXT) -> str:
    """The text of the page with other words in one place."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


KEY = row("cmk_id", description="The key that encrypts the image.")
KEY_SCHEMA = "schemas/common.schema.json#/definitions/cmk_id"
KEY_RULING = (
    "ruling ids (on 2025-12-17): An error if an ID is empty (IMS304) or contains whitespace (IMS309), "
    "a warning if it is not a UUID (IMS506)."
)
CHANGES: dict[str, tuple[str, str, str]] = {
    "parameter gone": (
        KEY,
        "",
        f"""\
  table dataimages: cmk_id
    not on the page
    > {KEY_SCHEMA}
    > {KEY_RULING}""",
    ),
    "parameter new": (
        KEY,
        KEY + row("locked", kind="Boolean", description="Whether only the owner may change the image."),
        """\
  table dataimages: locked (line 58)
    new parameter
    + line 58: Whether only the owner may change the image.
    > schemas/dataimages.schema.json#/definitions/dataimages""",
    ),
    "parameter renamed": (
        KEY,
        row("key_id", description="The key that encrypts the image."),
        f"""\
  table dataimages: key_id (line 56)
    renamed from cmk_id
    > {KEY_SCHEMA}
    > {KEY_RULING}""",
    ),
    "mandatory": (
        KEY,
        row("cmk_id", "Yes", description="The key that encrypts the image."),
        f"""\
  table dataimages: cmk_id (line 56)
    mandatory: true on the page, false in tests/tables.yaml
    > {KEY_SCHEMA}
    > {KEY_RULING}""",
    ),
    "type and words": (
        KEY,
        row("cmk_id", kind="Integer", description="The number of the key."),
        f"""\
  table dataimages: cmk_id (line 56)
    type: "integer" on the page, "string" in tests/tables.yaml
    + line 56: The number of the key.
    - a sentence of the revision that was read
    > {KEY_SCHEMA}
    > {KEY_RULING}""",
    ),
    "range": (
        "40 GB to 2,048 GB",
        "10 GB to 4,096 GB",
        """\
  table dataimages: min_disk (line 52)
    minimum: 10 on the page, 40 in tests/tables.yaml, 1 in the schema
    maximum: 4096 on the page, 2048 in tests/tables.yaml
    + line 54: Value range: 10 GB to 4,096 GB
    - a sentence of the revision that was read
    > schemas/dataimages.schema.json#/definitions/dataimages/properties/min_disk
    > ruling min_disk-of-a-data-disk (on 2025-12-17): A warning from 1 to 39 GB (IMS520), an error below 1 and above \
2,048 (IMS303).""",
    ),
    "values": (
        "**Linux** or **Windows**.         ",
        "**Linux**, **BSD** or **Windows**.",
        """\
  table dataimages: os_type (line 36)
    enum: ["Linux", "BSD", "Windows"] on the page, ["Linux", "Windows"] in tests/tables.yaml
    + line 38: The value can be Linux, BSD or Windows.
    - a sentence of the revision that was read
    > schemas/common.schema.json#/definitions/os_type""",
    ),
    "default": (
        "The default is **Linux**.  ",
        "The default is **Windows**.",
        """\
  table dataimages: os_type (line 36)
    default: "Windows" on the page, "Linux" in tests/tables.yaml
    + line 38: The default is Windows.
    - a sentence of the revision that was read
    > schemas/common.schema.json#/definitions/os_type""",
    ),
    "a note in a cell": (
        "The bucket is a standard one.",
        "Every bucket is fine.        ",
        """\
  table dataimages: image_url (line 41)
    + line 50: Every bucket is fine.
    - a sentence of the revision that was read
    > schemas/dataimages.schema.json#/definitions/dataimages/properties/image_url""",
    ),
    "a title of a table": (
        "What a tag consists of",
        "The parts of a tag",
        """\
  table dataimages, image_tags: (title) (line 67)
    + line 67: Table 1 The parts of a tag
    - a sentence of the revision that was read""",
    ),
    "a table gone": (
        TEXT[TEXT.index("   .. table::") : TEXT.index("Example Request")],
        "",
        """\
  table dataimages, image_tags
    not on the page""",
    ),
    "text": (
        "It is not changed.",
        "It is deleted.",
        """\
  section Function (line 11)
    + line 15: It is deleted.
    - a sentence of the revision that was read""",
    ),
    "an example that is not clean": (
        '"min_disk": 40,',
        '"min_disk": 4096,',
        """\
  example A disk with tags (line 84)
    line 87: error IMS303 min_disk must be at most 2048 GB, found 4096""",
    ),
    "an example that is not JSON": (
        '"min_disk": 40,',
        '"min_disk": 40',
        """\
  example A disk with tags (line 84)
    line 88: error IMS001 expected "," or "}", found "tags\"""",
    ),
}


def test_a_page_that_says_what_we_say_has_no_differences(drift: Drift) -> None:
    assert drift.differences(TEXT) == []


@pytest.mark.parametrize(("old", "new", "difference"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_one_difference(drift: Drift, old: str, new: str, difference: str) -> None:
    [found] = drift.differences(changed(old, new))
    listed = found.splitlines()
    assert listed[: len(difference.splitlines())] == difference.splitlines()
    assert all(line.startswith("    > ruling ") for line in listed[len(difference.splitlines()) :])


def test_a_new_table_is_one_difference(drift: Drift) -> None:
    table = TEXT[TEXT.index("   .. table::") : TEXT.index("Example Request")]
    other = table.replace("Table 1", "Table 2").replace("key  ", "size ").replace("value  ", "colour ")
    [found] = drift.differences(changed(table, table + other))
    assert found == "  table Table 2 What a tag consists of (line 76)\n    new table: size, colour"


def test_an_address_that_changes_is_a_difference_of_the_page_with_the_title(drift: Drift) -> None:
    text = TEXT.replace("POST /v1/", "POST /v3/")
    [found] = drift.differences(text)
    assert found.startswith("  section URI (line 20)\n    + line 20: POST /v3/cloudimages/dataimages/action\n")


def test_a_title_that_changes_is_a_difference_of_the_page_with_the_address(drift: Drift) -> None:
    [found] = drift.differences(changed("from an External Image File\n", "from a File in OBS.........\n"))
    assert found.startswith("  title of the page (line 1)\n")


def test_words_of_a_page_that_was_never_read_are_reported(tmp_path: Path) -> None:
    found = Drift(tmp_path).differences(TEXT)
    assert "  table dataimages: cmk_id (line 56)\n    not read before\n" in "\n".join(found)
    assert "  section Function (line 11)\n    new section\n" in "\n".join(found)


# Rulings


@pytest.mark.parametrize("name", ["range", "an example that is not clean", "parameter gone"])
def test_a_difference_is_not_reported_if_it_is_ruled_on(
    drift: Drift, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    old, new, _ = CHANGES[name]
    key = re.search(r"to rule on it: (\S+)", drift.run(drift.write(changed(old, new))).stdout)
    assert key
    rulings = [*known.rulings(), {"ruling": "as-it-is", "pages": {}, "differences": [key[1]]}]
    monkeypatch.setattr(known, "rulings", lambda: rulings)
    text = changed(old, new)
    assert drift.differences(text) == []
    assert drift.differences(changed("URI\n---\n", "\n\nURI\n---\n", text)) == [], "only lines are moved"
    if new:
        again = new.replace("4,096", "8,192").replace("4096", "8192")
        assert len(drift.differences(changed(old, again))) == 1, "the words have changed"


# Revisions


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("dataimages.2025-12-17.rst", "revision 2025-12-17"),
        ("dataimages.2026-03-01.rst", "revision 2026-03-01, newer than 2025-12-17"),
        ("dataimages.rst", "revision unknown; compared with 2025-12-17"),
    ],
)
def test_the_report_names_the_page_and_its_revision(drift: Drift, name: str, head: str) -> None:
    path = drift.write(changed(*CHANGES["text"][:2]), name)
    title = "Creating a Data Disk Image from an External Image File"
    assert drift.run(path).stdout.splitlines()[0] == f"{path}: dataimages, {title}, {head}"
    named = drift.run(path, "--revision", "2027-01-01").stdout.splitlines()[0]
    assert named.endswith("revision 2027-01-01, newer than 2025-12-17")


def test_a_newer_page_that_says_the_same_is_to_be_accepted(drift: Drift) -> None:
    path = drift.write(TEXT, "dataimages.2026-03-01.rst")
    result = drift.run(path)
    assert result.exit_code == 0
    accept = f"{path}: nothing is new; accept it, and set the revision in schemas/dataimages.schema.json"
    assert result.stdout.splitlines() == [accept, "no differences in 1 page"]


def test_an_earlier_revision_is_compared_with_what_was_read_of_it(drift: Drift) -> None:
    """The tables are from a later one, which has other parameters and limits."""
    before = TEXT.replace(KEY, "").replace("40 GB to 2,048 GB", "40 GB to 1,024 GB")
    drift.accept(before, "dataimages.2024-05-05.rst")
    assert drift.differences(before, "dataimages.2024-05-05.rst") == []
    assert drift.differences(TEXT) == []
    [found] = drift.differences(before.replace("40 GB to 1,024 GB", "50 GB to 1,024 GB"), "dataimages.2024-05-05.rst")
    assert found.startswith(
        "  table dataimages: min_disk (line 52)\n    minimum: 50 on the page, 40 in tests/tables.yaml"
    )


def test_what_changed_since_an_earlier_revision(drift: Drift) -> None:
    before = drift.write(TEXT, "dataimages.2025-12-17.rst")
    text = changed("40 GB to 2,048 GB", "40 GB to 4,096 GB")
    text = changed("It is not changed.", "It is never changed.", text)
    text = changed(KEY, row("cmk_id", "Yes", description="The key that encrypts the image."), text)
    text = changed('"min_disk": 40', '"min_disk": 50', text)
    text = changed(row("enterprise_project_id", description="The project that the image is part of."), "", text)
    result = drift.run(after := drift.write(text, "dataimages.2026-03-01.rst"), "--since", before)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == [
        "",
        "  section Function (line 11)",
        "    ~ line 15: It is [-not-] {+never+} changed.",
        "",
        "  table dataimages: min_disk (line 52)",
        "    ~ line 54: Value range: 40 GB to [-2,048-] {+4,096+} GB",
        "",
        "  table dataimages: cmk_id (line 56)",
        "    mandatory: Yes, was No",
        "",
        "  example A disk with tags (line 82)",
        '    ~ line 82: { "name": "web-data", "image_url": "ims-images:web-data.qcow2", "min_disk": [-40,-] {+50,+} '
        '"tags": ["stage.test"] }',
        "",
        "  table dataimages: enterprise_project_id",
        "    not on the page",
        "",
        "5 differences in 1 page",
    ]
    assert drift.run(before, "--since", before).stdout == "no differences in 1 page\n"
    assert drift.run(after, "--since", after).exit_code == 0


# Lists


def systems_page(name: str, left_out: str = "", added: str = "") -> str:
    """A page with a list of operating systems, one row for each system, the first one in a cell that spans two rows."""
    groups = {
        group: [system for system in found if system != left_out] + [added] * (added.startswith(group))
        for group, found in data(Path(known.file_of(name)).stem)["os_versions"].items()
    }
    border = "+----------------+----------------------------------------------+"
    lines = [border, f"| {'OS':<14} | {'Version':<44} |", border.replace("-", "=")]
    for group, found in groups.items():
        if group == "Other":
            continue
        inner = f"|                +{border.rpartition('+')[0].rpartition('+')[2]}+"
        for index, system in enumerate(found):
            lines += [inner] * (index > 0) + [f"| {'' if index else group:<14} | {system:<44} |"]
        lines.append(border)
    others = "\n".join(f"- **{system}**" for system in groups.get("Other", []))
    title = known.source(name)["title"]
    return f"{title}\n{'=' * len(title)}\n\nThe list\n--------\n\n{others}\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["os_api", "os_user_guide"])
def test_operating_systems_are_listed_and_delisted(tmp_path: Path, name: str) -> None:
    drift = Drift(tmp_path)
    revision = known.source(name)["revision"]
    drift.accept(systems_page(name), file := f"{name}.{revision}.rst")
    assert drift.differences(systems_page(name), file) == []
    [found] = drift.differences(systems_page(name, left_out="Fedora 30 64bit"), file)
    assert found == f"  Fedora 30 64bit\n    not on the page\n    > {known.file_of(name)}"
    respelled = systems_page(name, left_out="Fedora 30 64bit", added="Fedora Linux 30 64bit")
    [found] = drift.differences(respelled, file)
    assert found.splitlines()[1] == "    renamed from Fedora 30 64bit"
    [found] = drift.differences(systems_page(name, added="Fedora 99 64bit"), file)
    assert re.sub(r"line \d+", "line N", found) == (
        f"  Fedora 99 64bit (line N)\n    new operating system\n    > {known.file_of(name)}"
    )


def codes_page(left_out: str = "", added: str = "", reworded: str = "") -> str:
    """A page with a table of error codes: what each means, and what to do, are in cells of their own."""
    codes = [*data("error_codes")["error_codes"], *([added] if added else [])]
    border = f"+{'-' * 13}+{'-' * 12}+{'-' * 26}+"
    lines = [border, f"| Status Code | Error Code | {'Message':<24} |", border.replace("-", "=")]
    for code in codes:
        words = "Nobody knows." if code == reworded else f"It is number {code[-4:]}."
        lines += [f"| 400         | {code:<10} | {words:<24} |", border] if code != left_out else []
    return "Error Codes\n===========\n\nThe codes\n---------\n\n" + "\n".join(lines) + "\n"


def test_error_codes_are_new_gone_and_reworded(tmp_path: Path) -> None:
    drift = Drift(tmp_path)
    drift.accept(codes_page(), file := f"error_codes.{known.source('error_codes')['revision']}.rst")
    assert drift.differences(codes_page(), file) == []
    [found] = drift.differences(codes_page(left_out="IMG.0005"), file)
    assert found == "  IMG.0005\n    not on the page\n    > ims_lint/data/error_codes.yaml"
    [found] = drift.differences(codes_page(added="IMG.9999"), file)
    lines = found.splitlines()
    assert re.fullmatch(r"  IMG\.9999 \(line \d+\)", lines[0])
    assert lines[1] == "    new error code"
    assert [re.sub(r"line \d+: ", "", line) for line in lines[2:4]] == ["    + 400", "    + It is number 9999."]
    [found] = drift.differences(codes_page(reworded="IMG.0002"), file)
    assert [re.sub(r"line \d+: ", "", line) for line in found.splitlines()[1:]] == [
        "    + Nobody knows.",
        "    - a sentence of the revision that was read",
        "    > ims_lint/data/error_codes.yaml",
        "    > tests/error_codes.yaml: image name longer than 128 characters",
    ]


# What cannot be read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed("| cmk_id   ", "|cmk_id   "), "56: Malformed table."),
        (
            changed("========= ========= ====== ===========================\n\nEx", "\n\nEx"),
            '67: Error parsing content block for the "table" directive: exactly one table expected.',
        ),
    ],
    ids=["a grid table", "a simple table"],
)
def test_a_page_that_is_malformed_is_one_line(drift: Drift, text: str, message: str) -> None:
    page = drift.write(text)
    result = drift.run(page)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"drift: {page}:{message}\n"


def test_a_file_that_is_none_of_our_pages(drift: Drift) -> None:
    other = drift.write("Deleting an Image\n=================\n\nURI\n---\n\nDELETE /v2/images\n", "other.rst")
    result = drift.run(other)
    reason = "neither the title nor an address in it is that of a page that the rules are from"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"drift: {other}: {reason}\n")


def test_a_file_that_is_not_text(drift: Drift) -> None:
    file = drift.folder / "page.rst"
    file.write_bytes(b"\xff\xfe\x00")
    result = drift.run(file)
    assert (result.exit_code, result.stderr) == (2, f"drift: {file}: not UTF-8: invalid start byte\n")


def test_of_a_folder_only_our_pages_are_read(drift: Drift) -> None:
    pages = drift.folder / "pages"
    (pages / "more").mkdir(parents=True)
    assert drift.run(pages).exit_code == 2
    drift.write("Deleting\n========\n\n+--\n|\n", "pages/other.rst")
    result = drift.run(pages)
    assert (result.exit_code, result.stderr) == (2, f"drift: {pages}: none of the pages that the rules are from\n")
    drift.write(TEXT, f"pages/more/{PAGE.name}.txt")
    assert drift.run(pages).stdout == "no differences in 1 page\n"


def test_words_of_an_unknown_revision_are_not_accepted(drift: Drift) -> None:
    page = drift.write(TEXT, "dataimages.rst")
    before = drift.words.read_bytes()
    result = drift.run("--accept", page)
    assert (result.exit_code, drift.words.read_bytes()) == (2, before)
    assert result.stderr == f"drift: {page}: --accept needs the revision of the page: use --revision\n"
    assert drift.run("--accept", "--revision", "2026-03-01", page).exit_code == 0
    assert "2026-03-01" in drift.words.read_text(encoding="utf-8")


def test_since_needs_two_revisions_of_a_page(drift: Drift) -> None:
    other = drift.write(codes_page(), "error_codes.rst")
    result = drift.run(PAGE, "--since", other)
    assert (result.exit_code, result.stderr) == (
        2,
        f"drift: {other}: not an earlier revision of the one page to compare\n",
    )


def test_the_words_that_are_kept_are_digests_only(drift: Drift) -> None:
    kept = known.words(drift.words)["dataimages"]["2025-12-17"]
    assert re.fullmatch(r"No; String; [0-9a-f]{6}", kept["dataimages"]["cmk_id"])
    assert all(re.fullmatch(r"[0-9a-f]{6}( [0-9a-f]{6})*", digests) for digests in kept["text"].values())


# What was read of the real pages


def test_what_was_read_is_what_is_transcribed() -> None:
    """The rows of the revision that the schemas and data files name are those of the tables, and so are their cells."""
    recorded = known.words(known.WORDS)
    assert list(recorded) == list(known.tables()["pages"])
    for name, revisions in recorded.items():
        newest = max(revisions)
        assert newest == known.source(name)["revision"], f"{name}: set the revision in {known.file_of(name)}"
        _, entries = known.read_before(name, newest, known.WORDS)
        read = {key: entry.cells for key, entry in entries.items() if key.place != TEXT_PLACE and key.name != TITLE}
        assert read.keys() == known.keys(name)
        for table, rows in known.rows(name).items():
            for parameter, transcribed in rows.items():
                mandatory, kind = read[Key(table, parameter)]
                assert mandatory == ("Yes" if transcribed["mandatory"] else "No")
                assert kind.lower().split()[0] == transcribed["type"]
