"""What stays of decisions and delegations when somebody is erased: the act, without the words."""

from zhongshu.access.authorities.models import Delegation, Vote
from zhongshu.access.privacy.parts import part

part(Delegation, puts={"reason": lambda somebody, row, on: ""})
part(Vote, puts={"note": lambda somebody, row, on: ""})
