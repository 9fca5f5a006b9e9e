import uuid
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_what_stands(apps, schema_editor):
    """An identifier for each thing that stands already, and what a version in force needs."""
    for name in ("Framework", "Domain", "Capability", "RoleProfile"):
        model = apps.get_model("capability", name)
        for key in model.objects.filter(public_id=None).values_list("pk", flat=True):
            model.objects.filter(pk=key).update(public_id=uuid.uuid4())
    frozen = apps.get_model("capability", "Framework").objects.exclude(state="draft")
    for framework in frozen:
        frozen.filter(pk=framework.pk).update(
            published_on=framework.published_on or date.today(),
            words_digest=framework.loaded_digest or "0" * 64,
            retired_on=date.today() if framework.state == "retired" else None,
        )
    apps.get_model("capability", "Framework").objects.filter(state="draft").update(published_on=None)


class Migration(migrations.Migration):

    dependencies = [
        ('capability', '0005_sharing_offers'),
        ('home', '0006_invitation_open_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FrameworkReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('offer', models.CharField(max_length=300, verbose_name='what we offer for their time')),
                ('answer', models.CharField(choices=[('waiting', 'Not answered yet'), ('yes', 'Yes to these words'), ('change', 'Asks for a change'), ('stepped_back', 'Would rather not')], default='waiting', max_length=12)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('said_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('credit', models.CharField(choices=[('named', 'By my name'), ('first_name', 'By my first name'), ('pseudonym', 'By another name that I choose'), ('nobody', 'Not at all')], default='nobody', max_length=10)),
                ('pseudonym', models.CharField(blank=True, max_length=60, verbose_name='the name I choose')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, max_length=140)),
                ('text', models.TextField(max_length=2000)),
                ('said_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.TextField(blank=True, max_length=1000, verbose_name='what we did')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['said_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AddField(
            model_name='capability',
            name='case',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='capability',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='case',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='domain',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='framework',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='capability.framework'),
        ),
        migrations.AddField(
            model_name='framework',
            name='case',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='framework',
            name='changes',
            field=models.TextField(blank=True, verbose_name='what changed, and why'),
        ),
        migrations.AddField(
            model_name='framework',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='framework',
            name='retired_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='framework',
            name='words_digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='rating',
            name='carried_as',
            field=models.CharField(blank=True, choices=[('same', 'The same words'), ('reworded', 'New words'), ('split', 'Split into several'), ('merged', 'Several in one'), ('new', 'New'), ('retired', 'No longer there')], max_length=10, verbose_name='what became of the capability since'),
        ),
        migrations.AddField(
            model_name='roleprofile',
            name='case',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='roleprofile',
            name='public_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='roleprofile',
            name='job_role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='home.jobrole'),
        ),
        migrations.RunPython(name_what_stands, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='capability',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='domain',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='framework',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='roleprofile',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(fields=('framework', 'public_id'), name='domain_public_id_once'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', True), ('state', 'draft'), ('words_digest', '')), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_on__isnull', False), models.Q(('words_digest', ''), _negated=True)), _connector='OR'), name='framework_published_is_frozen'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_on__isnull', False), ('state', 'retired')), models.Q(models.Q(('state', 'retired'), _negated=True), ('retired_on__isnull', True)), _connector='OR'), name='framework_retired_is_dated'),
        ),
        migrations.AddField(
            model_name='frameworkreview',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='frameworkreview',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='capability.framework'),
        ),
        migrations.AddField(
            model_name='frameworkreview',
            name='reviewer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='framework_reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewwish',
            name='capability',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='capability.capability'),
        ),
        migrations.AddField(
            model_name='reviewwish',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='capability.frameworkreview'),
        ),
        migrations.AddField(
            model_name='succession',
            name='after',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps_back', to='capability.capability'),
        ),
        migrations.AddField(
            model_name='succession',
            name='before',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps_on', to='capability.capability'),
        ),
        migrations.AddField(
            model_name='capability',
            name='replaced_by',
            field=models.ManyToManyField(related_name='replaces', through='capability.Succession', to='capability.capability'),
        ),
        migrations.AddConstraint(
            model_name='capability',
            constraint=models.UniqueConstraint(fields=('domain', 'public_id'), name='capability_public_id_once'),
        ),
        migrations.AddConstraint(
            model_name='frameworkreview',
            constraint=models.UniqueConstraint(fields=('framework', 'reviewer'), name='framework_review_once'),
        ),
        migrations.AddConstraint(
            model_name='frameworkreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('answered_at__isnull', True)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='framework_review_answer_dated'),
        ),
        migrations.AddConstraint(
            model_name='frameworkreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'yes'), _negated=True), models.Q(('said_digest', ''), _negated=True), _connector='OR'), name='framework_review_yes_to_words'),
        ),
        migrations.AddConstraint(
            model_name='frameworkreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credit', 'pseudonym'), _negated=True), models.Q(('pseudonym', ''), _negated=True), _connector='OR'), name='framework_review_pseudonym_given'),
        ),
        migrations.AddConstraint(
            model_name='reviewwish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='review_wish_outcome_dated'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('before', 'after'), name='succession_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='succession_to_another'),
        ),
    ]
