"""The schemas of the two files, their tables and migrations."""
