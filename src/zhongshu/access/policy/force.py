"""Which policy is in force: looked up once in each request, so a new one counts at once."""

from zhongshu.access.models import PolicyVersion
from zhongshu.access.policy.channels import Channel, passage
from zhongshu.access.policy.document import BUILT_IN, Document, read_document
from zhongshu.kit.origin import here

_MEMO = "access.policy"


def policy_in_force() -> Document:
    """The published policy, or the built-in one where none was ever published."""
    memo = here().memo
    if _MEMO not in memo:
        memo[_MEMO] = _published()
    found: Document = memo[_MEMO]
    return found


def forget() -> None:
    """Look the policy up again, as another one was published within this request."""
    here().memo.pop(_MEMO, None)


def _published() -> Document:
    rows = PolicyVersion.objects.filter(state=PolicyVersion.State.PUBLISHED)
    row = rows.values_list("digest", "content").first()
    return BUILT_IN if row is None else _document(*row)


def highest_shipped() -> int:
    """The highest class of an event whose payload is shipped to another system."""
    return passage(policy_in_force().channels, Channel.SHIPPING).highest


_DOCUMENTS: dict[str, Document] = {}
_MOST_KEPT = 16


def _document(digest: str, content: dict[str, object]) -> Document:
    """The document of a version; the digest stands for its content, which never changes."""
    if digest not in _DOCUMENTS:
        if len(_DOCUMENTS) > _MOST_KEPT:
            _DOCUMENTS.clear()
        _DOCUMENTS[digest] = read_document(content)
    return _DOCUMENTS[digest]
