"""What a producer or a curator asks: which works to show together."""
