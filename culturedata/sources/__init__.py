"""A source is one small file here, or a folder with a `source.py` where it takes several; each has its descriptor in
catalogues/. `readers` are the general ones."""
