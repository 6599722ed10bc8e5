"""Europeana."""
