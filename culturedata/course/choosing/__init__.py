"""Exercises about choosing: what a system puts first, and which works hang together."""
