"""The Rijksmuseum."""
