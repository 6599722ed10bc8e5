"""Dates as collections print them, drawn at random, in French and in English; all are invented."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import inf

from culturedata.importing.values import dates

ABOUT = 5  # years that «about» may be off: a convention of the course, for the sources say none
_FRENCH = ("1er", "2e", "3e", "4e")
_ENGLISH = ("1st", "2nd", "3rd", "4th")


@dataclass(frozen=True, slots=True)
class Dating:
    """A date as it is printed in both languages, with the first and the last year that it allows (±inf: open)."""

    fr: str
    en: str
    begins: float
    ends: float

    def within(self, first: int, last: int) -> bool:
        """Whether it lies surely between two years, both of them counted."""
        return first <= self.begins and self.ends <= last

    def touches(self, first: int, last: int) -> bool:
        """Whether it may lie between two years."""
        return self.begins <= last and first <= self.ends


def dating(fr: str, en: str) -> Dating:
    """The dating that the library reads in the French text, wider by ABOUT on both sides if it says «about»."""
    read = dates.read(fr)
    about = ABOUT if read.qualifier == "circa" else 0
    begins = -inf if read.earliest is None else read.earliest - about
    ends = inf if read.latest is None else read.latest + about
    return Dating(fr, en, begins, ends)


def ordinal(number: int, lang: str) -> str:
    """«1er», «4e»; «1st», «4th»."""
    if lang == "fr":
        return "1er" if number == 1 else f"{number}e"
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def around(random: random.Random, year: int) -> Dating:
    """A dating near a year of our era: a year, about a year, before, after, some years, a decade or part of a century.

    `year` is 101 or later.
    """
    century, quarter = (year - 1) // 100 + 1, (year - 1) % 100 // 25
    decade = year - year % 10
    fr, en = random.choice(
        (
            (f"{year}", f"{year}"),
            (f"vers {year}", f"about {year}"),
            (f"avant {year}", f"before {year}"),
            (f"après {year}", f"after {year}"),
            (f"{year}-{year + 4}", f"{year}-{year + 4}"),
            (f"années {decade}", f"{decade}s") if decade % 100 else (f"{year}", f"{year}"),
            (
                f"{_FRENCH[quarter]} quart {ordinal(century, 'fr')} siècle",
                f"{_ENGLISH[quarter]} quarter {ordinal(century, 'en')} century",
            ),
            (f"{ordinal(century, 'fr')} siècle", f"{ordinal(century, 'en')} century"),
        )
    )
    return dating(fr, en)


def before_our_era(random: random.Random) -> Dating:
    """A dating before our era: a century, or about a year."""
    century, year = random.randint(1, 8), random.randrange(20, 800, 10)
    fr, en = random.choice(
        (
            (f"{ordinal(century, 'fr')} siècle av. J.-C.", f"{ordinal(century, 'en')} century BC"),
            (f"vers {year} av. J.-C.", f"about {year} BC"),
        )
    )
    return dating(fr, en)
