"""One small file per source; each has a descriptor in catalogues/."""
