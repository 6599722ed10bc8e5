"""The algorithms of Surprise as recommenders: unmodified where they learn, in blocks where they answer."""
