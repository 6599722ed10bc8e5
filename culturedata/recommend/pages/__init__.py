"""Pages: which rows are shown, in which order, so that the page as a whole is worth most."""
