"""What happens. Split by noun: offers, talks, agreements (writing, signing, running), choices, handover, conversations,
plans, redistribution, rules, scheme; clock is what comes back by itself, ground is what they share.
"""
