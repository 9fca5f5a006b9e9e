"""People, where they work, and how they came."""

from home.seams.privacy import Goes, Kept, OnErasure, keeps, nothing_personal

YOU_GROUP, WORK = "You", "Where you work"
MANAGERS = "The managers and deputies of that team, and administrators"

keeps(
    Kept(
        "home.User", "Who you are", YOU_GROUP, "pk",
        {
            "email": "E-mail address", "name": "Name", "pronouns": "Pronouns", "joined_at": "Joined", "last_login": "Last signed in",
            "is_active": "May sign in", "waits_for_welcome": "Waits for a manager's yes",
        },
        why="So that you can sign in, and colleagues know what to call you.",
        seen_by="Your name and pronouns: everyone who is signed in. Your address: administrators, those who invited you and, where you contribute, "
        "who looks after contributors. When you last signed in: nobody",
        withheld={"password": "It is stored so that nobody can read it, and copying it would help only a thief."},
        plain="id public_id is_superuser is_staff",
    ),
    Kept(
        "home.User_groups", "Roles for the whole area", YOU_GROUP, "user", {"group": "Role"},
        why="Editors, workforce leads and administrators may do more than others.", seen_by="Administrators", plain="id",
    ),
    Kept(
        "home.User_user_permissions", "Single rights", YOU_GROUP, "user", {"permission": "Right"},
        why="The site gives rights by role; Django keeps a table for single ones.", seen_by="Administrators", plain="id",
    ),
    Kept(
        "home.Membership", "Your places in teams", WORK, "person",
        {"team": "Team", "job_role": "Job role", "started_on": "From", "ended_on": "Until"},
        why="So that your learning fits your job, and your team's manager can plan with the team.",
        seen_by="Your team, job role and service: everyone who is signed in. Since when: " + MANAGERS[0].lower() + MANAGERS[1:],
        plain="id",
    ),
    Kept(
        "home.TeamManager", "Teams you manage or stand in for", WORK, "person",
        {"team": "Team", "is_deputy": "As deputy", "started_on": "From", "ended_on": "Until"},
        why="What a manager may see opens by it, and closes with it.", seen_by="The team, and administrators", plain="id",
    ),
    Kept(
        "home.JoinRequest", "Teams you asked to join", WORK, "person",
        {"team": "Team", "job_role": "Job role", "asked_at": "Asked", "decision": "Answer", "decided_at": "Answered", "reason": "Reason"},
        why="A manager welcomes who comes by an approved address.", seen_by=MANAGERS,
        how_long=Goes(365, "decided_at", "A year after the answer"), plain="id decided_by",
    ),
    Kept(
        "home.JoinRequest", "Requests to join that you answered", WORK, "decided_by", {"decided_at": "Answered", "decision": "Answer"},
        why="So that it stays clear who welcomed whom.", seen_by=MANAGERS, how_long="A year after the answer", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "home.Invitation", "How you were invited", WORK, "accepted_by",
        {
            "email": "Address", "name": "Name", "team": "Team", "job_role": "Job role", "message": "Message", "invited_at": "Invited",
            "accepted_at": "Accepted", "expires_at": "Open until", "revoked_at": "Taken back",
        },
        why="An invitation opens the door to an account.", seen_by="Whoever invited you, the team's managers and administrators",
        how_long=Goes(365, "expires_at", "A year after it ran out"),
        withheld={"secret_digest": "A secret of which only a digest is kept."}, plain="id", clears=("email", "name", "message"),
    ),
    Kept(
        "home.Invitation", "Invitations you sent", WORK, "invited_by", {"invited_at": "Invited", "team": "Team"},
        why="So that whoever is invited knows by whom.", seen_by="Whoever was invited, the team's managers and administrators",
        how_long="A year after it ran out", on_erasure=OnErasure.DETACHED, clears=("message",),
    ),
    Kept(
        "home.SiteSettings", "The site's contact", YOU_GROUP, "", {"contact_email": "The address that people write to", "name": "The site's name"},
        why="People need somebody to ask.", seen_by="Everyone", how_long="Until an administrator changes it",
        plain="id site area strapline brand_css local_support staff_support safeguarding services_public terms_version retention_months set_up_at rights_given",
    ),
)  # fmt: skip

nothing_personal("home.Sector", "a kind of service")
nothing_personal("home.Service", "an organisation's service; who works there stands in places in teams")
nothing_personal("home.JobRole", "a kind of job")
nothing_personal("home.Team", "a team's name; who is in it stands in places in teams")
nothing_personal("home.ApprovedDomain", "what stands after the @ at a whole organisation")
nothing_personal("auth.Group", "a role, without who has it")
nothing_personal("auth.Group_permissions", "what a role may do")
nothing_personal("auth.Permission", "a right, without who has it")
nothing_personal("contenttypes.ContentType", "the names of tables")
