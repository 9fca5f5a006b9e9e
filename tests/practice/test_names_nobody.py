"""Every field of practice in which people write freely refuses an NHS number and a date of birth, and keeps what was typed."""

import pytest
from django import forms

from home.models import Service, User
from practice.actions.shadowing.sponsors import Sponsors
from practice.forms import reviewing, services, shadowing, turning_away
from practice.models import ServiceEntry, Slot
from tests.practice.services import make_entry

pytestmark = pytest.mark.django_db
SAID = "He came on Monday, NHS 943 476 5919."


def every_form(cast) -> list[forms.BaseForm]:
    """One of each form in which somebody writes, as it is first shown."""
    entry = make_entry(cast.service)
    return [
        shadowing.PlacementForm(person=cast.eve),
        shadowing.AskForm(times=Slot.objects.none(), teams=[cast.team], sponsors=Sponsors(), possible=User.objects.none()),
        shadowing.AskForm(times=Slot.objects.none(), teams=[], sponsors=Sponsors(whole=False), possible=User.objects.none()),
        shadowing.ReasonForm(),
        shadowing.ReflectionForm(),
        shadowing.FeedbackForm(),
        shadowing.ConcernForm(),
        shadowing.OutcomeForm(),
        services.EntryForm(instance=entry),
        services.EntryForm(instance=ServiceEntry(kind="meeting", own_name="A meeting", own_slug="a-meeting", pk=0)),
        services.CriterionForm(about="substance"),
        services.ListForm(services=Service.objects.none()),
        turning_away.ReplyForm(),
        reviewing.AskReviewForm(),
        reviewing.ReviewForm(),
        reviewing.AnswerForm(),
        reviewing.CloseForm(),
    ]


def test_every_free_text_refuses_what_says_who_somebody_is(cast):
    looked_at = 0
    for form in every_form(cast):
        for name, field in form.fields.items():
            if type(field) is not forms.CharField:
                continue
            assert field.max_length, f"{type(form).__name__}.{name} takes any length"
            if field.max_length < len(SAID):
                continue
            looked_at += 1
            with pytest.raises(forms.ValidationError, match="looks like an NHS number"):
                field.clean(SAID)
            assert field.clean("Ring 01632 960 277 at noon.")
    assert looked_at >= 50, looked_at


def test_the_sentence_is_shown_and_what_was_typed_stays(cast, client_for):
    from tests.practice.shadow import make_placement, make_slot, now

    slot = make_slot(make_placement(cast.eve), day=now().date().replace(year=now().year + 1))
    answer = client_for(cast.asha).post(f"/shadowing/{slot.placement.slug}/ask/", {"time": slot.pk, "team": cast.team.pk, "hopes": SAID})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This looks like an NHS number. Take it out" in page
    assert SAID in page
