"""The shape of access on the wire."""
