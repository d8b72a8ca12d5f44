"""Organisation: units, people, and the calendars by which they work."""
