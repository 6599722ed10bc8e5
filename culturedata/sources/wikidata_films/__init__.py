"""Films in Wikidata."""
