"""Harvard Art Museums."""
