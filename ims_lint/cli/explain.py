"""The commands that print rules, schemas, and the effective configuration."""

from __future__ import annotations

import json

import click

from ims_lint.cli.console import fail, out
from ims_lint.cli.source import SOURCES, argument
from ims_lint.config import ConfigError, specificity
from ims_lint.config.file import Configurations, unknown_selector
from ims_lint.operations import BY_NAME
from ims_lint.rules.registry import RULES
from ims_lint.schema.store import ENTRY, bundle

_OPERATIONS = f"\b\nOPERATION is one of:\n{', '.join(BY_NAME)}."


@click.command(
    help="Print the JSON Schema of a request as one file: of OPERATION, of a request with SOURCE, or by default of all "
    f"operations, told apart by their parameters.\n\n{_OPERATIONS}\n\n{SOURCES}"
)
@argument("OPERATION|SOURCE", *BY_NAME, required=False)
def schema(source: str | None) -> None:
    """Print the JSON Schema of a request."""
    out(json.dumps(bundle(source or ENTRY), indent=2, ensure_ascii=False) + "\n")


@click.command()
@click.argument("selectors", nargs=-1, metavar="[CODE|NAME|IMG.nnnn]...")
@click.option("--all", "every", is_flag=True, help="Explain all rules.")
@click.option("--sources", is_flag=True, help="List the pages of the API documentation that the rules are from.")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
def rule(selectors: tuple[str, ...], every: bool, sources: bool, format_name: str) -> None:
    """Explain rules: what they find, why it matters, and what to use instead; without arguments, list all rules.

    For an error code of the service (IMG.nnnn), list the rules that prevent it.
    """
    if sources:
        from ims_lint.output import provenance  # 1 ms

        if selectors or every:
            fail("--sources is not allowed with a rule or --all")
        out(provenance.render(format_name))
        return
    from ims_lint.output import rule_pages  # 1 ms

    codes = [selector.upper() for selector in selectors if selector.upper().startswith("IMG.")]
    selectors = tuple(selector for selector in selectors if selector.upper() not in codes)
    for message in filter(None, (*map(rule_pages.unknown_error_code, codes), *map(unknown_selector, selectors))):
        fail(message)
    if codes:
        out("\n".join(rule_pages.error_code(code, RULES) for code in codes))
        if not selectors:
            return
    if not selectors and not every:
        out(rule_pages.listed(RULES, format_name))
        return
    chosen = [each for each in RULES if every or any(specificity(selector, each) for selector in selectors)]
    out(rule_pages.render(chosen, format_name))


@click.command()
@click.argument("path", default=".")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", "config_file", type=click.Path(), help="Use this configuration file instead of the nearest.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--strict", is_flag=True, help="Show the configuration with --strict.")
def config(path: str, format_name: str, config_file: str | None, isolated: bool, strict: bool) -> None:
    """Show the effective configuration for PATH (default: the current directory) and the origin of each value."""
    from ims_lint.output import config_page  # 2 ms

    try:
        found = Configurations(config_file, isolated, lambda each: each._replace(strict=strict)).of(path)
    except ConfigError as error:
        fail(error)
    out(config_page.render(found, path, format_name))
