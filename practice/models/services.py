"""The services' own entries on the map, and what else stands there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from home.models import Sector, Service
from home.models.people import Dated
from practice.enums.services import EntryKind, Need, Route
from practice.querysets.services import ServiceEntryQuerySet, ServiceKeeperQuerySet


class ServiceEntry(models.Model):
    """What a service says of itself on the area's map; its name, sector and place stand with the service.

    What nobody is employed by (a multi-agency meeting, mutual aid, a place in the community) has no service, and a name of its own.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="entry")
    kind = models.CharField("what it is", max_length=12, choices=EntryKind.choices, default=EntryKind.SERVICE)
    own_name = models.CharField("name", max_length=120, blank=True)
    own_slug = models.SlugField("address", max_length=120, null=True, blank=True, unique=True)
    own_sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sector")
    own_place = models.CharField("place", max_length=120, blank=True)

    summary = models.CharField("what it does", max_length=300)
    who_can_come = models.TextField(max_length=2000, blank=True)
    minimum_age = models.PositiveSmallIntegerField("from age", null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField("to age", null=True, blank=True)
    know_first = models.TextField("what you need to know first", max_length=2000, blank=True)
    route = models.CharField("who can refer", max_length=12, choices=Route.choices, blank=True)
    how_to_refer = models.TextField(max_length=2000, blank=True)
    who_decides = models.TextField("who comes with authority to decide", max_length=2000, blank=True)
    wishes_heard = models.TextField("how the person's own wishes are heard", max_length=2000, blank=True)
    wait = models.CharField("how long people wait", max_length=200, blank=True)
    street = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=200, blank=True)

    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    review_due_on = models.DateField("to be looked at again by", null=True, blank=True)
    closes_on = models.DateField("its last day", null=True, blank=True)
    after_closing = models.CharField("where people go then", max_length=300, blank=True)
    listed_on = models.DateField(default=timezone.localdate, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ServiceEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "service entries"
        ordering = ["service__name", "own_name"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EntryKind.SERVICE) & Q(service__isnull=False) & Q(own_slug__isnull=True))
                | (~Q(kind=EntryKind.SERVICE) & Q(service__isnull=True) & Q(own_slug__isnull=False) & ~Q(own_name="")),
                name="entry_is_a_service_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True) | Q(maximum_age__isnull=True) | Q(minimum_age__lte=F("maximum_age")), name="entry_ages_in_order"
            ),
            models.CheckConstraint(condition=Q(closes_on__isnull=True) | ~Q(after_closing=""), name="entry_closes_with_where_to_go"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The service's name, or its own."""
        return self.service.name if self.service else self.own_name

    @property
    def slug(self) -> str:
        """What stands in its address."""
        return self.service.slug if self.service else (self.own_slug or "")

    @property
    def sector(self) -> Sector | None:
        """The service's sector, or its own."""
        return self.service.sector if self.service else self.own_sector

    @property
    def place(self) -> str:
        """Where it is, as people say it."""
        return self.service.place if self.service else self.own_place

    @property
    def organisation(self) -> str:
        """Who runs it; nobody, where it is not a service."""
        return self.service.organisation if self.service else ""

    @property
    def is_closed(self) -> bool:
        """Whether its last day is over."""
        return self.closes_on is not None and self.closes_on < timezone.localdate()

    @property
    def url(self) -> str:
        """Its page."""
        return f"/services/{self.slug}/"


class EntryNeed(models.Model):
    """One thing that people find help with at an entry."""

    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=16, choices=Need.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "need"], name="entry_need_once")]

    def __str__(self) -> str:
        return self.get_need_display()


class ServiceKeeper(Dated):
    """That a person keeps an entry right, besides whoever manages a team of its service."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="keeping")
    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="keepers")

    objects = ServiceKeeperQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "entry"], condition=Q(ended_on__isnull=True), name="keeper_open_once"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="keeper_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} keeps {self.entry}"
