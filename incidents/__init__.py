"""Violence, threats and harassment: from a report on a phone to an approved letter.

Danish words: hændelse (incident), den ramte (affected), skridt (step), sanktion (sanction), krisehjælp (crisis help),
kategori A/B/C. Legal basis: arbejdsmiljøloven and the orders on psychological working environment and on reporting of
work accidents; offererstatningsloven § 10 (72 hours); forvaltningsloven for measures against citizens. Every number
that comes from a law is dated data in fixtures/reference, never a constant here.
"""
