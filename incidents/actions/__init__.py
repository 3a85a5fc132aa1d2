"""What happens to an incident, one module per thing a person does. Import the module you need.

Up to the leader: reporting, alerting, taking_over, category, supplementing. The response: talks, next_of_kin, crisis,
police, injury, safetynet, calls, briefing, supervision, return_to_work, learning, closing (ground.py is what they
share).
Towards the citizen and the house: sanctions, letters, messages, reports.
"""
