"""What becomes of somebody's wish for a place."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from home.models import Team
from practice.models.placements import PreparationItem, Slot
from practice.models.places import Turn
from practice.querysets.shadowing import BookingQuerySet, ConcernQuerySet
from practice.rules.shadowing import ABSENCE_WORDS, CERTAIN, OPEN, WORDS, Side, State


class Booking(Turn):
    """One person's request for a place, and what became of it. Two people's yeses stand behind one that is confirmed."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookings")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")
    sponsor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="sponsored_bookings")
    hopes = models.TextField("what you hope to see", max_length=600, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, words) for state, words in WORDS.items()])
    round = models.PositiveSmallIntegerField(default=1)
    held_until = models.DateTimeField(null=True, blank=True)
    host_yes_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    host_yes_at = models.DateTimeField(null=True, blank=True)
    manager_yes_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    manager_yes_at = models.DateTimeField(null=True, blank=True)
    absence = models.CharField(max_length=10, blank=True, choices=[(reason.value, words) for reason, words in ABSENCE_WORDS.items()])

    OFFERED = State.OFFERED

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["slot__starts_at", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "person"], condition=Q(state__in=sorted(state.value for state in OPEN)), name="booking_open_once"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in CERTAIN)) | Q(host_yes_at__isnull=False, manager_yes_at__isnull=False),
                name="confirmed_has_two_yeses",
            ),
            models.CheckConstraint(condition=Q(host_yes_by__isnull=True) | ~Q(host_yes_by=F("person")), name="host_yes_not_by_requester"),
            models.CheckConstraint(condition=Q(manager_yes_by__isnull=True) | ~Q(manager_yes_by=F("person")), name="manager_yes_not_by_requester"),
            models.CheckConstraint(
                condition=Q(host_yes_by__isnull=True) | Q(manager_yes_by__isnull=True) | ~Q(host_yes_by=F("manager_yes_by")), name="yeses_of_two_people"
            ),
            models.CheckConstraint(condition=~Q(state=State.DECLINED.value) | ~Q(reason=""), name="declined_with_a_reason"),
            models.CheckConstraint(condition=~Q(state=State.NOT_ATTENDED.value) | ~Q(absence=""), name="not_attended_with_a_reason"),
            models.CheckConstraint(condition=~Q(state=State.REQUESTED.value) | Q(held_until__isnull=False), name="requested_is_held"),
            models.CheckConstraint(condition=~Q(state=State.OFFERED.value) | Q(offered_until__isnull=False), name="offered_until_when"),
            models.CheckConstraint(condition=Q(team__isnull=True) | Q(sponsor__isnull=True), name="second_yes_from_one_side"),
        ]
        indexes = [
            models.Index(fields=["held_until"], condition=Q(state=State.REQUESTED.value), name="booking_held"),
            models.Index(fields=["offered_until"], condition=Q(state=State.OFFERED.value), name="booking_offered"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.slot}"

    def get_absolute_url(self) -> str:
        """The booking's own page."""
        return f"/shadowing/bookings/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self.state in OPEN

    @property
    def is_confirmed(self) -> bool:
        """Whether both yeses stand and the visit is still to come, or not yet marked."""
        return self.state == State.CONFIRMED

    @property
    def yeses(self) -> dict[Side, int | None]:
        """The yeses that stand, each with the key of whose it is; nothing where they have left."""
        found = {Side.HOST: (self.host_yes_at, self.host_yes_by_id), Side.MANAGER: (self.manager_yes_at, self.manager_yes_by_id)}
        return {side: who for side, (when, who) in found.items() if when is not None}

    @property
    def is_moved(self) -> bool:
        """Whether it was confirmed once and waits for both yeses again."""
        return self.state == State.REQUESTED and self.invited_at is not None

    @property
    def shows_address(self) -> bool:
        """Whether the person who booked may see the address: once it has been confirmed, and until it is called off."""
        return self.state in CERTAIN or self.is_moved


class PreparationTick(models.Model):
    """That somebody did, or agreed to, one thing before a visit: when, and in which words it stood then."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="ticks")
    item = models.ForeignKey(PreparationItem, on_delete=models.SET_NULL, null=True, related_name="ticks")
    words = models.TextField()
    ticked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["ticked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["booking", "item"], name="preparation_ticked_once")]

    def __str__(self) -> str:
        return f"{self.booking}, {self.ticked_at:%Y-%m-%d}"


class PlacementReflection(models.Model):
    """What a person keeps of a visit for themselves. Nobody else reads it."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="reflection")
    text = models.TextField(max_length=6000)
    written_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Reflection on {self.booking_id}"


class HostFeedback(models.Model):
    """What a visitor says to the host."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="feedback")
    text = models.TextField(max_length=3000)
    given_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Feedback on {self.booking_id}"


class ShadowingConcern(models.Model):
    """Racism or other harm at a visit, told past the host: only the area's workforce leads read it."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="concerns")
    text = models.TextField(max_length=4000)
    raised_at = models.DateTimeField(default=timezone.now)
    outcome = models.TextField(max_length=2000, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(handled_at__isnull=True) | ~Q(outcome=""), name="concern_handled_with_outcome")]

    def __str__(self) -> str:
        return f"Concern of {self.raised_at:%Y-%m-%d}"
