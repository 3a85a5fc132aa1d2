"""Measure the product against a floor, as ratios in one run (docs/speed.md)."""
