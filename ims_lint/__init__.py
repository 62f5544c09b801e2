"""ims-lint: a linter for the request bodies that create images on the Open Telekom Cloud.

The public API: `lint_text` and `lint_file` return diagnostics and print nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ims_lint.about import __version__

if TYPE_CHECKING:
    from ims_lint.config import Config, ConfigError
    from ims_lint.finding import Position, Severity
    from ims_lint.linter import lint_file, lint_text
    from ims_lint.report.diagnostic import Diagnostic, Edit, Fix, Related, Report

__all__ = [
    "Config",
    "ConfigError",
    "Diagnostic",
    "Edit",
    "Fix",
    "Position",
    "Related",
    "Report",
    "Severity",
    "__version__",
    "lint_file",
    "lint_text",
]
_MODULES = {"config": ("Config", "ConfigError"), "linter": ("lint_file", "lint_text")}


def __getattr__(name: str) -> Any:
    """Import a name on first access, so that the command line loads only what it needs."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = next((module for module, names in _MODULES.items() if name in names), "report.diagnostic")
    return getattr(import_module(f"{__name__}.{module}"), name)
