"""SQLite with one writer at a time."""
