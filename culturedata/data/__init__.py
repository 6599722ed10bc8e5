"""Plain frozen values: no disk, no network."""
