"""The effective configuration of a file: each setting and rule with its origin."""

from __future__ import annotations

import json
from typing import Any

from ims_lint.config import Config, specificity
from ims_lint.output.inert import escaped, visible
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule


def render(config: Config, path: str, format_name: str) -> str:
    """The effective settings for a path as `text` or `json`."""
    data = as_data(config, path)
    return escaped(json.dumps(data, indent=2, ensure_ascii=False)) + "\n" if format_name == "json" else _as_text(data)


def as_data(config: Config, path: str) -> dict[str, Any]:
    """The effective settings for a path as JSON data."""
    places = dict(config.places)
    values: dict[str, Any] = {
        "include": list(config.include),
        "exclude": list(config.exclude),
        "embedded": list(config.embedded),
        "select": list(config.select),
        "extend-select": list(config.extend_select),
        "ignore": list(config.ignore),
        "severity": dict(config.severity),
        "per-file-ignores": {pattern: list(selectors) for pattern, selectors in config.per_file_ignores},
        "placeholders": list(config.placeholders),
        "operation": config.operation,
        "per-file-operation": dict(config.per_file_operation),
    }
    severities = config.severities(path)
    pattern = config.excluded_by(path)
    return {
        "path": path,
        "file": config.source or None,
        "excluded": {"pattern": pattern, "from": places.get("exclude", "default")} if pattern else None,
        "operation": _operation(config, path),
        "settings": {key: {"value": values[key], "from": places.get(key, "default")} for key in values},
        "rules": [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": severities[rule.code].value if rule.code in severities else "off",
                "from": _decided_by(config, path, rule, rule.code in severities),
            }
            for rule in RULES
        ],
    }


def _operation(config: Config, path: str) -> dict[str, str] | None:
    """The operation that is configured for the requests in a file, with its setting; None if none is."""
    name = config.operation_in(path)
    if not name:
        return None
    by_pattern = any(config.matches(path, pattern) for pattern, _ in config.per_file_operation)
    key = "per-file-operation" if by_pattern else "operation"
    places = dict(config.places)
    return {"name": name, "from": f"{key}, {places[key]}" if key in places else key}


def _decided_by(config: Config, path: str, rule: Rule, on: bool) -> str:
    """The setting that decides whether a rule is on and its severity, with its location."""
    places = dict(config.places)
    level = any(specificity(selector, rule) for selector, _ in config.severity)
    if rule.only_strict and not config.strict:
        return "default: only with --strict"
    if any(specificity(each, rule) for each in config.ignored_in(path)):
        key = "per-file-ignores"
    elif on == rule.on and (not level or not on):
        return "default"
    elif not on and any(specificity(each, rule) for each in config.ignore):
        key = "ignore"
    elif level:
        key = "severity"
    else:
        key = "extend-select" if any(specificity(each, rule) for each in config.extend_select) else "select"
    return f"{key}, {places[key]}" if key in places else key


def _as_text(data: dict[str, Any]) -> str:
    source = visible(data["file"] or "none found; the defaults apply")
    lines = [f"Path:               {visible(data['path'])}", f"Configuration file: {source}"]
    if excluded := data["excluded"]:
        pattern = json.dumps(excluded["pattern"], ensure_ascii=False)
        lines.append(visible(f"Excluded:           by {pattern}, {excluded['from']}"))
    if operation := data["operation"]:
        lines.append(f"Operation:          {operation['name']}, by {visible(operation['from'])}")
    lines.append("")
    rows = [
        (key, json.dumps(each["value"], ensure_ascii=False), each["from"]) for key, each in data["settings"].items()
    ]
    lines += _table([("setting", "value", "from"), *rows])
    on = sum(rule["severity"] != "off" for rule in data["rules"])
    lines += ["", f"{on} of {len(data['rules'])} rules are on:", ""]
    rules = [(rule["code"], rule["severity"], rule["name"], rule["from"]) for rule in data["rules"]]
    lines += _table([("code", "severity", "name", "from"), *rules])
    return "\n".join(lines) + "\n"


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows in aligned columns; control characters are escaped, and a very long cell does not widen its column."""
    rows = [tuple(map(visible, row)) for row in rows]
    widths = [max(len(cell) for cell in column if len(cell) <= 60) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
