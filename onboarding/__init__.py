"""Introductions: checklist, schedule and mentor meetings from one start date.

Danish words: introduktionsforløb (course), huskeliste (checklist), introduktionsskema (schedule), mentor, statusmøde.
"""
