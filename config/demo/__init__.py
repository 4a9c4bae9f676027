"""A small invented trust of three schools, and the term it has had."""
