"""Pages of calendars and agreements."""
