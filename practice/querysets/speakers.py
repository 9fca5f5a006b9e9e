"""Questions about what introduces speakers, and what they let be kept."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery

from home.models import Approval

if TYPE_CHECKING:
    from practice.models import Session, Speaker


class IntroductionQuerySet(models.QuerySet):
    """Questions about introductions."""

    def with_yes(self) -> "IntroductionQuerySet":
        """Introductions with their words, when their speaker said yes to them where that stands (`agreed_at`), and when they took them back."""
        yes = Approval.objects.standing().filter(revision=OuterRef("revision")).values("given_at")[:1]
        return self.select_related("revision__contribution__consent").annotate(
            agreed_at=Subquery(yes), withdrawn_at=F("revision__contribution__withdrawn_at")
        )  # fmt: skip

    def agreed(self, session: "Session") -> "IntroductionQuerySet":
        """Those that the page of `session` may show: with a standing yes of a speaker who has not said no; at most one for each."""
        yes = Approval.objects.standing().filter(revision=OuterRef("revision"), purpose__page=session.page_id)
        return self.filter(Exists(yes), speaker__session=session, speaker__declined_at__isnull=True)


class MaterialYesQuerySet(models.QuerySet):
    """Questions about yeses to what is kept."""

    def standing(self) -> "MaterialYesQuerySet":
        """Yeses that hold today."""
        return self.filter(Exists(Approval.objects.standing().filter(revision=OuterRef("agreed"))))

    def there(self, speaker: "Speaker") -> "MaterialYesQuerySet":
        """What `speaker` said, and has not taken back."""
        return self.filter(speaker=speaker, agreed__contribution__withdrawn_at__isnull=True)
