"""Speakers' yeses stand in the same record as any contributor's: what kind of thing was given, and one more reason for its end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0013_what_comes_back")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="kind",
            field=models.CharField(
                choices=[
                    ("words", "In their own words"),
                    ("introduction", "How they are introduced"),
                    ("recording", "What is kept of a meeting at which they spoke"),
                ],
                db_default="words",
                default="words",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="cause",
            field=models.CharField(
                choices=[
                    ("author", "Its author took it back"),
                    ("named_person", "Somebody its author named took it back"),
                    ("witnessed", "Its author asked for it, on paper or spoken"),
                    ("time_over", "The time its author agreed to is over"),
                    ("erased", "Its author's account was erased"),
                    ("replayed", "A restored copy held it again"),
                    ("died", "Its author has died, and had wished so"),
                    ("taken_off", "What it was for is not there any more"),
                ],
                max_length=12,
            ),
        ),
    ]
