"""How problems are said and drawn: pure, from rows that were read already."""
