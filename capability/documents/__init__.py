"""The documents that capability makes: what stands in them, as data for the Typst templates beside this file."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from capability.area import CellShown
from capability.models import PlanAction
from capability.needs_report import NeedLine, NeedsReport
from capability.plans import Plan
from home.documents import frame_of, make_pdf
from home.wording import date_words

HERE = Path(__file__).parent


def plan_pdf(plan: Plan, *, made_at: datetime) -> bytes:
    """A person's plan, to take to supervision: with room to write, and with the gaps where the plan has them. About 20 ms."""
    data = {
        **frame_of("My plan", made_at),
        "name": str(plan.person),
        "summary": f"{about_assessment(plan)} Made on {date_words(timezone.localdate(made_at))}, by the person it is about and for those they hand it to.",
        "parts": [
            {"title": title, "entries": [entry_of(action) for action in actions]}
            for title, actions in (("What I will do", plan.to_do), ("Done", plan.done), ("Set aside", plan.set_aside))
            if actions
        ],
        "nothing": "" if not plan.is_empty else "There is nothing in this plan yet.",
        "gaps": [{"title": capability.title, "why": position.why} for capability, position in plan.gaps],
        "room": "What we agreed today, by when, and when we look at it again:",
    }
    return make_pdf(HERE / "plan.typ", data, made_at=made_at)


def needs_pdf(report: NeedsReport) -> bytes:
    """The training needs assessment for a board, dated as its figures are, so that equal figures give equal bytes. About 60 ms."""
    day = report.data.data_date
    made_at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    data = {
        **frame_of("Training needs assessment", made_at),
        "place": f"{report.data.institution}. Figures of {date_words(day)}, framework version {report.data.framework}.",
        "findings": report.findings,
        "decide": report.decide,
        "nothing": "Nothing can be decided on these figures yet.",
        "priorities": [priority_of(line) for line in report.priorities],
        "limits": report.limits,
        "head": ["", "Capability", "At target", "Of", "Since first published"],
        "rows": [
            [str(line.number), line.capability.title, f"{line.figure.share}%", f"about {line.figure.rated}", line.change] for line in report.lines
        ] + [["", capability.title, "Hidden", "", ""] for capability in report.hidden],
        "quarters": report.quarters[-4:],
        "trends": [[trend.capability.title, *(share_words_of(cell) for cell in trend.cells[-4:])] for trend in report.trends],
        "blocks-about": "Beside a gap, people can say what stands in the way. Of those who have a gap:",
        "blocks": [f"{name}: {block_words(cell)}" for name, cell in report.blocks],
        "rule": report.rule,
    }  # fmt: skip
    return make_pdf(HERE / "needs.typ", data, made_at=made_at)


def priority_of(line: NeedLine) -> dict[str, object]:
    """One of the largest needs, in words."""
    words = f"{line.figure.share} in 100 of about {line.figure.rated} people who answered are where their role needs them. {line.change}."
    return {"title": line.capability.title, "words": words, "lowest": [f"Lowest by {kind.lower()}: {', '.join(names)}" for kind, names in line.lowest]}


def share_words_of(cell: CellShown) -> str:
    """A share for a table; hidden is a word of its own."""
    return f"{cell.figure.share}%" if cell.figure.shown else "Hidden"


def block_words(cell: CellShown) -> str:
    """How many say that something blocks them."""
    return f"about {cell.figure.meets} of {cell.figure.rated} people" if cell.figure.shown else "hidden, too few people to show"


def about_assessment(plan: Plan) -> str:
    """When the person last looked at their capabilities, in a sentence."""
    if plan.latest is None or plan.latest.submitted_at is None:
        return "No self-assessment is finished yet."
    role = f", as {plan.latest.job_role}" if plan.latest.job_role else ""
    return f"Last self-assessment: {date_words(timezone.localdate(plan.latest.submitted_at))}{role}."


def entry_of(action: PlanAction) -> dict[str, str]:
    """One action: what it says, and what is said below it."""
    words = [
        f"For “{action.capability.title}”." if action.capability else "",
        f"Agreed with {action.agreed_with}." if action.agreed_with else "",
        f"Set aside on {date_words(action.set_aside_on)}." if action.set_aside_on else "",
    ]
    when = f"Done on {date_words(action.done_on)}" if action.done_on else f"By {date_words(action.due_on)}" if action.due_on else "No date"
    return {"text": action.text, "when": when, "about": " ".join(filter(None, words))}
