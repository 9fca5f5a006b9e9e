"""The curriculum is held to the word helper: what is quoted or wrong may be shown, nothing else."""

from learning.curriculum.check import _terms
from learning.curriculum.words import plain


def said(*blocks: dict) -> list[str]:
    return [str(finding) for finding in _terms(list(blocks), "a-lesson.md")]


def test_a_stigmatising_term_in_the_run_of_the_text_must_be_mended():
    (finding,) = said({"kind": "markdown", "text": "Some addicts wait for weeks."})
    assert "“addicts” carries stigma" in finding


def test_what_is_quoted_to_be_looked_at_is_left():
    assert said({"kind": "markdown", "text": 'The note says: "Failed to engage." Read it again.'}) == []


def test_a_wrong_answer_may_hold_the_words_that_its_feedback_takes_apart():
    options = [
        {"text": "Close the case, he is non-compliant", "correct": False, "feedback": "It hides why."},
        {"text": "Ask what makes it hard", "correct": True, "feedback": "Yes."},
    ]
    assert said({"kind": "check", "id": "x", "type": "one", "question": "What helps?", "options": options}) == []
    options[1]["text"] = "Tell the addict to come back"
    assert len(said({"kind": "check", "id": "x", "type": "one", "question": "What helps?", "options": options})) == 1


def test_a_source_leaves_no_hole_in_the_words():
    assert plain("They see a GP less [@survey]. More often [@round, p. 4], late.") == "They see a GP less. More often, late."
