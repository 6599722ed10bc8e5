"""IMDb's non-commercial data sets: titles of films and series, people, and what is said of both."""
