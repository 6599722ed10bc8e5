"""How any source is read: descriptor, context, fetching, audit, assertions, run."""
