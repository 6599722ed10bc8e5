"""Writing a library, or a choice of it, in open formats; and reading one such export back."""
