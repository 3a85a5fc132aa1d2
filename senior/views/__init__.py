"""Find, clean, act, redirect. Split like the verbs; ground is what the pages share."""
