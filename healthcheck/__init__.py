"""Is each FITS process in place? Statements answered yes, partly or no, and a plan to close the gaps."""
