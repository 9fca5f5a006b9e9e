"""The cast of the demonstration and the tests: invented people, so that every page shows a believable place."""

from dataclasses import dataclass

from home.enums import GlobalRole

PASSWORD = "alongside-demo"  # noqa: S105 - printed on the screen; the command refuses in production


@dataclass(frozen=True)
class Player:
    """One of the cast: `team` and `job_role` are empty for people who have none."""

    email: str
    name: str
    about: str
    pronouns: str = ""
    team: str = ""
    job_role: str = ""
    role: GlobalRole | None = None


CAST = (
    Player("asha@example.org", "Asha Rahman", "practitioner in the drug and alcohol service", "she/her", "community-team", "Drug and alcohol keyworker"),
    Player("ben@example.org", "Ben Whitlock", "manages Asha's team", "he/him", "community-team", "Team manager"),
    Player("carys@example.org", "Carys Pugh", "brings the area's practitioners together", "she/her", "recovery-north", "Mental health practitioner"),
    Player("dev@example.org", "Dev Mistry", "contributes from lived experience", "they/them"),
    Player("eve@example.org", "Eve Lindqvist", "practitioner in the Early Intervention team", "she/her", "early-intervention", "Mental health practitioner"),
    Player("frank@example.org", "Frank Odell", "works elsewhere and sees nothing of theirs", "he/him", "probation", "Police and criminal justice practitioner"),
    Player("editor@example.org", "Esme Nairn", "edits modules and pages", role=GlobalRole.EDITOR),
    Player("lead@example.org", "Lola Bright", "leads the area's workforce plan", role=GlobalRole.LEAD),
    Player("admin@example.org", "Ada Castellan", "looks after the site", role=GlobalRole.ADMINISTRATOR),
)
