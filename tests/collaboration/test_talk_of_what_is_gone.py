"""What was said of something that is gone is as closed as that may have been."""

import io
import zipfile

import pytest
from django.utils import timezone

from tests.access.test_policy import EVERYONE, published
from tests.collaboration.discussed import member_of, subject_of, task_of
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.access.services.personal_data import export_own_data
from zhongshu.collaboration.services import comments
from zhongshu.planning.models import Task

pytestmark = pytest.mark.django_db

TEXT, HIGH = "what was said of it", 3


def told_to(somebody):
    """Everything that somebody is told is held of them."""
    with zipfile.ZipFile(io.BytesIO(export_own_data(somebody, at=timezone.now()))) as packed:
        return "".join(packed.read(one).decode() for one in packed.namelist())


def test_words_about_a_removed_task_are_closed_where_its_class_may_have_been():
    task = task_of(classification=0)
    author = member_of(task.project)
    comments.add_comment(author, subject=subject_of(task), text=TEXT, at=timezone.now())
    published(Cell(EVERYONE, Effect.NONE, classification=HIGH))

    heard = [TEXT in told_to(author)]
    Task.objects.filter(pk=task.pk).update(classification=HIGH)
    heard.append(TEXT in told_to(author))
    Task.objects.filter(pk=task.pk).delete()
    heard.append(TEXT in told_to(author))

    assert heard == [True, False, False]
