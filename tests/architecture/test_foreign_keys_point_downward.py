"""A foreign key is a dependency too: it obeys the same order as an import."""

import pytest
from django.apps import apps

from tests.architecture.source import layers

LAYERS = layers()
KEYS = [
    field
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if (field.many_to_one or field.one_to_one or field.many_to_many)
    and field.concrete
    and model._meta.app_label in LAYERS
    and field.related_model._meta.app_label in LAYERS
]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_foreign_key_points_downward(key):
    ours, theirs = key.model._meta.app_label, key.related_model._meta.app_label

    assert LAYERS.index(ours) <= LAYERS.index(theirs)


def test_every_app_of_the_product_has_a_layer():
    ours = [config for config in apps.get_app_configs() if config.name.startswith("zhongshu.")]

    assert {config.label for config in ours} <= set(LAYERS)
