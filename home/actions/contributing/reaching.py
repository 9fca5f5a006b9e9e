"""Telling contributors and editors, by the routes that contributors chose and without a word of theirs."""

from home.actions.telling import tell, tell_each
from home.enums import ContactRoute, GlobalRole, NoticeKind
from home.models import Consent, ContactWishes, Contribution, InvolvementSettings, User
from home.seams.reaching import Word, reach

WHY_AUTHOR = "You wrote it, and decide about it."


def involvement() -> InvolvementSettings:
    """What the area offers contributors; its first words where an administrator has not changed them."""
    return InvolvementSettings.objects.select_related("safeguarding_lead", "contact").first() or InvolvementSettings()


def tell_author(contribution: Contribution, *, kind: NoticeKind, key: str, title: str, text: str = "", url: str = "") -> None:
    """Tell whoever decides about `contribution`: by mail only where they chose mail for it and nothing forbids it.

    Whoever has neither an account nor anyone who keeps it for them is reached by the app that asked them for their yes.
    Who chose their helper is reached through them; who cannot be reached here is told by whoever looks after contributors.
    """
    consent = Consent.objects.filter(contribution=contribution).first()
    route = consent.route if consent else ContactRoute.SITE
    where = url or f"/contributions/{contribution.public_id}/"
    author = contribution.author or contribution.keeper
    if author:
        forbidden = ContactWishes.objects.filter(person=author, never_by_mail=True).exists()
        by_mail = route == ContactRoute.MAIL and not forbidden
        tell(person=author, kind=kind, key=key, title=title, why=WHY_AUTHOR, text=text, url=where, mail=by_mail)
    else:
        reach(contribution, Word(key, title, text))
    if route == ContactRoute.HELPER:
        helpers = User.objects.filter(helping__contribution=contribution, helping__ended_at__isnull=True)
        tell_each(
            people=helpers, kind=kind, key=f"{key}:helper", title=title, why="Its author wants to be reached through you.", text=text, url=where, mail=False
        )
    if route == ContactRoute.OTHER and (contact := involvement().contact):
        tell(
            person=contact,
            kind=NoticeKind.REQUEST,
            key=f"{key}:contact",
            title="A contributor is to be told something",
            why="You look after the area's contributors.",
            text=f"{author or 'Somebody who has no account'}: “{title}”. How they want to be reached: {consent.reach_by if consent else ''}",
            mail=False,
        )


def tell_contributor(person: User, *, kind: NoticeKind, key: str, title: str, why: str, text: str = "", url: str = "") -> None:
    """Tell a contributor something that is about no single contribution: never by mail where they said so."""
    mail = not ContactWishes.objects.filter(person=person, never_by_mail=True).exists()
    tell(person=person, kind=kind, key=key, title=title, why=why, text=text, url=url, mail=mail)


def tell_editors(*, key: str, title: str, text: str = "", url: str = "") -> None:
    """Tell the area's editors, without who wrote what."""
    editors = User.objects.active().filter(groups__name=GlobalRole.EDITOR.value)
    tell_each(people=editors, kind=NoticeKind.EDITORIAL, key=key, title=title, why="You edit the area's pages.", text=text, url=url)
