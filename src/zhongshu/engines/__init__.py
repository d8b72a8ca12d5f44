"""Engines: pure numbers in, pure numbers out; they know neither rows nor requests."""
