def load(staff): pass
