"""The version of ims-lint, and the addresses of its website and its repository."""

__version__ = "0.2.0"

SITE = "https://ims-lint.github.io/ims-lint/"
"""The base URL of the rule pages and schemas: `rules/IMS201/`, `schemas/create-image.schema.json`."""

REPOSITORY = "https://github.com/ims-lint/ims-lint"
"""The URL of the repository."""
