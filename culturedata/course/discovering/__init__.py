"""Exercises about what somebody does not know yet: which part of a recommender finds it, and why."""
