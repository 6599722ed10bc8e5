"""General readers: a museum brings its file and a descriptor, and no Python."""
