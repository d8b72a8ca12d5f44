"""What is told and erased of those who uploaded plan files."""

from zhongshu.access.privacy.parts import part
from zhongshu.access.privacy.readers import Reader, read_by
from zhongshu.integrations import uploads
from zhongshu.integrations.models import PlanImport


def _file(row: PlanImport) -> tuple[str, bytes] | None:
    try:
        return row.file_name, uploads.load(row.pk)
    except FileNotFoundError:
        return None


read_by(PlanImport, Reader.OWN, "file_name uploaded_by")
part(PlanImport, files=_file, lets_go=lambda row: uploads.remove(row.pk))
