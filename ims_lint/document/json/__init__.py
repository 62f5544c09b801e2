"""JSON as RFC 8259 defines it."""
