"""Pure rules of MED: what is due when, which dates clash. They read and work out; they never write."""
