"""What stays of decisions and delegations when somebody is erased: the act, without the words."""

from zhongshu.access.authorities.models import Delegation, Vote
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.lowering.reading import open_requests
from zhongshu.access.privacy.parts import part

part(Lowering, puts={"reason": lambda somebody, row, on: ""}, in_sight=open_requests)
part(Delegation, puts={"reason": lambda somebody, row, on: ""})
part(Vote, puts={"note": lambda somebody, row, on: ""})
