"""Judges slates and predictions; never knows a recommender."""
