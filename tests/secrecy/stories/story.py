"""What can happen in a company, step by step, and what of it is open to the watcher."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from tests.secrecy.stories.copying import copy_of_plan
from tests.secrecy.stories.lockstep import ANY, WORKED, Body, Lockstep, Side
from zhongshu.access.models import SYSTEM
from zhongshu.organisation.models import Person
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

# What a role lets the watcher see, and over which scope it is given.
ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "costs": ("scope_id", ("projects.view", "finance.view_costs")),
    "people": ("scope_id", ("organisation.view", "organisation.view_personal")),
    "rows": ("hidden_scope_id", ("projects.view", "organisation.view")),
    "reader": ("scope_id", ("projects.view",)),
}
CLOSABLE = {"position": ("person", "position"), "notes": ("task", "notes")}
HIGH_CLASS = 3
# Held by the administrator of a course, and by nobody whom it watches.
_ADMINS = "access.manage"


class Story:
    """One course of events in both worlds.

    ``opened`` tells what hidden values the watcher may see by now: as long as there are any,
    the worlds may look different; as soon as there are none, they must look the same again.
    """

    def __init__(self, both: Lockstep) -> None:
        self.both = both
        self.roles: dict[str, list[str]] = {}
        self.grants: dict[str, list[str]] = {}
        self.closed: set[str] = set()
        self.filled: set[str] = set()
        self.has_reader_cell = self.is_once = self.is_shared = self.is_raised = False
        self.moved: set[str] = set()
        self.views: list[str] = []
        self.delegations: list[str] = []
        self.n_words = 0

    @property
    def opened(self) -> set[str]:
        """What is open to the watcher of all that differs between the worlds."""
        found = {what for what in ("costs", "people", "rows") if what in self.grants}
        found |= self.filled & set(CLOSABLE) - self.closed
        if "notes" in self.filled and self.has_reader_cell and "reader" in self.grants:
            found.add("notes")
        if "description" in self.filled and not ("description" in self.closed and self.is_raised):
            found.add("description")
        return found | ({"view"} if self.is_shared else set())

    def look(self) -> list[str]:
        """What tells the worlds apart that should not.

        The watcher looks all the same while something is open, and so may remember it.
        """
        seen = self.both.look()
        if not self.opened:
            self.both.findings += seen
            if "third_project_id" in self.moved:
                self.both.is_absent("/projects/{third_project_id}")
        return self.both.findings

    # ------------------------------------------------------------------- who may do what

    def grant(self, what: str) -> None:
        """Let the watcher hold a role."""
        if what not in self.roles:
            self._make_role(what)
        scope = ROLES[what][0]
        answers = self.both.act("admin", "post", "/grants", lambda side: {
            "user_id": str(side.ids["user_id"]), "scope_id": str(side.ids[scope]),
            "role_id": self._its(self.roles[what], side),
        }, status=WORKED | {409})  # fmt: skip
        if any(one.status_code == 409 for one in answers):
            self.both.findings.append(f"{what} is held already, though nobody gave it")
            return
        self.grants[what] = _ids_in(answers)
        if all(one.json()["is_waiting"] for one in answers):
            # What opens sensitive fields is given by two.
            self._name_each("given_grant_id", self.grants[what])
            self.both.act("publisher", "post", "/grants/{given_grant_id}/confirmation")

    def revoke(self, what: str) -> None:
        """Take the role away."""
        self._name_each("given_grant_id", self.grants.pop(what))
        self.both.act("admin", "delete", "/grants/{given_grant_id}")

    def remake_role(self, what: str) -> None:
        """Remove a role and make another one of the same code and with the same permissions."""
        if what in self.grants:
            self.revoke(what)
        self._name_each("made_role_id", self.roles.pop(what))
        self.both.act("admin", "delete", "/roles/{made_role_id}")
        self._make_role(what)
        # A cell of the role that is gone speaks of nobody.
        self.has_reader_cell &= what != "reader"

    def delegate(self) -> None:
        """Let the watcher stand in for somebody who sees everything."""

        def delegation(side: Side) -> dict[str, Any]:
            return {
                "permissions": ["finance.view_costs"],
                "reason": "Away",
                "valid_to": "2026-04-01T00:00:00Z",
                "deputy_id": str(side.ids["user_id"]),
                "scope_id": str(side.ids["scope_id"]),
            }

        self.delegations = _ids_in(self.both.act("admin", "post", "/delegations", delegation))

    def end_delegation(self) -> None:
        """End that."""
        self._name_each("ended_id", self.delegations)
        self.delegations = []
        self.both.act("admin", "delete", "/delegations/{ended_id}")

    def _make_role(self, what: str) -> None:
        body = {"code": what, "name": what, "name_en": what, "permissions": [*ROLES[what][1]]}
        self.roles[what] = _ids_in(self.both.act("admin", "post", "/roles", body))

    # ------------------------------------------------------------------------ the policy

    def close(self, what: str) -> None:
        """Publish a policy that closes a field, and let it hold secrets from then on."""
        self.closed.add(what)
        self._publish()

    def open(self, what: str) -> None:
        """Publish a policy that says nothing of a field."""
        self.closed.discard(what)
        self._publish()

    def write_once(self) -> None:
        """Publish a policy by which a position is written once, if it is not closed."""
        self.is_once = True
        self._publish()

    def let_readers_read(self) -> None:
        """Publish a policy by which a role opens notes that are closed to others."""
        if "reader" not in self.roles:
            self._make_role("reader")
        self.has_reader_cell = True
        self._publish()

    def fill(self) -> None:
        """Write secrets into what is closed; that a plan was edited is none."""
        self.both.inside(self._fill)
        self.filled |= self.closed & set(CLOSABLE)
        if "description" in self.closed and self.is_raised:
            self.filled.add("description")

    def raise_class(self) -> None:
        """Raise the class of a project."""
        self.is_raised = True
        body = {"classification": HIGH_CLASS}
        self.both.act("admin", "patch", "/projects/{second_project_id}", body)

    def lower_class(self) -> None:
        """Lower it again, as one asks and another confirms."""
        self.is_raised = False

        def wanted(side: Side) -> dict[str, Any]:
            key = str(side.ids["second_project_id"])
            return {"record_kind": "project", "record_id": key, "classification": 1, "reason": "x"}

        asked = self.both.act("admin", "post", "/lowerings", wanted)
        self._name_each("asked_id", _ids_in(asked))
        self.both.act("publisher", "post", "/lowerings/{asked_id}/confirmation")

    def _publish(self) -> None:
        reader = self.has_reader_cell and "reader" in self.roles

        def document(side: Side) -> dict[str, Any]:
            cells = [_cell(*CLOSABLE[one], "none") for one in sorted(self.closed & set(CLOSABLE))]
            if "description" in self.closed:
                cells.append(_cell("project", "description", "none", at_least=2))
            if self.is_once and "position" not in self.closed:
                cells.append(_cell("person", "position", "write_once"))
            if reader:
                role = self._its(self.roles["reader"], side)
                cells.append(_cell("task", "notes", "read", subject="role", name=role))
                # Nobody takes a role away by which others read more than they do.
                cells.append(_cell("task", "notes", "read", subject="permission", name=_ADMINS))
            return {"cells": cells, "note": "Told"}

        self.both.act("admin", "put", "/policy/draft", document)
        # What changes nothing is refused.
        self.both.act("publisher", "post", "/policy/draft/publish", status=WORKED | {409})
        # A cell of a role that is gone speaks of nobody.
        self.has_reader_cell = reader

    def _fill(self, side: Side) -> None:
        secrets = side.world.secrets
        if "position" in self.closed:
            position = secrets.word("told position") if secrets.is_high else ""
            Person.objects.filter(pk=side.ids["person_id"]).update(position=position)
        if "notes" in self.closed:
            task = Task.objects.get(pk=side.ids["task_id"])
            notes = {"notes": secrets.word("told notes")}
            edit_plan(SYSTEM, project=task.project, operations=[_update(task.pk, notes)])
        if "description" in self.closed and self.is_raised:
            rows = Project.objects.filter(pk=side.ids["second_project_id"])
            rows.update(description=secrets.word("told description"))

    # ----------------------------------------------------------------- what is out of sight

    def move_project(self) -> None:
        """Bring a project out of sight, and call it by a secret name there."""
        self.moved.add("third_project_id")
        path = "/projects/{third_project_id}"
        # It hangs below its unit, and below the visible one besides: first it leaves its own.
        for unit in ("unit_id", "hidden_unit_id"):
            self.both.act("admin", "patch", path, partial(_in_unit, unit))
        self._name_secretly(path)

    def move_unit(self) -> None:
        """Bring a unit out of sight, and call it by a secret name there."""
        self.moved.add("team_id")
        self.both.act("admin", "post", "/units/{team_id}/move", lambda side: {
            "parent_id": str(side.ids["hidden_unit_id"]), "from_date": "2026-03-02",
        })  # fmt: skip
        self._name_secretly("/units/{team_id}")

    def move_person(self) -> None:
        """Bring a person out of sight, and call them by a secret name there."""
        self.moved.add("mover_id")
        self.both.act("admin", "post", "/people/{mover_id}/move", lambda side: {
            "unit_id": str(side.ids["hidden_unit_id"]), "from_date": "2026-03-02",
        })  # fmt: skip
        self._name_secretly("/people/{mover_id}")

    def make_project(self) -> None:
        """Open another project out of sight."""
        self.both.act("admin", "post", "/projects", lambda side: {
            "name": side.world.secrets.word("made"), "unit_id": str(side.ids["hidden_unit_id"]),
            "start_date": "2026-03-02",
        })  # fmt: skip

    def copy_project(self) -> None:
        """Copy a plan that the watcher sees into a project out of sight, by way of a file."""
        self.n_words += 1
        self.both.inside(lambda side: copy_of_plan(side, f"copy {self.n_words}"))

    def rename_hidden(self) -> None:
        """Call what is hidden by other names."""
        self._name_secretly("/projects/{hidden_project_id}")
        self._name_secretly("/units/{hidden_unit_id}")

    def rename_seen(self) -> None:
        """Call what the watcher sees by another name."""
        self.n_words += 1
        self.both.act(
            "admin", "patch", "/projects/{project_id}", {"name": f"Called {self.n_words}"}
        )

    def comment(self) -> None:
        """Say something about a task, in secret words once it is out of sight."""
        self.n_words += 1
        is_hidden, words = "third_project_id" in self.moved, f"Said {self.n_words}"
        path = "/subjects/task/{third_task_id}/comments"
        self.both.act("admin", "post", path, lambda side: {
            "text": side.world.secrets.word(words) if is_hidden else words
        })  # fmt: skip

    def share(self) -> None:
        """Share a view of a secret name with those whom the watcher belongs to."""
        if not self.views:
            self.views = _ids_in(self.both.act("admin", "post", "/views", lambda side: {
                "page": "projects", "name": side.world.secrets.word("shared"), "definition": {},
            }))  # fmt: skip
            self._name_each("told_view_id", self.views)
        self.is_shared = True
        self.both.act("admin", "put", "/views/{told_view_id}/audience", lambda side: {
            "scope_id": str(side.ids["scope_id"])
        })  # fmt: skip

    def unshare(self) -> None:
        """Give it back to its owner alone."""
        self.is_shared = False
        self.both.act("admin", "delete", "/views/{told_view_id}/audience")

    def erase(self) -> None:
        """Erase somebody who left."""
        self.moved.add("somebody_id")
        body = {"with_contributions": False, "replaces_in_texts": False, "reason": "Asked for"}
        self.both.act("admin", "post", "/privacy/somebody/{somebody_id}/erasure", body)

    def _name_secretly(self, path: str) -> None:
        self.n_words += 1
        what = f"called {self.n_words}"
        self.both.act("admin", "patch", path, lambda side: {"name": side.world.secrets.word(what)})

    # -------------------------------------------------------------- what the watcher does

    def watch(self) -> None:
        """The watcher follows a task."""
        self._watcher("put", "/subjects/task/{third_task_id}/watch")

    def edit(self) -> None:
        """The watcher writes notes, where they may."""
        self.n_words += 1
        notes = {"notes": f"Mine {self.n_words}"}
        self._watcher("post", "/projects/{project_id}/plan/edits", lambda side: {
            "operations": [_update(side.ids["task_id"], notes)]
        })  # fmt: skip

    def undo(self) -> None:
        """The watcher takes the last edit back, if that can be done."""
        self._watcher("post", "/projects/{project_id}/plan/undo")

    def set_position(self) -> None:
        """The watcher writes a position; what may be written once stays as it is."""
        self.n_words += 1
        before = self.both.inside(_position)
        body = {"position": f"Position {self.n_words}"}
        self._watcher("patch", "/people/{person_id}", body)
        after = self.both.inside(_position)
        if "position" in self.closed or self.is_once:
            for was, now in zip(before, after, strict=True):
                if was != now and (was or "position" in self.closed):
                    self.both.findings.append(f"what may not be written was: {was!r}, {now!r}")

    def view_as(self) -> None:
        """Somebody sees as the watcher: no more than the watcher does, and changes nothing."""
        self.both.act("admin", "post", "/view-as", lambda side: {
            "user_id": str(side.ids["user_id"]), "purpose": "Checking rights"
        })  # fmt: skip
        try:
            for path in ("/projects", "/people", "/projects/{project_id}/plan"):
                self.both.inside(lambda side, path=path: self._see_alike(side, path))
            names = self.both.inside(_name)
            self.both.act(
                "admin", "patch", "/projects/{second_project_id}", {"name": "X"}, status=ANY
            )
            if self.both.inside(_name) != names:
                self.both.findings.append("who saw as another changed something")
        finally:
            self.both.act("admin", "delete", "/view-as", status=ANY)

    def _watcher(self, method: str, path: str, body: Body = None) -> None:
        """Let the watcher do something, which may be refused: alike in both worlds."""
        one, other = self.both.act("watcher", method, path, body, status=ANY)
        if not self.opened and one.content != other.content:
            told = f"{one.content[:300]!r} | {other.content[:300]!r}"
            self.both.findings.append(f"{method} {path} is answered {told}")

    def _see_alike(self, side: Side, path: str) -> None:
        seen, own = (side.send(who, "get", path, None) for who in ("admin", "watcher"))
        if seen.content != own.content:
            self.both.findings.append(f"who sees as another sees more at {path}")

    def _name_each(self, name: str, keys: Iterable[str]) -> None:
        for side, key in zip(self.both.sides, keys, strict=True):
            side.ids[name] = key

    def _its(self, keys: list[str], side: Side) -> str:
        return keys[self.both.sides.index(side)]


def _in_unit(unit: str, side: Side) -> dict[str, str]:
    return {"unit_id": str(side.ids[unit])}


def _cell(resource: str, field: str, effect: str, **more: Any) -> dict[str, Any]:
    given = {"subject": "everyone", "resource": resource, "field": field, "effect": effect}
    return given | more


def _update(key: Any, fields: dict[str, Any]) -> dict[str, Any]:
    return {"op": "update_task", "id": str(key), "fields": fields}


def _ids_in(answers: list[Any]) -> list[str]:
    return [answer.json()["id"] for answer in answers]


def _the_watcher(side: Side) -> dict[str, Any]:
    return {"user_id": str(side.ids["user_id"])}


def _position(side: Side) -> str:
    return Person.objects.values_list("position", flat=True).get(pk=side.ids["person_id"])


def _name(side: Side) -> str:
    return Project.objects.values_list("name", flat=True).get(pk=side.ids["second_project_id"])
