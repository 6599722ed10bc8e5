"""Recommenders that predict ratings, beside those of Surprise."""
