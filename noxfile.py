"""Run checks, tests, benchmarks and generators; `nox -l` lists the sessions."""

from __future__ import annotations

from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
GENERATORS = (
    "entry_schema",
    "compile_schemas",
    "rule_pages",
    "ruling_page",
    "cli_pages",
    "example_pages",
    "report_page",
    "screenshot",
    "case_reports",
)
"""The modules in tools/ that write generated files, in an order in which later ones can use earlier results."""

NOT_CORE = (
    "tests/drift",
    "tests/editors",
    "tests/lsp",
    "tests/project/test_pre_commit.py",
    "tests/project/test_zizmor.py",
    "tests/schema/test_openapi.py",
)
"""Tests that need more than the core dependencies."""

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ("lint", "tests")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests, or those given after `--`."""
    session.install("-e", ".[dev]")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Run all linters: style, types, import contracts, workflows."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("zizmor", "--offline", "--no-progress", "action.yml", ".github")


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the core tests with the lowest dependency versions that pyproject.toml allows."""
    dependencies = nox.project.load_toml("pyproject.toml")["project"]["dependencies"]
    pinned = [each.replace(">=", "==") for each in dependencies]
    session.install("-e", ".[lsp,embedded]", *pinned, "hypothesis", "junitparser", "pytest", "pytest-xdist")
    session.run("pytest", *(f"--ignore={each}" for each in NOT_CORE), *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build the release of HEAD from a clean clone, install it as users do, and try it; publishes nothing.

    Its files are written to build/release/. `-- --packages-only` leaves out the hooks and the website, which needs
    Node.js; `-- --tag v1.2.3` is for the release itself.
    """
    session.install("-e", ".", "build", "nox", "pipx", "pre-commit", "twine", "uv")
    session.run("python", "-m", "tools.release", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz each file format for 18 seconds, or the number of seconds given after `--`."""
    try:
        session.install("--only-binary", "atheris", "-e", ".[fuzz]")
    except CommandFailed:
        session.skip("atheris has no wheel for this Python")
    seconds = session.posargs[0] if session.posargs else "18"
    options = ("-seed=7", f"-max_total_time={seconds}", "-timeout=10", "-verbosity=0", "-print_final_stats=1")
    for kind in ("yaml", "json"):
        new = Path(session.create_tmp(), kind)
        new.mkdir(exist_ok=True)
        command = ("python", "-m", "tests.fuzz.fuzz_lint", kind, str(new), "tests/cases")
        output = session.run(*command, *options, f"-artifact_prefix={new}/", silent=True)
        session.log("%s: %s inputs", kind, str(output).partition("executed_units:")[2].split()[0])


@nox.session
def site(session: nox.Session) -> None:
    """Build the website with the playground into site/, and test both; with `-- --serve`, also serve it.

    Needs Node.js for the playground, and Chromium or Chrome for the tests; `-- --no-browser` leaves out those tests.
    """
    session.install("build", "-e", ".[dev,site]")
    session.run("python", "-m", "tools.playground")
    session.run("python", "-m", "tools.site.build", env={"NO_MKDOCS_2_WARNING": "1"})
    if "--no-browser" in session.posargs:
        session.run("pytest", "tests/site/test_built.py", env={"IMS_LINT_SITE": "site"})
    else:
        session.run("pytest", "tests/site", env={"IMS_LINT_SITE": "site"})
        session.run("pytest", "-n", "0", "tests/playground", env={"IMS_LINT_REQUIRE_BROWSER": "1"})
    if "--serve" in session.posargs:
        session.run("python", "-m", "tools.site.serve")


@nox.session
def bench(session: nox.Session) -> None:
    """Benchmark ims-lint and other tools; `nox -s bench -- --help` shows the options."""
    session.run("python", "tools/bench/run.py", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Compare pages of the API documentation with what ims-lint says of them: `nox -s drift -- PAGE|DIRECTORY...`."""
    session.install("docutils", "-e", ".")
    session.run("python", "-m", "tools.drift", *session.posargs)


@nox.session
def playground(session: nox.Session) -> None:
    """Build the playground into build/playground/, with Node.js; `-- --test` then tests it in Chromium.

    The browser is that of Debian (`apt-get install chromium`), or the one that CHROMIUM names. Other arguments
    are passed to pytest.
    """
    session.install("build", "-e", ".")
    session.run("python", "-m", "tools.playground")
    if "--test" in session.posargs:
        session.install("playwright", "pytest", "pytest-xdist", "hypothesis")
        arguments = [each for each in session.posargs if each != "--test"]
        session.run("pytest", "-n", "0", "tests/playground", *arguments, env={"IMS_LINT_REQUIRE_BROWSER": "1"})


@nox.session
def vscode(session: nox.Session) -> None:
    """Build the extension for VS Code into build/vscode/, with Node.js; `-- --test` then tests it in code-server.

    The tests drive code-server with Chromium. Other arguments are passed to pytest; `--screenshot` replaces the
    screenshot in the README of the extension.
    """
    session.install("build", "-e", ".")
    session.run("python", "-m", "tools.vscode")
    if "--test" in session.posargs:
        session.install("pillow", "playwright", "pytest", "pytest-xdist", "hypothesis")
        arguments = [each for each in session.posargs if each != "--test"]
        [made] = (ROOT / "build" / "vscode").glob("*.vsix")
        session.run("pytest", "-n", "0", "tests/vscode", *arguments, env={"IMS_LINT_VSIX": str(made)})


@nox.session
def generate(session: nox.Session) -> None:
    """Regenerate all generated files: compiled schemas, docs pages, images, case reports."""
    session.install("-e", ".[embedded]")
    for name in GENERATORS:
        session.run("python", "-m", f"tools.{name}")
    session.run("python", "tools/bench/chart.py")
