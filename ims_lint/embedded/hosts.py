"""Find the requests in a file by its kind."""

from __future__ import annotations

from collections.abc import Sequence

from ims_lint.document import Document, read
from ims_lint.embedded import Body, ansible, envelope, http
from ims_lint.input import HOSTS, Input


def bodies(input: Input) -> list[Body]:
    """The requests in a file that contains more than requests; none in any other file.

    Raises:
        NotInstalled: a library that reads such a file is missing.
    """
    if input.language in HOSTS:
        return find(input)
    documents, _ = read(input.text, input.language)
    return within(input, documents) or []


def find(input: Input) -> list[Body]:
    """The requests in a file whose kind its name or its first line tells; raises like `bodies`."""
    if not input.readable:
        return []
    if input.language == "shell":
        from ims_lint.embedded import shell  # tree_sitter, 10 ms, for scripts only

        return _numbered(shell.find(input))
    if input.language == "markdown":
        from ims_lint.embedded import markdown  # markdown_it, 20 ms, for Markdown only

        return _numbered(markdown.find(input))
    return _numbered(http.find(input))


def within(input: Input, documents: Sequence[Document], only: bool = False) -> list[Body] | None:
    """The requests in JSON or YAML documents that are a playbook or an envelope; None if they are neither.

    With `only`, the file is not known to have requests: what is under `body` may then be anything.
    """
    found = envelope.find(input, documents, only)
    if found is None and input.language == "yaml":
        found = ansible.find(input, documents)
    return None if found is None else _numbered(found)


def _numbered(bodies: list[Body]) -> list[Body]:
    """The bodies, with their documents counted from 0 in the file."""
    for index, document in enumerate(document for body in bodies for document in body.documents):
        document.index = index
    return bodies
