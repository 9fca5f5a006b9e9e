"""What could say who somebody is: numbers and dates that belong to one person, found in free text.

Only what is certain enough is found, so that nobody learns to click it away: NHS numbers (with their check digit), National
Insurance numbers, and dates of birth that are called so. Names, initials and stories that only one person has are for the
notice beside the field, and for people's judgement.
"""

import re

NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
INSURANCE_NUMBER = re.compile(r"\b(?![DFIQUV])[A-Z](?![DFIQUVO])[A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-],?\s?\d{2,4}|\d{4}-\d{2}-\d{2})"
BIRTH = re.compile(rf"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|birth date|born(?: on)?(?: the)?|birthday)\b\W{{0,5}}{DAY}", re.IGNORECASE)

NHS_WORDS = "This looks like an NHS number. Take it out: nothing here may say who somebody is."
INSURANCE_WORDS = "This looks like a National Insurance number. Take it out: nothing here may say who somebody is."
BIRTH_WORDS = "This looks like a date of birth. Take it out: nothing here may say who somebody is."


def problems_with(text: str) -> list[str]:
    """A sentence for each kind of thing in `text` that says who somebody is; none where nothing was found."""
    text = text[:40_000]
    found = []
    if any(is_nhs_number("".join(match.groups())) for match in NHS_NUMBER.finditer(text)):
        found.append(NHS_WORDS)
    if INSURANCE_NUMBER.search(text):
        found.append(INSURANCE_WORDS)
    if BIRTH.search(text):
        found.append(BIRTH_WORDS)
    return found


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits have an NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    if len(digits) != 10 or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if rest == 11 else rest) == int(digits[9])  # a rest of ten fits no number
