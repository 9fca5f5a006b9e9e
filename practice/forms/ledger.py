"""Forms for what a community recommends, agrees and reports."""

import uuid
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from home.forms.days import DayField
from home.models import Service, TeamManager, User
from practice.forms.shadowing import DATE, words
from practice.models import CommunityMember, CommunityPage, Facilitator, LedgerAction, Session
from practice.rules.ledger import State

IN_COMMUNITY = "Everyone in the community reads this."


def people_to_name(community: CommunityPage) -> QuerySet[User]:
    """Whom an action can be given to: members and facilitators of the community, and whoever manages a team of a service."""
    member = CommunityMember.objects.current().filter(person=OuterRef("pk"), community=community)
    runs = Facilitator.objects.current().filter(person=OuterRef("pk"), community=community)
    manages = TeamManager.objects.current().filter(person=OuterRef("pk"))
    return User.objects.active().filter(Q(Exists(member)) | Q(Exists(runs)) | Q(Exists(manages)), waits_for_welcome=False).order_by("name", "pk")


def day(label: str, **more: Any) -> DayField:
    """A field for a day."""
    return DayField(
        label=label, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write a whole date, such as 30/11/2026."}, **more,
    )  # fmt: skip


class OnceForm(forms.Form):
    """A form that, sent twice, counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class RecommendForm(OnceForm):
    """What the community recommends."""

    text = words("What you recommend", most=600, rows=3, hint="One thing, in a sentence or two.", missing="Write what you recommend.")
    session = forms.ModelChoiceField(
        Session.objects.none(), label="At which session it came up", required=False, empty_label="None, it came up between sessions"
    )

    field_order = ["text", "session", "key"]

    def __init__(self, *args, sessions: QuerySet[Session], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["session"]).queryset = sessions


class OwnerForm(forms.Form):
    """Who answers for an action."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who owns it", empty_label="Choose somebody",
        help_text="A member of the community, or somebody who manages a team. They are told, and reminded when it is due.",
        error_messages={"required": "Choose who owns it."},
    )  # fmt: skip
    service = forms.ModelChoiceField(
        Service.objects.all(), label="For which service", required=False, empty_label="For nobody but themselves",
        help_text="Where a service does it, the person above answers for it there.",
    )  # fmt: skip

    def __init__(self, *args, community: CommunityPage, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = people_to_name(community)


class ActionForm(OwnerForm, OnceForm):
    """What will be done, by whom, until when."""

    text = words("What will be done", most=600, rows=3, hint="Something that one can later say was done or was not.", missing="Write what will be done.")
    due_on = day("By when")

    field_order = ["text", "owner", "service", "due_on", "key"]


class HowItGoesForm(forms.Form):
    """How an action goes."""

    text = words("How it goes", most=2000, rows=3, hint=IN_COMMUNITY, missing="Write how it goes.")


class CloseForm(forms.Form):
    """Whether an action is done, and what came of it."""

    state = forms.ChoiceField(
        label="How it ended", widget=forms.RadioSelect, choices=[(State.DONE.value, "It is done"), (State.DROPPED.value, "It is dropped: it will not be done")],
        error_messages={"required": "Say whether it is done or dropped."},
    )  # fmt: skip
    outcome = words(
        "What came of it, or why it is dropped", most=2000, rows=4, hint=f"{IN_COMMUNITY} What is done stands on the page of what changed.",
        missing="Say what came of it, or why it is dropped.",
    )  # fmt: skip


class MoveForm(forms.Form):
    """Another day for an action."""

    due_on = day("The new day")
    because = words("Why it changes", most=600, rows=3, hint=IN_COMMUNITY, missing="Say why the day changes.")


class OpenAgainForm(MoveForm):
    """Why something closed is opened again, and until when it is due now."""

    because = words("Why it is opened again", most=600, rows=3, hint=IN_COMMUNITY, missing="Say why it is opened again.")


class HandOverForm(OwnerForm):
    """Who owns an action from now on."""

    because = words("Why, if you want to say", most=600, rows=3, hint=IN_COMMUNITY)

    def __init__(self, *args, action: LedgerAction, **kwargs) -> None:
        super().__init__(*args, community=action.recommendation.community, initial={"owner": action.owner_id, "service": action.service_id}, **kwargs)


class GiveBackForm(forms.Form):
    """Why somebody cannot do an action."""

    because = words("Why you cannot do it", most=600, rows=3, hint=IN_COMMUNITY, missing="Say why, so that the facilitators can ask somebody else.")


class SetAsideForm(forms.Form):
    """Why a recommendation is set aside."""

    because = words("Why it is set aside", most=600, rows=3, hint=IN_COMMUNITY, missing="Say why it is set aside.")
