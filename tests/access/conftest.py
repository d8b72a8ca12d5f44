"""Who breaks the glass, and who looks after it."""

import pytest

from tests.factories.access import user_with


@pytest.fixture
def opener():
    return user_with("access.break_glass")


@pytest.fixture
def managers():
    return [user_with("access.manage") for _ in range(2)]
