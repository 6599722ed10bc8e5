"""How often a host may be asked, and for what."""
