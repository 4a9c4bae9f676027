"""Brings things into the register from the file of another program: reads it, compares it, writes what is new."""
