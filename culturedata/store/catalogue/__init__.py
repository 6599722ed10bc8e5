"""Reading the catalogue, and searching it."""
