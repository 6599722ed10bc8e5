"""How much memory what people did takes as it comes in."""
