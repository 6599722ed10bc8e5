"""Reranking: another order of what a recommender proposes, for the sake of something besides relevance."""
