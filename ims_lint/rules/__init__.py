"""The rules: one module for each concern, all of them in the registry."""
