"""What may be typed in MED: `bodies`, `agenda`, `minutes`, `proposals`, `figures`. Forms clean and never save."""
