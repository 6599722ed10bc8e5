"""Netflix's approach on open cultural collections: import, publish, recommend, judge, teach."""

__version__ = "0.1.0"
