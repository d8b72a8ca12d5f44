"""What others see of somebody's presence."""

from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.privacy.purposes import purpose
from zhongshu.access.resources import Field, Resource
from zhongshu.access.values import Kind
from zhongshu.collaboration.models import Presence

# Who may see the projects of a scope sees, and is seen by, the others who are there.
VIEW = "projects.view"

# What a company that asks for it has consent to.
PURPOSE = "presence"
purpose(PURPOSE, Presence)

# The tab is not among the fields: whoever knew its id could speak for it.
PRESENCE = Resource(
    "presence",
    Presence,
    VIEW,
    (
        Field("user", Kind.REFERENCE, source="user_id", label="user__name"),
        Field("page", Kind.TEXT),
        Field("subject_id", Kind.ID),
        Field("field", Kind.TEXT),
    ),
    default_sort=("user__name", "id"),
    unclassed=Unclassed.PERSON,
    open={Open.IDENTITY: "user", Open.TALK: "page subject_id field"},
)
