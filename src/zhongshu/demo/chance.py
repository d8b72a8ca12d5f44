"""What is left to chance in the demo company, and the distributions it follows.

The parameters were fitted to published data; `docs/explanation/demo-company.md` gives the
sources, the numbers and how they were fitted. Nothing here reads that data.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# Durations: a task against the usual length of its kind, median and spread (log scale).
DURATION_FACTOR = 0.8
DURATION_SPREAD = 0.6
LONGEST_DAYS = 120.0

# Slips happen by phase and by task; on the log scale the demo company slips a third as much
# as those whose phases were measured.
DISCIPLINE = 0.35
PHASE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Slip:
    """Actual over planned duration of a phase: median and spread of its natural logarithm."""

    centre: float
    spread: float


DESIGN = Slip(centre=0.042, spread=0.575)
SCOPE = Slip(centre=0.118, spread=0.590)
CONSTRUCTION = Slip(centre=0.410, spread=0.455)
SYSTEMS = Slip(centre=0.372, spread=0.634)


class Chance:
    """A seeded source of everything random."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed)
        self._random = random.Random(self._seed)  # noqa: S311 - it must be repeatable

    def below(self, name: object) -> "Chance":
        """A source of its own for one part, so that parts do not disturb one another."""
        return Chance(f"{self._seed}/{name}")

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return self._random.choice(choices)

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, by weight."""
        [found] = self._random.choices(
            [choice for choice, _ in choices], [weight for _, weight in choices]
        )
        return found

    def sample(self, choices: Sequence[T], n: int) -> list[T]:
        """Different ones of the choices, in their own order."""
        picked = sorted(self._random.sample(range(len(choices)), min(n, len(choices))))
        return [choices[position] for position in picked]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """All of the choices in another order."""
        return self._random.sample(choices, len(choices))

    def between(self, low: float, high: float) -> float:
        """A number, each as likely."""
        return self._random.uniform(low, high)

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self._random.random() < probability

    def days(self, usual: float) -> float:
        """The planned days of a task whose usual length is given, in half or whole days."""
        days = DURATION_FACTOR * usual * math.exp(self._random.gauss(0.0, DURATION_SPREAD))
        step = 0.5 if days < 3 else 1.0
        return min(LONGEST_DAYS, max(0.5, round(days / step) * step))

    def phase_slip(self, slip: Slip) -> float:
        """The part of a slip that a whole phase shares, as a factor on its durations."""
        spread = slip.spread * math.sqrt(PHASE_SHARE)
        return math.exp(DISCIPLINE * self._random.gauss(slip.centre, spread))

    def task_slip(self, slip: Slip) -> float:
        """The part of a slip that is a task's own, as a factor on its duration."""
        spread = slip.spread * math.sqrt(1 - PHASE_SHARE)
        return math.exp(DISCIPLINE * self._random.gauss(0.0, spread))
