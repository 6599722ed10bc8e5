"""The ways in which servers give lists: pages, cursors, OAI-PMH, SPARQL, ordered collections."""
