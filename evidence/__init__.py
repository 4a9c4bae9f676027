"""Frameworks that a school shows evidence for: what it says of itself, with the figures and papers behind it."""
