"""Benchmarks of the pages that a server gives."""
