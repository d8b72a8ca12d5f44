"""Each planted leak is noticed: a harness that misses one has a blind spot."""

import pytest

from tests.architecture.source import ROOT
from tests.secrecy.twins.policy import BY_NAME
from tests.secrecy.twins.trace import compared
from tests.secrecy.twins.worlds import Worlds
from tests.secrecy.zoo import (  # noqa: F401 - they fill it
    coming,
    doers,
    fields,
    rows,
    ruling,
    side_paths,
    terms,
)
from tests.secrecy.zoo.leaks import ZOO, Leak

pytestmark = [pytest.mark.django_db, pytest.mark.trace]


@pytest.mark.parametrize("leak", ZOO, ids=lambda one: one.name)
def test_planted_leak_is_noticed(worlds: Worlds, leak: Leak):
    viewer = BY_NAME[leak.viewer]
    worlds.pair(viewer)

    with leak.planted():
        verdict = compared(
            worlds,
            viewer,
            chosen=lambda probe: probe.operation.name in leak.operations,
            is_first_enough=True,
        )

    assert verdict.n_asked > 0
    assert not verdict.is_secret


def test_there_are_many_kinds_of_leaks():
    assert len({leak.name for leak in ZOO}) >= 30


def test_documentation_lists_every_leak():
    told = (ROOT / "docs" / "reference" / "secrecy.md").read_text(encoding="utf-8")

    missing = [leak.name for leak in ZOO if f"| {leak.name} | {leak.seen_in} |" not in told]
    assert missing == []
