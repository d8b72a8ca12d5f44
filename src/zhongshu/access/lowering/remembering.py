"""What the histories of requests tell, and what stays of them when somebody is erased."""

from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.lowering.reading import lowerings, open_requests
from zhongshu.access.privacy.parts import part
from zhongshu.access.recalling import recall

# By whom, and when, both are told; that a request was confirmed is an event of the record.
_DECIDED = ("access.lowering_declined", "access.lowering_withdrawn")


def remember_lowerings() -> None:
    """Let each request have a history, and its words go with whoever they are about."""
    recall(
        LOWERING,
        lowerings,
        kinds="access.lowering_",
        named=("scope",),
        doers={"access.lowering_asked": "asked_by", **dict.fromkeys(_DECIDED, "decided_by")},
        moments=dict.fromkeys(_DECIDED, "decided_at"),
    )
    part(Lowering, puts={"reason": lambda somebody, row, on: ""}, in_sight=open_requests)
