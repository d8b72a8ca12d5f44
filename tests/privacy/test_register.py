"""The register of processing names every personal field, with ground, period and readers."""

import csv
import io

import pytest
from django.apps import apps

from tests.kit.test_formulas import FORMULAS
from tests.privacy.told import published
from zhongshu.access.privacy.register import COLUMNS, as_csv, register
from zhongshu.access.privacy.retention import RULES
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
