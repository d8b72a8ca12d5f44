"""Whom data is about: what the platform holds of somebody, how it is told, kept and erased."""
