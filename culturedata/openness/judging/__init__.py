"""From counts to figures, scores and ranks."""
