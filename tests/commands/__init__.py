"""Tests of the scripts in bin/."""
