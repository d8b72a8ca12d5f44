"""What can be read about a plan."""
