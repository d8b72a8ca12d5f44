"""What others did to what is in sight, who stay unnamed under the policy."""

from tests.secrecy.twins.clockwork import STREAM
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import User
from zhongshu.kit import events
from zhongshu.organisation.models import Person
from zhongshu.projects.models import Project


def done_by_others(person: Person, project: Project, secrets: Secrets) -> None:
    """The same acts over a person and a project in both worlds, each time of other accounts.

    Which of the two has the lower id is another in each world, so that an order would tell.
    """
    STREAM.start(f"doers {secrets.salt}")
    doers = [
        User.objects.create(username=secrets.word(f"doer {n}"), name=secrets.han(f"doer {n}"))
        for n in range(2)
    ]
    doers.sort(key=lambda one: one.pk, reverse=secrets.is_high)
    STREAM.start("done by others")
    for doer, kind, subject in zip(
        doers,
        ("organisation.person_updated", "projects.project_updated"),
        (person, project),
        strict=True,
    ):
        names = {"before": {"name": "Earlier"}, "after": {"name": subject.name}}
        events.record(kind, actor=doer, subject=subject, **names)
