"""Telling a story that is written down: its steps in order, with a look after each."""

from tests.secrecy.stories.lockstep import lockstep
from tests.secrecy.stories.story import Story
from tests.secrecy.twins.worlds import Worlds

# The name of a step of a story, and what it is about.
Step = tuple[str, ...]
# How much of what can be read is asked after each step, beside what always is.
N_IN_TURN = 3


def told(worlds: Worlds, steps: tuple[Step, ...]) -> list[str]:
    """What gave the hidden away by the end of these steps, or at the first that did."""
    with lockstep(worlds, N_IN_TURN) as both:
        story = Story(both)
        for name, *about in steps:
            getattr(story, name)(*about)
            if findings := story.look():
                return findings
    return []
