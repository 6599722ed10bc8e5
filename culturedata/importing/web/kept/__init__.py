"""What came over the web and is kept: downloads on their way, whole files, answers."""
