"""The rules of the service map, without a database."""

from datetime import date, timedelta

import pytest

from practice.rules.comparing import compared, rows_of
from practice.rules.criteria import RULES_OF, Part, Rule, Said, Subject, answer, problems
from practice.rules.services import CONFIRMED_FOR, Entry, Trouble, due_on, findings, reminder_stage
from practice.rules.turning_away import bands, first_month, problem_with_month, should_freeze

TODAY = date(2026, 11, 22)
ALL = tuple(part.value for part in Part)


def said(subject="substance", rule="none", parts=ALL, **more) -> Said:
    return Said(subject=subject, rule=rule, parts=parts, **more)


def entry(*criteria, key=1, **more) -> Entry:
    facts = {"name": f"Service {key}", "who_can_come": "Adults", "route": "anyone", "confirmed_on": TODAY, **more}
    return Entry(key=key, criteria=(said(), *criteria) if not any(one.subject == "substance" for one in criteria) else criteria, **facts)


def whole(subject, rule, parts=ALL, **more) -> Said:
    """A criterion that leaves nothing open."""
    facts = {"how_checked": "We ask", "exceptions": "In a crisis", "who_can_waive": "The manager", "meanwhile": "A call each week", **more}
    return said(subject, rule, parts, **facts)


def reasons(*entries, trouble=None, today=TODAY) -> list[str]:
    return [found.reason for found in findings(entries, today) if trouble in (None, found.trouble)]


@pytest.mark.parametrize("rule", ["reduced", "excluded", "complex", "barred"])
@pytest.mark.parametrize("definition", ["", "   "])
def test_what_can_mean_anything_is_not_kept_without_a_definition(rule, definition):
    subject = next(subject for subject, rules in RULES_OF.items() if rule in rules)
    assert "definition" in problems(said(subject, rule, definition=definition))
    assert problems(said(subject, rule, definition="Half of what it was in April")) == {}


@pytest.mark.parametrize(("subject", "rule"), [("substance", "abstinent"), ("behaviour", "barred_for"), ("missed", "closed_after")])
def test_what_counts_needs_a_number(subject, rule):
    assert "number" in problems(said(subject, rule))
    assert "number" in problems(said(subject, rule, number=1001))
    assert problems(said(subject, rule, number=14)) == {}


def test_a_rule_fits_its_subject_and_applies_to_something():
    assert problems(said("missed", "abstinent", number=3)) == {"rule": "Choose a rule that fits what the criterion is about."}
    assert "parts" in problems(said(parts=()))


@pytest.mark.parametrize("subject", list(Subject))
def test_every_rule_has_a_plain_answer(subject):
    for rule in RULES_OF[subject]:
        words = answer(said(subject, rule, number=1, definition="by half"))
        assert words.endswith("by half.")
        assert "{" not in words


def test_an_answer_counts_as_people_do():
    assert answer(said(rule="abstinent", number=1)) == "People have to have stopped for 1 day."
    assert answer(said("missed", "closed_after", number=3)).startswith("After 3 missed appointments")


def test_nothing_is_the_matter_with_a_whole_open_entry():
    assert reasons(entry(whole("missed", "closed_after", number=3))) == []


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (whole("substance", "abstinent", number=7), "cannot even be assessed"),
        (whole("substance", "reduced", definition="By half"), "cannot even be assessed"),
        (whole("diagnosis", "needed"), "before the assessment that could give one"),
        (whole("substance", "sober", meanwhile=" "), "nothing is offered to them meanwhile"),
        (whole("substance", "sober", exceptions="", who_can_waive=""), "no exceptions, and nobody is named"),
    ],
)
def test_a_closed_door_contradicts(one, words):
    found = reasons(entry(one), trouble=Trouble.CONTRADICTS)
    assert len(found) == 1
    assert words in found[0]


def test_a_door_that_closes_later_does_not_contradict():
    assert reasons(entry(whole("substance", "abstinent", ("group",), number=7)), trouble=Trouble.CONTRADICTS) == []


def test_a_group_first_that_is_closed_can_be_reached_by_nobody_who_uses():
    closed = entry(whole("substance", "abstinent", ("group",), number=7), whole("group_first", "first", ("therapy",)))
    assert any("they can reach neither" in reason for reason in reasons(closed))
    open_group = entry(whole("substance", "abstinent", ("therapy",), number=7), whole("group_first", "first", ("therapy",)))
    assert not any("they can reach neither" in reason for reason in reasons(open_group))


def test_anyone_and_a_criterion_contradict_each_other():
    one = whole("substance", "abstinent", ("therapy",), number=7)
    assert any("says that anyone can" in reason for reason in reasons(entry(one, who_can_come="Anyone in the town")))
    assert reasons(entry(one, who_can_come="Adults in the town"), trouble=Trouble.CONTRADICTS) == []


def test_two_services_that_wait_for_each_other_are_both_found():
    asks = entry(whole("substance", "engaged"), key=1)
    turns_away = entry(whole("diagnosis", "complex", definition="Two or more admissions in 12 months"), key=2, helps_with_use=True)
    found = findings([asks, turns_away], TODAY)
    assert [one.entry for one in found if one.trouble == Trouble.CONTRADICTS] == [1, 2]
    assert "Service 2" in found[0].reason
    assert "Service 1 waits" in found[1].reason
    assert findings([asks, entry(key=2, helps_with_use=True)], TODAY) == []


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"who_can_come": " "}, "does not say who can come"),
        ({"route": "", "how_to_refer": ""}, "does not say how to refer"),
    ],
)
def test_what_is_left_open_is_unclear(made, words):
    assert words in reasons(entry(**made), trouble=Trouble.UNCLEAR)[0]


def test_silence_on_use_case_by_case_and_vague_words_are_unclear():
    silent = Entry(key=1, name="One", who_can_come="Adults", route="anyone", confirmed_on=TODAY)
    assert reasons(silent) == ["It does not say whether somebody who drinks or uses drugs can come."]
    assert "who decides" in reasons(entry(said("behaviour", "case")))[0]
    assert reasons(entry(said("behaviour", "case", definition="By what was agreed", who_can_waive="The manager"))) == []
    assert "how it is checked" in reasons(entry(whole("missed", "closed_after", number=2, how_checked="")))[0]
    vague = whole("substance", "reduced", ("therapy",), definition="Significantly less")
    assert "can mean anything" in reasons(entry(vague))[0]
    assert reasons(entry(whole("substance", "reduced", ("therapy",), definition="Significantly less: half of the units of April, so under 40"))) == []


def test_marks_within_marks_are_single():
    found = reasons(entry(whole("diagnosis", "complex", definition="Over 3 services", meanwhile="")))
    assert found[0].startswith("“‘Too complex’ is turned away” keeps people out")


def test_what_nobody_confirmed_lately_is_stale():
    assert reasons(entry(confirmed_on=None)) == ["Nobody has confirmed it yet."]
    assert reasons(entry(confirmed_on=TODAY - CONFIRMED_FOR)) == []
    assert reasons(entry(confirmed_on=TODAY - CONFIRMED_FOR - timedelta(days=1))) == ["It was confirmed more than six months ago."]
    assert reasons(entry(review_due_on=TODAY)) == []
    assert "has passed" in reasons(entry(review_due_on=TODAY - timedelta(days=1)))[0]
    assert "has passed" in reasons(entry(said("missed", review_due_on=TODAY - timedelta(days=1))))[0]


def test_the_gravest_come_first():
    found = findings([entry(confirmed_on=None), entry(whole("substance", "abstinent", number=7), key=2)], TODAY)
    assert [one.trouble for one in found] == [Trouble.CONTRADICTS, Trouble.STALE]


def test_when_a_reminder_is_due():
    due = date(2026, 12, 6)
    assert reminder_stage(due, due - timedelta(days=15)) is None
    assert reminder_stage(due, due - timedelta(days=14)) == reminder_stage(due, due - timedelta(days=1)) == 0
    assert reminder_stage(due, due) == reminder_stage(due, due + timedelta(days=29)) == 1
    assert reminder_stage(due, due + timedelta(days=30)) == 2
    assert due_on(None, None, TODAY) == TODAY
    assert due_on(TODAY, None, TODAY) == TODAY + CONFIRMED_FOR
    assert due_on(TODAY, due, TODAY) == due
    assert due_on(TODAY, TODAY + timedelta(days=900), TODAY) == TODAY + CONFIRMED_FOR


def test_side_by_side_keeps_the_services_order_and_says_where_nothing_is_said():
    rows = compared([[said()], [whole("missed", "closed_after", ("group",), number=2)]])
    assert rows[0][0] == "Drug and alcohol use"
    assert [len(cell) for cell in rows[0][1]] == [1, 0]
    assert rows[3][1][1][0].parts == "Group"
    assert rows_of([said()])[0].told[0].parts == "Everything"
    assert [term for term, _ in rows[3][1][1][0].details] == ["How it is checked", "Exceptions", "Who can waive it", "Offered meanwhile"]


KNOWN = ("still_using", "missed")


def test_turn_aways_are_shown_from_eight_people_and_three_recorders_on():
    eight = ["still_using"] * 6 + ["missed"] * 2
    assert bands(eight, 3, known=KNOWN) == {"still_using": "most", "missed": "few"}
    assert bands(eight[:7], 3, known=KNOWN) is None
    assert bands(eight, 2, known=KNOWN) is None
    assert bands(eight[:5], 3, known=KNOWN, least=1) == {"still_using": "most"}
    assert bands(eight[:4], 3, known=KNOWN, least=1) is None  # never under five


def test_a_figure_changes_only_when_three_records_have():
    assert should_freeze(behind=None, still=0, new=0)
    assert not should_freeze(behind=8, still=8, new=2)
    assert should_freeze(behind=8, still=8, new=3)
    assert should_freeze(behind=8, still=6, new=1)
    assert not should_freeze(behind=8, still=6, new=0)


def test_which_months_can_be_recorded():
    assert first_month(TODAY) == date(2025, 11, 1)
    assert first_month(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert problem_with_month(date(2026, 11, 1), TODAY) == problem_with_month(date(2025, 11, 1), TODAY) == ""
    assert problem_with_month(date(2026, 12, 1), TODAY)
    assert problem_with_month(date(2025, 10, 1), TODAY)


def test_rules_know_nothing_of_django():
    import subprocess
    import sys

    code = "import practice.rules.services, practice.rules.comparing, practice.rules.turning_away, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert Rule.NONE == "none"
