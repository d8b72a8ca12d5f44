"""Every settled event is sealed once, whoever writes and whoever seals at the same time."""

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, transaction

from tests.audit.conftest import NOW, happen, seal_and_sign, verified
from zhongshu.access.models import SYSTEM
from zhongshu.kit import events, jobs
from zhongshu.kit.audit.canonical import FIRST_PREVIOUS, event_bytes, rows_between
from zhongshu.kit.audit.checkpoints import checkpoint_file, read_checkpoints
from zhongshu.kit.audit.merkle import leaf_hash, root_of
from zhongshu.kit.audit.sealing import index_of, seal
from zhongshu.kit.horizon import Horizon
from zhongshu.kit.models import AuditBlock, Event

N_WRITERS, N_EACH = 50, 4


@pytest.mark.django_db
def test_block_holds_the_root_over_everything_so_far_and_the_block_before():
    done = happen(6)
    seal(at=NOW)

    first, second = AuditBlock.objects.order_by("number")
    leaves = [leaf_hash(event_bytes(row)) for row in rows_between(0, done[-1].pk)]
    assert (first.previous, second.previous) == (FIRST_PREVIOUS, first.hash)
    assert (first.n_events, first.tree_size, second.n_events, second.tree_size) == (4, 4, 2, 6)
    assert (first.root, second.root) == (root_of(leaves[:4]).hex(), root_of(leaves).hex())
    assert [seq for seq, _ in index_of(second)] == [event.pk for event in done[4:]]


@pytest.mark.django_db
def test_where_nothing_happened_there_is_no_block():
    assert seal(at=NOW) == []
    happen(1)

    assert len(seal(at=NOW)) == 1
    assert seal(at=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_rolled_back_event_leaves_a_gap_and_no_fault():
    happen(1)
    with transaction.atomic():
        happen(1)
        transaction.set_rollback(True)
    happen(1)

    seal_and_sign()

    assert (verified().fault, verified().n_events) == (None, 2)


def at_once(works: list[Callable[[], None]]) -> list[BaseException]:
    """Start each in a thread of its own, all at the same moment; return what failed."""
    ready = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            ready.wait(30)
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_and_four_sealers_make_one_chain_without_fork_or_gap():
    def write() -> None:
        for number in range(N_EACH):
            with transaction.atomic():
                events.record("test.happened", actor=SYSTEM, subject=None, after={"n": number})

    def sealer() -> None:
        horizon = Horizon()
        for _ in range(20):
            seal(at=NOW, horizon=horizon)

    failed = at_once([write] * N_WRITERS + [sealer] * 4)
    seal_and_sign()

    assert failed == []
    blocks = list(AuditBlock.objects.order_by("number"))
    assert [block.number for block in blocks] == list(range(1, len(blocks) + 1))
    assert all(later.previous == block.hash for block, later in pairwise(blocks))
    sealed = [seq for block in blocks for seq, _ in index_of(block)]
    assert sealed == list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert len(sealed) == N_WRITERS * N_EACH
    report = verified()
    assert (report.fault, report.n_unsealed) == (None, 0)
    assert (report.n_witnessed, report.n_unwitnessed) == (N_WRITERS * N_EACH, 0)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="an embedded database has one writer at a time"
)
@pytest.mark.django_db(transaction=True)
def test_event_that_commits_late_is_in_a_later_block_and_not_left_out():
    recorded, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            happen(1)
            recorded.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    recorded.wait(10)
    happen(2)
    horizon = Horizon()
    while_open = [seal(at=NOW, horizon=horizon) for _ in range(3)]
    may_commit.set()
    writer.join()
    seal(at=NOW, horizon=horizon)
    seal(at=NOW, horizon=horizon)

    assert while_open == [[], [], []]
    sealed = [seq for block in AuditBlock.objects.all() for seq, _ in index_of(block)]
    assert len(sealed) == 3
    assert verified().fault is None


@pytest.mark.django_db(transaction=True)
def test_job_seals_and_signs():
    happen(5)
    jobs.enqueue("kit.seal_events", at=NOW)

    jobs.run(jobs.claim(worker="one", now=NOW), now=NOW)

    assert len(read_checkpoints(checkpoint_file()).blocks) == 2
    assert verified().fault is None


@pytest.mark.django_db
def test_event_reads_back_as_the_same_bytes_whatever_was_written():
    odd = {
        "text": '第一行\n第二行\u2028\x1b[31m"}',
        "number": 1e22,
        "small": -0.0,
        "deep": [{"b": 1}],
    }
    events.record("test.happened", actor=SYSTEM, subject=None, after=odd)

    [once], [again] = list(rows_between(0, 10**9)), list(rows_between(0, 10**9))

    assert event_bytes(once) == event_bytes(again)
    assert event_bytes(once).isascii()
    assert b"\n" not in event_bytes(once)
