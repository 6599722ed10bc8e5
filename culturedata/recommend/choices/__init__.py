"""Recommenders that learn from what was chosen, not from how it was rated."""
