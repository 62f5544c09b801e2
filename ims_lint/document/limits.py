"""What is said of a text that is past one of the limits: a diagnostic, never silence."""

from __future__ import annotations

from ims_lint.finding import MAX_DIAGNOSTICS, MAX_DOCUMENTS, MAX_NESTING, MAX_VALUES, Finding, Path, Span


def past_limit(message: str, help: str, span: Span, path: Path = ()) -> Finding:
    """The finding for a text that is past one of the limits."""
    return Finding("IMS007", path, message, help, span=span)


def too_deep(span: Span) -> Finding:
    """The finding at the bracket or the block that is nested too deeply."""
    message = f"lists and objects are nested more than {MAX_NESTING} deep"
    return past_limit(message, "a request needs four levels: take out the brackets that are too many", span)


def too_many_digits(digits: int, span: Span, path: Path = ()) -> Finding:
    """The finding for a number that is too long to be one."""
    message = f"a number of {digits:,} digits is too long to be read"
    return past_limit(message, "write the number that is meant", span, path)


def too_many_documents(span: Span) -> Finding:
    """The finding at the first document that is not read."""
    message = f"the file holds more than {MAX_DOCUMENTS:,} documents: those from here on are not checked"
    return past_limit(message, "split the file", span)


def too_many_findings(next_one: Finding) -> Finding:
    """The finding that stands for all that are not reported, where the next one would stand."""
    message = f"the file has more than {MAX_DIAGNOSTICS:,} findings: those from here on are not reported"
    help = "mend the others first, and check again"
    return Finding("IMS007", next_one.path, message, help, next_one.at_key, next_one.span)


def too_many_values(span: Span) -> Finding:
    """The finding for a document that is no request by its sheer number of values."""
    message = f"the request holds more than {MAX_VALUES:,} values"
    return past_limit(message, "a request needs a few hundred at most: split it", span)
