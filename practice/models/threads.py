"""Shared learning: what people write in a community, reports of it, and whom it mentions. Old words are kept nowhere."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practice.models.communities import CommunityPage
from practice.models.sessions import Session
from practice.querysets.threads import PostQuerySet
from practice.rules.threads import KIND_WORDS, STATE_WORDS, Kind, State


class Post(models.Model):
    """What somebody wrote: what they took away, something to talk about, a story, or a reply. `version` rises with every change of its words."""

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="posts")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="posts")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    kind = models.CharField(max_length=10, choices=[(kind.value, words) for kind, words in KIND_WORDS.items()])
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=6000, blank=True)
    html = models.TextField(blank=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="posts")
    state = models.CharField(max_length=8, choices=[(state.value, words) for state, words in STATE_WORDS.items()])
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.TextField(max_length=600, blank=True)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    moderated_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["community", "-written_at"], name="post_of_community")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.REPLY.value, parent__isnull=False) | (~Q(kind=Kind.REPLY.value) & Q(parent__isnull=True)),
                name="post_reply_hangs_on_a_post",
            ),
            models.CheckConstraint(condition=~Q(state=State.HIDDEN.value) | ~Q(hidden_because=""), name="post_hidden_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state=State.DELETED.value, text="", html="", title="") | (~Q(state=State.DELETED.value) & ~Q(text="")),
                name="post_taken_away_keeps_no_words",
            ),
            models.CheckConstraint(condition=~Q(state=State.WAITING.value) | Q(kind=Kind.STORY.value), name="post_that_waits_is_a_story"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        """The page of its thread, at the post."""
        top = self.parent_id or self.pk
        return f"/communities/{self.community.slug}/learning/{top}/{f'#post-{self.pk}' if self.parent_id else ''}"


class PostReport(models.Model):
    """That somebody finds something harmful. Facilitators are told at once; who reported stays between them and the site."""

    class Why(models.TextChoices):
        IDENTIFIES = "identifies", "It says who somebody is"
        ABUSE = "abuse", "It is racist, abusive or hurtful"
        UNSAFE = "unsafe", "I fear for somebody's safety"
        OTHER = "other", "Something else"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="post_reports")
    why = models.CharField(max_length=12, choices=Why.choices)
    words = models.TextField(max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "by"], condition=Q(answered_at__isnull=True), name="post_report_open_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")), name="post_report_answered_in_words"
            ),
        ]

    def __str__(self) -> str:
        return self.get_why_display()


class PostMention(models.Model):
    """That something written names a member, who is told by a digest. `told_at` once they were."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="post_mentions_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.post_id}"
