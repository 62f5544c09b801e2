"""Validate files as a simple script would, with jsonschema and libyaml. Usage: SCHEMA PATHS…"""

import json
import sys
from pathlib import Path

import yaml
from jsonschema import Draft7Validator


def load(path: Path) -> object:
    """The value in a YAML or JSON file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    return yaml.load(text, Loader=yaml.CSafeLoader)


def main(schema: str, *arguments: str) -> int:
    """Print every violation; return 1 if there is one."""
    validator = Draft7Validator(json.loads(Path(schema).read_text(encoding="utf-8")))
    found = 0
    for argument in map(Path, arguments):
        for path in sorted(argument.rglob("*.ims.*")) if argument.is_dir() else [argument]:
            for error in validator.iter_errors(load(path)):
                print(f"{path}: {error.json_path}: {error.message}")
                found = 1
    return found


sys.exit(main(*sys.argv[1:]))
