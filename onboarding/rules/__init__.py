"""Rules that answer with their reasons: what a template holds, and which day each part of it falls on. Never a write."""
