"""How far predicted ratings are off."""
