"""Every import inside a function has a comment that gives its measured cost: else it belongs at the top."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "ims_lint"
LATER: tuple[str, ...] = ()
"""Folders that are not held to it yet."""

MEASURED = re.compile(r"#.*(\b\d+ ms\b|\bonce\b)")
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in LATER]


def inner_imports(source: str) -> Iterator[int]:
    """The lines of a module on which a function imports something, other than for types only."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for_types = {node for each in ast.walk(function) if _is_for_types(each) for node in ast.walk(each)}
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and node not in for_types:
                    yield node.lineno


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def is_explained(lines: list[str], number: int) -> bool:
    """Whether a comment on a line, or alone on the one above, gives a cost that was measured."""
    line, above = lines[number - 1], lines[number - 2]
    return bool(MEASURED.search(line) or (above.lstrip().startswith("#") and MEASURED.search(above)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_an_import_inside_a_function_says_what_it_costs(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    assert [lines[number - 1] for number in inner_imports(source) if not is_explained(lines, number)] == []


def test_an_import_without_a_cost_would_be_found() -> None:
    source = "import a\ndef f():\n    if x:\n        import b  # fast\n    # 5 ms\n    import c\n    import d  # once\n"
    lines = source.splitlines()
    assert [number for number in inner_imports(source) if not is_explained(lines, number)] == [4]
