"""Introductions: checklist, schedule and mentor meetings from one start date. Not built yet; incidents came first.

Danish words: introduktionsforløb (course), huskeliste (checklist), introduktionsskema (schedule), mentor, statusmøde.
"""
