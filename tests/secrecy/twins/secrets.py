"""What one world keeps to itself: values of every type, drawn from its salt."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

# So long after the day that a world draws somebody leaves: they all work here today.
LONG_AFTER = timedelta(days=40_000)


@dataclass(frozen=True)
class Secrets:
    """The hidden values of a world; two worlds differ in these and in nothing else.

    ``n_hidden`` is how many hidden projects, people and views there are; ``is_high`` turns
    what is sorted or compared by a hidden value the other way round.
    """

    salt: str
    is_high: bool
    n_hidden: int

    def word(self, what: str) -> str:
        """A secret text."""
        return f"zq{hashlib.sha256(f'{self.salt}{what}'.encode()).hexdigest()[:10]}"

    def han(self, what: str) -> str:
        """A secret text in Chinese."""
        digest = hashlib.sha256(f"{self.salt}{what}han".encode()).digest()
        return "".join(chr(0x4E00 + digest[n] * 40 + digest[n + 1]) for n in range(0, 8, 2))

    def amount(self, what: str) -> int:
        """A secret sum of money in minor units: above 700 million in the high world."""
        digest = hashlib.sha256(f"{self.salt}{what}amount".encode()).digest()
        low = 700_000_000 if self.is_high else 100_000_000
        return low + int.from_bytes(digest[:4], "big") % 200_000_000

    def day(self, what: str) -> date:
        """A secret day."""
        digest = hashlib.sha256(f"{self.salt}{what}day".encode()).digest()
        first = date(1990, 1, 1) if self.is_high else date(1950, 1, 1)
        return first + timedelta(days=int.from_bytes(digest[:2], "big") % 3000)

    def email(self, what: str) -> str:
        """A secret address."""
        return f"{self.word(what)}@hidden.example"


LOW = Secrets("low", is_high=False, n_hidden=1)
HIGH = Secrets("high", is_high=True, n_hidden=3)
