"""The Art Institute of Chicago."""
