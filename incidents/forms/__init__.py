"""What may be typed about an incident, one module per thing. Forms clean and never save."""
