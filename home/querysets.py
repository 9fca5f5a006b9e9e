"""Questions about people, teams and what they are told, asked of the database."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from home.enums import ContributionKind, ContributionState, Decision, GlobalRole
from home.rules.words import Lexicon, lexicon_of, shipped_lexicon
from home.seams.standing import is_trusted

if TYPE_CHECKING:
    from home.models import AreaTerm, User


def on_day(day: date | None = None, prefix: str = "") -> Q:
    """A condition for dated rows that hold on `day` (today where none is given)."""
    day = day or timezone.localdate()
    return Q(**{f"{prefix}started_on__lte": day}) & (Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day}))


class UserQuerySet(models.QuerySet):
    """Questions about people."""

    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(is_active=True)

    def with_standing(self) -> "UserQuerySet":
        """People with their global roles, whether they manage a team, and whether the apps above trust them with more, in the same query."""
        from home.models import TeamManager

        def in_group(role: GlobalRole) -> Exists:
            return Exists(Group.objects.filter(user=OuterRef("pk"), name=role.value))

        return self.annotate(
            standing_editor=in_group(GlobalRole.EDITOR),
            standing_lead=in_group(GlobalRole.LEAD),
            standing_administrator=in_group(GlobalRole.ADMINISTRATOR),
            standing_manager=Exists(TeamManager.objects.filter(on_day(), person=OuterRef("pk"))),
            standing_trusted=is_trusted(),
        )

    def with_what_waits(self) -> "UserQuerySet":
        """People with the number of notices that they have not opened (`unread`; nothing where there are none) and whether somebody asks to join
        a team of theirs (`is_asked_to_welcome`), in the same query.
        """
        from home.models import JoinRequest, Notice, TeamManager

        unread = Notice.objects.unread().filter(person=OuterRef("pk")).order_by().values("person").annotate(number=Count("pk"))
        manages = TeamManager.objects.filter(on_day(), person=OuterRef(OuterRef("pk")), team=OuterRef("team"))
        wishes = JoinRequest.objects.waiting().confirmed().filter(Exists(manages))
        return self.annotate(unread=Subquery(unread.values("number")), is_asked_to_welcome=Exists(wishes))

    def in_team(self, team) -> "UserQuerySet":
        """People who are members of `team` today."""
        return self.filter(on_day(prefix="memberships__"), memberships__team=team, is_active=True).distinct()


class TeamQuerySet(models.QuerySet):
    """Questions about teams."""

    def managed_by(self, person: "User") -> "TeamQuerySet":
        """Teams that `person` manages or deputises for today."""
        from home.models import TeamManager

        return self.filter(Exists(TeamManager.objects.filter(on_day(), person=person, team=OuterRef("pk"))))

    def of(self, person: "User") -> "TeamQuerySet":
        """Teams that `person` belongs to today."""
        from home.models import Membership

        return self.filter(Exists(Membership.objects.filter(on_day(), person=person, team=OuterRef("pk"))))


class MembershipQuerySet(models.QuerySet):
    """Questions about who belongs where."""

    def current(self, day: date | None = None) -> "MembershipQuerySet":
        """Memberships that hold on `day`, of people who may sign in."""
        return self.filter(on_day(day), person__is_active=True)


class TeamManagerQuerySet(models.QuerySet):
    """Questions about who manages what."""

    def current(self, day: date | None = None) -> "TeamManagerQuerySet":
        """Managers and deputies whose time holds on `day`, and who may sign in."""
        return self.filter(on_day(day), person__is_active=True)


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def open(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Invitations that can still be taken up."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or timezone.now())


class JoinRequestQuerySet(models.QuerySet):
    """Questions about wishes to join."""

    def waiting(self) -> "JoinRequestQuerySet":
        """Wishes nobody has answered yet."""
        return self.filter(decision=Decision.WAITING)

    def confirmed(self) -> "JoinRequestQuerySet":
        """Wishes of people who have confirmed an address."""
        from allauth.account.models import EmailAddress

        return self.filter(Exists(EmailAddress.objects.filter(user=OuterRef("person"), verified=True)))

    def for_manager(self, person: "User") -> "JoinRequestQuerySet":
        """Unanswered wishes to join a team that `person` manages, of people who have confirmed an address."""
        from home.models import Team

        return self.waiting().confirmed().filter(team__in=Team.objects.managed_by(person))


class NoticeQuerySet(models.QuerySet):
    """Questions about notices."""

    def unread(self) -> "NoticeQuerySet":
        """Notices not opened yet."""
        return self.filter(read_at__isnull=True)


class LetterQuerySet(models.QuerySet):
    """Questions about mail."""

    def due(self, now: datetime | None = None) -> "LetterQuerySet":
        """Letters that may go now and have not gone."""
        return self.waiting().filter(send_after__lte=now or timezone.now())

    def waiting(self) -> "LetterQuerySet":
        """Letters that have not gone yet, whether or not their time has come."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def failed(self) -> "LetterQuerySet":
        """Letters that were tried as often as they are tried, and could not be sent; what was dropped on purpose has no words any more."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=False).exclude(text="")


class ContributionQuerySet(models.QuerySet):
    """Questions about contributions from lived experience."""

    def there(self) -> "ContributionQuerySet":
        """Contributions whose author has not taken them back."""
        return self.filter(withdrawn_at__isnull=True)

    def by(self, person: "User") -> "ContributionQuerySet":
        """Contributions that `person` wrote, or keeps for somebody who has no account."""
        return self.filter(Q(author=person) | Q(author__isnull=True, keeper=person))

    def open_to(self, person: "User") -> "ContributionQuerySet":
        """Contributions that `person` may read and write as their author, keeper or helper today."""
        from home.models import ContributionHelper

        helps = ContributionHelper.objects.filter(contribution=OuterRef("pk"), person=person, ended_at__isnull=True)
        return self.filter(Q(author=person) | Q(author__isnull=True, keeper=person) | Q(Exists(helps), withdrawn_at__isnull=True))

    def own_words(self) -> "ContributionQuerySet":
        """Contributions that their authors wrote, rather than said yes to."""
        return self.filter(kind=ContributionKind.WORDS)

    def given(self) -> "ContributionQuerySet":
        """What its author wrote, and what they have said yes to; nothing that only waits for their yes."""
        return self.exclude(~Q(kind=ContributionKind.WORDS), state=ContributionState.WITH_AUTHOR)

    def handed_in(self) -> "ContributionQuerySet":
        """Contributions that their authors have given editors to read."""
        return self.there().own_words().exclude(state=ContributionState.DRAFT)


class ApprovalQuerySet(models.QuerySet):
    """Questions about an author's yes to one revision in one place."""

    def standing(self, day: date | None = None) -> "ApprovalQuerySet":
        """Yeses that hold on `day` (today where none is given): nothing taken back, the agreed time not over."""
        day = day or timezone.localdate()
        return self.filter(
            ended_at__isnull=True,
            purpose__ended_at__isnull=True,
            revision__contribution__withdrawn_at__isnull=True,
            revision__contribution__consent__until__gte=day,
        )


class AreaTermQuerySet(models.QuerySet):
    """Questions about the terms that an area adds."""

    def lexicon(self) -> Lexicon:
        """The shipped lexicon with these terms after it."""
        own = lexicon_of({"terms": [term.as_table() for term in cast("models.QuerySet[AreaTerm]", self)]})
        shipped = shipped_lexicon()
        return Lexicon(shipped.terms + own.terms, shipped.titles)
