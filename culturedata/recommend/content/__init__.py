"""Works like those that somebody liked, by what is said of them: weights, nearness, and the reason in words."""
