"""The first page of the reports: today, this month, and whether it is getting better; schools side by side."""
