"""What must come back first after a disaster, and proof that it does: recovery order, rehearsals, back-up tests."""
