"""What could say who somebody is, found in free text; and what must not be taken for it."""

import time

import pytest

from home.rules.identifying import BIRTH_WORDS, INSURANCE_WORDS, NHS_WORDS, problems_with


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("His number is 943 476 5919, can you look?", NHS_WORDS),
        ("9434765919", NHS_WORDS),
        ("943-476-5919.", NHS_WORDS),
        ("NINO QQ123456C or AB 12 34 56 C", INSURANCE_WORDS),
        ("ab123456c", INSURANCE_WORDS),
        ("She was born on 3 March 1987 in town", BIRTH_WORDS),
        ("DOB 03/03/87", BIRTH_WORDS),
        ("d.o.b: 3.3.1987", BIRTH_WORDS),
        ("date of birth is 1987-03-03", ""),
        ("date of birth: 1987-03-03", BIRTH_WORDS),
    ],
)
def test_what_says_who_somebody_is_is_found(text, said):
    assert problems_with(text) == ([said] if said else [])


@pytest.mark.parametrize(
    "text",
    [
        "Ring 01632 960 201 before you come.",
        "943 476 5918 has the wrong check digit",
        "0000000000",
        "We met on 12/03/2026 and again on 3 March.",
        "The 2026/27 budget is 1,234,567,890 pounds",
        "He was born in Wenbridge",
        "Code AB12 and room 34",
    ],
)
def test_what_says_nothing_of_anybody_is_left(text):
    assert problems_with(text) == []


@pytest.mark.parametrize("text", ["born " * 8000, "1" * 40_000, "943 " * 10_000, "dob" + " " * 39_000])
def test_no_text_takes_long(text):
    began = time.monotonic()
    problems_with(text)
    assert time.monotonic() - began < 1
