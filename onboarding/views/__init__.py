"""Find, clean, act, redirect. One module for each thing people come for."""
