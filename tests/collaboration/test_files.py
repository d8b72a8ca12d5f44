"""Files of a subject: what is kept, and that nothing of it ever runs."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from tests.collaboration.discussed import member_of, path
from tests.factories.access import user_with
from tests.wire import Wire
from zhongshu.collaboration import clearing, storage
from zhongshu.collaboration.models import Attachment
from zhongshu.config import environment

pytestmark = pytest.mark.django_db


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = b"".join(b"\0" + b"\xff\x00\x00" * 2 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x7f\xff\x00\x10\xff\xd9"
)
WEBP = (
    b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00"
    b"/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
)
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def member(task):
    return member_of(task.project, name="Ada")


def send(user, task, name: str, content: bytes, **headers):
    file = BytesIO(content)
    file.name = name
    return Wire(user).post(
        f"/api/v1{path(task, '/files')}", {"file": file}, headers={"If-Match": "*", **headers}
    )


def content_of(user, file_id: str):
    return Wire(user).call("get", f"/files/{file_id}/content")


def stored() -> list[str]:
    return sorted(storage.keys_before(timezone.now() + timedelta(days=1)))


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.HOME = tmp_path
    storages._storages.pop("files", None)
    yield
    storages._storages.pop("files", None)


def test_file_is_kept_and_comes_back_byte_for_byte(task, member):
    sent = send(member, task, "验收 清单.csv", "项,数\n1,2\n".encode("gb18030"))

    assert sent.status_code == 201
    listed = Wire(member).call("get", path(task, "/files")).json()
    assert listed["items"] == [sent.json()]
    assert (sent.json()["name"], sent.json()["n_bytes"]) == ("验收 清单.csv", 10)
    got = content_of(member, sent.json()["id"])
    assert got.content == "项,数\n1,2\n".encode("gb18030")
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", png(), "image/png"),
        ("a.gif", GIF, "image/gif"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
    ],
)
def test_only_a_whole_picture_has_the_type_of_one(task, member, name, content, media_type):
    whole = send(member, task, name, content).json()
    with_a_tail = send(member, task, name, content + SCRIPT).json()

    assert (whole["media_type"], whole["is_picture"]) == (media_type, True)
    opaque = "application/octet-stream"
    assert (with_a_tail["media_type"], with_a_tail["is_picture"]) == (opaque, False)
    for file in (whole, with_a_tail):
        got = content_of(member, file["id"])
        assert got["Content-Type"] == file["media_type"]
        assert got["Content-Disposition"].startswith("attachment")
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_picture_of_too_many_pixels_is_not_shown(task, member):
    assert send(member, task, "a.png", png(10_000, 10_000)).json()["is_picture"] is False


def test_broken_picture_is_not_shown(task, member):
    damaged = bytearray(png())
    damaged[-20] ^= 1

    assert send(member, task, "a.png", bytes(damaged)).json()["is_picture"] is False


@pytest.mark.parametrize("cut", range(1, 60, 7))
@pytest.mark.parametrize("whole", [png(), GIF, JPEG, WEBP])
def test_picture_cut_short_is_never_one(whole, cut):
    from zhongshu.collaboration.pictures import picture_type

    assert picture_type(whole) is not None
    assert picture_type(whole[:-cut]) is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", SCRIPT, "ending"),
        ("a.svg", b"<svg onload='alert(1)'/>", "ending"),
        ("a.js", b"alert(1)", "ending"),
        ("a.exe", b"MZ\x90", "ending"),
        ("a.docm", b"PK\x03\x04", "ending"),
        ("a.txt.hta", b"x", "ending"),
        ("plan\u202efdp.exe", b"%PDF-1.7", "ending"),
        ("a.png", b"<svg/>", "content"),
        ("a.pdf", SCRIPT, "content"),
        ("a.xlsx", b"%PDF-1.7", "content"),
        ("a.txt", b"\x00\x01\x02", "content"),
        ("a.csv", png(), "content"),
        ("a.txt", b"", "empty"),
        ("noending", b"x", "name"),
        (".txt", b"x", "name"),
    ],
)
def test_hostile_file_is_refused_and_nothing_is_kept(task, member, name, content, reason):
    refused = send(member, task, name, content)

    assert (refused.status_code, refused.json()["code"]) == (422, "collaboration.file_refused")
    assert (refused.json()["errors"][0]["field"], refused.json()["reason"]) == ("file", reason)
    assert (Attachment.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\u202etxt.md", "atxt.md"),
        ("in\u200bvi\u2066sible.txt", "invisible.txt"),
        ('q"u<o>t|e?.txt', "quote.txt"),
        ("  spaced   out .txt", "spaced out.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_name_is_made_harmless(task, member, name, kept):
    from zhongshu.collaboration.file_kinds import harmless_name

    assert harmless_name(name) == kept
    assert send(member, task, name, b"x").json()["name"] == kept


def test_name_cannot_end_a_header(task, member):
    from zhongshu.collaboration.file_kinds import harmless_name

    assert harmless_name("a\r\nSet-Cookie: x=1.txt") == "aSet-Cookie x=1.txt"


def test_bytes_lie_under_a_random_key_that_others_cannot_read(task, member):
    file_id = send(member, task, "a.txt", b"x").json()["id"]

    key = Attachment.objects.get(pk=file_id).key
    file = settings.HOME / "files" / key

    assert stored() == [key]
    assert file_id.replace("-", "") not in key
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_too_large_a_file_is_refused(task, member, settings):
    settings.MAX_UPLOAD_BYTES = 1000

    refused = send(member, task, "a.txt", b"x" * 1001)

    assert refused.status_code == 413
    assert stored() == []


def test_subject_has_room_for_so_much(task, member, settings):
    settings.SUBJECT_FILES_BYTES = 10
    first = send(member, task, "a.txt", b"123456").json()

    refused = send(member, task, "b.txt", b"12345")

    assert (refused.status_code, refused.json()["code"]) == (409, "collaboration.subject_full")
    assert (Attachment.objects.count(), len(stored())) == (1, 1)
    Wire(member).call("delete", f"/files/{first['id']}", version=1)
    assert send(member, task, "b.txt", b"12345").status_code == 201
    back = Wire(member).call("post", f"/files/{first['id']}/restoration")
    assert back.json()["code"] == "collaboration.subject_full"


@pytest.mark.django_db(transaction=True)
def test_same_upload_twice_is_one_file(task, member):
    key = {"Idempotency-Key": "one-and-the-same"}

    first = send(member, task, "a.txt", b"x", **key)
    second = send(member, task, "a.txt", b"x", **key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (Attachment.objects.count(), len(stored())) == (1, 1)


def test_deleted_file_is_out_of_sight_and_comes_back(task, member):
    other, moderator = member_of(task.project), member_of(task.project, "collaboration.moderate")
    file_id = send(member, task, "a.txt", b"x").json()["id"]

    assert Wire(other).call("delete", f"/files/{file_id}", version=1).status_code == 403
    assert Wire(moderator).call("delete", f"/files/{file_id}", version=1).status_code == 200
    assert Wire(member).call("get", path(task, "/files")).json()["total"] == 0
    assert content_of(member, file_id).status_code == 404
    assert Wire(member).call("post", f"/files/{file_id}/restoration").status_code == 403
    assert Wire(moderator).call("post", f"/files/{file_id}/restoration").status_code == 201
    assert content_of(member, file_id).content == b"x"


def test_bytes_of_a_deleted_file_go_after_a_week(task, member):
    gone = send(member, task, "a.txt", b"x").json()["id"]
    kept = send(member, task, "b.txt", b"y").json()["id"]
    now = timezone.now()
    Wire(member).call("delete", f"/files/{gone}", version=1)

    assert clearing.clear_deleted(now=now + timedelta(days=6)) == 0
    assert clearing.clear_deleted(now=now + timedelta(days=8)) == 1

    assert [str(one.pk) for one in Attachment.objects.all()] == [kept]
    assert stored() == [Attachment.objects.get().key]
    assert Wire(member).call("post", f"/files/{gone}/restoration").status_code == 404


def test_bytes_without_a_file_go_after_a_day(task, member):
    send(member, task, "a.txt", b"x")
    from django.core.files.base import ContentFile

    storage.keep(storage.new_key(), ContentFile(b"orphan"))
    now = timezone.now()

    assert clearing.clear_orphans(now=now) == 0
    assert clearing.clear_orphans(now=now + timedelta(days=2)) == 1
    assert stored() == [Attachment.objects.get().key]


def test_bytes_are_not_kept_when_the_row_cannot_be(task, member, monkeypatch):
    from zhongshu.collaboration.services import files

    def fail(*args, **kwargs):
        raise RuntimeError("the disk of the database is full")

    monkeypatch.setattr(files, "record", fail)
    client = Wire(member, raise_request_exception=False)
    file = BytesIO(b"x")
    file.name = "a.txt"

    assert client.post(f"/api/v1{path(task, '/files')}", {"file": file}).status_code == 500
    assert (Attachment.objects.count(), stored()) == (0, [])


def test_without_the_permission_one_downloads_only(task, member):
    file_id = send(member, task, "a.txt", b"x").json()["id"]
    reader = user_with("projects.view", over=task.project.scope)

    assert send(reader, task, "b.txt", b"x").json()["code"] == "access.forbidden"
    assert content_of(reader, file_id).status_code == 200
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"BACKEND": "zhongshu.collaboration.storage.InstallationFiles"}),
        (
            "storages.backends.s3.S3Storage?bucket_name=b&endpoint_url=https%3A%2F%2Fs3.example",
            {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {"bucket_name": "b", "endpoint_url": "https://s3.example"},
            },
        ),
    ],
)
def test_place_of_files_is_named_by_the_environment(monkeypatch, text, expected):
    monkeypatch.setenv("ZHONGSHU_FILE_STORAGE", text)

    assert environment.file_storage() == expected


def test_files_may_lie_in_another_storage(task, member, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }

    file_id = send(member, task, "a.txt", b"elsewhere").json()["id"]

    assert content_of(member, file_id).content == b"elsewhere"
    assert not (settings.HOME / "files").exists()
    assert len(stored()) == 1
