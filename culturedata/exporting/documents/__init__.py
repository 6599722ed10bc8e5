"""One work in the words of a vocabulary: plain dictionaries, which pages and exports share."""
