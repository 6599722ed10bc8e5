"""Tate."""
