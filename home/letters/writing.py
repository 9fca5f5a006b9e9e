"""Turning what is told into the two sides of a letter."""

import hashlib

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from home.enums import NoticeKind
from home.models import SiteSettings, User

STOP_SALT = "home.letters.stop"

#: Neutral: a subject is read over somebody's shoulder.
SUBJECTS = {
    NoticeKind.REQUEST: "Something is asked of you on {site}",
    NoticeKind.REMINDER: "A reminder from {site}",
    NoticeKind.ANSWER: "There is an answer for you on {site}",
    NoticeKind.TEAM: "News about your team on {site}",
    NoticeKind.EDITORIAL: "News about a page on {site}",
    NoticeKind.ACCOUNT: "About your account on {site}",
}


def absolute(address: str) -> str:
    """An address of this site in full; one that is full already stays as it is."""
    return address if address.startswith(("https://", "http://")) else f"{settings.SITE_URL}{address}"


def one_line(text: str) -> str:
    """`text` on one line and at most 200 characters long, as a subject must be."""
    return " ".join(text.split())[:200]


def letter_key(person_pk: int, key: str, *, urgent: bool = False) -> str:
    """What makes a letter one of its kind: the person and the key of what they are told."""
    return f"{'urgent' if urgent else 'notice'}:{person_pk}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def stop_address(person: User, kind: str) -> str:
    """The full address at which one click stops mail of one kind; signed, it needs no sign-in."""
    token = signing.dumps([str(person.public_id), kind], salt=STOP_SALT, compress=False)
    return absolute(reverse("letters_stop", args=[token]))


def read_stop_token(token: str) -> tuple[str, str]:
    """The public id of the person and the kind of mail in a token; `signing.BadSignature` where it is not ours."""
    public_id, kind = signing.loads(token, salt=STOP_SALT)
    return public_id, kind


def write_letter(*, person: User, kind: str, title: str, why: str, url: str, site: SiteSettings, items: list | None = None) -> tuple[str, str]:
    """The text and the HTML of a letter to `person`; `items` are the notices of a day where it tells of several."""
    context = {
        "site": site,
        "person": person,
        "title": title,
        "why": why,
        "url": absolute(url) if url else absolute(reverse("notices")),
        "items": [{"title": item.title, "why": item.why, "url": absolute(item.url or reverse("notices"))} for item in items or []],
        "preferences_url": absolute(reverse("preferences")),
        "stop_url": "" if kind == NoticeKind.ACCOUNT else stop_address(person, kind if not items else ""),
        "kind_words": NoticeKind(kind).label.lower() if kind else "",
    }
    return render_to_string("letters/letter.txt", context).strip() + "\n", render_to_string("letters/letter.html", context)
