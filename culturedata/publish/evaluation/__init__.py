"""Pages on how good recommenders are: figures with intervals, ties, pictures, and the leaderboard of the Prize."""
