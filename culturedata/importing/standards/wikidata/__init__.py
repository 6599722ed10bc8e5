"""Items of Wikidata, whatever they are: what every reader takes of them, what they name, the files that hold them."""
