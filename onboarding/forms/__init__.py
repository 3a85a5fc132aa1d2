"""What may be typed. Cleans, never saves. Split by noun, as the verbs are."""
