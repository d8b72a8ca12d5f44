"""Lowering the class of a record: asked for by one person, confirmed by another."""
