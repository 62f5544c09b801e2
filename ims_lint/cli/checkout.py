"""Where the checkout lies, so that a report can name its files as the repository does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ims_lint.files.repository import root_of
from ims_lint.output.checkout import Checkout

_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
"""The variables in which a CI says where it checked the repository out."""


def find_checkout(folder: str, environ: Mapping[str, str]) -> Checkout:
    """The checkout around a folder: the nearest one with `.git`, else the CI's workspace.

    Without either, the folder itself is taken for the root.
    """
    folder = os.path.realpath(folder)
    if root := root_of(folder):
        return Checkout(folder, root)
    for variable in _WORKSPACES:
        workspace = environ.get(variable, "")
        if workspace and Path(folder).is_relative_to(workspace):
            return Checkout(folder, workspace)
    return Checkout(folder, folder)
