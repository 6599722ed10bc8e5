"""What an import is given: files of every shape, archives, folders; records streamed from them."""
