"""What a search answers, and how fast."""
