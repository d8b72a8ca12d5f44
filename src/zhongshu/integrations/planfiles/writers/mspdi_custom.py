"""Custom fields and outline codes as Microsoft Project's XML wants them."""

from __future__ import annotations

from collections import defaultdict
from uuid import NAMESPACE_OID, uuid5
from xml.etree.ElementTree import Element, SubElement

from zhongshu.integrations.planfiles.mspdi_fields import (
    CUSTOM_CODECS,
    FIELD_IDS,
    FIELD_NAMES,
    spare_field,
)
from zhongshu.integrations.planfiles.plan import FieldValue, Plan, PlanField
from zhongshu.integrations.planfiles.writers.xml_output import add

_TEXT_VALUE = "21"


class CustomFieldWriter:
    """Gives every custom field a number of Microsoft Project and writes values under it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._definitions: dict[tuple[str, str], PlanField] = {
            (each.entity, each.name): each for each in plan.custom_fields
        }
        self._ids: dict[tuple[str, str], str] = {}
        self._codes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._number_fields()
        self._collect_codes()

    def _number_fields(self) -> None:
        taken = {(each.entity, each.name) for each in self._plan.custom_fields}
        for key, definition in self._definitions.items():
            field_id = definition.field_id or FIELD_IDS.get(key, "")
            if not field_id:
                used = {name for entity, name in taken if entity == definition.entity}
                spare = (definition.entity, spare_field(definition.entity, definition.kind, used))
                field_id = FIELD_IDS.get(spare, "")
                taken.add(spare)
            self._ids[key] = field_id

    def _collect_codes(self) -> None:
        holders = (
            ("task", self._plan.tasks),
            ("resource", self._plan.resources),
        )
        for entity, rows in holders:
            for row in rows:
                for name, value in row.fields.items():
                    key = (entity, name)
                    if self._kind(key) == "code":
                        self._codes[key].setdefault(str(value), len(self._codes[key]) + 1)

    def _kind(self, key: tuple[str, str]) -> str:
        return self._definitions[key].kind if key in self._definitions else "text"

    def add_definitions(self, root: Element) -> None:
        """Tables of outline codes and definitions of custom fields."""
        codes = SubElement(root, "OutlineCodes")
        for key, values in self._codes.items():
            if self._ids[key]:
                self._add_code_table(codes, key, values)
        SubElement(root, "WBSMasks")
        attributes = SubElement(root, "ExtendedAttributes")
        for key, definition in self._definitions.items():
            if not self._ids[key]:
                continue
            element = SubElement(attributes, "ExtendedAttribute")
            SubElement(element, "FieldID").text = self._ids[key]
            SubElement(element, "FieldName").text = self._field_name(key)
            alias = definition.alias
            if not alias and definition.name != self._field_name(key):
                alias = definition.name
            if alias:
                add(element, "Alias", alias)
            if key in self._codes:
                SubElement(element, "Ltuid").text = self._guid(key)

    def _add_code_table(
        self, parent: Element, key: tuple[str, str], values: dict[str, int]
    ) -> None:
        element = SubElement(parent, "OutlineCode")
        SubElement(element, "Guid").text = self._guid(key)
        SubElement(element, "FieldID").text = self._ids[key]
        SubElement(element, "FieldName").text = self._field_name(key)
        table = SubElement(element, "Values")
        for text, number in values.items():
            value = SubElement(table, "Value")
            SubElement(value, "ValueID").text = str(number)
            SubElement(value, "FieldGUID").text = self._guid((*key, text))
            SubElement(value, "Type").text = _TEXT_VALUE
            SubElement(value, "ParentValueID").text = "0"
            add(value, "Value", text)
        masks = SubElement(SubElement(element, "Masks"), "Mask")
        for name, text in (("Level", "1"), ("Type", "1"), ("Length", "0"), ("Separator", ".")):
            SubElement(masks, name).text = text

    def _field_name(self, key: tuple[str, str]) -> str:
        """Microsoft's name of the number a field got, which need not be the field's own."""
        return FIELD_NAMES.get(self._ids[key], ("", self._definitions[key].name))[1]

    @staticmethod
    def _guid(parts: tuple[str, ...]) -> str:
        return str(uuid5(NAMESPACE_OID, "/".join(parts))).upper()

    def add_values(self, parent: Element, entity: str, values: dict[str, FieldValue]) -> None:
        """The custom values of one task, resource or assignment, without outline codes."""
        for name, value in values.items():
            key = (entity, name)
            kind = self._kind(key)
            if kind == "code" or not self._ids.get(key):
                continue
            element = SubElement(parent, "ExtendedAttribute")
            SubElement(element, "FieldID").text = self._ids[key]
            add(element, "Value", CUSTOM_CODECS[kind].write(value))
            if kind == "duration":
                SubElement(element, "DurationFormat").text = "7"

    def add_codes(self, parent: Element, entity: str, values: dict[str, FieldValue]) -> None:
        """The outline codes of one task or resource."""
        for name, value in values.items():
            key = (entity, name)
            if self._kind(key) == "code" and self._ids.get(key):
                element = SubElement(parent, "OutlineCode")
                SubElement(element, "FieldID").text = self._ids[key]
                SubElement(element, "ValueID").text = str(self._codes[key][str(value)])
                SubElement(element, "ValueGUID").text = self._guid((*key, str(value)))
