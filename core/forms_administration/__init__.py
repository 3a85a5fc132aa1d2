"""The administration's forms, split as its views: they clean, and never save."""
