"""The language server: the linter's verdict in the editor, over the Language Server Protocol."""
