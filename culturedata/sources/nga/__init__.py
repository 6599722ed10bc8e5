"""The National Gallery of Art, Washington."""
