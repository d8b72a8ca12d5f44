"""A broken or hostile file is refused with its place and leaves nothing behind."""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.integrations.reference import PLAN_FILES, needs_java
from zhongshu.integrations.planfiles import limits
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.readers import mpxj, read

HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'
XER_HEAD = "ERMHDR\t8.0\t2026-01-01\tProject\ta\ta\tdb\tPM\tCNY\n"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"{HEAD}<Name>&b;</Name></Project>"
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 1000}">]>{HEAD}<Name>{"&a;" * 1000}</Name></Project>'
EXTERNAL = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<Name>&a;</Name></Project>'


def refusal(content: bytes, name: str = "plan.xml") -> PlanFileError:
    with pytest.raises(PlanFileError) as refused:
        read(content, name)
    return refused.value


def archive(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("document", [LAUGHS, QUADRATIC, EXTERNAL], ids=["laughs", "big", "file"])
def test_entities_are_refused_before_they_are_expanded(document: str) -> None:
    refused = refusal(document.encode())

    assert refused.code == "planfiles.forbidden_xml"


@pytest.mark.parametrize("root", ["project", "APIBusinessObjects"])
def test_entities_never_reach_the_other_reader(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpxj, "_convert", lambda *_: pytest.fail("the file reached Java"))
    document = f'<!DOCTYPE x [<!ENTITY a "b">]><{root}>&a;</{root}>'

    refused = refusal(document.encode())

    assert refused.code == "planfiles.forbidden_xml"


def test_nesting_has_a_limit() -> None:
    document = HEAD + "<Tasks>" * 50 + "</Tasks>" * 50 + "</Project>"

    refused = refusal(document.encode())

    assert (refused.code, refused.params) == ("planfiles.too_deep", {"limit": 40})


def test_broken_xml_names_line_and_column() -> None:
    document = f"{HEAD}\n<Tasks>\n<Task><UID>1</UID></Tasks></Project>"

    refused = refusal(document.encode())

    assert (refused.code, refused.where) == ("planfiles.broken_xml", "line 3, column 21")


def test_a_record_without_a_key_is_named() -> None:
    document = f"{HEAD}<Tasks><Task><UID>one</UID><Name>A</Name></Task></Tasks></Project>"

    refused = refusal(document.encode())

    assert (refused.code, refused.where) == ("planfiles.bad_record", "Task UID one")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (b"\x7fELF\x01\x02\x03" * 50, "unknown_format"),
        (b"no table and no plan", "unknown_format"),
        (b"<html><body/></html>", "unknown_format"),
        (b"a,b,c\n1,2,3\n", "no_headings"),
        ("任务名称,工期\n".encode(), "no_tasks"),
        (b"PK\x03\x04 not an archive", "broken_archive"),
    ],
)
def test_what_is_no_plan_is_refused(content: bytes, code: str) -> None:
    refused = refusal(content, "plan.dat")

    assert refused.code == f"planfiles.{code}"


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 100)

    refused = refusal(b"x" * 101)

    assert (refused.code, refused.params["bytes"]) == ("planfiles.too_big", 101)


def test_an_archive_bomb_is_refused_by_its_directory() -> None:
    content = archive({"xl/workbook.xml": b"0" * 30_000_000})

    refused = refusal(content, "plan.xlsx")

    assert refused.code == "planfiles.archive_bomb"


def test_an_archive_whose_directory_lies_is_refused_while_reading() -> None:
    size = 30_000_000
    content = archive({"xl/workbook.xml": b"0" * size})
    content = content.replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little"))

    refused = refusal(content, "plan.xlsx")

    assert refused.code in ("planfiles.archive_bomb", "planfiles.broken_archive")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:\\evil.xml", "a/../../b"])
def test_an_archive_that_points_outside_is_refused(name: str) -> None:
    content = archive({name: b"x"})

    refused = refusal(content, "plan.xlsx")

    assert (refused.code, refused.where) == ("planfiles.unsafe_entry", name)


def test_an_archive_of_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 2)
    content = archive({"a": b"1", "b": b"2", "c": b"3"})

    refused = refusal(content, "plan.xlsx")

    assert refused.params == {"n": 3, "limit": 2}


def test_a_truncated_export_is_refused() -> None:
    refused = refusal(f"{XER_HEAD}%T\tPROJECT\n%F\tproj_id\n%R\t1\n".encode(), "plan.xer")

    assert (refused.code, refused.where) == ("planfiles.truncated", "line 4")


def test_a_bad_date_in_an_export_is_named() -> None:
    content = f"{XER_HEAD}%T\tPROJECT\n%F\tproj_id\tplan_start_date\n%R\t1\tsoon\n%E\n"

    refused = refusal(content.encode(), "plan.xer")

    assert (refused.code, refused.where) == ("planfiles.bad_value", "line 4, plan_start_date")


@pytest.mark.reference_data
def test_the_export_that_is_broken_on_purpose_names_its_calendar() -> None:
    path = PLAN_FILES / "mpxj" / "invalid-8.4.xer"
    if not path.exists():
        pytest.skip("reference data is absent: set ZHONGSHU_REFERENCE_DATA")

    refused = refusal(path.read_bytes(), path.name)

    assert refused.code == "planfiles.broken_calendar"
    assert refused.where == "line 33, CALENDAR Test - Invalid"


def test_without_java_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpxj, "_convert", _without_java)

    refused = refusal(b"MPX,Microsoft Project,4.0,ANSI\n30,x\n", "plan.mpx")

    assert (refused.code, refused.params["missing"]) == ("planfiles.java_missing", "java")


def _without_java(folder: Path, file_format: str) -> None:
    raise mpxj._failure(mpxj.mpxj_convert.MISSING, b'{"missing": "java"}', file_format)


class TestWithJava:
    pytestmark = needs_java

    @pytest.mark.parametrize(
        "content",
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, b"MPX,garbage"],
        ids=["mpp", "mpx"],
    )
    def test_a_broken_binary_is_refused_and_the_scratch_folder_is_gone(
        self, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))

        refused = refusal(content, "plan.mpp")

        assert refused.code in ("planfiles.broken_file", "planfiles.no_tasks")
        assert list(tmp_path.iterdir()) == []

    def test_a_reader_that_takes_too_long_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mpxj, "TIME_LIMIT_SECONDS", 0.01)

        refused = refusal(b"MPX,Microsoft Project,4.0,ANSI\n", "plan.mpx")

        assert refused.code == "planfiles.too_slow"


def test_the_converter_limits_itself_before_it_starts() -> None:
    program = (
        "import resource as r, runpy, sys;"
        f"runpy.run_path({str(mpxj._SCRIPT)!r}, run_name='script')['_restrict']();"
        "print([r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)])"
    )

    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True)

    assert json.loads(done.stdout) == [3 * 1024**3, 60, 512 * 1024**2]
