"""How often a process that lives for long looks for garbage in cycles."""

import gc

# A plan of 10,000 tasks is tens of thousands of rows that are kept for hours and hold no cycles.
# By Python's own thresholds the collector walks over all of them every few edits, and an edit
# that meets it takes four times as long. Cycles die young: the youngest generation catches them.
_THRESHOLDS = (50_000, 20, 100)


def collect_seldom() -> None:
    """Leave out of the collector's walks what was loaded at the start, and make them rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
