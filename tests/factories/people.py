"""People and where they work."""

from datetime import date

import factory
from django.utils.text import slugify

from home.models import JobRole, Membership, Sector, Service, Team, TeamManager, User

PASSWORD = "alongside-demo"


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("name",)

    name = "Drug and alcohol"
    slug = factory.LazyAttribute(lambda made: slugify(made.name))


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda number: f"Service {number}")
    slug = factory.LazyAttribute(lambda made: slugify(made.name))
    sector = factory.SubFactory(SectorFactory)
    place = "Wenbridge"


class JobRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobRole
        django_get_or_create = ("name",)

    name = "Recovery worker"
    slug = factory.LazyAttribute(lambda made: slugify(made.name))


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")
    slug = factory.LazyAttribute(lambda made: slugify(made.name))
    service = factory.SubFactory(ServiceFactory)


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in with `PASSWORD`, at an address that is confirmed."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.LazyAttribute(lambda made: f"{slugify(made.name)}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        from allauth.account.models import EmailAddress

        person = model_class.objects.create_user(fields.pop("email"), fields.pop("password", PASSWORD), **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    team = factory.SubFactory(TeamFactory)
    job_role = factory.SubFactory(JobRoleFactory)
    started_on = date(2026, 1, 5)


class TeamManagerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamManager

    person = factory.SubFactory(PersonFactory)
    team = factory.SubFactory(TeamFactory)
    started_on = date(2026, 1, 5)
