"""Paris Musées."""
