"""The page of charts of the catalogue: works by century, by country of origin, and by what may be done with them."""
