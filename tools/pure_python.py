"""Put ims-lint and its libraries into a folder, as Python code without compiled parts, for any system and Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
_COMPILED = (".so", ".pyd")
_LEFT_OUT = {"bin", "tests", "__pycache__"}
_PLATFORM = ("--python-version", "3.11", "--platform", "any", "--platform", "manylinux2014_x86_64")
"""Some libraries have wheels only for platforms; with one of them, the result is the same on every machine."""


def wheel(folder: Path) -> Path:
    """Build the wheel of ims-lint into a folder."""
    subprocess.run((sys.executable, "-m", "build", "--wheel", "--outdir", str(folder)), cwd=ROOT, check=True)
    return next(folder.glob("ims_lint-*.whl"))


def install(folder: Path, requirements: Path, *wheels: Path) -> None:
    """Install the libraries that a file pins with hashes, with their licenses, and wheels into an empty folder."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--only-binary=:all:")
    with TemporaryDirectory() as target:
        pinned = ("--require-hashes", "--requirement", str(requirements))
        subprocess.run((*pip, *_PLATFORM, "--target", target, *pinned), check=True)
        for each in wheels:
            ZipFile(each).extractall(target)
        shutil.copytree(target, folder, ignore=_unwanted)


def _unwanted(_: str, names: list[str]) -> set[str]:
    return {each for each in names if each in _LEFT_OUT or each.endswith(_COMPILED)}
