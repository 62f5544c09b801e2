"""The browser in which the website and the playground are tested."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

PROGRAM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
"""The path of Chromium or Chrome; the variable CHROMIUM names another one. None if there is none."""
