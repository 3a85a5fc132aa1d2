"""Senior talks and agreements, offered to everyone in time.

Danish words: seniorsamtale (talk), senioraftale (agreement), seniordage, seniorbonus. Basis: the framework agreement on
senior policy; every age, day and percentage is dated reference data.
"""
