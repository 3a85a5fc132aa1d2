"""What may be typed; forms clean, and never save."""
