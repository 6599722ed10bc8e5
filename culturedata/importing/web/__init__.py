"""The polite HTTP client: manners, addresses, limits, robots.txt, transfer, verdict; `kept` is what stays on disk."""
