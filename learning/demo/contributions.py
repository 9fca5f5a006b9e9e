"""Dev's words in the invented town: one contribution that stands in the trauma module, and one that only Dev sees yet."""

import tomllib
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Revision, Site

from home.actions.contributing import agreeing, caring, consenting, editing, paying, thanking, writing
from home.actions.contributing.caring import Wishes
from home.actions.contributing.consenting import Terms
from home.actions.contributing.editing import Suggested
from home.demo.cast import CAST
from home.enums import Afterwards, ContactRoute, Naming, PaidBy
from home.models import Approval, Contribution, InvolvementSettings, User
from home.rules.contributing import first_until
from learning.models import LessonPage, ModulePage

MODULE, LESSON = "understanding-complex-trauma", "what-the-body-remembers"
SAID = tomllib.loads((Path(__file__).parent / "contributions.toml").read_text(encoding="utf-8"))
KEY = "8f0c2a54-6d3e-4b1a-9a77-1c5de0b7a001"


def build(progress: Callable[[str], Any]) -> None:
    """Let Dev write, decide and say yes, and an editor place it; nothing where Dev has written already."""
    dev, editor = User.objects.filter(email="dev@example.org").first(), User.objects.filter(email="editor@example.org").first()
    module = ModulePage.objects.filter(slug=MODULE, live=True).first()
    if dev is None or editor is None or module is None or Contribution.objects.filter(author=dev).exists():
        return
    progress("Dev writes about a chair by the door ...")
    name_who_looks_after_contributors()
    made = writing.begin(dev, has_read=True)
    writing.keep_words(made, dev, **SAID["stands"])
    consenting.read_offer(made, dev)
    consenting.choose_name(made, dev, Naming.PSEUDONYM, SAID["shown_as"])
    consenting.choose_places(made, dev, {str(module.pk)})
    today = timezone.localdate()
    consenting.set_terms(made, dev, Terms(first_until(today), today + timedelta(days=180), Afterwards.GONE, ContactRoute.SITE))
    revision = editing.hand_in(made, dev)
    suggestion = editing.suggest(revision, editor, Suggested("the opposite of leaving", "not leaving", "It is a little shorter. Yours is good too."))
    editing.send_back(revision, editor, "Thank you. I read this twice.")
    editing.answer_suggestion(suggestion, dev, take=False)
    made = Contribution.objects.get(pk=made.pk)
    agreeing.say_yes(made, dev, agreeing.draft_digest(made), set(made.purposes.values_list("pk", flat=True)))
    place(made, LessonPage.objects.child_of(module).get(slug=LESSON), editor)
    some_months_ago(made)
    draft = writing.begin(dev, has_read=True)
    writing.keep_words(draft, dev, **SAID["draft"])
    come_back(made, dev)


def some_months_ago(made: Contribution) -> None:
    """Let all of it have happened in summer, so that the town has read it since."""
    then = timezone.now() - timedelta(days=130)
    Contribution.objects.filter(pk=made.pk).update(begun_at=then, changed_at=then)
    made.decisions.update(at=then)
    made.purposes.update(chosen_at=then)
    made.revisions.update(made_at=then, sent_back_at=then)
    Approval.objects.filter(revision__contribution=made).update(given_at=then)
    lesson = LessonPage.objects.child_of(ModulePage.objects.get(slug=MODULE)).get(slug=LESSON)
    Revision.objects.for_instance(lesson).update(created_at=then)


def come_back(made: Contribution, dev: User) -> None:
    """What came back to Dev: thanks that Carys passed on and one that waits for her, what is agreed and paid, and how he can be reached."""
    carys = User.objects.get(email="carys@example.org")
    readers = list(User.objects.filter(memberships__isnull=False).exclude(email__in=[player.email for player in CAST]).order_by("pk").distinct()[:3])
    for reader, words in zip(readers, SAID["thanks"]["passed_on"], strict=False):
        if left := thanking.leave_thanks(made, reader, words):
            thanking.pass_on(left, carys, words)
    thanking.leave_thanks(made, readers[-1], SAID["thanks"]["waits"])
    today = timezone.localdate()
    first, second = SAID["payments"]
    for said, due_on in ((first, today), (second, today + timedelta(days=14))):
        payment = paying.agree_payment(
            by=carys, person=dev, what=said["what"], amount=Decimal(said["amount"]), paid_by=PaidBy(said["paid_by"]), due_on=due_on, key=uuid.uuid4()
        )
        if said["paid"]:
            paying.mark_paid(by=carys, payment=payment, made_on=today)
    caring.keep_wishes(dev, Wishes(**SAID["wishes"]))


def place(made: Contribution, lesson: LessonPage, editor: User) -> None:
    """Put it where the lesson has its composite voice, some lines further on, as an editor would."""
    raw = list(lesson.body.raw_data)
    after = next((number for number, block in enumerate(raw) if block["type"] == "voice"), 0) + 2
    raw.insert(min(after, len(raw)), {"type": "contribution", "value": str(made.public_id), "id": KEY})
    lesson.body = lesson.body.stream_block.to_python(raw)
    lesson.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)


def name_who_looks_after_contributors() -> None:
    """The workforce lead is the named lead for safeguarding; Carys looks after contributors."""
    people = {name: User.objects.filter(email=f"{name}@example.org").first() for name in ("lead", "carys")}
    InvolvementSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"safeguarding_lead": people["lead"], "contact": people["carys"]}
    )
