"""What every domain stands on: rows, events, jobs, errors, moments; it decides nothing."""
