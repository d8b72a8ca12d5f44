"""What the tests of discussions share: the task that people discuss."""

import pytest

from tests.collaboration.discussed import task_of
from zhongshu.planning.models import Task


@pytest.fixture
def task() -> Task:
    """A task in a project of its own."""
    return task_of()
