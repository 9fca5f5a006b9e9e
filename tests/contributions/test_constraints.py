"""What must never be false of a contribution, refused by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.enums import ContactRoute, ContributionState, Given, Naming
from home.models import Approval, Consent, ConsentDecision, Contribution, ContributionRevision, HomePage, Purpose, Suggestion


@pytest.fixture
def contribution(cast) -> Contribution:
    return Contribution.objects.create(author=cast.dev, title="A door", words="Somebody held it open.")


def refused(name: str):
    """The block must fail on the constraint called `name`, in a transaction of its own."""

    class Refusal:
        def __enter__(self):
            self.raising = pytest.raises(IntegrityError)
            self.info = self.raising.__enter__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def __exit__(self, *error):
            self.atomic.__exit__(*error)
            caught = self.raising.__exit__(*error)
            said = str(self.info.value)
            assert name in said or "UNIQUE" in said, said
            return caught

    return Refusal()


def test_gone_and_withdrawn_are_one_thing(contribution):
    with refused("contribution_gone_once_withdrawn"):
        Contribution.objects.filter(pk=contribution.pk).update(withdrawn_at=timezone.now())
    with refused("contribution_gone_once_withdrawn"):
        Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.GONE)


def test_what_is_scrubbed_holds_no_words(contribution):
    now = timezone.now()
    with refused("contribution_scrubbed_is_empty"):
        Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.GONE, withdrawn_at=now, scrubbed_at=now)
    Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.GONE, withdrawn_at=now, scrubbed_at=now, title="", words="")


@pytest.mark.parametrize(("naming", "shown_as"), [(Naming.NOBODY, "Sam"), (Naming.PSEUDONYM, ""), (Naming.REAL, "")])
def test_somebody_who_is_not_named_has_no_name_and_the_others_have_one(contribution, naming, shown_as):
    with refused("consent_names_as_chosen"):
        Consent.objects.create(contribution=contribution, naming=naming, shown_as=shown_as, until=date(2028, 11, 22))


def test_another_route_is_written_down(contribution):
    with refused("consent_other_route_is_said"):
        Consent.objects.create(contribution=contribution, naming=Naming.NOBODY, until=date(2028, 11, 22), route=ContactRoute.OTHER)


def test_a_place_is_open_once_and_holds_one_revision(contribution):
    page = HomePage.objects.get()
    purpose = Purpose.objects.create(contribution=contribution, page=page)
    with refused("purpose_page_open_once"):
        Purpose.objects.create(contribution=contribution, page=page)
    Purpose.objects.create(contribution=contribution, open_to_all=True)
    with refused("purpose_public_open_once"):
        Purpose.objects.create(contribution=contribution, open_to_all=True)
    with refused("purpose_public_is_open"):
        Purpose.objects.create(contribution=contribution, ended_at=timezone.now())
    first, second = (ContributionRevision.objects.create(contribution=contribution, number=number) for number in (1, 2))
    Approval.objects.create(revision=first, purpose=purpose)
    with refused("approval_one_revision_a_place"):
        Approval.objects.create(revision=second, purpose=purpose)


def test_a_decision_that_was_not_made_here_has_a_witness(contribution):
    with refused("decision_witnessed_by_somebody"):
        ConsentDecision.objects.create(contribution=contribution, sentence="Said yes.", given=Given.PAPER)


def test_an_answered_suggestion_says_when(contribution):
    revision = ContributionRevision.objects.create(contribution=contribution, number=1)
    with refused("suggestion_answered_with_time"):
        Suggestion.objects.create(revision=revision, passage="a", why="b", taken=True)
