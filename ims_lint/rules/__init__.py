"""The rules: one module for each topic; the registry lists all rules."""
