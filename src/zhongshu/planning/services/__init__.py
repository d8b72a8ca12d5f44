"""What planning can be asked to do."""
