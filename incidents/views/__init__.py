"""The pages of incidents, one module per thing: find, clean, act, redirect.

ground.py is what the pages of steps share.
"""
