"""Edits of what is hidden, of which only their number could tell."""

from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import SYSTEM
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import update_person
from zhongshu.projects.models import Project
from zhongshu.projects.services import update_project


def edit_what_is_hidden(person: Person, ruled: Project | None, secrets: Secrets) -> None:
    """Edits of what is hidden, as many as the world says, which leave the values as they were."""
    for _ in range(secrets.n_hidden):
        for email in (secrets.email("passing"), person.email):
            update_person(SYSTEM, person=person, expected_version=None, email=email)
        if ruled is not None:
            ruled.refresh_from_db()
            for text in (secrets.han("passing"), ruled.description):
                update_project(SYSTEM, project=ruled, expected_version=None, description=text)
