"""Brings in the history of another desk: reads its file, puts the rows in order, writes incidents with their story."""
