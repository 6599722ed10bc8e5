"""How open collections are, as far as this library can tell: shares, intervals, and a score that the reader weighs."""
