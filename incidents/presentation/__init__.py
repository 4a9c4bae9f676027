"""How records are said and drawn: pure, from rows that were read already; pages show what they find here."""
