"""Who of this floor sees more than their own without a role: they need a second factor too; registered when the app is ready."""

from django.db.models import Exists, OuterRef, Q

from home.models import InvolvementSettings
from home.seams.standing import trusts


@trusts
def looks_after_contributors() -> Exists:
    """Whoever looks after contributors, or is the lead for safeguarding: they know who writes under another name, and for whom somebody fears."""
    return Exists(InvolvementSettings.objects.filter(Q(contact=OuterRef("pk")) | Q(safeguarding_lead=OuterRef("pk"))))
