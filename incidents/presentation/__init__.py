"""How records are said and drawn: pure, from rows that were already read; pages show what they find here and ask nothing."""
