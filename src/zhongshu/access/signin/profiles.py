"""The two sets of rules for signing in, of which an installation follows one.

``international`` is NIST SP 800-63B: long passwords of any composition, no rotation.
``dengbao3`` is GB/T 22239-2019, 8.1.4.1 (等保三级): complexity, rotation, history, and a lock.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Profile:
    """One set of rules. ``longest_life`` None: a password lasts until it is changed.

    ``n_remembered`` is how many earlier passwords may not come back, ``n_kinds`` how many of the
    four kinds of characters a password must have; ``lock`` the limit of failures of one account
    in the words of allauth.
    """

    name: str
    shortest: int
    n_kinds: int
    longest_life: timedelta | None
    n_remembered: int
    lock: str
    lock_seconds: int
    idle: timedelta
    absolute: timedelta


PROFILES = {
    one.name: one
    for one in (
        Profile(
            name="international",
            shortest=12,
            n_kinds=0,
            longest_life=None,
            n_remembered=0,
            lock="5/5m/key",
            lock_seconds=300,
            idle=timedelta(hours=1),
            absolute=timedelta(hours=12),
        ),
        Profile(
            name="dengbao3",
            shortest=12,
            n_kinds=3,
            longest_life=timedelta(days=90),
            n_remembered=5,
            lock="5/30m/key",
            lock_seconds=1800,
            idle=timedelta(minutes=30),
            absolute=timedelta(hours=8),
        ),
    )
}


def limits(profile: Profile) -> dict[str, str]:
    """How often signing in may be tried, in the words of allauth."""
    return {
        "login": "60/m/ip",
        "login_failed": f"20/m/ip,{profile.lock}",
        "proof": f"20/m/ip,{profile.lock}",
        "passkey": "30/m/ip",
    }
