"""The shift from reactive to proactive: what is measured, how, and what it says in plain words."""
