"""Install ims-lint and pinned versions of the other tools, each in its own directory."""

import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINS = HERE / "pins"
PYTHON_PEERS = ("check-jsonschema", "yamllint", "jsonschema-script")
NATIVE_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
NATIVE_MACHINES = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Tools:
    """The paths of the programs, and of the schema as one file for the other tools."""

    ims_lint: Path
    check_jsonschema: Path
    yamllint: Path
    script_python: Path
    baseline_python: Path
    ajv: Path
    sourcemeta_npm: Path
    sourcemeta: Path
    schema: Path


def install(folder: Path, checkout: Path, with_peers: bool) -> Tools:
    """Install ims-lint and missing tools; without peers, their paths do not exist."""
    ims_lint = install_ims_lint(folder / "ims-lint", checkout)
    for name in ("baseline", *PYTHON_PEERS) if with_peers else ("baseline",):
        install_pins(folder, name)
    if with_peers:
        install_npm(folder / "npm")
    npm = folder / "npm/node_modules"
    return Tools(
        ims_lint=ims_lint,
        check_jsonschema=folder / "check-jsonschema/bin/check-jsonschema",
        yamllint=folder / "yamllint/bin/yamllint",
        script_python=folder / "jsonschema-script/bin/python",
        baseline_python=folder / "baseline/bin/python",
        ajv=npm / ".bin/ajv",
        sourcemeta_npm=npm / ".bin/jsonschema",
        sourcemeta=npm / "@sourcemeta/jsonschema/build/github-releases" / native_name(),
        schema=write_schema(folder / "schema.json", ims_lint),
    )


def install_ims_lint(venv: Path, checkout: Path) -> Path:
    """Install ims-lint from the checkout as a user would, with the language server."""
    make_venv(venv)
    run(venv / "bin/pip", "install", "--quiet", f"{checkout}[lsp]")
    return venv / "bin/ims-lint"


def install_pins(folder: Path, name: str) -> None:
    """Install the pinned packages of one tool from PyPI."""
    pins, venv = PINS / f"{name}.txt", folder / name
    if not same_text(pins, venv / "pins.txt"):
        make_venv(venv)
        run(venv / "bin/pip", "install", "--quiet", "--requirement", pins)
        shutil.copy(pins, venv / "pins.txt")


def install_npm(folder: Path) -> None:
    """Install the pinned packages from npm."""
    if not same_text(PINS / "package-lock.json", folder / "node_modules/pins.json"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PINS / name, folder / name)
        run("npm", "ci", "--silent", "--no-audit", "--no-fund", "--prefix", folder)
        shutil.copy(PINS / "package-lock.json", folder / "node_modules/pins.json")


def make_venv(venv: Path) -> None:
    """Create a virtual environment, unless it exists."""
    if not (venv / "bin/pip").exists():
        run(sys.executable, "-m", "venv", venv)


def write_schema(path: Path, ims_lint: Path) -> Path:
    """Write the schema that ims-lint prints to one file."""
    path.write_text(run(ims_lint, "schema"))
    return path


def native_name() -> str:
    """The name of the binary of sourcemeta for this machine in its npm package."""
    try:
        return f"jsonschema-{NATIVE_SYSTEMS[platform.system()]}-{NATIVE_MACHINES[platform.machine()]}"
    except KeyError:
        sys.exit(f"@sourcemeta/jsonschema has no binary for {platform.system()} {platform.machine()}.")


def versions(tools: Tools, with_peers: bool) -> dict[str, str]:
    """The versions of all measured programs."""
    return {
        "ims-lint": run(tools.ims_lint, "--version").split()[-1],
        **(peer_versions() if with_peers else {}),
        "python": platform.python_version(),
        "hyperfine": run("hyperfine", "--version").split()[-1],
    }


def peer_versions() -> dict[str, str]:
    """The versions of the other tools and of their main dependencies."""
    lock = json.loads((PINS / "package-lock.json").read_text())["packages"]
    pins = dict(line.split("==") for file in PINS.glob("*.txt") for line in file.read_text().split() if "==" in line)
    named = ("check-jsonschema", "jsonschema", "PyYAML", "click", "yamllint")
    return {
        **{name: pins[name] for name in named},
        "ajv-cli": lock["node_modules/ajv-cli"]["version"],
        "ajv": lock["node_modules/ajv"]["version"],
        "@sourcemeta/jsonschema": lock["node_modules/@sourcemeta/jsonschema"]["version"],
        "node": run("node", "--version").strip().removeprefix("v"),
    }


def commit(checkout: Path) -> str:
    """The commit of a checkout, marked if it has changes."""
    return run("git", "-C", checkout, "describe", "--always", "--dirty").strip()


def same_text(pins: Path, installed: Path) -> bool:
    """Whether exactly these pins are installed."""
    return installed.exists() and installed.read_text() == pins.read_text()


def run(*argv: str | Path) -> str:
    """Run a command and return its output; exit with a message if it fails."""
    result = subprocess.run([str(word) for word in argv], check=False, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, argv))} failed:\n{result.stdout}{result.stderr}")
    return result.stdout
