"""The page on the pool of a home page: how many rows there might have been, which were chosen."""
