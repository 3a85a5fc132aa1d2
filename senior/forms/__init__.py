"""What may be typed; forms clean, and never save. Split like the verbs."""
