"""Last.fm as HetRec 2011 gives it out: who played which artist how often, friends, and tags."""
