"""Generators of files, all run by `nox -s generate`, and the benchmark."""
