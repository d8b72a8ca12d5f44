"""Values of XML elements by local name, so that a missing or other namespace does not matter."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)


def children(element: Element | None, name: str) -> list[Element]:
    """All children of that name."""
    return [] if element is None else [each for each in element if local(each) == name]


def text(element: Element, name: str) -> str:
    """The text of the first child of that name without outer blanks, empty if there is none."""
    found = child(element, name)
    return "" if found is None or found.text is None else found.text.strip()


def integer(element: Element, name: str) -> int:
    """The whole number in the first child of that name, 0 if there is none."""
    return int(float(text(element, name) or 0))
