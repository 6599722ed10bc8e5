"""Rows of a home page: one kind of row per file, from what is known of works and of a visitor to a few works."""
