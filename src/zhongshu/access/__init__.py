"""Access: who may do what, over which part of the enterprise, and which fields they see."""
