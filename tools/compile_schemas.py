"""Writes ims_lint/schema/compiled.py, the schemas as Python that only says yes or no."""

from __future__ import annotations

from pathlib import Path

from ims_lint.schema.store import Schema, bundle

TARGET = Path(__file__).parents[1] / "ims_lint" / "schema" / "compiled.py"

_HEAD = '''"""Whether a request satisfies the schemas. Made by `nox -s generate`: do not edit."""
# fmt: off
# ruff: noqa
# mypy: ignore-errors

from typing import Any

import re
'''
_LAZY_PATTERN = """
def {name}(v):
    global {name}
    {name} = re.compile({regex!r}).search
    return {name}(v)"""
"""A search that compiles its pattern when it is first called, since compiling takes longer than a file."""

_TYPES = {
    "string": "type(v) is str",
    "integer": "(type(v) is int or (type(v) is float and v.is_integer()))",
    "boolean": "(v is True or v is False)",
    "array": "type(v) is list",
    "object": "type(v) is dict",
}
_OWNER = {
    **dict.fromkeys(("minLength", "maxLength", "pattern"), "str"),
    **dict.fromkeys(("minimum", "maximum"), "number"),
    **dict.fromkeys(("minItems", "maxItems", "items"), "list"),
    **dict.fromkeys(("required", "properties"), "dict"),
}
"""The Python type that a keyword speaks of; it says nothing of other values."""

_ANYWHERE = {"type", "enum", "const", "$ref", "allOf", "anyOf", "if", "then", "else", "additionalProperties"}
_JUDGING = _ANYWHERE | _OWNER.keys()


class Compiler:
    """Makes one function of each definition and of each object in them, and writes them in order."""

    def __init__(self) -> None:
        self._definitions: dict[str, Schema] = bundle()["definitions"]
        self._names: dict[str, str] = {}
        self._lines: list[str] = []

    def source(self) -> str:
        """The whole module: `accepts`, and `PARTS` with the functions by the names of the definitions."""
        accepts = self._function("accepts", bundle())
        parts = {name: self._reference(name) for name in self._definitions if self._judges(name)}
        table = "".join(f"    {name!r}: {function},\n" for name, function in parts.items())
        assert accepts == "accepts"
        return _HEAD + "\n".join(self._lines) + f"\n\nPARTS: dict[str, Any] = {{\n{table}}}\n"

    def _judges(self, name: str) -> bool:
        return bool(_JUDGING & self._definitions[name].keys())

    def _reference(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = "_" + name.replace(".", "_").replace("-", "_")
            self._function(self._names[name], self._definitions[name])
        return self._names[name]

    def _function(self, name: str, schema: Schema) -> str:
        """Write the function of a schema; its parts that are objects get functions of their own, before it."""
        loop: list[str] = []
        if schema.get("additionalProperties") is False:
            checks = {key: self._called(f"{name}_{key.strip('$')}", part) for key, part in schema["properties"].items()}
            table = "".join(f"    {key!r}: {check},\n" for key, check in checks.items())
            self._lines.append(f"\n{name.upper()} = {{\n{table}}}")
            loop = [
                "    for key, value in v.items():",
                f"        check = {name.upper()}.get(key)",
                "        if check is None or not check(value):",
                "            return False",
            ]
            schema = {key: part for key, part in schema.items() if key not in ("properties", "additionalProperties")}
        first: Schema = {key: schema[key] for key in ("type", "required") if key in schema} if loop else {}
        rest = {key: part for key, part in schema.items() if key not in first}
        guards = [f"    if not ({each}):\n        return False" for each in self._conditions(name, first)]
        result = " and ".join(self._conditions(name, rest)) or "True"
        self._lines += [
            f"\ndef {name}(v{': Any) -> bool' if name == 'accepts' else ')'}:",
            *guards,
            *loop,
            f"    return {result}",
        ]
        return name

    def _called(self, name: str, schema: Schema | bool) -> str:
        """The name of a function for a schema."""
        if schema is True:
            return "_anything"
        assert isinstance(schema, dict)
        if set(schema) & _JUDGING == {"$ref"}:
            return self._reference(schema["$ref"].removeprefix("#/definitions/"))
        return self._function(name, schema)

    def _conditions(self, name: str, schema: Schema) -> list[str]:
        """The Python expressions on `v` that all have to be true."""
        unknown = [key for key in schema if key not in _JUDGING and key in ("not", "oneOf", "dependencies", "format")]
        assert not unknown, f"the compiler does not know {unknown}"
        known = schema.get("type")
        found = [_TYPES[known]] if known else []
        for keyword, limit in schema.items():
            if keyword in _OWNER:
                found += self._owned(name, keyword, limit, known)
            elif keyword in ("enum", "const"):
                found.append(_among(limit if keyword == "enum" else [limit]))
            elif keyword == "$ref":
                found.append(f"{self._called(name, schema)}(v)")
            elif keyword in ("allOf", "anyOf"):
                parts = [f"{self._called(f'{name}_{index}', part)}(v)" for index, part in enumerate(limit)]
                found.append(f"({(' and ' if keyword == 'allOf' else ' or ').join(parts)})")
            elif keyword == "if":
                found.append(self._choice(name, schema))
        return found

    def _choice(self, name: str, schema: Schema) -> str:
        condition = self._called(f"{name}_if", schema["if"])
        then, otherwise = (
            f"{self._called(f'{name}_{key}', schema[key])}(v)" if key in schema else "True" for key in ("then", "else")
        )
        return f"({then} if {condition}(v) else {otherwise})"

    def _owned(self, name: str, keyword: str, limit: object, known: str | None) -> list[str]:
        """The expressions for a keyword that speaks of one type: other types pass, unless `type` refuses them."""
        owner = _OWNER[keyword]
        tests = self._tests(name, keyword, limit)
        if known or not tests:
            return tests
        other = "type(v) not in (int, float)" if owner == "number" else f"type(v) is not {owner}"
        return [f"({other} or ({' and '.join(tests)}))"]

    def _tests(self, name: str, keyword: str, limit: object) -> list[str]:
        match keyword, limit:
            case ("minLength" | "minItems", _):
                return [f"len(v) >= {limit}"]
            case ("maxLength" | "maxItems", _):
                return [f"len(v) <= {limit}"]
            case ("minimum", _):
                return [f"v >= {limit}"]
            case ("maximum", _):
                return [f"v <= {limit}"]
            case ("pattern", _):
                self._lines.append(_LAZY_PATTERN.format(name=f"{name}_pattern", regex=limit))
                return [f"{name}_pattern(v) is not None"]
            case ("required", list(names)):
                return [f"{key!r} in v" for key in names]
            case ("items", dict(item)):
                return [f"all(map({self._called(f'{name}_item', item)}, v))"]
            case ("properties", dict(parts)):
                checks = {key: self._called(f"{name}_{key}", part) for key, part in parts.items() if part is not True}
                return [f"({key!r} not in v or {check}(v[{key!r}]))" for key, check in checks.items()]
        raise AssertionError(f"the compiler does not know {keyword}: {limit}")


def _among(values: list[object]) -> str:
    """Whether `v` is one of some texts, or one of some booleans."""
    if all(isinstance(value, str) for value in values):
        return f"(type(v) is str and v in {tuple(values)!r})"
    assert all(isinstance(value, bool) for value in values)
    return "(" + " or ".join(f"v is {value}" for value in values) + ")"


def source() -> str:
    """What compiled.py has to hold."""
    return Compiler().source().replace("import re\n", "import re\n\n\ndef _anything(v):\n    return True\n", 1)


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
