"""What the polite HTTP client is made of: manners, addresses, limits, cache, robots.txt, transfer, verdict."""
