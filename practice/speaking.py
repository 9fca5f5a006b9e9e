"""Speakers as a session's page shows them: only words that they agreed to, and only what they let be kept."""

from dataclasses import dataclass

from django.db.models import Prefetch

from practice.models import Introduction, MaterialYes, Session, SessionMaterial, Speaker


@dataclass(frozen=True)
class Introduced:
    """A speaker with the words that introduce them."""

    speaker: Speaker
    introduction: Introduction


def introductions_of(session: Session) -> list[Introduced]:
    """Who speaks and is introduced in words they agreed to, whatever was written since, while their yes stands. One query.

    Somebody who has agreed to none is not named.
    """
    agreed = Introduction.objects.agreed(session).select_related("speaker", "revision")
    return [Introduced(row.speaker, row) for row in agreed.order_by("speaker__order", "speaker", "number")]


def materials_shown(session: Session) -> list[SessionMaterial]:
    """What is kept of a session and every speaker has said yes to, as it stands now. Three queries."""
    speakers = set(Speaker.objects.filter(session=session, declined_at__isnull=True).values_list("pk", flat=True))
    return [each for each in materials_of(session) if speakers <= said_yes_to(each)]


def materials_of(session: Session) -> list[SessionMaterial]:
    """All that is kept of a session, with the yeses to it that stand. Two queries."""
    return list(session.materials.select_related("file").prefetch_related(Prefetch("yeses", MaterialYes.objects.standing())))


def said_yes_to(material: SessionMaterial) -> set[int]:
    """Which speakers said yes to it as it is now; made for one of `materials_of`."""
    return {yes.speaker_id for yes in material.yeses.all() if yes.revision == material.revision}
