"""What a person decides about their certificates."""

from django.db import transaction
from wagtail.log_actions import log

from home.models import User
from learning.actions.problems import LearningProblem
from learning.models import Certificate


def show_name(*, person: User, certificate: Certificate, show: bool) -> None:
    """Let the public check of a person's own certificate show their name, or no longer; it holds at once."""
    with transaction.atomic():
        found = Certificate.objects.select_for_update().filter(pk=certificate.pk, completion__person=person).first()
        if found is None:
            raise LearningProblem("This certificate is not yours.")
        if found.shows_name != show:
            found.shows_name = show
            found.save(update_fields=["shows_name"])
            log(instance=found.completion, action="learning.certificate_name", user=person, data={"shown": show})
