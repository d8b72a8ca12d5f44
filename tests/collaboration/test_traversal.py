"""No path of a file is made from what somebody sent, whatever they call it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from tests.collaboration.discussed import member_of, task_of
from tests.collaboration.test_files import content_of, send
from tests.wire import Wire
from zhongshu.access.services.personal_data import export_own_data
from zhongshu.collaboration.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The ways to write a path that leads out: up, absolute, of a drive or a share, of a device, with
# either slash, encoded once and twice, in wide and overlong forms, and with what ends a name early.
NAMES = (
    "../../../../etc/passwd.txt",
    "..\\..\\..\\boot.txt",
    "....//....//etc/hosts.txt",
    "..;/..;/web.txt",
    "/etc/cron.d/zhongshu.txt",
    "//server/share/a.txt",
    "\\\\server\\share\\a.txt",
    "C:\\Windows\\win.txt",
    "C:a.txt",
    "file:///etc/passwd.txt",
    "%2e%2e%2f%2e%2e%2fetc.txt",
    "%252e%252e%252fetc.txt",
    "..%c0%afetc.txt",
    "..%ef%bc%8fetc.txt",
    "．．／．．／etc.txt",
    "‥/‥/etc.txt",
    "../a\x00.txt",
    "..\n/a.txt",
    "~/a.txt",
    "~root/.ssh/keys.txt",
    "CON.txt",
    "aux.txt",
    "a.txt::$DATA.txt",
    "$HOME/a.txt",
    "`id`.txt",
    "keys/0001.key.txt",
    ". ./. ./a.txt",
    "..",
    ".",
    "-rf.txt",
)


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.HOME = tmp_path / "in" / "home"
    settings.HOME.mkdir(parents=True)
    storages._storages.pop("files", None)
    yield
    storages._storages.pop("files", None)


def files_below(folder: Path) -> set[Path]:
    return {one for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder_in_or_out(name, tmp_path):
    task = task_of("Dig")
    member = member_of(task.project)
    before = files_below(tmp_path)

    answer = send(member, task, name, b"x")

    kept = {settings.HOME / "files" / one.key for one in Attachment.objects.all()}
    assert files_below(tmp_path) - before == kept
    assert len(kept) == (answer.status_code == 201)
    assert all(one.resolve().is_relative_to(settings.HOME / "files") for one in kept)
    for row in Attachment.objects.all():
        assert not {"/", "\\", "\0", "\n"} & set(row.name)
        assert content_of(member, str(row.pk)).content == b"x"
        disposition = content_of(member, str(row.pk))["Content-Disposition"]
        assert not {"\r", "\n", "\\"} & set(disposition)
        assert "/" not in disposition.replace("%2F", "/") or "../" not in disposition
    with zipfile.ZipFile(BytesIO(export_own_data(member, at=timezone.now()))) as archive:
        names = archive.namelist()
    assert len(names) == 1 + len(kept)
    out = [one.split("/") for one in names if one != "data.json"]
    assert all(len(one) == 2 and one[0] == "files" and one[1].strip(". ") for one in out)


@pytest.mark.parametrize("name", NAMES)
def test_no_address_of_a_file_leads_to_another(name):
    task = task_of("Dig")
    member = member_of(task.project)

    answer = Wire(member).get(f"/api/v1/files/{name}/content")

    assert answer.status_code in {404, 422}
