"""Whom somebody shared with as their manager, so that it ends when they manage them no longer."""

from django.db import migrations, models


def those_shared_so_far(apps, _schema_editor):
    """Until now only managers and deputies could be chosen."""
    apps.get_model("capability", "Sharing").objects.update(as_manager=True)


class Migration(migrations.Migration):
    """A flag on each sharing."""

    dependencies = [("capability", "0003_figures")]

    operations = [
        migrations.AddField(
            model_name="sharing",
            name="as_manager",
            field=models.BooleanField(default=False, help_text="It opens only while the reader manages the person."),
        ),
        migrations.RunPython(those_shared_so_far, migrations.RunPython.noop),
    ]
