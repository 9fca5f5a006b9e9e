"""Working out what a roster would change. Pure: what the site knows is given to it."""

from dataclasses import replace
from datetime import date

from home.rules.roster import Place, Plan, Reading, Row, Standing, Step, near


def plan(reading: Reading, standing: Standing) -> Plan:
    """Row by row, what carrying the file out would change, and what is wrong with it.

    Rows build on those before them: a team or a person that an earlier row makes is there for a later one.
    """
    known = replace(standing, teams=dict(standing.teams), people=dict(standing.people), places=dict(standing.places), managers=dict(standing.managers))
    steps: list[Step] = []
    wrong = {line: list(sentences) for line, sentences in reading.wrong.items()}
    seen: dict[tuple[str, str, str], int] = {}
    unchanged = 0
    for row in reading.rows:
        key = (row.email, row.team.lower(), row.service.lower())
        if key in seen:
            wrong.setdefault(row.line, []).append(f"{row.email} is in {row.team} on line {seen[key]} already.")
            continue
        seen[key] = row.line
        made, problems = _plan_row(row, known)
        if problems:
            wrong.setdefault(row.line, []).extend(problems)
        steps += made
        unchanged += not made and not problems
    return Plan(steps, dict(sorted(wrong.items())), len(reading.rows) + len(reading.wrong), unchanged)


def _plan_row(row: Row, known: Standing) -> tuple[list[Step], list[str]]:
    steps: list[Step] = []
    where, problems = _where(row, known)
    job_role = ""
    if row.job_role:
        job_role = known.job_roles.get(row.job_role.lower(), "")
        if not job_role:
            problems.append(f"“{row.job_role}” is not a job role here.{near(row.job_role, known.job_roles.values())}")
    if row.email not in known.people and not row.name:
        problems.append("The name is missing, and nobody has this address yet.")
    if row.email in known.inactive:
        problems.append(f"{row.email} may not sign in any more. Let them in again first.")
    if problems or where is None:
        return [], problems
    team, service = where
    pair = (team.lower(), service.lower())

    def step(verb: str, sentence: str, **values: str) -> None:
        steps.append(Step(row.line, verb, {"email": row.email, "team": team, "service": service, **values}, sentence))

    if pair not in known.teams:
        known.teams[pair] = team
        step("make_team", f"Make the team {team} in {service}")
    if row.email not in known.people:
        known.people[row.email] = row.name
        step("make_person", f"Make an account for {row.name} ({row.email}), and send them a letter", name=row.name)
    elif row.name and row.name != known.people[row.email]:
        # What people are called is theirs to choose: a roster never changes a name.
        pass
    _place(row, pair, job_role, known, step)
    problems = _managing(row, pair, team, known, step)
    return ([] if problems else steps), problems


def _where(row: Row, known: Standing) -> tuple[tuple[str, str] | None, list[str]]:
    """The team and service as written on the site, or what is wrong with them."""
    if row.service:
        service = known.services.get(row.service.lower())
        if service is None:
            return None, [f"“{row.service}” is not a service here.{near(row.service, known.services.values())} Add it first."]
        return (known.teams.get((row.team.lower(), service.lower()), row.team), service), []
    found = [pair for pair in known.teams if pair[0] == row.team.lower()]
    if len(found) == 1:
        return (known.teams[found[0]], known.services.get(found[0][1], found[0][1])), []
    if found:
        return None, [f"More than one service has a team “{row.team}”. Name the service."]
    return None, [f"“{row.team}” is not a team here.{near(row.team, known.teams.values())} To make it, name its service."]


def _place(row: Row, pair: tuple[str, str], job_role: str, known: Standing, step) -> None:
    who = known.people[row.email]
    team = known.teams[pair]
    now = known.places.get((row.email, pair))
    if now is None:
        start = row.started_on or known.today
        known.places[(row.email, pair)] = Place(start, row.ended_on, job_role)
        until = f" until {_say(row.ended_on)}" if row.ended_on else ""
        as_what = f" as {job_role}" if job_role else ""
        step(
            "start", f"{who} is in {team} from {_say(start)}{until}{as_what}",
            started_on=start.isoformat(), ended_on=row.ended_on.isoformat() if row.ended_on else "", job_role=job_role,
        )  # fmt: skip
        return
    if job_role and job_role != now.job_role:
        step("change_role", f"{who} in {team}: {job_role}, so far {now.job_role or 'no job role'}", job_role=job_role)
    if row.started_on and row.started_on != now.started_on:
        step("change_start", f"{who} is in {team} from {_say(row.started_on)}, so far {_say(now.started_on)}", started_on=row.started_on.isoformat())
    if row.ended_on and row.ended_on != now.ended_on:
        step("end", f"{who} leaves {team} after {_say(row.ended_on)}", ended_on=row.ended_on.isoformat())
    start, end = row.started_on or now.started_on, row.ended_on or now.ended_on
    known.places[(row.email, pair)] = Place(start, end, job_role or now.job_role)


def _managing(row: Row, pair: tuple[str, str], team: str, known: Standing, step) -> list[str]:
    place = known.places[(row.email, pair)]
    if place.ended_on and place.ended_on < place.started_on:
        return [f"It ends on {_say(place.ended_on)}, before it starts on {_say(place.started_on)}."]
    if not (row.manager or row.deputy):
        return []
    who = known.people[row.email]
    is_deputy = known.managers.get((row.email, pair))
    if is_deputy is None:
        if place.ended_on and place.ended_on < known.today:
            return ["Their time in the team is over, so they cannot manage it."]
        known.managers[(row.email, pair)] = row.deputy
        verb = "name_deputy" if row.deputy else "name_manager"
        step(verb, f"{who} {'stands in for the manager of' if row.deputy else 'manages'} {team}", ended_on=place.ended_on.isoformat() if place.ended_on else "")
    elif is_deputy != row.deputy:
        return [f"{who} is {'deputy' if is_deputy else 'manager'} of {team}. Change that on the team's page."]
    return []


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
