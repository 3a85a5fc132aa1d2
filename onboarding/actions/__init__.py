"""What happens in an introduction: one verb for each thing a person or the clock does. Split by noun."""
