"""What services offer to whoever wants to see how they work: placements, and the times they run."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from capability.models import Capability
from home.models import Service
from practice.models.places import TimeWithPlaces
from practice.querysets.shadowing import PlacementQuerySet, SlotQuerySet

HOLDS_WORKING_DAYS = 5


class Placement(models.Model):
    """An offer to come and see: by a service, with a person who hosts. The address is for people whose place is confirmed."""

    slug = models.SlugField(max_length=90, unique=True)
    title = models.CharField(max_length=120)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="placements")
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="hosted_placements")
    see = models.TextField("what you will see and learn", max_length=2000)
    suits = models.TextField("who it suits", max_length=1000, blank=True)
    not_permitted = models.TextField("what is not possible", max_length=1000, blank=True)
    area = models.CharField("part of town", max_length=120)
    address = models.TextField(max_length=500)
    travel = models.TextField("how to get there", max_length=1000, blank=True)
    access = models.TextField("access", max_length=1000, blank=True)
    capabilities = models.ManyToManyField(Capability, related_name="placements", blank=True)
    holds_working_days = models.PositiveSmallIntegerField(default=HOLDS_WORKING_DAYS)
    published = models.BooleanField(default=False)
    returns = models.ForeignKey("Booking", on_delete=models.SET_NULL, null=True, blank=True, related_name="return_offers")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.CheckConstraint(condition=Q(holds_working_days__gte=1, holds_working_days__lte=20), name="placement_holds_days")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/shadowing/{self.slug}/"


class PreparationItem(models.Model):
    """One thing to do before a visit, with its reason. A check says who decides, and what other way in there is."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Confidentiality agreement"
        INDUCTION = "induction", "Induction"
        CHECK = "check", "Check"
        OTHER = "other", "Something to do first"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="preparation")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.TextField(max_length=1500)
    reason = models.TextField("why", max_length=500)
    decides = models.CharField("who decides", max_length=200, blank=True)
    other_way = models.TextField("another way in", max_length=500, blank=True)

    class Meta:
        ordering = ["placement", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "kind"], name="preparation_kind_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="preparation_has_reason"),
            models.CheckConstraint(condition=~Q(kind="check") | (~Q(decides="") & ~Q(other_way="")), name="check_has_another_way_in"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Slot(TimeWithPlaces):
    """A time that a placement runs."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="slots")

    objects = SlotQuerySet.as_manager()

    class Meta(TimeWithPlaces.Meta):
        constraints = [
            *TimeWithPlaces.Meta.constraints,
            models.UniqueConstraint(fields=["placement", "starts_at"], condition=Q(called_off_at__isnull=True), name="slot_time_once"),
        ]

    def __str__(self) -> str:
        return f"{self.placement}, {self.starts_at:%Y-%m-%d %H:%M}"
