"""The stored dates of real plan files against the dates computed from scratch."""
