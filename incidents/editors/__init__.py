"""What may be worded in letters and the plan's steps, and how (GEN-10): letters, steps."""
