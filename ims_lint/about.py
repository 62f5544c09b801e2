"""What the program says of itself: its version, and its address on the web."""

__version__ = "0.1.0"

SITE = "https://ims-lint.github.io/ims-lint/"
"""Where its pages and schemas are: `rules/IMS201/`, `schemas/create-image.schema.json`."""
