"""Made-up records in the shape of real ones."""
