"""The options of `ims-lint check`."""

from __future__ import annotations

from typing import NamedTuple

from ims_lint.config import Config, Selection


class Options(NamedTuple):
    """The options of `check`, explained in their help texts."""

    paths: tuple[str, ...]
    files_from: str | None
    stdin_filename: str | None
    force_exclude: bool
    no_ignore: bool
    allow_empty: bool
    embedded_only: bool
    operation: str | None
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    config_file: str | None
    isolated: bool
    strict: bool
    exit_zero: bool
    fix: bool
    unsafe_fixes: bool
    fix_only: bool
    diff: bool
    formats: list[tuple[str, str | None]]
    category: str
    output_file: str | None
    quiet: bool
    jobs: int
    statistics: bool

    def adjusted(self, config: Config) -> Config:
        """A configuration with these options applied."""
        selection = Selection(self.select, self.extend_select, self.ignore)
        return config.declaring(self.operation)._replace(
            command_line=selection, strict=self.strict, embedded_only=self.embedded_only
        )

    @property
    def fixing(self) -> bool:
        """Whether fixes are applied or shown."""
        return self.fix or self.fix_only or self.diff
