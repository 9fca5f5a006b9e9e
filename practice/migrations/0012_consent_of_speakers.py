"""What introduces speakers, and what they let be kept, moves into the record of consent: words, yeses, until when, history.

What was taken back before is deleted, and so are the lines of the audit log that told editors who had decided. The next migration takes the old columns away.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def move_into_the_record(apps, schema_editor):
    """Make a contribution for each speaker, and for each thing kept that they said yes to."""
    move_introductions(apps)
    move_yeses(apps)
    said = [f"practice.{each}" for each in ("introduction_agreed", "introduction_withdrawn", "material_agreed")]
    apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action__in=said).delete()


def move_introductions(apps):
    introduction = apps.get_model("practice", "Introduction")
    introduction.objects.filter(withdrawn_at__isnull=False).delete()
    records = {}
    for row in introduction.objects.select_related("speaker__session__page", "speaker__person").order_by("speaker", "number").iterator():
        speaker = row.speaker
        if speaker.pk not in records:
            records[speaker.pk] = begin(apps, "introduction", speaker.person_id, "Somebody wrote how they could be introduced, and asked for their yes.")
        title = f"Introduction at “{speaker.session.page.title}”"
        row.revision = revise(apps, records[speaker.pk], title, row.words)
        row.save(update_fields=["revision"])
        if row.agreed_at:
            agree(apps, row.revision, speaker.session.page_id, row.name, row.agreed_at)


def move_yeses(apps):
    records = {}
    for row in apps.get_model("practice", "MaterialYes").objects.select_related("material", "speaker__session__page").order_by("said_at", "pk").iterator():
        key = (row.material_id, row.speaker_id)
        if key not in records:
            records[key] = begin(apps, "recording", row.speaker.person_id, "Was asked whether what is kept of a meeting may be kept.")
        row.agreed = revise(apps, records[key], f"“{row.material.title}”, kept of “{row.speaker.session.page.title}”", "")
        row.save(update_fields=["agreed"])
        agree(apps, row.agreed, row.speaker.session.page_id, row.speaker.name, row.said_at)


def begin(apps, kind, author, sentence):
    made = apps.get_model("home", "Contribution").objects.create(kind=kind, author_id=author, state="with_author")
    apps.get_model("home", "ConsentDecision").objects.create(contribution=made, change="begun", sentence=sentence)
    return made


def revise(apps, contribution, title, words):
    revision = apps.get_model("home", "ContributionRevision")
    number = revision.objects.filter(contribution=contribution).count() + 1
    return revision.objects.create(contribution=contribution, number=number, title=title[:120], words=words)


def agree(apps, revision, page, name, moment):
    """The yes as it was given at `moment`: two years from then, as the record holds where nothing else was said."""
    contribution = revision.contribution
    day = timezone.localdate(moment)
    until = day.replace(year=day.year + 2, day=min(day.day, 28))
    chosen = {"naming": "real", "shown_as": name[:80], "until": until, "route": "mail", "name_chosen_at": moment, "terms_chosen_at": moment}
    apps.get_model("home", "Consent").objects.update_or_create(contribution=contribution, defaults=chosen)
    purpose = apps.get_model("home", "Purpose").objects.get_or_create(contribution=contribution, page_id=page)[0]
    approval = apps.get_model("home", "Approval")
    approval.objects.filter(purpose=purpose, ended_at__isnull=True).update(ended_at=moment)
    given = approval.objects.create(revision=revision, purpose=purpose)
    approval.objects.filter(pk=given.pk).update(given_at=moment)
    apps.get_model("home", "Contribution").objects.filter(pk=contribution.pk).update(state="agreed", title=revision.title, words=revision.words)
    made = apps.get_model("home", "ConsentDecision").objects.create(
        contribution=contribution, change="yes", sentence=f"Said yes to version {revision.number}, before yeses were kept in this record."
    )
    apps.get_model("home", "ConsentDecision").objects.filter(pk=made.pk).update(at=moment)


class Migration(migrations.Migration):
    dependencies = [("home", "0014_consent_of_speakers"), ("practice", "0011_guests_calendars")]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="revision",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="introduction", to="home.contributionrevision"),
        ),
        migrations.AddField(
            model_name="materialyes",
            name="agreed",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="material_yes", to="home.contributionrevision"),
        ),
        migrations.RunPython(move_into_the_record, migrations.RunPython.noop, elidable=False),
    ]
