"""Administration for ordinary people, split by noun (people, places, roles, …). `kit` holds what the pages share."""
