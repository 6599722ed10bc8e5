"""How long imports take and how much memory, against bare writing."""
