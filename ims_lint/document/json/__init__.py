"""JSON as RFC 8259 has it."""
