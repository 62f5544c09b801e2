"""Build the playground into build/playground/: the page, Python for WebAssembly, its libraries and our wheel."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from ims_lint import __version__
from tools import pure_python

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "playground"
TARGET = ROOT / "build" / "playground"
PAGE = ("index.html", "style.css")
LIBRARIES = "libraries.zip"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
FETCHED = ("*.wasm", "*.json", "*.zip", "*.whl")
"""The files that the worker fetches, and whose bytes its progress counts."""


def build() -> None:
    """Build everything anew; npm and pip get what is pinned from their registries."""
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "pyodide").mkdir(parents=True)
    for name in PAGE:
        shutil.copyfile(SOURCE / name, TARGET / name)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=SOURCE)
    for name in PYODIDE:
        shutil.copyfile(SOURCE / "node_modules" / "pyodide" / name, TARGET / "pyodide" / name)
    pure_python.wheel(TARGET)
    _libraries()
    _bundle()


def _libraries() -> None:
    """Write the Python code of the libraries, with their licenses, into one archive."""
    with TemporaryDirectory() as parent, ZipFile(TARGET / LIBRARIES, "w", ZIP_DEFLATED) as archive:
        folder = Path(parent) / "libraries"
        pure_python.install(folder, SOURCE / "requirements.txt")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))


def _bundle() -> None:
    """Bundle the scripts of the page and of its worker."""
    total = sum(path.stat().st_size for pattern in FETCHED for path in TARGET.rglob(pattern))
    wheel = next(TARGET.glob("*.whl")).name
    names = {"TOTAL": total, "VERSION": __version__, "WHEEL": wheel, "LIBRARIES": LIBRARIES}
    _run(
        *("npx", "--no", "esbuild", "main.js", "worker.js", "--bundle", "--minify", "--format=esm", "--target=es2022"),
        *("--external:./pyodide/*", "--loader:.yaml=text", "--loader:.json=text", f"--outdir={TARGET}"),
        *(f"--define:{name}={json.dumps(value)}" for name, value in names.items()),
        folder=SOURCE,
    )


def _run(*command: str, folder: Path = ROOT) -> None:
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    build()
