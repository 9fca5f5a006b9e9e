"""Giving and taking the roles that hold for the whole area."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.rights.noticing import note
from home.enums import GlobalRole, Touched
from home.models import User


def make_administrator(email: str, name: str = "", *, by: User | None = None) -> tuple[User, bool]:
    """Make the person at `email` an administrator; them, and whether their account is new.

    `by` is who did it; nothing where it was done at the machine.
    """
    from allauth.account.models import EmailAddress

    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise Refused(f"“{email}” is not an e-mail address.") from fault
    with transaction.atomic():
        person = User.objects.filter(email__iexact=email).first()
        made = person is None
        if person is None:
            person = User.objects.create_user(email, name=name.strip() or email.partition("@")[0])
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
        if not person.is_active:
            raise Refused(f"{email} may not sign in. Let them in again first.")
        group, _ = Group.objects.get_or_create(name=GlobalRole.ADMINISTRATOR.value)
        if not person.groups.filter(pk=group.pk).exists():
            note(person=person, by=by, what=Touched.ROLE_GIVEN, about=GlobalRole.ADMINISTRATOR.label)
        person.groups.add(group)
        log(instance=person, action="home.role_given", user=by, data={"role": GlobalRole.ADMINISTRATOR.value})
    return person, made


@dataclass(frozen=True)
class AccountFacts:
    """What an administrator may change of somebody's account."""

    name: str
    is_active: bool
    roles: frozenset[str]


def account_facts(person: User) -> AccountFacts:
    """What stands of `person`'s account now."""
    fresh = User.objects.get(pk=person.pk)
    return AccountFacts(fresh.name, fresh.is_active, frozenset(fresh.groups.values_list("name", flat=True)))


def note_account_changes(person: User, *, by: User, before: AccountFacts) -> None:
    """Keep, for the person it concerns, what `by` changed of their account since `before`."""
    after = account_facts(person)
    labels = {role.value: role.label for role in GlobalRole}
    for what, roles in ((Touched.ROLE_GIVEN, after.roles - before.roles), (Touched.ROLE_TAKEN, before.roles - after.roles)):
        for role in sorted(roles):
            note(person=person, by=by, what=what, about=labels.get(role, role))
    if after.is_active != before.is_active:
        note(person=person, by=by, what=Touched.LET_IN if after.is_active else Touched.SHUT_OUT)
    if after.name != before.name:
        note(person=person, by=by, what=Touched.NAME_CHANGED)
