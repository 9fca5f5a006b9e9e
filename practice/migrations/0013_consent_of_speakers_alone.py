"""The record of consent alone says what introduces speakers, and what they let be kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0012_consent_of_speakers")]

    operations = [
        migrations.RemoveConstraint(model_name="materialyes", name="material_yes_once"),
        migrations.RemoveField(model_name="introduction", name="agreed_at"),
        migrations.RemoveField(model_name="introduction", name="withdrawn_at"),
        migrations.RemoveField(model_name="introduction", name="words"),
        migrations.AlterField(model_name="introduction", name="name", field=models.CharField(blank=True, max_length=120)),
        migrations.AlterField(
            model_name="introduction",
            name="revision",
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="introduction", to="home.contributionrevision"),
        ),
        migrations.AlterField(
            model_name="materialyes",
            name="agreed",
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="material_yes", to="home.contributionrevision"),
        ),
    ]
