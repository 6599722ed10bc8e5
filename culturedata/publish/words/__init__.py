"""French and English: which of them, and the words of the pages."""
