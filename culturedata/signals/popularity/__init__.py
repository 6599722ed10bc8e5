"""One file per measure of popularity: what «the most popular» may mean, from interactions to a figure of each work."""
