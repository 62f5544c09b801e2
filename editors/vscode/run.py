"""Run the ims-lint beside this file, with the libraries beside it: with -I and -S, Python finds no others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "libraries"))

from ims_lint.__main__ import run

run()
