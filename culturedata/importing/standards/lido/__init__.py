"""LIDO, the XML of museum objects."""
