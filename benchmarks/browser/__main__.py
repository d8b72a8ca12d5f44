"""PERF-04: see ``gantt.py``."""

from benchmarks.browser.gantt import main

main()
