"""Which format a file has, by what is in it."""

from __future__ import annotations

import codecs

from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.limits import xml_root
from zhongshu.integrations.planfiles.readers.xml_values import local

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD_BYTES = 4096


def detect(content: bytes, file_name: str) -> str:
    """``mspdi``, ``xer``, ``csv``, ``xlsx``, ``xls`` or a key of ``mpxj.READERS``.

    Raises
    ------
    PlanFileError
        ``unknown_format`` when nothing fits, ``password_protected`` for an encrypted workbook.
    """
    head = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(_OLE):
        return _ole_format(content)
    if content.startswith(_ZIP):
        return "xlsx"
    if head.startswith(b"ERMHDR"):
        return "xer"
    if head.startswith(b"MPX") and head[3:4] in (b",", b";", b"\t"):
        return "mpx"
    if head.startswith(b"<") or _is_wide_xml(content):
        return _xml_format(content)
    if _is_table(content):
        return "csv"
    raise PlanFileError("unknown_format", file_name=file_name)


def _ole_format(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PlanFileError("password_protected")
    is_workbook = "Workbook".encode("utf-16-le") in content
    return "xls" if is_workbook and "   114".encode("utf-16-le") not in content else "mpp"


def _is_wide_xml(content: bytes) -> bool:
    return content[:4] in (b"\xff\xfe<\0", b"\xfe\xff\0<")


def _xml_format(content: bytes) -> str:
    root = xml_root(content)
    name = local(root)
    if name == "Project":
        return "mspdi"
    if name == "APIBusinessObjects":
        return "pmxml"
    if name == "project":
        return "planner" if "project-start" in root.attrib else "ganttproject"
    raise PlanFileError("unknown_format", root=name)


def _is_table(content: bytes) -> bool:
    sample = content[:_HEAD_BYTES]
    if sample.startswith(_BOMS):
        return True
    has_delimiter = any(mark in sample for mark in (b",", b";", b"\t", b"|"))
    return b"\0" not in sample and has_delimiter
