"""A reconciliation service (W3C Reconciliation API 0.2) over a catalogue: names in, candidates with scores out."""
