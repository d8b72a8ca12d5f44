"""Jobs of the audit trail: seal every minute, sign what was sealed, verify every day."""

from datetime import timedelta

import structlog
from django.utils import timezone

from zhongshu.kit.audit.checkpoints import (
    BadCheckpoint,
    checkpoint_file,
    found_since_signed,
    read_checkpoints,
    write_checkpoints,
)
from zhongshu.kit.audit.looks import keep_verification, keep_watch
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.audit.verifying import Fault, fault_of, verify
from zhongshu.kit.audit.watching import alarms
from zhongshu.kit.horizon import Horizon
from zhongshu.kit.jobs import job

_log = structlog.get_logger(__name__)
# Kept between runs: what was given out at one run is settled at the next, even if some
# transaction is open at each of them.
_HORIZON = Horizon()


@job("kit.seal_events", every=timedelta(minutes=1))
def seal_events() -> None:
    """Seal what happened since the last run, and sign it."""
    now = timezone.now()
    seal(at=now, horizon=_HORIZON)
    write_checkpoints(at=now)


@job("kit.watch_trail", every=timedelta(minutes=5))
def watch_trail() -> None:
    """Raise the alarm if the trail could be changed, or is sealed no more."""
    now = timezone.now()
    found = alarms(now=now)
    keep_watch(found, at=now)
    for alarm in found:
        _log.error("audit_alarm", alarm=alarm)


@job("kit.verify_events", every=timedelta(days=1))
def verify_events() -> None:
    """Verify the whole chain; a fault is an error in the log and an alarm in the audit room."""
    faults = _faults()
    keep_verification(faults, at=timezone.now())
    for fault in faults:
        _log.error("audit_trail_broken", fault=str(fault))


def _faults() -> list[Fault]:
    try:
        report = verify(read_checkpoints(checkpoint_file()))
        fresh = [fault_of(one, report.n_blocks) for one in found_since_signed()]
    except BadCheckpoint as error:
        return [Fault("bad_checkpoint", 0, 0, about=str(error))]
    return [report.fault] if report.fault else fresh
