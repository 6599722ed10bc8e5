"""The Victoria and Albert Museum."""
