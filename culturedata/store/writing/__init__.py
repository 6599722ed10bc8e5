"""Writing what sources yield."""
