"""One file per signal: what a recommender may know about a work or a person."""
