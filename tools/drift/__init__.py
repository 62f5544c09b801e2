"""Compare the provider's pages with what the project says of them: `nox -s drift -- PAGE…`."""
