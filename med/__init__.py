"""LokalMED and TRIO: agendas, minutes, decisions that come back by themselves.

Danish words: dagsorden (agenda), referat (minutes), beslutning (decision), årshjul (year wheel), formand/næstformand
(chair/vice chair). Basis: the framework agreement on MED and the local MED agreement.
"""
