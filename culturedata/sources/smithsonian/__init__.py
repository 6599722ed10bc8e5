"""The Smithsonian Institution."""
