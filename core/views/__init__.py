"""The shared pages, one module by subject."""
