"""Exercises about joining what several sources say: people, identifiers, and data for everybody."""
