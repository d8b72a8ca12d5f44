"""Writes without an event: declared, of one model, short-lived, and never in a service."""

import ast
import inspect
from datetime import timedelta

import pytest

from tests.architecture.source import PACKAGE
from tests.architecture.test_services_record_one_event import records
from zhongshu.kit.ephemeral import ephemeral_writes

WRITES = ephemeral_writes()
# A service that is declared so would be guarded and silent at once.
SERVICES = [*PACKAGE.glob("*/services.py"), *PACKAGE.glob("*/services/*.py")]


@pytest.mark.parametrize("name", WRITES)
def test_it_records_no_event(name):
    assert not records(name)


@pytest.mark.parametrize("name", WRITES)
def test_it_writes_rows_of_its_model_alone(name):
    write = WRITES[name]
    module = ast.parse(inspect.getsource(inspect.getmodule(write.function)))

    managed = {
        ast.unparse(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    }

    assert managed == {write.model.__name__}


@pytest.mark.parametrize("name", WRITES)
def test_what_it_writes_counts_for_less_than_a_minute(name):
    write = WRITES[name]

    assert write.lasts <= timedelta(minutes=1)
    assert "seen_at" in {field.name for field in write.model._meta.fields}


def test_no_service_is_declared_so():
    assert [path for path in SERVICES if "ephemeral" in path.read_text(encoding="utf-8")] == []


def test_presence_is_written_so():
    written = {name.rpartition(".")[2] for name in WRITES}

    assert written == {"show_presence", "end_presence", "forget_absent"}
