"""Authorities: what may be decided, by whom, how far, for whom, and by how many together."""
