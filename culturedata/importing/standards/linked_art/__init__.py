"""Linked Art, the JSON-LD of museum objects."""
