"""What can be said, shared and followed."""
