"""What nobody can bring back any more is cleared away: texts, rows and bytes."""

from datetime import datetime, timedelta

from zhongshu.collaboration import storage
from zhongshu.collaboration.models import Attachment, Comment, Notification

# So long can a deletion be undone.
KEPT = timedelta(days=7)
# An upload that broke off may have left bytes; one that runs now is younger than this.
ORPHANED_AFTER = timedelta(days=1)
NEWS_KEPT = timedelta(days=180)
_BATCH = 500


def clear_deleted(*, now: datetime) -> int:
    """Remove deleted files with their bytes, and the texts of deleted comments; count the files."""
    gone = Attachment.objects.filter(deleted_at__lt=now - KEPT)
    rows = list(gone.values_list("pk", "key"))
    for pk, key in rows:
        storage.remove(key)
        Attachment.objects.filter(pk=pk).delete()
    Comment.objects.filter(deleted_at__lt=now - KEPT).exclude(text="").update(text="")
    return len(rows)


def clear_orphans(*, now: datetime) -> int:
    """Remove bytes that belong to no file; return how many there were."""
    n_removed = 0
    batch: list[str] = []
    for key in storage.keys_before(now - ORPHANED_AFTER):
        batch.append(key)
        if len(batch) == _BATCH:
            n_removed += _remove_unknown(batch)
            batch = []
    return n_removed + _remove_unknown(batch)


def _remove_unknown(keys: list[str]) -> int:
    known = set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))
    unknown = [key for key in keys if key not in known]
    for key in unknown:
        storage.remove(key)
    return len(unknown)


def clear_old_news(*, now: datetime) -> int:
    """Remove notifications that were read long ago; return how many."""
    n_removed, _ = Notification.objects.filter(read_at__lt=now - NEWS_KEPT).delete()
    return n_removed
