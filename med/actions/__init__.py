"""What people do: verbs with `by=`, one transaction each."""
