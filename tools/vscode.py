"""Build the extension for VS Code into build/vscode/: its code, ims-lint with its libraries, and their licenses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory

from ims_lint.about import REPOSITORY, __version__
from tools import pure_python

SOURCE = pure_python.ROOT / "editors" / "vscode"
LIBRARIES = SOURCE / "bundled" / "libraries"
TARGET = pure_python.ROOT / "build" / "vscode"
_LICENSE = re.compile(r"(?i)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)\b.*")
_PACKAGE = re.compile(r"node_modules/(?:@[^/]+/)?[^/]+")
_INPUTS = "dist/inputs.json"
"""The file in which esbuild lists what it has bundled."""


def build() -> Path:
    """Build everything anew, and return the extension; npm and pip get what is pinned from their registries."""
    for each in (LIBRARIES.parent, SOURCE / "dist", TARGET):
        shutil.rmtree(each, ignore_errors=True)
    TARGET.mkdir(parents=True)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    for script in ("check", "test", "bundle"):
        _run("npm", "run", script)
    with TemporaryDirectory() as folder:
        wheel = pure_python.wheel(Path(folder))
        pure_python.install(LIBRARIES, SOURCE / "requirements.txt", wheel)
    shutil.copyfile(SOURCE / "run.py", LIBRARIES.parent / "run.py")
    shutil.copyfile(pure_python.ROOT / "LICENSE", SOURCE / "LICENSE")
    texts = [*_python_notices(), *_node_notices()]
    (SOURCE / "THIRD-PARTY-NOTICES.txt").write_text("\n\n".join(texts), "utf-8")
    made = TARGET / f"ims-lint-{__version__}.vsix"
    images = f"{REPOSITORY}/raw/HEAD/{SOURCE.relative_to(pure_python.ROOT).as_posix()}"
    options = ("--no-update-package-json", "--no-dependencies", "--baseImagesUrl", images, "--out", str(made))
    command = ("npx", "--no", "vsce", "package", __version__, *options)
    said = subprocess.run(command, cwd=SOURCE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(said.stdout)
    if said.returncode or " WARNING " in said.stdout:
        raise SystemExit("vsce must package the extension without warnings")
    return made


def _python_notices() -> Iterator[str]:
    """The notice of each Python library."""
    for folder in sorted(LIBRARIES.glob("*.dist-info"), key=lambda path: path.name.lower()):
        about = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
        if about["Name"] != "ims-lint":
            files = [path for path in sorted(folder.rglob("*")) if _LICENSE.fullmatch(path.name)]
            yield _notice(about["Name"], about["Version"], files)


def _node_notices() -> Iterator[str]:
    """The notice of each package that esbuild has bundled."""
    inputs = json.loads((SOURCE / _INPUTS).read_text("utf-8"))["inputs"]
    for folder in sorted({match[0] for name in inputs if (match := _PACKAGE.match(name))}):
        about = json.loads((SOURCE / folder / "package.json").read_text("utf-8"))
        files = [path for path in sorted((SOURCE / folder).iterdir()) if _LICENSE.fullmatch(path.name)]
        yield _notice(about["name"], about["version"], files)


def _notice(name: str, version: str, files: list[Path]) -> str:
    """The name of a library, and the texts of its license."""
    if not files:
        raise SystemExit(f"{name} {version} has no license file")
    return "\n\n".join([f"==== {name} {version} ====", *(path.read_text("utf-8").strip() for path in files)]) + "\n"


def _run(*command: str) -> None:
    subprocess.run(command, cwd=SOURCE, check=True)


if __name__ == "__main__":
    build()
