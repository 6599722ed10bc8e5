"""Rows of works that the catalogue says have something in common."""
