"""Find the checkout, so that reports can name files relative to the repository."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ims_lint.files.repository import root_of
from ims_lint.output.checkout import Checkout

_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
"""The variables in which CI services give the directory of the checkout."""


def find_checkout(directory: str, environ: Mapping[str, str]) -> Checkout:
    """The checkout that contains a directory: the nearest parent with `.git`, else the workspace of the CI.

    Without either, the directory itself is the root.
    """
    directory = os.path.realpath(directory)
    if root := root_of(directory):
        return Checkout(directory, root)
    for variable in _WORKSPACES:
        workspace = environ.get(variable, "")
        if workspace and Path(directory).is_relative_to(workspace):
            return Checkout(directory, workspace)
    return Checkout(directory, directory)
