"""The message for a first word that is not a command."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable

from ims_lint.files.discovery import EXTENSIONS
from ims_lint.output.inert import visible
from ims_lint.rules.spelling import did_you_mean


def not_a_command(word: str, commands: Iterable[str]) -> str:
    """Say how to lint a path, or which command a misspelled word may mean."""
    message = f"{visible(word)} is not a command"
    if word == "-" or word.lower().endswith(EXTENSIONS) or os.path.exists(word):
        return f"{message}; to lint it, use `ims-lint check {visible(shlex.quote(word))}`"
    return message + (did_you_mean(word, commands) or f"; use one of {', '.join(commands)}")
