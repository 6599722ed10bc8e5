"""Joconde, the collections of the museums of France."""
