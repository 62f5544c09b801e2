"""The files to lint: finding them, reading them, many at once."""
