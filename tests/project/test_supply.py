"""What comes along with ims-lint, and what never happens: no network, and no code or file that an input names."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ims_lint import lint_text
from tests.commands import clean_environ

LICENSES = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0"}
"""Licences that ask of those who pass ims-lint on only to name the authors."""
CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
}
"""How distributions name a licence that do not write `License-Expression` yet."""
EXTRAS = ("", "lsp")
"""What users install: ims-lint alone, or with its language server."""
NETWORK = ("socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "asyncio", "requests", "urllib3")


def runtime_dependencies() -> set[str]:
    """Everything that is installed with ims-lint and the extra for users, itself left out, on this machine."""
    found: set[str] = set()
    pending = ["ims-lint"]
    while pending:
        for line in importlib.metadata.requires(pending.pop()) or []:
            requirement = Requirement(line)
            name = canonicalize_name(requirement.name)
            wanted = requirement.marker is None or any(requirement.marker.evaluate({"extra": each}) for each in EXTRAS)
            if wanted and name not in found:
                found.add(name)
                pending.append(name)
    return found


def license_of(name: str) -> str:
    """The SPDX expression of a distribution's licence."""
    about = importlib.metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return str(expression)
    named = {CLASSIFIERS.get(each, each) for each in about.get_all("Classifier", []) if each.startswith("License ::")}
    return " AND ".join(sorted(named)) or str(about.get("License", "none"))


DEPENDENCIES = sorted(runtime_dependencies())


def test_the_dependencies_are_found() -> None:
    assert {"click", "pyyaml", "pygls"} <= set(DEPENDENCIES)


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_the_license_of_a_dependency_is_a_permissive_one(name: str) -> None:
    assert license_of(name) in LICENSES


def test_ims_lint_has_one_license_wherever_it_is_named() -> None:
    assert importlib.metadata.metadata("ims-lint")["License-Expression"] == "Apache-2.0"
    assert "Apache License" in (Path(__file__).parents[2] / "LICENSE").read_text("utf-8")


WATCHED = """
import json, sys
events = []
NAMES = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
def hook(name, arguments):
    if name == "open" or name.startswith(NAMES):
        events.append([name, str(arguments[0]) if arguments else ""])
sys.addaudithook(hook)
from ims_lint.cli import main
try:
    main(sys.argv[2:])
finally:
    with open(sys.argv[1], "w") as file:
        seen = list(events)
        json.dump({"events": seen, "modules": sorted(sys.modules)}, file)
"""
SECRET = "secret.json"
REFERENCES = {
    "schema": '"$schema": "{url}"\n"$id": "{url}"\n"$ref": "{url}"\nname: web\n',
    "reference-in-a-value": 'name: {{"$ref": "{url}"}}\ntags: [{{"$ref": "{url}"}}]\nmin_disk: {{$schema: "{url}"}}\n',
    "schema-line": "# yaml-language-server: $schema={url}\nname: web\nx: 1\n",
    "include": 'name: !include "{url}"\ntags: !<{url}> [a]\n"<<": "{url}"\n',
    "tag-directive": "%TAG ! {url}\n---\nname: !x web\n",
}
TARGETS = ("http://127.0.0.1:9/x.json", "file://{folder}/" + SECRET, "{folder}/" + SECRET, SECRET)


def watched(folder: Path, *names: str) -> tuple[list[list[str]], set[str]]:
    """What a check does that the interpreter tells of, and the modules that it has loaded."""
    record = folder / "record"
    command = [sys.executable, "-c", WATCHED, str(record), "check", *names]
    done = subprocess.run(command, cwd=folder, env=clean_environ(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    seen = json.loads(record.read_text())
    return seen["events"], set(seen["modules"])


@cache
def loaded_by_dependencies() -> set[str]:
    """The modules that the dependencies load by themselves."""
    command = [sys.executable, "-c", "import click, jsonschema, sys, yaml; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())


@pytest.mark.parametrize("target", TARGETS, ids=["url", "file-url", "absolute", "relative"])
def test_nothing_that_a_request_refers_to_is_fetched_or_opened(target: str, tmp_path: Path) -> None:
    (tmp_path / SECRET).write_text('{"type": "string"}')
    url = target.format(folder=tmp_path.as_posix())
    for name, text in REFERENCES.items():
        (tmp_path / f"{name}.ims.yaml").write_text(text.format(url=url))
    (tmp_path / "a.ims.json").write_text(json.dumps({"$schema": url, "$ref": url, "name": {"$ref": url}}))
    names = [f"{name}.ims.yaml" for name in REFERENCES] + ["a.ims.json"]
    events, modules = watched(tmp_path, *names)
    opened = {Path(path).name for event, path in events if event == "open"}
    assert set(names) <= opened, "the watch sees what is opened"
    assert SECRET not in opened
    assert [event for event, _ in events if event != "open"] == []
    assert (modules - loaded_by_dependencies()).isdisjoint(NETWORK)
    assert "ims_lint.schema.refusal" in modules, "what the schemas refuse was looked into, too"


TAGS = {
    "system": 'name: !!python/object/apply:os.system ["touch pwned"]',
    "new": 'name: !!python/object/new:subprocess.Popen [["touch", "pwned"]]',
    "eval": "name: !!python/object/apply:eval [\"open('pwned', 'w')\"]",
    "module": "name: !!python/module:this",
    "name": "name: !!python/name:os.system",
    "full": "name: !<tag:yaml.org,2002:python/object/apply:os.mkdir> [pwned]",
    "directive": '%TAG !p! tag:yaml.org,2002:python/object/apply:\n---\nname: !p!os.system ["touch pwned"]',
    "key": '? !!python/object/apply:os.system ["touch pwned"]\n: a',
    "root": '!!python/object/apply:os.system ["touch pwned"]',
}


@pytest.mark.parametrize("text", TAGS.values(), ids=TAGS.keys())
def test_no_tag_makes_anything(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "this", raising=False)
    codes = {each.code for each in lint_text(f"{text}\n", "web.ims.yaml")}
    assert codes & {"IMS008", "IMS012"}
    assert list(tmp_path.iterdir()) == []
    assert "this" not in sys.modules


def test_dependabot_looks_wherever_dependencies_are_pinned() -> None:
    project = Path(__file__).parents[2]
    updates = yaml.safe_load((project / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    looked = {(each["package-ecosystem"], folder) for each in updates for folder in each.get("directories", [])}
    listed = subprocess.run(["git", "ls-files"], cwd=project, capture_output=True, check=True, text=True).stdout
    pinned = {("pip", "/")}
    for path in map(Path, listed.splitlines()):
        # The versions of the benchmark change together with its results.
        if path.name in ("package-lock.json", "requirements.txt") and "bench" not in path.parts:
            kind = "npm" if path.suffix == ".json" else "pip"
            pinned.add((kind, f"/{path.parent.as_posix()}"))
    assert looked == pinned
