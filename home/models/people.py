"""People, and the services and teams they work in."""

import secrets
import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from home.prepared import Prepared
from home.querysets import MembershipQuerySet, TeamManagerQuerySet, TeamQuerySet, UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Makes people; an e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new person with `email` (stored in lower case) and, where given, a password."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """A new person who may do everything in the CMS."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str) -> "User":
        """The person with this e-mail address, in whatever case it was typed."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they are called is theirs to choose; the address is how they sign in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=120, help_text="As you would like colleagues to see it.")
    pronouns = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField(default=False)
    waits_for_welcome = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once", violation_error_message="Somebody already uses this address.")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name

    def get_short_name(self) -> str:
        """The name as the person writes it; we do not guess which part is familiar."""
        return self.name

    @property
    def first_name(self) -> str:
        """For Wagtail's screens, which ask for it: the whole name."""
        return self.name

    @property
    def last_name(self) -> str:
        """For Wagtail's screens, which ask for it: nothing, names are not split here."""
        return ""


class Sector(models.Model):
    """A kind of service: mental health, drug and alcohol, housing. An area edits the list."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """An organisation's service that people work in or refer to: its name, sector and place."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="services")
    organisation = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, help_text="A town or part of it, as people say it.")
    led_by_and_for = models.CharField("led by and for", max_length=120, blank=True, help_text="The community it is led by and for, where it is.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class JobRole(models.Model):
    """A kind of job, such as hostel support worker."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of people inside a service."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["service__name", "name"]
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="team_name_once_in_service")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def places(self) -> "list[Membership]":
        """Who is in the team today, by name, each with the person and the job role; asked once."""
        return PLACES.all(self.pk)


def _places(team: int):
    return Membership.objects.current().filter(team=team).select_related("person", "job_role").order_by("person__name", "person")


PLACES = Prepared(_places)


class Dated(models.Model):
    """Something that holds from one day until another, the last day included."""

    started_on = models.DateField("from", default=date.today)
    ended_on = models.DateField("until", null=True, blank=True)

    class Meta:
        abstract = True


class Membership(Dated):
    """A person's place in a team, with the job role they have there."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], condition=Q(ended_on__isnull=True), name="membership_open_once"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")), name="membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


class TeamManager(Dated):
    """That a person manages a team, or stands in for its manager as a deputy."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="managing")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="managers")
    is_deputy = models.BooleanField("deputy", default=False)

    objects = TeamManagerQuerySet.as_manager()

    class Meta:
        ordering = ["is_deputy", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], condition=Q(ended_on__isnull=True), name="manager_open_once"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")), name="manager_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {'deputy' if self.is_deputy else 'manager'} of {self.team}"


def new_secret() -> str:
    """A secret of 128 random bits for an address, in letters and digits."""
    return secrets.token_urlsafe(16)
