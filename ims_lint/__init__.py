"""ims-lint: a linter for the request bodies that create images on the Open Telekom Cloud.

The public API: `lint_text` and `lint_file` return diagnostics and print nothing.
"""

from __future__ import annotations

from ims_lint.config import Config, ConfigError
from ims_lint.diagnostic import Diagnostic, Edit, Fix, Position, Related, Report, Severity
from ims_lint.linter import lint_file, lint_text

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
    "lint_file",
    "lint_text",
]
__version__ = "0.1.0"
