"""The `zhongshu privacy` commands: reapply, rotate-key, export, retain, register."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID


def add_parser(commands: Any) -> None:
    """Describe the commands."""
    privacy = commands.add_parser("privacy", help="erase again, export, retain, and rotate keys")
    acts = privacy.add_subparsers(dest="act", metavar="act", required=True)
    acts.add_parser("reapply", help="erase again whom a restored backup brought back")
    acts.add_parser("rotate-key", help="wrap the keys of people with a new key")
    one = acts.add_parser("export", help="write everything that is held of somebody")
    one.add_argument("--somebody", type=UUID, required=True, help="id of a person or an account")
    one.add_argument("--output", type=Path, required=True, help="a zip file")
    one = acts.add_parser("retain", help="remove what is older than its retention period")
    one.add_argument("--dry-run", action="store_true", help="only tell what would be removed")
    one = acts.add_parser("register", help="write the register of processing")
    one.add_argument("--output", type=Path, required=True, help="a csv file")


def run(options: argparse.Namespace) -> None:
    """Run one of the commands."""
    from django.http import Http404

    from zhongshu.kit.personal.ring import MissingKey

    try:
        _ACTS[options.act](options)
    except Http404:
        sys.exit("There is no person and no account with this id.")
    except (MissingKey, OSError) as error:
        sys.exit(f"Nothing was done: {error}")


def _reapply(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.access.models import SYSTEM
    from zhongshu.access.services.erasing import erase_again
    from zhongshu.kit import clock

    n_erased = erase_again(SYSTEM, at=timezone.now(), on=clock.today())
    print(f"{n_erased} erasures of the list were applied again.")


def _rotate_key(options: argparse.Namespace) -> None:
    from zhongshu.kit.personal import keys, ring

    name = ring.rotate()
    print(f"Key {name} wraps the keys of {keys.rewrap_all()} people and accounts from now on.")


def _export(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.access.models import SYSTEM
    from zhongshu.access.privacy.subjects import somebody_called
    from zhongshu.access.services.personal_data import export_personal_data

    somebody = somebody_called(options.somebody)
    content = export_personal_data(SYSTEM, somebody=somebody, at=timezone.now())
    options.output.write_bytes(content)
    print(f"{len(content)} bytes are in {options.output}.")


def _retain(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from zhongshu.access.models import SYSTEM
    from zhongshu.access.services.retention import apply_retention
    from zhongshu.kit import clock

    now, today = timezone.now(), clock.today()
    run = apply_retention(SYSTEM, at=now, on=today, is_dry=options.dry_run)
    print(json.dumps(run.report, indent=2, ensure_ascii=False))


def _register(options: argparse.Namespace) -> None:
    from zhongshu.access.privacy.register import as_csv

    options.output.write_bytes(as_csv())
    print(f"The register of processing is in {options.output}.")


_ACTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "reapply": _reapply,
    "rotate-key": _rotate_key,
    "export": _export,
    "retain": _retain,
    "register": _register,
}
