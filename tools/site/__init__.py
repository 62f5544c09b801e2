"""The website: documentation from docs/, a page per rule, the schemas at their addresses."""
