"""The table's part on contributions, and the small world behind it: Dev writes, Asha helps, an editor reads, Carys is the safeguarding lead."""

from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from home.actions.contributing import consenting, editing, helping, leaving, paying, safeguarding, thanking, writing
from home.actions.contributing.editing import Suggested
from home.demo.cast import CAST
from home.enums import PaidBy
from home.models import Approval, Contribution, User
from learning.models import LessonPage, ModulePage
from tests.cast import Cast
from tests.contributions.lives import agree, decided, draft, name_lead, picture, place_in, read_back
from tests.factories import PersonFactory
from tests.site.addresses import ALL, Row, button, form, page, public

GIFT, READ, INTRODUCTION = "contributions/{gift}/", "contributions/desk/{gift_read}/", "contributions/{introduced}/"
WRITES = "dev asha"

CONTRIBUTIONS: dict[str, list[Row]] = {
    "contributions": page("contributions/"),
    "contribution_begin": form("contributions/begin/"),
    "contribution_desk": page("contributions/desk/", "editor"),
    "contribution_read": form(READ, "editor"),
    "contribution_send_back": button(READ + "send-back/", "editor"),
    "contribution_unsuggest": button(READ + "suggestions/{gift_suggested}/remove/", "editor"),
    "contribution_concerns": page("contributions/concerns/", "carys"),
    "contribution_concern": form("contributions/concerns/{gift_concern}/", "carys"),
    "contribution_care": page("contributions/care/", "carys"),
    "contribution_care_one": page("contributions/care/{giver}/", "carys"),
    "contribution_agree_payment": form("contributions/care/{giver}/payment/", "carys"),
    "contribution_died": form("contributions/care/{giver}/died/", "carys"),
    "contribution_mistaken": button("contributions/care/{giver}/mistaken/", "carys"),
    "contribution_paid": form("contributions/payments/{gift_payment}/paid/", "carys"),
    "contribution_drop_payment": button("contributions/payments/{gift_payment}/drop/", "carys"),
    "contribution_missed": button("contributions/payments/{gift_payment}/missed/", "dev"),
    "contribution_pass_on": button("contributions/thanks/{gift_thanks}/pass-on/", "carys"),
    "contribution_keep_back": form("contributions/thanks/{gift_thanks}/keep-back/", "carys"),
    "contribution_wishes": form("contributions/wishes/", posted=302),
    "contribution_thank": form(GIFT + "thank/", "asha ben carys eve frank editor lead admin"),
    "contribution_file": [Row("contributions/files/{gift_file_key}/", ALL, anonymous=404), Row("contributions/files/{gift_draft_key}/", "dev", anonymous=404)],
    "contribution_by_named": [
        *public("contributions/named/{gift_secret}/"),
        Row("contributions/named/{gift_secret}/", ALL, 302, anonymous=302, method="post"),
        *public("contributions/named/wrong/", answer=404, anonymous=404),
    ],
    "contribution": [*page(GIFT, WRITES), Row("contributions/{gift_gone}/", "dev", 302), *page(INTRODUCTION, "frank")],
    "contribution_write": [*form(GIFT + "write/", WRITES, posted=302), *form(INTRODUCTION + "write/", "")],
    "contribution_autosave": button(GIFT + "autosave/", WRITES, posted=422),
    "contribution_add_file": button(GIFT + "files/", WRITES),
    "contribution_describe": form(GIFT + "files/{gift_file}/", WRITES, posted=302),
    "contribution_drop_file": button(GIFT + "files/{gift_file}/remove/", WRITES),
    "contribution_helper": form(GIFT + "helper/", "dev"),
    "contribution_stop_helper": button(GIFT + "helper/{gift_helper}/stop/", WRITES),
    "contribution_offer": form(GIFT + "offer/", "dev"),
    "contribution_naming": [*form(GIFT + "naming/", "dev"), *form(INTRODUCTION + "naming/", "")],
    "contribution_places": form(GIFT + "places/", "dev", posted=302),
    "contribution_terms": [*form(GIFT + "terms/", "dev"), *form(INTRODUCTION + "terms/", "frank")],
    "contribution_named": [*form(GIFT + "named/", "dev"), *form(INTRODUCTION + "named/", "frank")],
    "contribution_unname": button(GIFT + "named/{gift_named}/remove/", "dev"),
    "contribution_hand_in": form(GIFT + "hand-in/", "dev", posted=302),
    "contribution_suggestions": page(GIFT + "suggestions/", "dev"),
    "contribution_answer_suggestion": button(GIFT + "suggestions/{gift_suggestion}/", "dev"),
    "contribution_preview": page(GIFT + "preview/", WRITES),
    "contribution_preview_in": page(GIFT + "preview/{gift_place}/", WRITES),
    "contribution_yes": form(GIFT + "yes/", "dev"),
    "contribution_take_yes_back": button(GIFT + "yes/{gift_yes}/take-back/", "dev"),
    "contribution_raise_concern": form(GIFT + "concern/", "dev asha editor"),
    "contribution_copy": page(GIFT + "copy/", "dev"),
    "contribution_take_back": form(GIFT + "take-back/", "dev", posted=302),
    "contribution_receipt": page("contributions/{gift_gone}/receipt/", "dev"),
}


GIFTS = (
    "gift", "gift_read", "gift_gone", "gift_suggestion", "gift_suggested", "gift_file", "gift_file_key", "gift_draft_key", "gift_helper", "gift_named",
    "gift_secret", "gift_place", "gift_yes", "gift_concern", "gift_thanks", "gift_payment", "giver",
)  # fmt: skip


def make_contributions(cast: Cast) -> dict[str, str]:
    """One of Dev's that stands in a lesson, one with an editor, one that was taken back, one draft with a picture; and a concern."""
    name_lead(cast)
    module = ModulePage.objects.get(slug="understanding-complex-trauma")
    return samples_of(cast.dev, cast.asha, cast.editor, module, carer=cast.carys)


def samples_of(dev: User, helper: User, editor: User, module: ModulePage, *, carer: User) -> dict[str, str]:
    """What stands in addresses, by name."""
    gift = decided(dev, [module.pk])
    file = writing.add_file(gift, dev, picture())
    writing.describe_file(file, dev, description="A door that stands open")
    revision = editing.hand_in(gift, dev)
    suggestion = editing.suggest(revision, editor, Suggested("held the door open", "opened the door", "It is shorter."))
    editing.send_back(revision, editor, "Thank you for this.")
    editing.answer_suggestion(suggestion, dev, take=False)
    gift = agree(Contribution.objects.get(pk=gift.pk), dev)
    place_in(LessonPage.objects.of(module)[1], gift)
    read = decided(dev, [module.pk], title="The second door")
    suggested = editing.suggest(editing.hand_in(read, dev), editor, Suggested("late", "when I came", "It may tell too much."))
    gone = agreed_gone(dev, editor, module)
    named = consenting.name_somebody(gift, dev, "my sister")
    kept = draft(dev)
    picture_kept = writing.add_file(kept, dev, picture())
    reader = User.objects.active().exclude(email__in=[player.email for player in CAST]).order_by("pk").first() or PersonFactory(name="Rae Reader")
    left = thanking.leave_thanks(gift, reader, "I read this to my whole team.")
    agreed_on = {"what": "Two hours of writing", "amount": Decimal(50), "paid_by": PaidBy.CASH, "due_on": timezone.localdate(), "key": uuid4()}
    concern = safeguarding.raise_concern(gift, dev, "A friend of mine is not safe at home.", author_told=True)
    return {
        "gift": str(gift.public_id),
        "gift_read": str(read.public_id),
        "gift_gone": str(gone.public_id),
        "gift_suggestion": str(suggestion.pk),
        "gift_suggested": str(suggested.pk),
        "gift_file": str(file.pk),
        "gift_file_key": str(file.public_id),
        "gift_draft_key": str(picture_kept.public_id),
        "gift_helper": str(helping.choose_helper(gift, dev, helper.email).pk),
        "gift_named": str(named.pk),
        "gift_secret": named.secret,
        "gift_place": str(gift.purposes.get().pk),
        "gift_yes": str(Approval.objects.standing().get(revision__contribution=gift).pk),
        "gift_concern": str(concern.pk),
        "gift_thanks": str(left.pk if left else ""),
        "gift_payment": str(paying.agree_payment(by=carer, person=dev, **agreed_on).pk),
        "giver": str(dev.pk),
    }


def agreed_gone(dev: User, editor: User, module: ModulePage) -> Contribution:
    """One that stood in the module and was taken back."""
    made = agree(read_back(decided(dev, [module.pk], title="The third door"), dev, editor), dev)
    leaving.withdraw_by_author(made, dev)
    return made
