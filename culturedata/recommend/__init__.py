"""One recommender per file, behind one base class."""
