"""The register of processing names every personal field, with ground, period and readers."""

import csv
import io

import pytest
from django.apps import apps

from tests.kit.test_formulas import FORMULAS
from tests.privacy.told import published
from zhongshu.access.privacy.readers import PERMISSION, Reader
from zhongshu.access.privacy.register import COLUMNS, as_csv, register
from zhongshu.access.privacy.retention import RULES
from zhongshu.access.resources import RESOURCES
from zhongshu.kit import clock
from zhongshu.kit.declarations import declarations
from zhongshu.kit.formulas import guarded

pytestmark = pytest.mark.django_db


def test_every_personal_field_is_in_the_register():
    personal = {
        (model._meta.label_lower, name)
        for model in apps.get_models()
        for name, said in declarations(model).items()
        if said.personal
    }

    listed = {(one["table"], one["field"]) for one in register()}

    assert listed == personal


def test_every_entry_has_ground_purpose_and_a_retention_that_is_known():
    for one in register():
        assert one["basis"], one
        assert one["purpose"], one
        assert one["retention"] in RULES, one


def test_readers_are_the_permissions_that_open_the_field():
    by_field = {(one["table"], one["field"]): one for one in register()}

    assert by_field["organisation.person", "email"]["readers"] == ["organisation.view_personal"]
    assert by_field["organisation.person", "email"]["where"] == ["database", "audit_trail"]
    assert "files" in by_field["collaboration.attachment", "name"]["where"]
    assert by_field["kit.event", "ip"]["days"] == 1096


def test_of_every_field_it_is_told_who_reads_it():
    entries = {f"{one['table']}.{one['field']}": one for one in register()}

    untold = [name for name, one in entries.items() if not one["read_by"]]
    contradictory = [
        name for name, one in entries.items()
        if (one["read_by"] == PERMISSION) != bool(one["readers"])
    ]  # fmt: skip
    by_nobody = {name for name, one in entries.items() if one["read_by"] == Reader.NOBODY}
    shown = {f"{one.model._meta.label_lower}.{field.source or field.name}"
             for one in RESOURCES.values() for field in one.fields}  # fmt: skip
    assert untold == contradictory == []
    assert by_nobody & shown == set()


def test_the_readers_of_resources_of_plans_are_told():
    told = {one["field"]: one["readers"] for one in register()
            if one["table"] == "planning.planresource"}  # fmt: skip

    assert told == {"name": ["projects.view"], "person": ["projects.view"],
                    "email": ["organisation.view_personal"]}  # fmt: skip


def test_the_table_holds_the_same():
    rows = list(csv.DictReader(io.StringIO(as_csv().decode("utf-8-sig"))))

    assert len(rows) == len(register())
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_table_is_a_formula(text):
    published(title=text, day=clock.today())

    rows = csv.reader(io.StringIO(as_csv().decode("utf-8-sig"), newline=""))

    cells = [cell for row in rows for cell in row]
    assert any(text.strip() in cell for cell in cells)
    assert [cell for cell in cells if guarded(cell) != cell and cell[0] != "'"] == []
