"""The Metropolitan Museum of Art."""
