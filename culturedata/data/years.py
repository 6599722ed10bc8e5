"""How years and datings are said in words: readers count neither in negative numbers nor in another language."""

from __future__ import annotations

import re

_BEFORE_IT = {"c.": "vers", "ca.": "vers", "circa": "vers", "about": "vers", "before": "avant", "after": "après"}
_PARTS = {
    "early": "début du", "mid": "milieu du", "late": "fin du", "first half of the": "première moitié du",
    "second half of the": "seconde moitié du", "first quarter of the": "premier quart du",
    "last quarter of the": "dernier quart du",
}  # fmt: skip
_QUALIFIED = re.compile(rf"({'|'.join(map(re.escape, _BEFORE_IT))}) ?(.+)")
_ERA = re.compile(r"(.+?) BCE?")
_DECADE = re.compile(r"(\d{3}0)s")
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)"
_CENTURIES = re.compile(rf"(?:({'|'.join(_PARTS)})[ -])?{_ORDINAL}(?:[–-]{_ORDINAL})? (?:century|centuries)")
_MILLENNIA = re.compile(rf"{_ORDINAL}(?:[–-]{_ORDINAL})? (?:millennium|millennia)")
_YEARS = re.compile(r"\d{1,5}(?:[–-]\d{1,5})?")


def year_in_words(year: int) -> tuple[str, str]:
    """A year in French and English: 1872, «1000 av. J.-C.» and “1000 BCE” for -1000 (as sources count: no year 0)."""
    return (str(year), str(year)) if year >= 0 else (f"{-year} av. J.-C.", f"{-year} BCE")


def decade_in_words(decade: int) -> tuple[str, str]:
    """Ten years by their first, in French and English: «années 1870», “1870s”; before year 1 just that first year."""
    return (f"années {decade}", f"{decade}s") if decade >= 0 else year_in_words(decade)


def in_french(dating: str) -> str:
    """An English dating in French: «vers 1503–1519» for “c. 1503–1519”, «fin du XIXe siècle» for “late 19th century”.

    What says more than a qualifier, years and an era, or is in French already, stays as it is.
    """
    qualified = _QUALIFIED.fullmatch(dating)
    qualifier, rest = (_BEFORE_IT[qualified[1]], qualified[2]) if qualified else ("", dating)
    dated = _ERA.fullmatch(rest)
    plain, era = (dated[1], " av. J.-C.") if dated else (rest, "")
    decade, centuries, millennia = (pattern.fullmatch(plain) for pattern in (_DECADE, _CENTURIES, _MILLENNIA))
    if decade:
        said = f"{'les ' if qualifier else ''}années {decade[1]}"
    elif centuries:
        article = _PARTS.get(centuries[1], "le" if qualifier else "")
        said = f"{article} {_ordinals(centuries[2], centuries[3])} siècle"
    elif millennia:
        said = f"{'le' if qualifier else ''} {_ordinals(millennia[1], millennia[2])} millénaire"
    elif _YEARS.fullmatch(plain) and (qualifier or era):
        said = plain
    else:
        return dating
    return f"{qualifier} {said.strip()}{era}".strip()


def _ordinals(first: str, last: str | None) -> str:
    return "–".join(_ordinal(int(number)) for number in (first, last) if number)


def _ordinal(number: int) -> str:
    """«Ier», «XIXe»."""
    said, left = "", number
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        said += letters * (left // value)
        left %= value
    return "Ier" if number == 1 else f"{said}e"
