"""A look into an unknown file: its fields, and a first descriptor for it."""
