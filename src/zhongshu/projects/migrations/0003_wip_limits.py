"""How many cards the columns of a project's board should hold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_search_key")]

    operations = [
        migrations.AddField(
            model_name="project", name="wip_limits", field=models.JSONField(default=dict)
        ),
    ]
