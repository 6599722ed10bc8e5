"""How years and dates are said in words: readers count neither in negative numbers nor in another language."""

from __future__ import annotations


def year_in_words(year: int) -> tuple[str, str]:
    """A year in French and English: 1872, «1000 av. J.-C.» and “1000 BCE” for -1000 (as sources count: no year 0)."""
    return (str(year), str(year)) if year >= 0 else (f"{-year} av. J.-C.", f"{-year} BCE")


def decade_in_words(decade: int) -> tuple[str, str]:
    """Ten years by their first, in French and English: «années 1870», “1870s”; before year 1 just that first year."""
    return (f"années {decade}", f"{decade}s") if decade >= 0 else year_in_words(decade)


def date_in_words(earliest: int, latest: int, precision: str, qualifier: str | None) -> str:
    """A dating in French, from its bounds (both included): «vers 1503–1519», «XIXe siècle», «années 1840».

    `precision` and `qualifier` are of the vocabularies; whole centuries are named, anything else is given in years.
    """
    first, last = _century(earliest), _century(latest)
    if precision == "decade":
        said = decade_in_words(earliest)[0]
    elif precision in ("century", "range") and _whole_centuries(earliest, latest):
        said = f"{first} siècle" if first == last else f"{first}–{last} siècle"
        said += " av. J.-C." if latest < 0 else ""
    elif earliest == latest:
        said = year_in_words(earliest)[0]
    elif latest < 0:
        said = f"{-earliest}–{-latest} av. J.-C."
    else:
        said = f"{year_in_words(earliest)[0]}–{latest}"
    return {"circa": "vers ", "before": "avant ", "after": "après "}.get(qualifier or "", "") + said


def _whole_centuries(earliest: int, latest: int) -> bool:
    """Whether the bounds are those of centuries: 1801–1900, 1900–1801 BCE, not across year 1."""
    if earliest < 0:
        return latest < 0 and earliest % 100 == 0 and -latest % 100 == 1
    return earliest % 100 == 1 and latest % 100 == 0


def _century(year: int) -> str:
    """The year's century in French: «Ier», «XIXe»."""
    left, said = (abs(year) + 99) // 100, ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        said += letters * (left // value)
        left %= value
    return "Ier" if said == "I" else f"{said}e"
