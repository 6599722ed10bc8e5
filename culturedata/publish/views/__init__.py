"""The pages, and the rows and lines that they are made of."""
