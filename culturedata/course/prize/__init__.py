"""Exercises about the Netflix Prize: predicting ratings, judging predictions, and being fooled by figures."""
