"""How long it takes, and how much memory, to learn from ratings and to recommend."""
