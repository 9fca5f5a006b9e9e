"""Speakers as a session's page shows them: only words that they agreed to, and only what they let be kept."""

from dataclasses import dataclass

from practice.models import Introduction, Session, SessionMaterial, Speaker


@dataclass(frozen=True)
class Introduced:
    """A speaker with the words that introduce them; empty where none are agreed."""

    speaker: Speaker
    introduction: Introduction | None


def introductions_of(session: Session) -> list[Introduced]:
    """Who speaks and is introduced in words they agreed to: the newest such revision, whatever was written since. One query.

    Somebody who has agreed to none is not named.
    """
    agreed = Introduction.objects.filter(
        speaker__session=session, speaker__declined_at__isnull=True, agreed_at__isnull=False, withdrawn_at__isnull=True
    ).select_related("speaker")
    newest: dict[int, Introduction] = {}
    for row in agreed.order_by("speaker__order", "speaker", "number"):
        newest[row.speaker_id] = row
    return [Introduced(row.speaker, row) for row in newest.values()]


def materials_shown(session: Session) -> list[SessionMaterial]:
    """What is kept of a session and every speaker has said yes to, as it stands now. Three queries."""
    speakers = set(Speaker.objects.filter(session=session, declined_at__isnull=True).values_list("pk", flat=True))
    found = session.materials.select_related("file").prefetch_related("yeses")
    return [each for each in found if speakers <= {yes.speaker_id for yes in each.yeses.all() if yes.revision == each.revision}]
