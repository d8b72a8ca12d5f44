"""Seats that were given before seats were confirmed keep counting, for open questions as well."""

from typing import Any

from django.db import migrations
from django.db.models import F


def carry_over(apps: Any, schema_editor: Any) -> None:
    Member = apps.get_model("access", "Member")
    Question = apps.get_model("access", "Question")
    Elector = apps.get_model("access", "Elector")
    Member.objects.filter(confirmed_at=None).update(confirmed_at=F("created_at"))
    voting = Member.objects.exclude(role="non_voting")
    Elector.objects.bulk_create(
        Elector(question=question, user_id=seat.user_id, role=seat.role)
        for question in Question.objects.filter(state="open")
        for seat in voting.filter(body=question.body_id)
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0010_seats_are_confirmed")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
