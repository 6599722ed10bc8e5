"""Rows of what many people do: they need no history of the visitor."""
