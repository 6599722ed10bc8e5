"""MovieLens, in all its editions."""
