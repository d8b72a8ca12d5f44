"""Which rows of a project a plan file speaks of, by the names the file gave them before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zhongshu.access.models import Actor
from zhongshu.access.resources import readable
from zhongshu.integrations.plan_rows import external_uid
from zhongshu.integrations.planfiles.plan import PlanResource, PlanTask
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.models import Person
from zhongshu.planning.models import PlanResource as ResourceOfPlan
from zhongshu.planning.models import Task
from zhongshu.projects.models import Project


class Known:
    """The names under which a project knows the things of a file, by number and by GUID.

    A GUID beats a number: some tools number anew, none gives a GUID twice.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)
        self._by_uid = {name.partition(":")[0]: name for name in self.names}
        self._by_guid = {guid: name for name in self.names if (guid := name.partition(":")[2])}
        self._taken: set[str] = set()

    def name(self, source: PlanTask | PlanResource) -> str:
        """The name that the project knows a thing by, else the one it gets."""
        candidates = (
            self._by_guid.get(source.guid),
            self._by_uid.get(str(source.uid)),
            external_uid(source),
            f"{source.uid}:again",
        )
        found = next(each for each in candidates if each and each not in self._taken)
        self._taken.add(found)
        return found


def known_people(actor: Actor, resources: Iterable[PlanResource]) -> dict[int, str]:
    """The people whom resources of a file are beyond doubt: their ids by the resource's number.

    An e-mail address or an employee number tells who somebody is, a name never does. Both are
    looked up only among those of whom the actor may read them, or the answer would give them
    away. Where two resources would be one person, neither is.
    """
    named = {
        each.uid: wanted
        for each in resources
        if each.kind == "work"
        and (wanted := {each.email.strip().lower(), each.code.strip()} - {""})
    }
    if not named:
        return {}
    people = Person.objects.visible_to(actor, PERSON.permission)
    rows = people.filter(*readable(actor, PERSON, ("email", "employee_number"), people).values())
    by_sign: dict[str, set[str]] = {}
    for key, email, number in rows.values_list("pk", "email", "employee_number"):
        for sign in {email.strip().lower(), number.strip()} - {""}:
            by_sign.setdefault(sign, set()).add(str(key))
    meant = {
        uid: found.pop()
        for uid, wanted in named.items()
        if len(found := set().union(*(by_sign.get(sign, set()) for sign in wanted))) == 1
    }
    n_times = Counter(meant.values())
    return {uid: key for uid, key in meant.items() if n_times[key] == 1}


def known_tasks(project: Project) -> Known:
    """The tasks of a project that came from a file."""
    rows = Task.objects.filter(project=project).exclude(external_uid="")
    return Known(rows.values_list("external_uid", flat=True))


def known_resources(project: Project) -> Known:
    """The resources of a project that came from a file."""
    rows = ResourceOfPlan.objects.filter(project=project).exclude(external_uid="")
    return Known(rows.values_list("external_uid", flat=True))
