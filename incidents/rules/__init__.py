"""Rules that answer with their reasons: the category, the deadlines. They read data, never write."""
