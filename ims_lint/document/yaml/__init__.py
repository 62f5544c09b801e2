"""YAML 1.2 with the values of its core schema."""
