"""What MED loads of reference data: duties, numbers about training. The fixed agendas are editions (med/fixed_agenda.py)."""

from med import reference_beside, reference_training  # noqa: F401  (load the duties and the numbers)
