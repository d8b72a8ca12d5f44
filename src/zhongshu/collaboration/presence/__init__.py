"""Who is here now: shown by open pages every few seconds, and forgotten as soon as they stop."""
