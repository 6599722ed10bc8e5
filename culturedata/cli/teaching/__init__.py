"""What the course uses: exercises, and how open collections are."""
