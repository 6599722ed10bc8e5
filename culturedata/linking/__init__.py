"""The same agent or work in two sources: candidates, scores, decisions, undo."""
