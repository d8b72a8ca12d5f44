"""Courses of events that nobody wrote down: steps in any order that the company allows."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.secrecy.stories.lockstep import WATCHER, Lockstep
from tests.secrecy.stories.story import CLOSABLE, ROLES, Story
from tests.secrecy.twins.worlds import Worlds
from tests.secrecy.zoo.leaks import Leak

# The same courses each night; a finding is told by its steps, and so is not made shorter.
NIGHTLY = settings(
    max_examples=60,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
# How much of what can be read is asked after each step, beside what always is.
N_IN_TURN = 6
_FIELDS = st.sampled_from([*sorted(CLOSABLE), "description"])
_ROLES = st.sampled_from(sorted(ROLES))


class GivenAway(AssertionError):
    """The watcher could tell what is hidden from them."""


def _if(holds: Callable[[Story], Any]) -> Callable[..., Any]:
    return precondition(lambda machine: bool(holds(machine.story)))


def machine_of(worlds: Worlds, leak: Leak | None = None) -> type[RuleBasedStateMachine]:
    """A machine that tells stories of these worlds, in a product that leaks or does not."""

    class Telling(Courses):
        both_worlds = worlds
        planted = leak

    return Telling


class Courses(RuleBasedStateMachine):
    """Lets something happen in both worlds, looks, and goes on."""

    both_worlds: Worlds
    planted: Leak | None

    def __init__(self) -> None:
        super().__init__()
        self.both = Lockstep(self.both_worlds, N_IN_TURN, WATCHER)
        # Planted anew in each story, so that it remembers nothing of the one before.
        self.stack = ExitStack()
        if self.planted is not None:
            self.stack.enter_context(self.planted.planted())
        self.story = Story(self.both)

    def teardown(self) -> None:
        """Take the whole story back."""
        self.stack.close()
        self.both.close()

    def _tell(self, step: Callable[..., None], *about: str) -> None:
        step(*about)
        if findings := self.story.look():
            raise GivenAway(findings)

    def settle(self) -> None:
        """Take back all that is open to the watcher, so that the worlds must look alike."""
        story = self.story
        for what in sorted(story.grants):
            self._tell(story.revoke, what)
        if story.is_shared:
            self._tell(story.unshare)
        for what in sorted(story.opened & set(CLOSABLE)):
            self._tell(story.close, what)
        if "description" in story.opened:
            self._tell(story.close, "description")
        if "description" in story.opened:
            self._tell(story.raise_class)

    @rule(what=_ROLES)
    def grant_or_revoke(self, what: str) -> None:
        step = self.story.revoke if what in self.story.grants else self.story.grant
        self._tell(step, what)

    @_if(lambda story: story.opened)
    @rule()
    def take_everything_back(self) -> None:
        self.settle()

    @_if(lambda story: story.roles)
    @rule(data=st.data())
    def remake_role(self, data: st.DataObject) -> None:
        what = data.draw(st.sampled_from(sorted(self.story.roles)))
        self.settle()
        self._tell(self.story.remake_role, what)
        self._tell(self.story.grant, what)

    @rule()
    def delegate_or_end(self) -> None:
        self._tell(self.story.end_delegation if self.story.delegations else self.story.delegate)

    @rule(what=_FIELDS)
    def close_or_open(self, what: str) -> None:
        step = self.story.open if what in self.story.closed else self.story.close
        self._tell(step, what)

    @_if(lambda story: story.closed)
    @rule()
    def fill(self) -> None:
        self._tell(self.story.fill)

    @_if(lambda story: not story.is_once)
    @rule()
    def write_once(self) -> None:
        self._tell(self.story.write_once)
        self._tell(self.story.set_position)
        self._tell(self.story.set_position)

    @_if(lambda story: not story.has_reader_cell)
    @rule()
    def let_readers_read(self) -> None:
        self._tell(self.story.close, "notes")
        self._tell(self.story.fill)
        self._tell(self.story.let_readers_read)

    @rule()
    def raise_or_lower_class(self) -> None:
        story = self.story
        self._tell(story.lower_class if story.is_raised else story.raise_class)

    @_if(lambda story: "third_project_id" not in story.moved)
    @rule()
    def move_project(self) -> None:
        self._tell(self.story.move_project)

    @_if(lambda story: "team_id" not in story.moved)
    @rule()
    def move_unit(self) -> None:
        self._tell(self.story.move_unit)

    @_if(lambda story: "mover_id" not in story.moved)
    @rule()
    def move_person(self) -> None:
        self._tell(self.story.move_person)

    @rule(what=st.sampled_from(["make_project", "copy_project", "rename_hidden", "rename_seen"]))
    def make_or_rename(self, what: str) -> None:
        self._tell(getattr(self.story, what))

    @rule()
    def share_or_unshare(self) -> None:
        self._tell(self.story.unshare if self.story.is_shared else self.story.share)

    @_if(lambda story: "somebody_id" not in story.moved)
    @rule()
    def erase(self) -> None:
        self._tell(self.story.erase)

    @rule()
    def watch_and_comment(self) -> None:
        self._tell(self.story.watch)
        self._tell(self.story.comment)

    @_if(lambda story: "third_project_id" not in story.moved)
    @rule()
    def comment_on_what_is_out_of_sight_since(self) -> None:
        self._tell(self.story.watch)
        self._tell(self.story.move_project)
        self._tell(self.story.comment)

    @_if(lambda story: "notes" not in story.closed)
    @rule()
    def undo_what_is_closed_since(self) -> None:
        self._tell(self.story.edit)
        self._tell(self.story.close, "notes")
        self._tell(self.story.fill)
        self._tell(self.story.undo)

    @_if(lambda story: "position" not in story.closed)
    @rule()
    def write_what_is_closed(self) -> None:
        self._tell(self.story.close, "position")
        self._tell(self.story.fill)
        self._tell(self.story.set_position)

    @rule(what=st.sampled_from(["edit", "undo", "set_position", "set_position", "view_as"]))
    def act(self, what: str) -> None:
        self._tell(getattr(self.story, what))
