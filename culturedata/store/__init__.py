"""The two SQLite files of a library: schema, writing, reading, search."""
