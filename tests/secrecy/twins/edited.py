"""Edits of what is hidden, of which only their number could tell."""

from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import SYSTEM, SavedView, Scope, User
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import update_person
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project
from zhongshu.projects.services import update_project


def edit_what_is_hidden(
    person: Person, project: Project, ruled: Project | None, secrets: Secrets, costs: Secrets
) -> None:
    """Edits of what is hidden, as many as the world says, which leave the values as they were.

    ``costs`` are those of who may not read costs, ``ruled`` is a project that a policy closes.
    """
    _edit_plan(project, secrets, costs, is_ruled=ruled is not None)
    for _ in range(secrets.n_hidden):
        for email in (secrets.email("passing"), person.email):
            update_person(SYSTEM, person=person, expected_version=None, email=email)
        if ruled is not None:
            ruled.refresh_from_db()
            for text in (secrets.han("passing"), ruled.description):
                update_project(SYSTEM, project=ruled, expected_version=None, description=text)


def _edit_plan(project: Project, secrets: Secrets, costs: Secrets, *, is_ruled: bool) -> None:
    """The costs of a plan; under a policy also the notes and all that a raised task says."""
    tasks = Task.objects.filter(project=project)
    first, last = tasks.order_by("number")[0], tasks.order_by("-number")[0]
    for n in range(costs.n_hidden):
        for amount in (first.cost_minor + n + 1, first.cost_minor):
            _write(project, first, cost_minor=amount)
    for n in range(secrets.n_hidden if is_ruled else 0):
        for text in (f"{secrets.han('passing')} {n}", first.notes):
            _write(project, first, notes=text)
        for text in (f"{secrets.han('passing')} {n}", last.name):
            _write(project, last, name=text)


def _write(project: Project, task: Task, **fields: object) -> None:
    step = {"op": "update_task", "id": str(task.pk), "fields": fields}
    edit_plan(SYSTEM, project=project, operations=[step])


def share_hidden_filters(boss: User, scope: Scope, costs: Secrets) -> None:
    """A shared view whose filters hold hidden values, and were changed as often as they are."""
    SavedView.objects.create(
        owner=boss, page="plan", name="Shared", shared_with=scope,
        definition={"filters": [f"cost_minor:gt:{costs.amount('view')}"], "sort": "name"},
        version=1 + costs.n_hidden,
    )  # fmt: skip
