"""Text of XML elements without what XML cannot carry."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

# Characters that XML 1.0 cannot hold even escaped; a file that came from elsewhere may have them.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, value: str) -> None:
    """One child with text."""
    SubElement(parent, name).text = _UNWRITABLE.sub("", value)
