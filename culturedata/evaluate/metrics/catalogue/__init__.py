"""How the works of the catalogue share in what is shown."""
