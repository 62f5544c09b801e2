"""Report where pages differ from what the project says: exit code 1 if they do, 2 if a page cannot be read."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
import yaml

from tools.drift import known
from tools.drift.compare import with_page, with_project
from tools.drift.entries import entries, recorded
from tools.drift.page import Page, Unreadable, read, text_of
from tools.drift.report import report, summary

HEAD = """\
# Written by `nox -s drift -- --accept PAGE…`: digests of the sentences on the provider's pages that were read, by page,
# revision, and table (or `error codes`, `text`). In a row, mandatory and type stand before them.
"""


@click.command()
@click.argument(
    "pages", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PAGE|DIRECTORY..."
)
@click.option(
    "--since",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Show what changed since this earlier revision of the page.",
)
@click.option(
    "--revision",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The revision of the page, if the file name does not contain it.",
)
@click.option("--accept", is_flag=True, help="Record the words of the pages as read.")
@click.option(
    "--words",
    default=known.WORDS,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file with the recorded words.",
)
def main(pages: tuple[Path, ...], since: Path | None, revision: datetime | None, accept: bool, words: Path) -> None:
    """Compare pages of the API documentation (reStructuredText) with what ims-lint says of them."""
    if since and accept:
        raise click.UsageError("--since is not allowed with --accept")
    try:
        found = _read(pages, revision.date().isoformat() if revision else None)
        if since:
            sys.exit(_since(found, since))
        if accept:
            _accept(found, words)
            return
        sys.exit(_drift(found, words))
    except Unreadable as error:
        click.echo(f"drift: {error}", err=True)
        sys.exit(2)


def _read(paths: tuple[Path, ...], revision: str | None) -> list[tuple[Page, str]]:
    """The pages in files and directories, with their names; of a directory, files that are not ours are left out."""
    found = []
    for path in paths:
        files = sorted(each for each in path.rglob("*.rst*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            if name := known.name_of(text_of(file)):
                found.append((read(file, revision), name))
            elif not path.is_dir():
                raise Unreadable(
                    f"{path}: neither the title nor an address in it is that of a page that the rules are from"
                )
    if not found:
        raise Unreadable(f"{paths[0]}: none of the pages that the rules are from")
    return found


def _drift(found: list[tuple[Page, str]], words: Path) -> int:
    count = 0
    for page, name in found:
        differences = with_project(page, name, words)
        count += len(differences)
        click.echo(report(page, name, known.source(name)["revision"], differences), nl=False)
        if not differences and page.revision > known.source(name)["revision"]:
            click.echo(f"{page.path}: nothing is new; accept it, and set the revision in {known.file_of(name)}")
    click.echo(summary(len(found), count), nl=False)
    return int(count > 0)


def _since(found: list[tuple[Page, str]], since: Path) -> int:
    """Report what changed on the one page that was given."""
    earlier = read(since)
    (page, name), *others = found
    if others or known.name_of(text_of(since)) != name:
        raise Unreadable(f"{since}: not an earlier revision of the one page to compare")
    differences = with_page(page, name, earlier)
    click.echo(report(page, name, earlier.revision, differences, ruling=False), nl=False)
    click.echo(summary(1, len(differences)), nl=False)
    return int(bool(differences))


def _accept(found: list[tuple[Page, str]], words: Path) -> None:
    """Record the words of the pages."""
    kept = known.words(words)
    for page, name in found:
        if not page.revision:
            raise Unreadable(f"{page.path}: --accept needs the revision of the page: use --revision")
        kept.setdefault(name, {})[page.revision] = recorded(entries(page, known.named(page, name)))
    ordered = {name: dict(sorted(kept[name].items())) for name in known.tables()["pages"] if name in kept}
    text = yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=1000)
    words.write_text(HEAD + text, encoding="utf-8")
    click.echo(f"recorded {len(found)} page{'s' * (len(found) != 1)} in {words}")


if __name__ == "__main__":
    main()
