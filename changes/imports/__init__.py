"""Brings in the changes of another desk, and which incidents they caused."""
