"""What of a contribution a page shows to somebody, decided anew for every request.

Pages hold a contribution's `public_id` and nothing else of it. Its words come from the one revision to which its author said yes
in this very place, while that yes and the agreed time hold: a copy, an alias, a scheduled or an old page shows what its own place allows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from home.models import Approval, Consent, Contribution, ContributionFile, ContributionRevision, RevisionFile
from home.rules.contributing import called, covers, paths_of

BLOCK = "contribution"


@dataclass(frozen=True)
class ShownFile:
    """A picture, sound or film, as a page shows it."""

    kind: str
    url: str
    content_type: str
    description: str
    transcript: str


@dataclass(frozen=True)
class Shown:
    """A contribution, as a page shows it: `who` is how its author is named, never empty."""

    public_id: str
    title: str
    words: str
    content_note: str
    who: str
    files: tuple[ShownFile, ...]


def shown_on(page: Page, public_ids: Iterable[str]) -> dict[str, Shown]:
    """What `page` may show of these contributions, by their `public_id`: one query, two where there are files, none where none is asked for."""
    wanted = set(public_ids)
    if not wanted or not page.path:
        return {}
    here = Q(purpose__page__path__in=paths_of(page.path)) | Q(purpose__page__isnull=True)
    yeses = (
        Approval.objects.standing()
        .filter(here, revision__contribution__public_id__in=wanted)
        .select_related("revision__contribution__consent", "purpose__page")
        .annotate(has_files=Exists(RevisionFile.objects.filter(revision=OuterRef("revision"))))
        .order_by("given_at")
    )
    found = {yes.revision.contribution_id: yes for yes in yeses if covers_page(yes, page)}
    files: dict[int, list[RevisionFile]] = {yes.revision_id: [] for yes in found.values()}
    if any(yes.has_files for yes in found.values()):
        for row in RevisionFile.objects.filter(revision__in=files).select_related("file").order_by("order"):
            files[row.revision_id].append(row)
    return {str(yes.revision.contribution.public_id): shown(yes.revision, yes.revision.contribution.consent, files[yes.revision_id]) for yes in found.values()}


def covers_page(yes: Approval, page: Page) -> bool:
    """Whether a standing yes, with its purpose's page loaded, holds on `page` as open as that is today."""
    path = yes.purpose.page.path if yes.purpose.page else None
    return covers(path, yes.purpose.open_to_all, page.path, bool(getattr(page, "is_public", False)))


def shown(revision: ContributionRevision, consent: Consent, files: Iterable[RevisionFile]) -> Shown:
    """One revision, with its files, as it looks beside the name that its author chose."""
    described = [(each.file, each.description, each.transcript) for each in files]
    return _shown(revision.contribution, revision.title, revision.words, revision.content_note, consent, described)


def draft_shown(contribution: Contribution, consent: Consent) -> Shown:
    """The draft as it would look, for its author alone."""
    files = [(each, each.description, each.transcript) for each in contribution.files.filter(dropped_at__isnull=True)]
    return _shown(contribution, contribution.title, contribution.words, contribution.content_note, consent, files)


def _shown(contribution: Contribution, title: str, words: str, note: str, consent: Consent, files: list[tuple[ContributionFile, str, str]]) -> Shown:
    made = tuple(
        ShownFile(each.kind, reverse("contribution_file", args=[each.public_id]), each.content_type, description, transcript)
        for each, description, transcript in files
    )
    return Shown(str(contribution.public_id), title, words, note, called(consent.shown_as), made)


def shown_for(page: Page, request: Any) -> dict[str, Shown]:
    """What `page` shows of all the contributions in it; asked once for each request.

    `request.contribution_drafts`, which only an author's own preview sets, stands in for what was agreed.
    """
    kept = getattr(request, "_contributions_shown", None)
    if kept is None or kept[0] is not page:
        kept = (page, shown_on(page, chosen_in(page)) | getattr(request, "contribution_drafts", {}))
        if request is not None:
            request._contributions_shown = kept
    return kept[1]


def chosen_in(page: Page) -> list[str]:
    """The `public_id` of every contribution that was chosen in a page's fields."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [found for field in fields for found in _walk(list(getattr(page, field.name).raw_data))]


def _walk(raw: Any) -> Iterator[str]:
    if isinstance(raw, list):
        for each in raw:
            yield from _walk(each)
    elif isinstance(raw, dict):
        if raw.get("type") == BLOCK and isinstance(raw.get("value"), str) and raw["value"]:
            yield raw["value"]
        else:
            for each in raw.values():
                yield from _walk(each)


def shown_html(public_id: str, page: Page | None, request: Any) -> SafeString:
    """A contribution in the place where it stands; nothing where its author has not said yes to it, and in an editor's preview why."""
    found = shown_for(page, request).get(public_id) if public_id and page is not None else None
    preview = bool(getattr(request, "is_preview", False)) and found is None
    thanks = thanks_address(public_id, page, request) if found is not None and page is not None else ""
    return render_to_string("home/contributions/block.html", {"shown": found, "preview": preview, "thank_url": thanks})


def thanks_address(public_id: str, page: Page, request: Any) -> str:
    """Where a reader of `page` says thank you for it; empty for who is not signed in, and in a preview."""
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    return f"{reverse('contribution_thank', args=[public_id])}?page={page.pk}" if signed_in and not getattr(request, "is_preview", False) else ""


def pages_of(yeses: Iterable[Approval]) -> dict[int, list[Page]]:
    """The live pages on which these standing yeses show something, by the contribution's number, in the order of the site.

    Found by Wagtail's index of references; the same number of queries for one yes and for many. What somebody only said yes to is shown
    by the very page that they said it for. Each yes comes with its revision's contribution, and its purpose's page.
    """
    by_contribution: dict[int, list[Approval]] = {}
    proposed: set[tuple[int, int]] = set()
    for yes in yeses:
        by_contribution.setdefault(yes.revision.contribution_id, []).append(yes)
        if yes.purpose.page_id and not yes.revision.contribution.is_own_words:
            proposed.add((yes.revision.contribution_id, yes.purpose.page_id))
    if not by_contribution:
        return {}
    ours = ContentType.objects.get_for_model(Contribution)
    rows = ReferenceIndex.objects.filter(to_content_type=ours, to_object_id__in=[str(pk) for pk in by_contribution])
    rows = rows.filter(base_content_type=ContentType.objects.get_for_model(Page)).values_list("to_object_id", "object_id")
    chosen = {(int(contribution), int(page)) for contribution, page in rows} | proposed
    pages = Page.objects.filter(pk__in={page for _, page in chosen}, live=True).order_by("path").specific()
    found: dict[int, list[Page]] = {pk: [] for pk in by_contribution}
    for page in pages:
        for pk, given in by_contribution.items():
            if (pk, page.pk) in chosen and any(covers_page(yes, page) for yes in given):
                found[pk].append(page)
    return found


def pages_holding(contribution: Contribution) -> list[Page]:
    """The live pages on which a contribution is shown today."""
    yeses = Approval.objects.standing().filter(revision__contribution=contribution).select_related("revision__contribution", "purpose__page")
    return pages_of(yeses).get(contribution.pk, [])
