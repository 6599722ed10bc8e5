"""The same work in two sources: films by title and year, other works by maker, title, year and keeper."""
