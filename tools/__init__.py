"""What makes the generated files, all of it run by `nox -s generate`, and the bench."""
