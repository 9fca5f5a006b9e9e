"""What was loaded into the index and the pathways, so that loading again can tell an editor's change; modules that are coming."""

from django.db import migrations, models

import home.fields


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_reflection_share_reach")]

    operations = [
        migrations.AddField(model_name="learningindexpage", name="loaded_digest", field=models.CharField(blank=True, editable=False, max_length=64)),
        migrations.AddField(model_name="pathwaypage", name="loaded_digest", field=models.CharField(blank=True, editable=False, max_length=64)),
        migrations.AddField(
            model_name="pathwaypage",
            name="coming",
            field=home.fields.BlocksField([], blank=True, help_text="Modules that are on their way, announced by title."),
        ),
    ]
