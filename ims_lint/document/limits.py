"""Findings for texts that exceed a limit; exceeding one is always reported as IMS007."""

from __future__ import annotations

from ims_lint.finding import (
    MAX_DIAGNOSTICS,
    MAX_DIGITS,
    MAX_DIRECTIVES,
    MAX_DOCUMENTS,
    MAX_NESTING,
    MAX_VALUES,
    Finding,
    Path,
    Span,
    shorten,
)


def past_limit(message: str, help: str, span: Span, path: Path = ()) -> Finding:
    """Return the finding for a text that exceeds a limit."""
    return Finding("IMS007", path, message, help, span=span)


def too_deep(span: Span) -> Finding:
    """Return the finding at the bracket or the block that is nested too deeply."""
    message = f"the request is nested more than {MAX_NESTING} levels deep"
    return past_limit(message, "reduce the nesting to at most four levels", span)


def too_many_digits(digits: int, span: Span, path: Path = ()) -> Finding:
    """Return the finding for a number that is too long."""
    message = f"a number must have at most {MAX_DIGITS:,} digits, found {digits:,}"
    return past_limit(message, "change it to a shorter number", span, path)


def not_finite(text: str, span: Span, path: Path = ()) -> Finding:
    """Return the finding for a number that is infinite, is none, or is too large to be a finite one."""
    limit = "from -1.79e308 to 1.79e308" if any(char.isdigit() for char in text) else "finite"
    help = "change it to a finite number, or put it in quotes"
    return past_limit(f"a number must be {limit}, found {shorten(text)}", help, span, path)


def too_many_directives(span: Span) -> Finding:
    """Return the finding at the first directive that is not read."""
    message = f"the document has more than {MAX_DIRECTIVES} YAML directives"
    return past_limit(message, "remove the directives, or put the lines in quotes", span)


def too_many_documents(span: Span) -> Finding:
    """Return the finding at the first document that is not read."""
    message = f"the file contains more than {MAX_DOCUMENTS:,} documents; the rest are not checked"
    return past_limit(message, "split the file", span)


def too_many_findings(next_one: Finding) -> Finding:
    """Return the finding that replaces all further ones, at the location of the next one."""
    message = f"the file has more than {MAX_DIAGNOSTICS:,} findings; the rest are not reported"
    help = "fix the reported findings, then run the check again"
    return Finding("IMS007", next_one.path, message, help, next_one.at_key, next_one.span)


def too_many_values(span: Span) -> Finding:
    """Return the finding for a document with too many values."""
    message = f"the request contains more than {MAX_VALUES:,} values"
    return past_limit(message, "split the request", span)
