"""A contributor's pictures, sound and film: who may open one is decided at each request, and no browser keeps it."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from home.enums import ContributionState
from home.models import Approval, Contribution, ContributionFile
from home.permissions import may_read_contributions
from home.views.media import protect, whole_or_part


@login_not_required
@require_safe
def contribution_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file, for its author and helper, for editors once it is handed in, and for everyone who may read a place where it stands."""
    kept = ContributionFile.objects.select_related("contribution").filter(public_id=key, contribution__withdrawn_at__isnull=True).first()
    if kept is None or not _may_open(request, kept):
        raise Http404
    try:
        opened = kept.file.storage.open(str(kept.file.name), "rb")
    except (FileNotFoundError, ValueError) as problem:
        raise Http404 from problem
    response = whole_or_part(request, opened, f'"{kept.public_id}"')
    protect(response, str(kept.file.name), str(kept.get_kind_display()), public=False)
    response["Cache-Control"] = "no-store, private"
    return response


def _may_open(request: HttpRequest, kept: ContributionFile) -> bool:
    yeses = Approval.objects.standing().filter(revision__files__file=kept)
    person = request.user
    if not person.is_authenticated:
        return any(yes.purpose.page is None or getattr(yes.purpose.page.specific, "is_public", False) for yes in _open(yeses))
    if yeses.exists() or Contribution.objects.open_to(person).filter(pk=kept.contribution_id).exists():
        return True
    return may_read_contributions(person) and kept.contribution.state != ContributionState.DRAFT and kept.used_in.exists()


def _open(yeses):
    return yeses.filter(purpose__open_to_all=True).select_related("purpose__page")
