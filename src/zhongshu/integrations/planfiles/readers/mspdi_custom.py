"""Custom fields and outline codes of Microsoft Project's XML."""

from __future__ import annotations

from typing import cast
from xml.etree.ElementTree import Element

from zhongshu.integrations.planfiles.mspdi_fields import (
    CUSTOM_CODECS,
    ENTITY_OF_PREFIX,
    FIELD_NAMES,
    kind_of_field,
)
from zhongshu.integrations.planfiles.plan import FieldKind, FieldValue, PlanField
from zhongshu.integrations.planfiles.readers.xml_values import child, children, text


class CustomFields:
    """Definitions met so far, by Microsoft's number of the field."""

    def __init__(self) -> None:
        self.definitions: dict[str, PlanField] = {}
        self._values_of_table: dict[str, dict[str, str]] = {}
        self._table_of_field: dict[str, str] = {}

    def define(self, element: Element) -> None:
        """An ``ExtendedAttribute`` definition."""
        field_id = text(element, "FieldID")
        definition = self._definition(field_id, text(element, "FieldName"))
        if definition:
            definition.alias = text(element, "Alias")
            self._table_of_field[field_id] = text(element, "Ltuid").upper()

    def define_codes(self, element: Element) -> None:
        """An ``OutlineCode`` definition with its table of values."""
        raw = {}
        for value in children(child(element, "Values"), "Value"):
            raw[text(value, "ValueID")] = (text(value, "ParentValueID"), text(value, "Value"))
        paths = {value_id: _path(value_id, raw) for value_id in raw}
        guid, field_id = text(element, "Guid").upper(), text(element, "FieldID")
        self._values_of_table[guid or field_id] = paths
        if field_id:
            self._table_of_field.setdefault(field_id, guid or field_id)
            definition = self._definition(field_id, text(element, "FieldName"))
            if definition:
                definition.alias = definition.alias or text(element, "Alias")

    def values(self, element: Element) -> dict[str, FieldValue]:
        """The custom values of one task, resource or assignment."""
        found: dict[str, FieldValue] = {}
        for attribute in children(element, "ExtendedAttribute"):
            definition = self._definition(text(attribute, "FieldID"), "")
            value = text(attribute, "Value")
            if definition and value:
                found[definition.name] = CUSTOM_CODECS[definition.kind].read(value)
        for code in children(element, "OutlineCode"):
            field_id = text(code, "FieldID")
            definition = self._definition(field_id, "")
            table = self._values_of_table.get(self._table_of_field.get(field_id, ""), {})
            if definition and text(code, "ValueID") in table:
                found[definition.name] = table[text(code, "ValueID")]
        return found

    def _definition(self, field_id: str, name: str) -> PlanField | None:
        if field_id in self.definitions:
            return self.definitions[field_id]
        entity, known_name = FIELD_NAMES.get(
            field_id, (ENTITY_OF_PREFIX.get(field_id[:4], ""), name)
        )
        if not entity:
            return None
        known_name = known_name or f"Field {field_id}"
        kind = cast("FieldKind", kind_of_field(known_name))
        self.definitions[field_id] = PlanField(
            entity=entity,  # type: ignore[arg-type]
            name=known_name,
            kind=kind,
            field_id=field_id,
        )
        return self.definitions[field_id]


def _path(value_id: str, raw: dict[str, tuple[str, str]]) -> str:
    """The value with those above it, joined by dots."""
    parts: list[str] = []
    seen: set[str] = set()
    while value_id in raw and value_id not in seen:
        seen.add(value_id)
        value_id, value = raw[value_id]
        parts.append(value)
    return ".".join(reversed(parts))
