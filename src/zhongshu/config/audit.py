"""The `zhongshu audit` commands: seal, verify, prove, export, rotate-key, accept."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID


def add_parser(commands: Any) -> None:
    """Describe the commands."""
    audit = commands.add_parser("audit", help="seal, verify and prove the audit trail")
    acts = audit.add_subparsers(dest="act", metavar="act", required=True)
    acts.add_parser("seal", help="seal and sign now what happened")
    one = acts.add_parser("verify", help="find the first entry that was tampered with")
    one.add_argument("--checkpoints", type=Path, help="a file of checkpoints that you kept")
    one.add_argument("--trust", default="", help="id of the first key of the checkpoints")
    one = acts.add_parser("prove", help="prove that an event was sealed, or how the chain grew")
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--event", type=UUID)
    what.add_argument("--growth", type=int, nargs=2, metavar=("BLOCK", "LATER"))
    one = acts.add_parser("export", help="write what an auditor verifies without the database")
    one.add_argument("--output", type=Path, required=True, help="a folder")
    acts.add_parser("rotate-key", help="sign with a new key from now on")
    one = acts.add_parser("accept", help="accept the chain as it is, after a backup was restored")
    one.add_argument("--reason", required=True)


def run(options: argparse.Namespace) -> None:
    """Run one of the commands."""
    from zhongshu.kit.audit.checkpoints import BadCheckpoint, ChainRewritten
    from zhongshu.kit.audit.keys import BadKey
    from zhongshu.kit.audit.proving import NotSealed

    try:
        _ACTS[options.act](options)
    except NotSealed as error:
        sys.exit(f"Nothing can be proved: {error}")
    except (ChainRewritten, BadCheckpoint, BadKey, OSError) as error:
        sys.exit(f"TAMPERED WITH, or unreadable: {error}")


def _seal(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.kit.audit.checkpoints import write_checkpoints
    from zhongshu.kit.audit.sealing import seal

    now = timezone.now()
    blocks = seal(at=now)
    n_signed = write_checkpoints(at=now)
    n_events = sum(block.n_events for block in blocks)
    print(f"{n_events} events sealed in {len(blocks)} blocks; {n_signed} checkpoints signed.")


def _verify(options: argparse.Namespace) -> None:
    from django.db import connection

    from zhongshu.kit.append_only import missing_guards
    from zhongshu.kit.audit.checkpoints import (
        checkpoint_file,
        found_since_signed,
        read_checkpoints,
    )
    from zhongshu.kit.audit.verifying import fault_of, verify

    file = options.checkpoints or checkpoint_file()
    if options.checkpoints and not file.is_file():
        sys.exit(f"There is no file {file}.")
    known = read_checkpoints(file)
    if options.trust and known.first_key != options.trust:
        sys.exit(f"TAMPERED WITH: the first key is {known.first_key or 'missing'}.")
    report = verify(known)
    for reason in report.restarts:
        print(f"The chain was accepted anew: {reason}")
    if report.n_retired:
        print(f"{report.n_retired} of the events were old and removed, by a signed tombstone.")
    for guard in missing_guards(connection):
        print(f"The database lacks the guard {guard}: run `zhongshu migrate`.")
    for line in _about_the_witness(report):
        print(line)
    found = [fault_of(one, report.n_blocks) for one in [*report.findings, *found_since_signed()]]
    # The first fault may be the first finding.
    faults = list(dict.fromkeys([report.fault, *found] if report.fault else found))
    _keep_for_the_auditors(options, faults)
    if faults:
        told = [f"TAMPERED WITH: {faults[0]}", *(f"Altered as well: {one}" for one in faults[1:])]
        sys.exit("\n".join([*told, _COULD_BE.get(faults[0].code, "")]).strip())
    print(
        f"{report.n_events} events in {report.n_blocks} blocks are as they were sealed, and "
        f"{report.n_checkpoints} checkpoints as they were signed (first key {known.first_key}); "
        f"{report.n_unsealed} events wait to be sealed. Root {report.root}"
    )


def _keep_for_the_auditors(options: argparse.Namespace, faults: list[Any]) -> None:
    """Tell the audit room what was found; not where it was held against a copy kept elsewhere."""
    from django.utils import timezone

    from zhongshu.kit.audit.looks import keep_verification

    if not options.checkpoints:
        keep_verification(faults, at=timezone.now())


def _about_the_witness(report: Any) -> Iterator[str]:
    """What the notes say that were kept outside of the database until each event was sealed."""
    if report.n_accepted:
        yield f"{report.n_accepted} findings of the witness were accepted with the chain."
    if report.n_witnessed:
        yield f"{report.n_witnessed} events were sealed as the witness had noted them."
    if report.n_unwitnessed:
        some = ", ".join(map(str, report.unwitnessed))
        yield (
            f"{report.n_unwitnessed} events came without a witness ({some}): written past "
            "Zhongshu, by a host with another ZHONGSHU_AUDIT_HOME, or just before a power cut."
        )


def _prove(options: argparse.Namespace) -> None:
    from zhongshu.kit.audit.proving import prove_event, prove_growth

    proof = prove_event(options.event) if options.event else prove_growth(*options.growth)
    print(json.dumps(proof, indent=2))


def _export(options: argparse.Namespace) -> None:
    from zhongshu.access import trail
    from zhongshu.access.event_fields import AUDIT_EVENT
    from zhongshu.access.models import SYSTEM
    from zhongshu.kit.audit import offline
    from zhongshu.kit.audit.proving import export
    from zhongshu.kit.origin import Origin, acting_from

    n_events = export(options.output)
    fields = sorted(one.name for one in AUDIT_EVENT.fields if AUDIT_EVENT.is_high(one.name))
    read = {"resource": AUDIT_EVENT.name, "model": "kit.event", "fields": fields}
    with acting_from(Origin(automation="audit export")):
        reads = [read | {"n_rows": n_events, "scopes": []}]
        trail.note_export(SYSTEM, None, format="jsonl", reads=reads)
    print(f"{n_events} events are in {options.output}; verify them with {offline.__file__}.")


def _rotate_key(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.kit.audit.checkpoints import rotate_key

    print(f"Key {rotate_key(at=timezone.now())} signs from now on.")


def _accept(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.kit.audit.checkpoints import accept_chain

    accept_chain(reason=options.reason, at=timezone.now())
    print("The chain is accepted as it is; every verification will tell the reason.")


_RESTORED = (
    "If an older copy of the database was restored, or took over, that is why: "
    '`zhongshu audit accept --reason "…"` signs that it was. Nobody else takes events away.'
)
_COULD_BE = {
    "truncated": _RESTORED,
    "deleted_before_sealing": _RESTORED,
    "edited_before_sealing": "The witness noted another content than the database has.",
    "witness_cut": "Somebody who can write to ZHONGSHU_AUDIT_HOME took notes away.",
    "findings_missing": "Somebody took lines out of the checkpoints: ask a copy of them.",
}
_ACTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "seal": _seal,
    "verify": _verify,
    "prove": _prove,
    "export": _export,
    "rotate-key": _rotate_key,
    "accept": _accept,
}
