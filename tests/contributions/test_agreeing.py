"""From a draft to a yes: who may, in which order, and that a yes is to one revision in one place."""

from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from home.actions.contributing import agreeing, consenting, editing, helping, leaving, writing
from home.actions.contributing.consenting import consent_of
from home.actions.contributing.deciding import How
from home.actions.contributing.editing import Suggested
from home.actions.refusals import Refused
from home.enums import ContactRoute, ContributionState, Given, Naming
from home.models import Approval, Contribution, Letter, Notice
from tests.contributions.lives import WORDS, agree, agreed, decided, draft, picture, read_back, sound, terms
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(cast):
    return make_module(1)[0]


def standing(contribution) -> list[str]:
    return [yes.revision.words for yes in Approval.objects.standing().filter(revision__contribution=contribution)]


def test_nobody_begins_before_they_have_read_what_is_passed_on(cast):
    with pytest.raises(Refused, match="Read what must be passed on"):
        writing.begin(cast.dev, has_read=False)


def test_a_draft_is_its_authors_and_their_helpers_while_they_help(cast):
    made = draft(cast.dev)
    assert not Contribution.objects.open_to(cast.asha).exists()
    with pytest.raises(Refused):
        writing.keep_words(made, cast.asha, words="Mine now")
    row = helping.choose_helper(made, cast.dev, "ASHA@example.org")
    assert list(Contribution.objects.open_to(cast.asha)) == [made]
    writing.keep_words(made, cast.asha, words="We wrote this together.")
    for decision in (
        lambda: editing.hand_in(made, cast.asha),
        lambda: consenting.choose_name(made, cast.asha, Naming.NOBODY),
        lambda: leaving.withdraw_by_author(made, cast.asha),
    ):
        with pytest.raises(Refused):
            decision()
    helping.stop_helper(row, cast.dev)
    assert not Contribution.objects.open_to(cast.asha).exists()
    assert Notice.objects.get(person=cast.asha).title == "Somebody asks you to help them write"


def test_a_yes_waits_for_every_decision_and_for_a_reading(cast, module):
    made = draft(cast.dev)
    digest = agreeing.draft_digest(made)
    with pytest.raises(Refused, match=r"Hand it in first.*Read what is offered.*how you are named.*until when.*at least one place"):
        agreeing.say_yes(made, cast.dev, digest, set())
    made = decided(cast.dev, [module.pk])
    editing.hand_in(made, cast.dev)
    with pytest.raises(Refused, match="An editor is reading it"):
        agree(made, cast.dev)
    assert standing(made) == []


def test_a_yes_is_to_what_was_on_the_page_and_nothing_else(cast, module):
    made = read_back(decided(cast.dev, [module.pk]), cast.dev, cast.editor)
    digest = agreeing.draft_digest(made)
    purposes = {made.purposes.get().pk}
    writing.keep_words(made, cast.dev, words=f"{WORDS} And more.")
    with pytest.raises(Refused, match="changed it since somebody read it"):
        agreeing.say_yes(made, cast.dev, digest, purposes)
    writing.keep_words(made, cast.dev, words=WORDS, title="Another")
    writing.keep_words(made, cast.dev, title="The door")
    agreeing.say_yes(made, cast.dev, digest, purposes)
    agreeing.say_yes(made, cast.dev, digest, purposes)
    assert standing(made) == [WORDS]
    writing.keep_words(made, cast.dev, words="Something else altogether.")
    assert standing(made) == [WORDS], "what is shown changes only by another yes"


def test_suggestions_are_taken_and_left_one_by_one(cast, module):
    made = decided(cast.dev, [module.pk])
    revision = editing.hand_in(made, cast.dev)
    held = editing.suggest(revision, cast.editor, Suggested("held the door open", "opened the door", "Shorter."))
    late = editing.suggest(revision, cast.editor, Suggested("why I came late", "why", "It may tell too much."))
    with pytest.raises(Refused, match="do not stand in it"):
        editing.suggest(revision, cast.editor, Suggested("held the gate", "", "No."))
    with pytest.raises(Refused, match="Editors read"):
        editing.suggest(revision, cast.asha, Suggested("door", "", "No."))
    with pytest.raises(Refused, match="has not sent it back"):
        editing.answer_suggestion(held, cast.dev, take=True)
    editing.send_back(revision, cast.editor, "Thank you for this.")
    with pytest.raises(Refused, match="Take or leave the 2 suggestions"):
        agree(Contribution.objects.get(pk=made.pk), cast.dev)
    editing.answer_suggestion(held, cast.dev, take=False)
    editing.answer_suggestion(late, cast.dev, take=True)
    editing.answer_suggestion(late, cast.dev, take=True)
    with pytest.raises(Refused, match="already"):
        editing.answer_suggestion(late, cast.dev, take=False)
    agree(Contribution.objects.get(pk=made.pk), cast.dev)
    assert standing(made) == ["Somebody held the door open, and did not ask me why."]


def test_no_editor_changes_a_word(cast, module):
    made = decided(cast.dev, [module.pk])
    revision = editing.hand_in(made, cast.dev)
    editing.suggest(revision, cast.editor, Suggested("held", "kept", "Why not."))
    editing.send_back(revision, cast.editor)
    made.refresh_from_db()
    revision.refresh_from_db()
    assert (made.words, revision.words) == (WORDS, WORDS)
    with pytest.raises(Refused):
        writing.keep_words(made, cast.editor, words="Better words")


def test_each_place_is_a_decision_of_its_own(cast, module):
    other = make_module(1)[0]
    made = read_back(decided(cast.dev, [module.pk, other.pk]), cast.dev, cast.editor)
    agree(made, cast.dev, [made.purposes.get(page=module)])
    yes = Approval.objects.standing().get()
    assert yes.purpose.page_id == module.pk
    agree(made, cast.dev, [made.purposes.get(page=other)])
    agreeing.take_yes_back(yes, cast.dev)
    assert Approval.objects.standing().get().purpose.page_id == other.pk
    consenting.choose_places(made, cast.dev, set())
    assert standing(made) == []
    with pytest.raises(Refused, match="is not there any more"):
        consenting.choose_places(made, cast.dev, {"999999"})


def test_the_history_says_every_decision_and_no_word_of_it(cast, module):
    made = agreed(cast, [module.pk])
    consenting.choose_name(made, cast.dev, Naming.NOBODY)
    said = [each.sentence for each in made.decisions.order_by("pk")]
    assert len(said) == 8, said
    assert said[0].startswith("Read what must be passed on")
    assert any(module.title in sentence for sentence in said)
    assert not any("door" in sentence or "Sam" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"until": timezone.localdate()}, "still to come"),
        ({"until": timezone.localdate() + timedelta(days=366 * 11)}, "Ten years"),
        ({"review_on": timezone.localdate()}, "between tomorrow and the end"),
        ({"route": ContactRoute.OTHER}, "Write down how"),
    ],
)
def test_terms_that_cannot_be(cast, change, sentence):
    with pytest.raises(Refused, match=sentence):
        consenting.set_terms(draft(cast.dev), cast.dev, terms(**change))


def test_a_name_that_tells_the_real_one_is_refused(cast):
    made = draft(cast.dev)
    with pytest.raises(Refused, match="part of your own name"):
        consenting.choose_name(made, cast.dev, Naming.PSEUDONYM, "Mistry")
    with pytest.raises(Refused, match="Write the name"):
        consenting.choose_name(made, cast.dev, Naming.FIRST, "  ")
    consenting.choose_name(made, cast.dev, Naming.FIRST, "Dev")
    assert consent_of(made).shown_as == "Dev"


def test_somebody_without_an_account_decides_before_a_witness(cast, module):
    made = writing.begin(cast.carys, has_read=True, for_somebody=True)
    assert (made.author, made.keeper) == (None, cast.carys)
    with pytest.raises(Refused, match="who was there"):
        consenting.read_offer(made, cast.carys)
    spoken = How(Given.SPOKEN, "Chaplain Obi")
    consenting.read_offer(made, cast.carys, spoken)
    assert made.decisions.first().witness == "Chaplain Obi"
    assert not Contribution.objects.open_to(cast.dev).exists()
    leaving.withdraw_by_author(made, cast.carys, spoken)
    assert Contribution.objects.get(pk=made.pk).state == ContributionState.GONE


def test_files_lose_what_they_say_of_their_maker_and_need_words_beside_them(cast):
    made = draft(cast.dev, words="")
    for content in (picture("Dev Mistry"), sound("Dev Mistry")):
        kept = writing.add_file(made, cast.dev, content)
        held = kept.file.open("rb").read()
        assert b"Mistry" not in held
        assert b"Mistry" in content, "the canary was there before"
        assert "ev" not in kept.file.name.partition(".")[0].replace(str(kept.public_id), "").removeprefix("contributions/")
    assert len(writing.missing_words(made)) == 2
    with pytest.raises(Refused, match="what the picture shows"):
        editing.hand_in(made, cast.dev)
    for content, sentence in ((b"%PDF-1.4", "PDF"), (b"<svg></svg>", "SVG"), (b"", "empty"), (b"hello", "not kept")):
        with pytest.raises(Refused, match=sentence):
            writing.add_file(made, cast.dev, content)


def test_an_author_hears_by_mail_only_where_they_chose_it(cast, module):
    made = decided(cast.dev, [module.pk])
    read_back(made, cast.dev, cast.editor)
    assert Notice.objects.filter(person=cast.dev, title="What you wrote was read").count() == 1
    assert not Letter.objects.filter(person=cast.dev).exists()
    by_mail = decided(cast.dev, [module.pk], route=ContactRoute.MAIL)
    read_back(by_mail, cast.dev, cast.editor)
    letter = Letter.objects.get(person=cast.dev)
    assert "door" not in letter.text + letter.subject


def test_a_photograph_from_a_phone_becomes_light(cast):
    made = draft(cast.dev)
    kept = writing.add_file(made, cast.dev, picture(size=(4000, 3000)))
    with Image.open(kept.file.open("rb")) as shown:
        assert shown.size == (1600, 1200)
    small = writing.add_file(made, cast.dev, picture())
    with Image.open(small.file.open("rb")) as shown:
        assert shown.size == (64, 48)


def test_of_files_sent_together_all_are_kept_or_none(cast, settings):
    made = draft(cast.dev)
    with pytest.raises(Refused):
        writing.add_files(made, cast.dev, [picture(), b"no sound at all"])
    assert not made.files.exists()
    assert not list(settings.VAR.rglob(f"*{made.public_id}*/file*.jpg"))
    assert len(writing.add_files(made, cast.dev, [picture(), sound("x")])) == made.files.count() == 2
