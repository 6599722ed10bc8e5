"""The Datasette plugin: pages, permissions, metadata."""
