"""PERF-01: the schedule engine beside networkx and MPXJ."""
