"""The `zhongshu reseal` command: everything sealed comes under the newest keys."""

import argparse
import sys
from typing import Any


def add_parser(commands: Any) -> None:
    """Describe the command."""
    one = commands.add_parser("reseal", help="encrypt every stored secret with the newest key")
    one.add_argument("--new-key", action="store_true", help="make a new sealing key first")
    one.add_argument("--dry-run", action="store_true", help="only count what is under older keys")
    one.add_argument("--batch", type=int, default=200, help="rows of one transaction")


def run(options: argparse.Namespace) -> None:
    """Run the command."""
    from zhongshu.kit import sealed
    from zhongshu.kit.personal.ring import MissingKey
    from zhongshu.kit.resealing import reseal_all

    if options.batch < 1:
        sys.exit("--batch is at least 1.")
    try:
        if options.new_key:
            print(f"Key {sealed.rotate()} seals from now on.")
        found = reseal_all(batch=options.batch, is_dry=options.dry_run)
    except (sealed.BadSealingKey, MissingKey, OSError) as error:
        sys.exit(f"Nothing was resealed: {error}")
    if not options.dry_run:
        _note(found)
    for one in found:
        _report(one, is_dry=options.dry_run)
    if not all(one.is_whole for one in found):
        sys.exit("Put the missing keys back into the ring, and run this again.")
    is_done = not options.dry_run or not any(one.n_resealed for one in found)
    print("Older keys can be removed." if is_done else "Run this without --dry-run to do it.")


def _report(one: Any, *, is_dry: bool) -> None:
    did = "would be resealed" if is_dry else "resealed"
    print(f"{one.name}: {one.n_resealed} {did}, {one.n_already} under the newest key already.")
    for key, n in sorted(one.lost.items()):
        print(f"{one.name}: {n} cannot be opened: key {key} is not in the ring.", file=sys.stderr)


def _note(found: list[Any]) -> None:
    """Let the trail tell that the keys turned."""
    from django.db import transaction

    from zhongshu.access.models import SYSTEM
    from zhongshu.kit import events

    after = {one.name: one.n_resealed for one in found}
    n_lost = sum(sum(one.lost.values()) for one in found)
    with transaction.atomic():
        events.record(
            "access.secrets_resealed", actor=SYSTEM, subject=None, after=after, n_lost=n_lost
        )
