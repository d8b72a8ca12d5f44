"""SEC-06, SEC-51 and SEC-52: what is uploaded unfolds within limits and never runs."""

import io
import stat
import struct
import zipfile
import zlib

import pytest

from zhongshu.kit.http import attachment
from zhongshu.kit.uploads import (
    BrokenFile,
    Limits,
    UnsafeFile,
    check_archive,
    is_archive,
    xml_elements,
)


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return buffer.getvalue()


def reason(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnsafeFile) as refused:
        check_archive(content, limits or Limits())
    assert refused.value.field == "file"
    return refused.value.params["reason"]


def test_sec_52_harmless_archive_passes():
    content = archive(("xl/workbook.xml", b"<a/>"), ("xl/big.xml", b"0" * 900_000))

    check_archive(content)

    assert is_archive(content)


def test_sec_52_bomb_is_refused_while_it_unfolds():
    assert reason(archive(("a.xml", b"\0" * 5_000_000))) == "ratio"


def test_sec_52_many_small_parts_are_refused_together():
    parts = [(f"{number}.bin", bytes([number]) * 1000) for number in range(50)]

    assert reason(archive(*parts), Limits(max_unpacked_bytes=40_000)) == "size"


def test_sec_52_too_many_entries():
    assert reason(archive(*[(str(n), b"") for n in range(11)]), Limits(max_entries=10)) == "entries"


@pytest.mark.parametrize(
    "name", ["../a", "/etc/passwd", "a/../../b", "..\\a", "C:/a", "\\\\host\\a"]
)
def test_sec_52_entry_that_leads_out_is_refused(name):
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = name

    assert reason(archive((entry, b"x"))) == "path"


def test_sec_52_link_is_refused():
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert reason(archive((entry, b"/etc/passwd"))) == "path"


def test_sec_52_directory_that_lies_about_a_size_is_not_believed():
    honest = archive(("a.bin", b"\0" * 3_000_000))
    lying = honest.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 10))

    with pytest.raises((UnsafeFile, BrokenFile)):
        check_archive(lying)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive", zlib.compress(b"x")])
def test_what_is_no_archive_is_said_to_be_broken(content):
    with pytest.raises(BrokenFile):
        check_archive(content)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 50_000}</x>',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x">%a;]><x/>',
    "external type": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>',
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_sec_51_hostile_document_is_refused_before_it_is_expanded(document):
    with pytest.raises(UnsafeFile) as refused:
        list(xml_elements(document.encode()))

    assert refused.value.params["reason"] == "xml"


def test_sec_51_nesting_has_a_limit():
    with pytest.raises(UnsafeFile) as refused:
        list(xml_elements(b"<a>" * 100 + b"</a>" * 100))

    assert refused.value.params["reason"] == "depth"


def test_sec_51_broken_document_is_said_to_be_broken():
    with pytest.raises(BrokenFile, match="line 1"):
        list(xml_elements(b"<a><b></a>"))


def test_sec_51_harmless_document_is_read_in_order():
    found = [element.tag for _, element in xml_elements(b"<a><b/><c>x</c></a>")]

    assert found == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("x.html", "text/html"), ("x.svg", "image/svg+xml"), ("x.js", "application/octet-stream")],
)
def test_sec_06_file_is_saved_and_never_run(name, media_type):
    answer = attachment(b"<script>alert(1)</script>", file_name=name, media_type=media_type)

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('a"b.xml', 'attachment; filename="a\\"b.xml"'),
        ("../../etc/passwd", 'attachment; filename=".._.._etc_passwd"'),
        ("a\r\nSet-Cookie: x=1", 'attachment; filename="a__Set-Cookie_ x=1"'),
        ("计划.xml", "attachment; filename*=utf-8''%E8%AE%A1%E5%88%92.xml"),
        ("a\u202elmx.exe", 'attachment; filename="a_lmx.exe"'),
    ],
)
def test_sec_06_name_of_a_file_cannot_break_the_header_or_deceive(name, shown):
    answer = attachment(b"", file_name=name, media_type="application/octet-stream")

    assert answer["Content-Disposition"] == shown
