"""The page on popularity: the first works by a measure, how far the measures agree, and who moves between two."""
