"""The one way through the house: a file becomes text, documents, findings, and sorted diagnostics."""

from __future__ import annotations

from collections.abc import Iterator

from ims_lint import schema
from ims_lint.config import DEFAULT, Config
from ims_lint.diagnostic import Diagnostic, Position, Related, Report, Severity
from ims_lint.document import Document, Text, language_of, read
from ims_lint.document.encoding import Decoded, decode
from ims_lint.finding import Finding, Path, Span, pointer
from ims_lint.request import Request, unfilled_placeholder
from ims_lint.rules import BY_CODE, CHECKS
from ims_lint.suppression import find_suppressions, unused


def lint_text(text: str, filename: str = "request.yaml", config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text, in the order of the text.

    `filename` tells the language by its ending (`.json`, or YAML) and is named in the diagnostics.
    """
    return report_text(text, filename, config).diagnostics


def lint_file(path: str, config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file, in the order of its text.

    Raises:
        OSError: the file cannot be read.
    """
    return report_file(path, config).diagnostics


def report_file(path: str, config: Config = DEFAULT) -> Report:
    """The report on a file.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read()
    return report_bytes(data, path, config)


def report_bytes(data: bytes, filename: str, config: Config = DEFAULT) -> Report:
    """The report on the bytes of a file."""
    language = language_of(filename, data[:64].decode("utf-8", "replace"))
    return _report(decode(data, language), filename, language, config)


def report_text(text: str, filename: str, config: Config = DEFAULT) -> Report:
    """The report on the text of a file."""
    return _report(Decoded(text.removeprefix("\ufeff")), filename, language_of(filename, text), config)


def _report(decoded: Decoded, filename: str, language: str, config: Config) -> Report:
    text = Text(decoded.text)
    severities = config.severities(filename)
    documents, stopped = read(text.content, language) if decoded.readable else ([], [])
    place = _Placer(text, filename, severities)
    for finding in (*decoded.findings, *stopped):
        place(None, len(documents), finding)
    unchecked = 0
    for document in documents:
        request = Request(document.value, config.placeholder_pattern)
        unchecked += len(request.placeholders)
        for finding in _findings(document, request, config.strict):
            place(document, document.index, finding)
    if language == "yaml":
        place.suppress(documents)
    diagnostics = sorted(place.diagnostics, key=lambda each: each.sort_key)
    source = text.content if diagnostics else ""
    return Report(filename, source, tuple(diagnostics), len(documents), unchecked)


def _findings(document: Document, request: Request, strict: bool) -> Iterator[Finding]:
    """All that is said of one document, one finding for each cause."""
    judged = schema.check(request)
    wrong = {finding.path for finding in judged}
    yield from (finding for finding in document.findings if finding.code != "IMS009" or finding.path not in wrong)
    yield from judged
    if request.method:
        for check in CHECKS:
            yield from check(request)
    if strict:
        yield from (unfilled_placeholder(path) for path in request.placeholders)


class _Placer:
    """Turns findings into diagnostics with places, and takes out what comments suppress."""

    def __init__(self, text: Text, filename: str, severities: dict[str, Severity]) -> None:
        self._text = text
        self._filename = filename
        self._severities = severities
        self._placed: list[tuple[Diagnostic, tuple[int, ...]]] = []

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic, _ in self._placed]

    def __call__(self, document: Document | None, index: int, finding: Finding) -> None:
        """Add the diagnostic for a finding, where its rule is on."""
        severity = self._severities.get(finding.code)
        if severity is None:
            return
        start, end = self._range(_span(document, finding.span or finding.path, finding.at_key))
        key = start
        if document and not finding.span:
            key = self._range(document.key_span(finding.path))[0]
        rule = BY_CODE[finding.code]
        related = tuple(Related(message, *self._range(_span(document, where))) for message, where in finding.related)
        diagnostic = Diagnostic(
            finding.code,
            rule.name,
            severity,
            finding.message,
            finding.help,
            self._filename,
            index,
            pointer(finding.path),
            start,
            end,
            related,
            finding.prevents or rule.only_prevents,
            None,
            rule.url,
        )
        self._placed.append((diagnostic, (start.line, key.line)))

    def suppress(self, documents: list[Document]) -> None:
        """Take out what the file's comments suppress; say what of them is unknown or unused."""
        suppressions, findings = find_suppressions(self._text, documents)
        kept = []
        for diagnostic, lines in self._placed:
            hits = [each for each in suppressions if each.covers(diagnostic.code, lines)]
            for each in hits:
                each.used = True
            if not hits:
                kept.append((diagnostic, lines))
        self._placed = kept
        for finding in (*findings, *unused(suppressions, self._severities)):
            self(None, 0, finding)

    def _range(self, span: Span) -> tuple[Position, Position]:
        return self._text.position(span.start), self._text.position(span.end)


def _span(document: Document | None, where: Path | Span, at_key: bool = False) -> Span:
    if isinstance(where, Span) or document is None:
        return where if isinstance(where, Span) else Span(0, 0)
    return document.key_span(where) if at_key else document.span(where)
