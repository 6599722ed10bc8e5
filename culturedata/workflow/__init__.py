"""What takes several rooms; the same steps serve the command line and the tests."""
