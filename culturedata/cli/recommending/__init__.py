"""Training recommenders, asking and judging them."""
