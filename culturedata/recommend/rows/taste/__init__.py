"""Rows that begin with what the visitor liked."""
