"""What is counted, in which works, for whom."""
