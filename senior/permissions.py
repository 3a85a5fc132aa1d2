"""Senior's lines of the permission table: filled below."""
