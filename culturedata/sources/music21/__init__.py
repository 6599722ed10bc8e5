"""music21: what its corpus of scores says of each score, without opening one."""
