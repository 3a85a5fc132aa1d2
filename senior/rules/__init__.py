"""What follows from a birth date and a group (engine), which group a person belongs to (membership), and the limits of
an agreement (limits). The engine is pure: rules in, answer with reasons out.
"""
