"""Rows chosen by hand."""
