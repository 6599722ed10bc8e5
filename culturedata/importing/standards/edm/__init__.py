"""The Europeana Data Model."""
