"""Records on their way in: read and parsed in this process, or in one of their own beside it."""
