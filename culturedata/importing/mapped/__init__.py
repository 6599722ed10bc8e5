"""Records read by a mapping: where a value stands, what it is, and the work, the people and the terms that it makes."""
