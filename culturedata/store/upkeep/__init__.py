"""Looking after a library: copies, removal, the public copy."""
