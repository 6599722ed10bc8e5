"""The spans of time of Europeana's own vocabularies, told by their addresses.

`http://data.europeana.eu/timespan/19` is the 19th century; `http://semium.org/time/184x` the 1840s, `…/18xx` the 19th
century, `…/18xx_1_half` its first half, `…/AD2xxx` the second millennium. The labels that come beside them are many for
each, in no order and some of them wrong («19..» for the 19th century): the address alone is sure.
"""

from __future__ import annotations

import re

_CENTURY = re.compile(r"https?://data\.europeana\.eu/timespan/(?P<number>[1-9]\d?)")
_SEMIUM = re.compile(
    r"https?://semium\.org/time/(?:(?P<year>\d{4})|(?P<decade>\d{3})x|AD(?P<millennium>\d)xxx|"
    r"(?P<hundred>\d\d)xx(?:_(?P<nth>[1-4])_(?P<part>half|third|quarter))?)"
)
_FRENCH = {"half": "moitié", "third": "tiers", "quarter": "quart"}


def labels(address: str) -> dict[str, str]:
    """What the span of time at an address is, in English and French; nothing if the address doesn't say it."""
    found = _CENTURY.fullmatch(address)
    if found:
        return _century(int(found["number"]))
    found = _SEMIUM.fullmatch(address)
    if not found:
        return {}
    if found["year"]:
        return {"en": found["year"], "fr": found["year"]}
    if found["decade"]:
        return {"en": f"{found['decade']}0s", "fr": f"années {found['decade']}0"}
    if found["millennium"]:
        number = int(found["millennium"])
        return {"en": f"{_english(number)} millennium", "fr": f"{_french(number)} millénaire"}
    century, part, nth = _century(int(found["hundred"]) + 1), found["part"], int(found["nth"] or 0)
    if part:
        first = "1re" if part == "half" and nth == 1 else _french(nth)
        return {"en": f"{_english(nth)} {part} of the {century['en']}",
                "fr": f"{first} {_FRENCH[part]} du {century['fr']}"}  # fmt: skip
    return century


def _century(number: int) -> dict[str, str]:
    return {"en": f"{_english(number)} century", "fr": f"{_french(number)} siècle"}


def _english(number: int) -> str:
    end = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"


def _french(number: int) -> str:
    return "1er" if number == 1 else f"{number}e"
