"""Planning: what must be done, in which order, and by when.

Owns tasks, links, the computed schedule and its baselines. Moments are local minutes of
the project, durations whole working minutes.
"""
