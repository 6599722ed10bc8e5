"""The Museum of Modern Art."""
