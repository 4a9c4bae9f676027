"""Trends: what keeps going wrong, found by statistics over what was logged.

`history` reads records into columns, `school_days` says which days compare, one module for each kind of pattern finds
it as of a day, `finder` asks them all, and `keeping` turns what they find into rows to decide about.
Nothing here is imported by pages: the statistics libraries are for workers and commands.
"""
