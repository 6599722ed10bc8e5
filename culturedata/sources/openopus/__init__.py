"""Open Opus: composers of classical music and their works."""
