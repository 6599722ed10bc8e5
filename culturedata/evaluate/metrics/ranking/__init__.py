"""Whether slates show what turned out relevant, and how early."""
