"""The fixed lists that people, invitations and mail choose from."""

from django.db import models


class GlobalRole(models.TextChoices):
    """What somebody may do for the whole area; each value is the name of a Wagtail group."""

    EDITOR = "Editors", "Editor"
    LEAD = "Workforce leads", "Workforce lead"
    ADMINISTRATOR = "Administrators", "Administrator"


class Decision(models.TextChoices):
    """What became of somebody's wish to join a team."""

    WAITING = "waiting", "Waiting for an answer"
    YES = "yes", "Welcomed"
    NO = "no", "Declined"


class MailRhythm(models.TextChoices):
    """How often ordinary news may come by mail."""

    AT_ONCE = "at_once", "As it happens, outside my quiet hours"
    DAILY = "daily", "Once a day, in one mail"
    NEVER = "never", "Never: I read my notices here"


class NoticeKind(models.TextChoices):
    """What a notice is about; people choose their mail by it."""

    REQUEST = "request", "Something is asked of me"
    REMINDER = "reminder", "A reminder of something I chose or was asked"
    ANSWER = "answer", "An answer to something I did"
    TEAM = "team", "News of a team I manage"
    EDITORIAL = "editorial", "News of pages I write or review"
    ACCOUNT = "account", "My account and its safety"


class ContributionState(models.TextChoices):
    """Where a contribution stands between its author and an editor."""

    DRAFT = "draft", "Only for me, and my helper where I have one"
    WITH_EDITORS = "with_editors", "An editor is reading it"
    WITH_AUTHOR = "with_author", "Back with me"
    AGREED = "agreed", "I have said yes to it"
    GONE = "gone", "Taken back"


class ContributionKind(models.TextChoices):
    """What one person gives: words of their own, or their yes to what was made about them or with them."""

    WORDS = "words", "In their own words"
    INTRODUCTION = "introduction", "How they are introduced"
    RECORDING = "recording", "What is kept of a meeting at which they spoke"


class MediaKind(models.TextChoices):
    """What somebody brings besides words."""

    PICTURE = "picture", "Picture"
    AUDIO = "audio", "Sound"
    VIDEO = "video", "Film"


class Naming(models.TextChoices):
    """How a contributor is named beside their words."""

    REAL = "real", "By my name"
    FIRST = "first", "By my first name"
    PSEUDONYM = "pseudonym", "By a name I choose for this"
    NOBODY = "nobody", "Not at all"


class ContactRoute(models.TextChoices):
    """How a contributor can be reached about their words."""

    SITE = "site", "Here, when I sign in, and never by mail"
    MAIL = "mail", "By mail, to the address I sign in with"
    HELPER = "helper", "Through my helper"
    OTHER = "other", "Another way, which I write down"


class Given(models.TextChoices):
    """How a decision about a contribution was given."""

    HERE = "here", "Here, by themselves"
    PAPER = "paper", "On paper, with a witness"
    SPOKEN = "spoken", "Spoken, with a witness"


class Afterwards(models.TextChoices):
    """What becomes of the words when the time that was agreed is over."""

    GONE = "gone", "Delete them everywhere, here too"
    MINE = "mine", "Give them back to me: out of every place, and kept here for me alone"


class ConsentChange(models.TextChoices):
    """What a decision in the history of a consent was about."""

    BEGUN = "begun", "Began"
    HELPER = "helper", "Helper"
    HANDED_IN = "handed_in", "Handed in"
    TERMS = "terms", "Naming, time and contact"
    PURPOSE = "purpose", "A place"
    YES = "yes", "A yes"
    NO_MORE = "no_more", "A yes taken back"
    NAMED_PERSON = "named_person", "Somebody who may take it back"
    WITHDRAWN = "withdrawn", "Taken back"
    ENDED = "ended", "Time over"


class WithdrawalCause(models.TextChoices):
    """Why a contribution was taken out of every place."""

    AUTHOR = "author", "Its author took it back"
    NAMED_PERSON = "named_person", "Somebody its author named took it back"
    WITNESSED = "witnessed", "Its author asked for it, on paper or spoken"
    TIME_OVER = "time_over", "The time its author agreed to is over"
    ERASED = "erased", "Its author's account was erased"
    REPLAYED = "replayed", "A restored copy held it again"
    DIED = "died", "Its author has died, and had wished so"
    TAKEN_OFF = "taken_off", "What it was for is not there any more"


class ErasureCause(models.TextChoices):
    """Why an account was erased."""

    HERE = "here", "They asked for it here, by themselves"
    WRITTEN = "written", "They asked an administrator for it in writing"
    MACHINE = "machine", "They asked in writing; it was done at the server"
    LEFT = "left", "They had left, and the time that was stated was over"


class Touched(models.TextChoices):
    """What somebody else saw or changed that is personal; each is a sentence without its subject."""

    READ_ASSESSMENT = "read_assessment", "opened a self-assessment that you share with them"
    READ_REFLECTION = "read_reflection", "opened a reflection that you sent them"
    COPY_MADE = "copy_made", "made a copy of everything about you"
    ERASURE_ASKED = "erasure_asked", "wrote down that you asked to be erased"
    ERASURE_STOPPED = "erasure_stopped", "stopped the erasure of your account"
    ROLE_GIVEN = "role_given", "gave you a role"
    ROLE_TAKEN = "role_taken", "took a role from you"
    NAME_CHANGED = "name_changed", "changed your name"
    SHUT_OUT = "shut_out", "closed your account, so that you could not sign in"
    LET_IN = "let_in", "opened your account again"
    PLACE_GIVEN = "place_given", "put you into a team"
    PLACE_CHANGED = "place_changed", "changed your place in a team"
    PLACE_ENDED = "place_ended", "ended your place in a team"
    MANAGER_NAMED = "manager_named", "named you as a team’s manager or deputy"
    MANAGER_STOPPED = "manager_stopped", "ended your time as a team’s manager or deputy"


class AfterDeath(models.TextChoices):
    """What becomes of somebody's words when they have died."""

    TAKE_BACK = "take_back", "Take everything back, out of every place"
    LET_STAND = "let_stand", "Let it stand until the time I agreed to is over"
    ASK = "ask", "Ask somebody, whom I name below"


class ThanksState(models.TextChoices):
    """Where a reader's thanks stand."""

    WAITING = "waiting", "Waits to be read"
    PASSED_ON = "passed_on", "Passed on"
    KEPT_BACK = "kept_back", "Not passed on"


class PaidBy(models.TextChoices):
    """How somebody is paid."""

    BANK = "bank", "By bank transfer"
    CASH = "cash", "In cash"
    VOUCHER = "voucher", "By voucher"
    OTHER = "other", "In another way"
