"""The language server: findings in the editor, over the Language Server Protocol."""
