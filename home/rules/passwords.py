"""Passwords that anybody could guess who knows where somebody works."""

import re
from collections.abc import Iterable

LEAST_LEFT = 6  # letters and figures that must be left when the place's own words are taken out


def says_the_place(password: str, words: Iterable[str]) -> bool:
    """Whether `password` is little more than words of the place, such as the site's or the area's name, with figures and signs around them."""
    left = re.sub(r"[\W_]+", "", password.lower())
    found = False
    for word in sorted({re.sub(r"[\W_]+", "", part.lower()) for said in words for part in (said, *said.split())}, key=len, reverse=True):
        if len(word) > 3 and word in left:
            left, found = left.replace(word, ""), True
    return found and len(re.sub(r"\d", "", left)) < LEAST_LEFT
