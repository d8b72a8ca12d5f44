from django.db import migrations, models

CLASSES = [(0, "public"), (1, "internal"), (2, "sensitive"), (3, "highly_sensitive")]


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0005_decisions_on_projects_are_told")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="classification",
            field=models.PositiveSmallIntegerField(choices=CLASSES, default=0),
        ),
        migrations.AddField(
            model_name="comment",
            name="classification",
            field=models.PositiveSmallIntegerField(choices=CLASSES, default=0),
        ),
    ]
