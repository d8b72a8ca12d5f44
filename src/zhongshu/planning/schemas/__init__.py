"""The shape of planning on the wire."""
