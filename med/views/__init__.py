"""MED's pages: find, clean, act, redirect. `meetings` (page of a meeting), `agenda`, `minutes`, `bodies`, `lists`,
`proposals`, `confidential`, `figures`, `papers`; `ground` holds what they share.
"""
