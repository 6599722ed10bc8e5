"""The page on the slides' dated facts: how subscribers grew, what happened when, and where each fact is from."""
