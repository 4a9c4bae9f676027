"""The service report: one page that heads and governors read, the same sections every time, made of the catalogue."""
