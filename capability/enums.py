"""The fixed lists of the framework and its evidence."""

from django.db import models


class Level(models.IntegerChoices):
    """A level of a capability; "not yet" is a rating, never a gap in the data."""

    NOT_YET = 0, "Not yet"
    CORE = 1, "Core"
    PRACTITIONER = 2, "Practitioner"
    SPECIALIST = 3, "Specialist"


class FrameworkState(models.TextChoices):
    """Where a version of the framework stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class EvidenceKind(models.TextChoices):
    """What somebody completed."""

    MODULE = "module", "Module"
    PLACEMENT = "placement", "Placement"
    SESSION = "session", "Session"
    OWN = "own", "Something elsewhere"


class Answered(models.TextChoices):
    """How a capability was answered; no row at all means that it was not."""

    RATED = "rated", "Rated"
    NOT_MY_ROLE = "not_my_role", "Not part of my role"


class Sureness(models.IntegerChoices):
    """How sure somebody is of their own rating."""

    GUESSING = 1, "I am guessing"
    FAIRLY = 2, "Fairly sure"
    SURE = 3, "Sure"
    SEEN = 4, "Sure, and others have seen it"


class BarrierKind(models.TextChoices):
    """What stands between somebody and closing a gap; theirs, and a count under the disclosure rule."""

    TIME = "time", "There is no time for it"
    RULE = "rule", "A rule or policy stops me"
    PATHWAY = "pathway", "There is no pathway here"
    SUPERVISION = "supervision", "I have no supervision on it"


class UnitKind(models.TextChoices):
    """What a frozen figure is about. `BLOCKS` is the area again, for what blocks people, frozen by itself."""

    TEAM = "team", "Team"
    SERVICE = "service", "Service"
    SECTOR = "sector", "Sector"
    JOB_ROLE = "job_role", "Job role"
    AREA = "area", "The whole area"
    BLOCKS = "blocks", "What blocks people"


class ReviewAnswer(models.TextChoices):
    """What somebody who was asked to read a version says to its words."""

    WAITING = "waiting", "Not answered yet"
    YES = "yes", "Yes to these words"
    CHANGE = "change", "Asks for a change"
    STEPPED_BACK = "stepped_back", "Would rather not"


class Credit(models.TextChoices):
    """How a reviewer is named on the framework's page."""

    NAMED = "named", "By my name"
    FIRST_NAME = "first_name", "By my first name"
    PSEUDONYM = "pseudonym", "By another name that I choose"
    NOBODY = "nobody", "Not at all"
