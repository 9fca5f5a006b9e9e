"""Versions of the framework for tests: the one that ships in force, drafts after it, and readers who said yes."""

from django.core.management import call_command

from capability.actions.versions.drafting import begin_version
from capability.actions.versions.editing import CapabilityWords, edit_framework, keep_capability
from capability.actions.versions.enforcing import bring_into_force
from capability.actions.versions.reviewing import ask, say_yes
from capability.enums import Credit
from capability.frameworks import fact_of
from capability.models import Capability, Framework, FrameworkReview, Succession
from home.models import User

OFFER = "£25 an hour, two hours, paid by bank transfer; Carys is there to talk to."


def in_force() -> Framework:
    """The framework that ships, loaded and in force."""
    call_command("load_framework", "capability/content/framework.toml", verbosity=0)
    return Framework.objects.published().get()


def draft_of(lead: User, version: str = "2.0") -> Framework:
    """A draft that says why it is there."""
    draft = begin_version(lead, version)
    return edit_framework(lead, draft, version=version, title=draft.title, description=draft.description, changes="We listened to people, and changed B3.")


def find(framework: Framework, code: str) -> Capability:
    return Capability.objects.select_related("domain").get(domain__framework=framework, code=code)


def words_from(capability: Capability, **change) -> CapabilityWords:
    """A capability's words as they stand, but for `change`."""
    texts = tuple(descriptor.text for descriptor in capability.descriptors.order_by("level"))
    follows = tuple(Succession.objects.filter(after=capability).values_list("before", flat=True))
    said = {"code": capability.code, "title": capability.title, "reference": capability.reference, "descriptors": texts, "follows": follows}
    return CapabilityWords(**{**said, **change})


def reword(lead: User, framework: Framework, code: str = "B3", text: str = "I never make people tell it again.") -> Capability:
    found = find(framework, code)
    return keep_capability(lead, found.domain, words_from(found, descriptors=(text, "I build safety.", "I lead change.")), found)


def yes_from(lead: User, reviewer: User, framework: Framework, credit: str = Credit.NOBODY, pseudonym: str = "") -> FrameworkReview:
    """Asked, and a yes to the words as they stand."""
    review = ask(lead, framework, reviewer.email, OFFER)
    return say_yes(reviewer, review, digest=fact_of(framework).words_digest, credit=credit, pseudonym=pseudonym)


def put_in_force(lead: User, reviewer: User, draft: Framework) -> Framework:
    """Everything that it takes."""
    yes_from(lead, reviewer, draft)
    return bring_into_force(lead, draft, digest=fact_of(draft).words_digest)
