"""Pages: find, clean, act, redirect."""
