"""Works of art in Wikidata."""
