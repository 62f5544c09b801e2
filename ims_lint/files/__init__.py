"""Find, read and lint files, many at once."""
