"""One benchmark per file: a ratio against a named reference, both timed in turn in one run."""
