"""Every stored field says how secret it is, whether it is personal, and how long it is kept."""

import pytest
from django.apps import apps

from zhongshu.kit.declarations import declarations

MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhongshu.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model):
    stored = {field.name for field in model._meta.concrete_fields}

    assert stored - set(declarations(model)) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_declaration_names_a_retention_and_personal_data_its_basis(model):
    declared = declarations(model)

    assert [name for name, said in declared.items() if not said.retention] == []
    assert [name for name, said in declared.items() if said.personal and not said.basis] == []
