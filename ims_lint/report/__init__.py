"""From findings to diagnostics: places, edits, suppressions."""
