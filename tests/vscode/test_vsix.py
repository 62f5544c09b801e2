"""What is in the built extension: nothing compiled, the licenses of everything, an ims-lint for each Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from ims_lint import __version__
from tests.project.test_vscode import EXTENSION, pinned

VSIX = os.environ.get("IMS_LINT_VSIX", "")
COMPILED = (".so", ".pyd", ".dylib", ".dll", ".node", ".pyc")
BROKEN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 3000\n"
PYTHONS = [sys.executable, *(path for minor in range(11, 30) if (path := shutil.which(f"python3.{minor}")))]

pytestmark = pytest.mark.skipif(not VSIX, reason="needs the built extension: nox -s vscode -- --test")


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the installed extension."""
    target = tmp_path_factory.mktemp("extension")
    with ZipFile(VSIX) as archive:
        archive.extractall(target)
    return target / "extension"


def test_nothing_is_compiled(extension: Path) -> None:
    names = [path.name for path in extension.rglob("*") if path.is_file()]
    assert len(names) > 300 and not [name for name in names if name.endswith(COMPILED)]


def test_the_version_is_that_of_ims_lint(extension: Path) -> None:
    assert json.loads((extension / "package.json").read_text("utf-8"))["version"] == __version__
    assert (extension / "bundled" / "libraries" / f"ims_lint-{__version__}.dist-info").is_dir()


def test_the_license_of_everything_is_there(extension: Path) -> None:
    notices = (extension / "THIRD-PARTY-NOTICES.txt").read_text("utf-8")
    for name in pinned(EXTENSION / "requirements.txt"):
        assert f"\n==== {name} " in f"\n{notices}".lower().replace("typing_extensions", "typing-extensions"), name
    for name in ("vscode-languageclient", "vscode-jsonrpc", "minimatch"):
        assert f"\n==== {name} " in notices
    assert "Apache License" in (extension / "LICENSE.txt").read_text("utf-8")


def test_only_what_is_needed_is_there(extension: Path) -> None:
    assert {path.name for path in extension.iterdir()} == {
        *("LICENSE.txt", "THIRD-PARTY-NOTICES.txt", "changelog.md", "readme.md", "icon.png", "package.json"),
        *("bundled", "dist"),
    }
    assert [path.name for path in (extension / "dist").iterdir()] == ["extension.js"]
    here = str(EXTENSION.parents[1])
    named = [path for path in extension.rglob("*") if path.is_file() and here.encode() in path.read_bytes()]
    assert named == []


@pytest.mark.parametrize("python", PYTHONS)
def test_ims_lint_runs_and_imports_only_what_is_in_the_extension(python: str, extension: Path, tmp_path: Path) -> None:
    if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("this program on PATH is no Python, only the name of one")
    for name in ("ims_lint", "yaml", "sitecustomize", "markdown_it"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('of the workspace')")
    (tmp_path / "web.ims.yaml").write_text(BROKEN)
    command = [python, "-I", "-S", str(extension / "bundled" / "run.py")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, "check", "web.ims.yaml"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "") and "IMS303" in done.stdout, done
    served = subprocess.run([*command, "lsp"], input="", cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (served.returncode, served.stderr) == (1, "")
