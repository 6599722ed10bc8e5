"""Looking into a library, after it, and opening it in the browser."""
