"""The Cleveland Museum of Art."""
