"""The ground floor: people, roles, history, messages – nothing here knows a commitment."""
