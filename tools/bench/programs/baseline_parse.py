"""Only read and parse request files, without locations, schema and rules."""

import json
import os
import sys

import yaml


def parse(path: str) -> None:
    """Parse one file: YAML to nodes with libyaml, JSON to values."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".json"):
        json.loads(text)
    else:
        for _ in yaml.compose_all(text, Loader=yaml.CSafeLoader):
            pass


for argument in sys.argv[1:]:
    if os.path.isdir(argument):
        for folder, _, names in os.walk(argument):
            for name in names:
                parse(os.path.join(folder, name))
    else:
        parse(argument)
