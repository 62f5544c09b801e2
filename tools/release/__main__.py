"""Build the release of HEAD from a clean clone, install it as users do, and try it; nothing is published.

The files of the release are written to build/release/, those for PyPI to build/release/pypi/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import yaml

from ims_lint.about import REPOSITORY, SITE, __version__
from ims_lint.rules.registry import RULES
from tools.release import trial
from tools.release.agreement import disagreements, release_notes
from tools.release.commands import NotProved, environ, run

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build" / "release"
BIN = "Scripts" if sys.platform == "win32" else "bin"
TAG = f"v{__version__}"
DOCUMENTED_HOOKS = ("README.md", "docs/pre-commit.md", "docs/embedded.md")
_FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def say(fact: str) -> None:
    """Print what is proved now."""
    print(f"  {fact}", flush=True)


def prepare(work: Path, tag: str) -> Path:
    """Clone HEAD without anything that is not committed; return the clone."""
    changed = run("git", "status", "--porcelain", folder=ROOT).splitlines()
    if changed:
        raise NotProved("commit or remove these files first:\n" + "\n".join(changed))
    commit = run("git", "rev-parse", "HEAD", folder=ROOT).strip()
    clone = work / "ims-lint"
    run("git", "clone", "--quiet", ROOT, clone, folder=work)
    say(f"the working tree is clean; commit {commit}")
    if tag:
        if run("git", "rev-list", "-n", "1", tag, folder=ROOT).strip() != commit:
            raise NotProved(f"{tag} is the tag of another commit")
    else:
        run("git", "tag", "--force", TAG, folder=clone)
    found = disagreements(clone, tag)
    if found:
        raise NotProved("\n".join(found))
    say(f"version {__version__} in ims_lint/about.py, the changelog, the hooks and the action of the documentation")
    return clone


def build(clone: Path, work: Path) -> tuple[Path, Path]:
    """Build the source distribution, and the wheel from it and from the clone; return both."""
    python = sys.executable
    run(python, "-m", "build", "--outdir", work / "dist", folder=clone)
    run(python, "-m", "build", "--wheel", "--outdir", work / "direct", folder=clone)
    (wheel,), (sdist,) = (work / "dist").glob("*.whl"), (work / "dist").glob("*.tar.gz")
    expected = (f"ims_lint-{__version__}-py3-none-any.whl", f"ims_lint-{__version__}.tar.gz")
    if (wheel.name, sdist.name) != expected:
        raise NotProved(f"built {wheel.name} and {sdist.name}, not {expected}")
    if digest(wheel) != digest(work / "direct" / wheel.name):
        raise NotProved("the wheel from the source distribution is not the one from the clone")
    say(f"{sdist.name}, sha256 {digest(sdist)}")
    say(f"{wheel.name}, sha256 {digest(wheel)}, from the source distribution and from the clone")
    run(python, "-m", "twine", "check", "--strict", wheel, sdist, folder=work)
    with ZipFile(wheel) as archive:
        metadata = archive.read(f"ims_lint-{__version__}.dist-info/METADATA").decode()
    relative = re.findall(r"\]\((?!https://)[^)]*\)", metadata)
    if relative:
        raise NotProved(f"links that lead nowhere on PyPI: {relative}")
    say("PyPI can render the description, and its links lead somewhere")
    with tarfile.open(sdist) as files:
        packed = {name.partition("/")[2] for name in files.getnames()}
    missing = {"LICENSE", "CHANGELOG.md", "noxfile.py", "schemas/image.schema.json", "tests/conftest.py"} - packed
    if missing:
        raise NotProved(f"missing in the source distribution: {sorted(missing)}")
    return wheel, sdist


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pythons() -> dict[str, str]:
    """Return the Python interpreters on the PATH that ims-lint runs on, by their version, the oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = int(project["requires-python"].removeprefix(">=3."))
    found = {sys.version_info.minor: sys.executable}
    for folder in os.get_exec_path():
        for path in sorted(Path(folder).glob("python3.*")):
            match = re.fullmatch(r"python3\.(\d+)(\.exe)?", path.name)
            if match and int(match[1]) >= oldest and int(match[1]) not in found and _starts(path):
                found[int(match[1])] = str(path)
    return {f"3.{minor}": found[minor] for minor in sorted(found)}


def _starts(python: Path) -> bool:
    """Return whether an interpreter runs; a version manager has commands for those that are not active, too."""
    return subprocess.run([python, "--version"], env=environ(), capture_output=True, check=False).returncode == 0


def install(packages: tuple[Path, Path], clone: Path, work: Path) -> None:
    """Install the packages with pip in fresh environments of each Python, and use them."""
    for version, python in pythons().items():
        for package in packages:
            folder = work / f"python{version}{package.suffix}"
            run(python, "-m", "venv", folder, folder=work)
            pip = (folder / BIN / "python", "-m", "pip", "install", "--quiet")
            program = [folder / BIN / "ims-lint"]
            run(*pip, package, folder=work)
            trial.use(program, clone, folder / "use")
            trial.use_without_extras(program, folder / "use")
            run(*pip, f"{package}[embedded,lsp]", folder=work)
            trial.use_extras(program, folder / "use")
            say(f"Python {version}: {package.name} lints, renders, explains; with the extras also scripts and editors")


def run_without_installing(wheel: Path, clone: Path, work: Path) -> None:
    """Run the wheel with uvx, and install it with pipx."""
    uv = environ(UV_CACHE_DIR=str(work / "uv"), UV_PYTHON_DOWNLOADS="never")
    trial.lint([sys.executable, "-m", "uv", "tool", "run", "--from", wheel, "ims-lint"], clone, work / "uvx", uv)
    say("uvx runs the wheel")
    pipx = {"PIPX_HOME": str(work / "pipx"), "PIPX_BIN_DIR": str(work / "pipx-bin")}
    run(sys.executable, "-m", "pipx", "install", wheel, folder=work, env=environ(**pipx))
    trial.lint([work / "pipx-bin" / "ims-lint"], clone, work / "pipx-use")
    say("pipx installs the wheel")


def hooks(clone: Path, work: Path) -> None:
    """Run the hooks of the clone, then those of the documentation, with its address and version."""
    trial.write_samples(work / "hooks")
    scratch = {name: work / "hooks" / name for name in ("clean", "broken")}
    for folder in scratch.values():
        run("git", "init", "--quiet", folder=folder)
        run("git", "add", "--all", folder=folder)
    ids = [hook["id"] for hook in yaml.safe_load((clone / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))]
    for hook in ids:
        command = (sys.executable, "-m", "pre_commit", "try-repo", clone, hook, "--all-files", "--color=never")
        run(*command, folder=scratch["clean"], says=["Passed"])
        run(*command, folder=scratch["broken"], status=1, says=["error[IMS303]"])
        say(f"pre-commit try-repo: {hook} passes a clean repository, and fails a broken one")
    # The tag is only in the clone, which stands for the repository.
    away = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": REPOSITORY,
    }
    env = environ(PRE_COMMIT_HOME=str(work / "pre-commit"), **away)
    for page, config in documented_hooks(clone):
        for name, status, says in (("clean", 0, "Passed"), ("broken", 1, "error[IMS303]")):
            (scratch[name] / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
            run("git", "add", "--all", folder=scratch[name])
            again = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never")
            run(*again, folder=scratch[name], status=status, env=env, says=[says])
        say(f"pre-commit run: the hooks of {page} are found at {TAG}, and do the same")


def documented_hooks(clone: Path) -> Iterator[tuple[str, str]]:
    """Yield the configurations of pre-commit in the documentation, with their pages."""
    for page in DOCUMENTED_HOOKS:
        (config,) = [each for each in _FENCED.findall((clone / page).read_text(encoding="utf-8")) if "rev:" in each]
        yield page, config


def site(clone: Path, wheel: Path) -> None:
    """Build the website, and compare what it has with the release."""
    run(sys.executable, "-m", "nox", "--session", "site", "--", "--no-browser", folder=clone)
    built = clone / "site"
    addresses = [json.loads(path.read_text(encoding="utf-8"))["$id"] for path in clone.glob("schemas/*.json")]
    pages = [f"rules/{rule.code}/index.html" for rule in RULES] + [each.removeprefix(SITE) for each in addresses]
    missing = [page for page in [*pages, "index.html", "changelog/index.html"] if not (built / page).is_file()]
    if missing:
        raise NotProved(f"the website has no {missing}")
    say(f"the website has a page for each of {len(RULES)} rules, and {len(addresses)} schemas at their addresses")
    (played,) = (built / "playground").glob("*.whl")
    if digest(played) != digest(wheel):
        raise NotProved("the playground has another wheel")
    say("the playground has the same wheel")


def extension(clone: Path, wheel: Path, work: Path) -> Path:
    """Build the extension for VS Code, compare what it has with the release, and run the ims-lint in it; return it."""
    run(sys.executable, "-m", "nox", "--session", "vscode", folder=clone)
    (made,) = (clone / "build" / "vscode").glob("*.vsix")
    with ZipFile(made) as files, ZipFile(wheel) as released:
        version = json.loads(files.read("extension/package.json"))["version"]
        if (version, made.name) != (__version__, f"ims-lint-{__version__}.vsix"):
            raise NotProved(f"{made.name} has version {version}")
        inside = "extension/bundled/libraries/"
        files.extractall(work / "vsix")
        code = [name for name in released.namelist() if name.startswith("ims_lint/")]
        other = [name for name in code if not _same(work / "vsix" / inside / name, released.read(name))]
    if other:
        raise NotProved(f"the extension has other files than the wheel: {other}")
    say(f"{made.name}, sha256 {digest(made)}, has the {len(code)} files of the wheel")
    for version, python in pythons().items():
        program: trial.Program = [python, "-I", "-S", work / "vsix" / "extension" / "bundled" / "run.py"]
        trial.use(program, clone, work / f"vsix-{version}")
        trial.serve(program, work / f"vsix-{version}")
        say(f"Python {version}: the ims-lint in it lints, renders, explains and serves editors without installation")
    return made


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def release(tag: str, packages_only: bool) -> None:
    """Prove what a release needs, and write its files."""
    with TemporaryDirectory(prefix="release-") as folder:
        work = Path(folder)
        print("The repository")
        clone = prepare(work, tag)
        os.environ["SOURCE_DATE_EPOCH"] = run("git", "log", "-1", "--format=%ct", folder=clone).strip()
        print("The packages")
        packages = build(clone, work)
        install(packages, clone, work)
        run_without_installing(packages[0], clone, work)
        if not packages_only:
            print("The hooks")
            hooks(clone, work)
            print("The website")
            site(clone, packages[0])
            print("The extension for VS Code")
            made = extension(clone, packages[0], work)
        shutil.rmtree(TARGET, ignore_errors=True)
        (TARGET / "pypi").mkdir(parents=True)
        for package in packages:
            shutil.copy2(package, TARGET / "pypi")
        if not packages_only:
            shutil.copy2(made, TARGET)
        notes = release_notes((clone / "CHANGELOG.md").read_text(encoding="utf-8"), __version__)
        (TARGET / "notes.md").write_text(notes + "\n", encoding="utf-8")
    print(f"The release is in {TARGET.relative_to(ROOT).as_posix()}/.")


def main() -> None:
    """Run the dry run; exit with code 1 at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(prog="nox -s release --", description=__doc__)
    parser.add_argument("--tag", default="", help="the tag that is released: HEAD must have it, the changelog a date")
    parser.add_argument("--packages-only", action="store_true", help="without hooks, website and extension")
    options = parser.parse_args()
    try:
        release(options.tag, options.packages_only)
    except NotProved as error:
        sys.exit(f"Not proved: {error}")


if __name__ == "__main__":
    main()
