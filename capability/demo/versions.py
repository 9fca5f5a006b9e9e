"""What the invented town does with its framework: somebody has read the version in force, and a draft of the next one is being read."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from capability.actions.versions.drafting import begin_version
from capability.actions.versions.editing import CapabilityWords, edit_framework, keep_capability
from capability.actions.versions.reviewing import ask, ask_for_change, say_yes
from capability.enums import Credit
from capability.frameworks import fact_of
from capability.models import Capability, Framework
from home.models import User

NEXT = "1.1"
OFFER = "£25 an hour for two hours, by bank transfer or voucher, and Carys to talk to before and after."
WHY = (
    "People who live with complex trauma told us that not having to tell it again matters more than anything. B3 says so now, at every level. "
    "What we said about learning (C1) was two things, so it is two."
)


@transaction.atomic
def write_a_draft(progress: Callable[[str], Any]) -> None:
    """Dev's yes to the version in force, and a draft that Dev is asked to read; nothing where there is a draft already."""
    framework = Framework.objects.published().first()
    if framework is None or Framework.objects.drafts().exists():
        return
    lead, dev = User.objects.get(email="lead@example.org"), User.objects.get(email="dev@example.org")
    read = ask(lead, framework, dev.email, OFFER)
    say_yes(dev, read, digest=fact_of(framework).words_digest, credit=Credit.FIRST_NAME)
    draft = begin_version(lead, NEXT)
    edit_framework(lead, draft, version=NEXT, title=draft.title, description=draft.description, changes=WHY)
    rows = {row.code: row for row in Capability.objects.filter(domain__framework=draft).select_related("domain")}
    earlier = dict(Capability.objects.filter(domain__framework=framework).values_list("code", "pk"))
    trauma, learning = rows["B3"], rows["C1"]
    words = (
        "I understand that past harm shapes how people react, and nobody has to tell me twice what happened to them.",
        "I build safety, choice and trust into every contact, pass on what I was told with consent, and know when to bring in therapy.",
        "I lead trauma-informed change, supervise others, and see to it that no pathway here makes people tell it again.",
    )
    keep_capability(lead, trauma.domain, CapabilityWords("B3", trauma.title, trauma.reference, words, (earlier["B3"],)), trauma)
    gaps = ("I can name one thing I want to get better at.", "I review my capabilities honestly each year.", "I assess what my team needs to learn.")
    keep_capability(lead, learning.domain, CapabilityWords("C1", "Knowing what to learn next", learning.reference, gaps, (earlier["C1"],)), learning)
    doing = (
        "I try something new and say how it went.",
        "I act on my gaps, and plan when.",
        "I shape a training plan, and keep time for it.",
    )
    keep_capability(lead, learning.domain, CapabilityWords("C5", "Making time to learn", learning.reference, doing, (earlier["C1"],)))
    reading = ask(lead, draft, dev.email, OFFER)
    wish = "“Supervise others” sounds like watching. Could it say that you sit down with people?"
    ask_for_change(dev, reading, {Capability.objects.get(pk=trauma.pk): wish})
    progress(f"Version {NEXT} of the framework is a draft that Dev has read.")
