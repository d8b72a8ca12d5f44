"""Nothing that is told in the log ends its line, begins another or speaks to a terminal."""

import logging

import pytest
import structlog

FORGED = "told\r\n2026-01-01 [info] forged\u2028\u2029\x85\x0b\x0c\x1b[31mred\x00"
_MARKS = {"\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1b", "\x00"}


@pytest.mark.parametrize("way", ["value", "event", "library"])
def test_a_line_stays_one_line(logged, way):
    if way == "library":
        logging.getLogger("django.server").warning("asked for %s", FORGED)
    elif way == "event":
        structlog.get_logger("zhongshu.test").info(FORGED)
    else:
        structlog.get_logger("zhongshu.test").info("asked", path=FORGED, reason=FORGED)

    told = logged()

    assert told.count("\n") == 1
    assert told.endswith("\n")
    assert {mark for mark in _MARKS if mark in told} == set()
