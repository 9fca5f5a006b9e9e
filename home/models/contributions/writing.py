"""A contribution as it is written: the draft, what was handed in, and what an editor suggested.

The words stand in these tables and nowhere else: pages hold a contribution's `public_id`. Withdrawing empties them.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from home.enums import ContributionKind, ContributionState, MediaKind
from home.querysets import ContributionQuerySet
from home.rules.contributing import called, listed

LONGEST_WORDS = 20_000
LONGEST_TRANSCRIPT = 20_000


class Contribution(models.Model):
    """What one person gives. `title`, `words` and `content_note` are the draft, which only its author and helper see.

    `author` is nobody where they have no account (in custody, without a phone): then `keeper`, who wrote it down with them, stands in.
    Of what was made about somebody or with them (another `kind`), the draft is what they last said yes to; a guest who speaks, and
    has no account, decides about it alone: it has neither author nor keeper.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=ContributionKind.choices, default=ContributionKind.WORDS, db_default=ContributionKind.WORDS)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions_kept")
    state = models.CharField(max_length=12, choices=ContributionState.choices, default=ContributionState.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    content_note = models.CharField("what is hard to read or hear in it", max_length=300, blank=True)
    read_before_writing_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ Q(state=ContributionState.GONE),
                name="contribution_gone_once_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=True) | Q(withdrawn_at__isnull=False, title="", words="", content_note=""),
                name="contribution_scrubbed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Contribution {str(self.public_id)[:8]}"

    @property
    def is_own_words(self) -> bool:
        """Whether its author wrote it, rather than saying yes to what was made about them or with them."""
        return self.kind == ContributionKind.WORDS

    @property
    def choice(self) -> tuple[str, str]:
        """What an editor chooses it by: its name in pages, and as its label its title, how its author is named, and where it may stand.

        Made for rows whose consent, revisions and open purposes are loaded.
        """
        handed_in = max(self.revisions.all(), key=lambda each: each.number, default=None)
        consent = getattr(self, "consent", None)
        places = [each for each in self.purposes.all() if each.ended_at is None]
        where = listed([each.page.title if each.page else "pages open to all" for each in places])
        agreed = any(yes.ended_at is None for each in self.revisions.all() for yes in each.approvals.all())
        waits = "" if agreed else " (waits for its author’s yes)"
        title = (handed_in.title if handed_in else "") or "Without a title"
        return str(self.public_id), f"“{title}”, {called(consent.shown_as if consent else '')}, for: {where}{waits}"


def _file_name(instance: "ContributionFile", name: str) -> str:
    """A name that says nothing: what the person's own file was called may name them."""
    return f"contributions/{instance.public_id}.{name.rpartition('.')[2]}"


class ContributionFile(models.Model):
    """A picture, sound or film, without what it said of its maker. Lies outside the editors' library."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=MediaKind.choices)
    file = models.FileField(upload_to=_file_name, max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    description = models.CharField("what it shows, for people who do not see it", max_length=400, blank=True)
    transcript = models.TextField("what is said, in writing", max_length=LONGEST_TRANSCRIPT, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {str(self.public_id)[:8]}"


class ContributionHelper(models.Model):
    """Somebody whom the author chose to write with them. They see the draft while it lasts."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="helpers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helping")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["contribution", "person"], condition=Q(ended_at__isnull=True), name="helper_open_once")]

    def __str__(self) -> str:
        return f"Helper of {self.contribution}"


class ContributionRevision(models.Model):
    """The words as they were at one moment; never changed, only emptied when the contribution is taken back."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    content_note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    editors_note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["contribution", "-number"]
        constraints = [models.UniqueConstraint(fields=["contribution", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.contribution}, as handed in the {self.number}. time"


class RevisionFile(models.Model):
    """A file as it stood in one revision, with the description and transcript that it had."""

    revision = models.ForeignKey(ContributionRevision, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(ContributionFile, on_delete=models.CASCADE, related_name="used_in")
    order = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=400, blank=True)
    transcript = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["revision", "file"], name="revision_file_once")]

    def __str__(self) -> str:
        return f"{self.file} in {self.revision}"


class Suggestion(models.Model):
    """What an editor would say in other words. The author takes or leaves it; `taken` is nothing until then."""

    revision = models.ForeignKey(ContributionRevision, on_delete=models.CASCADE, related_name="suggestions")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    passage = models.TextField("the words it is about", max_length=2000)
    instead = models.TextField("what could stand there", max_length=2000, blank=True)
    why = models.CharField(max_length=400)
    made_at = models.DateTimeField(auto_now_add=True)
    taken = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__isnull=True) ^ Q(answered_at__isnull=False), name="suggestion_answered_with_time"),
        ]

    def __str__(self) -> str:
        return f"Suggestion for {self.revision}"


def kind_of(content_type: str) -> MediaKind:
    """Which kind of thing a content type is: `image/jpeg` is a picture."""
    return {"image": MediaKind.PICTURE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}[content_type.partition("/")[0]]
