"""A stable identity for each diagnostic, independent of lines, messages and other findings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from ims_lint.report.diagnostic import Diagnostic, Report


def with_identities(report: Report) -> Iterator[tuple[Diagnostic, str]]:
    """Yield each diagnostic of `report` with its identity, unique within the file.

    The identity comes from the code and the JSON Pointer of the value, and counts equal pairs (the
    documents of one file repeat pointers). Line, column, message and document number are not used.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for diagnostic in report.diagnostics:
        place = (diagnostic.code, diagnostic.pointer)
        seen[place] += 1
        yield diagnostic, digest(*place, str(seen[place]))


def digest(*parts: str) -> str:
    """Return a short stable hash of `parts`."""
    joined = "\0".join(parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
