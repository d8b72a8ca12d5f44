"""MPXJ's scheduler on the same random networks; development only."""

import shutil

import numpy as np
import pytest
from benchmarks.cpm.networks import MONDAY, network_of, random_links

from zhongshu.engines.schedule import schedule

pytest.importorskip("jpype", reason="the mpxj extra is not installed")
pytest.importorskip("mpxj", reason="the mpxj extra is not installed")


@pytest.mark.java
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [1, 2])
def test_microsoft_scheduler_finds_the_same_dates(seed: int) -> None:
    from benchmarks.cpm.peers import MpxjPlan

    links = random_links(1000, seed, leads=False)
    plan = schedule(network_of(links, 1, 12_000))
    peer = MpxjPlan(links)

    peer.schedule("MicrosoftScheduler", str(np.datetime64(MONDAY * 1440 + 480, "m")))

    # MPXJ lets work that a start-to-finish link pulls begin before the project; we do not.
    theirs = peer.moments("EarlyStart")
    in_project = theirs >= plan.network.project_start
    assert in_project.mean() > 0.99
    assert (theirs == plan.early_start)[in_project].all()
