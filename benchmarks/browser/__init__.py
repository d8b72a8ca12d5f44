"""Benchmarks in a real browser."""
