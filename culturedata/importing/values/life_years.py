"""The years of birth and death in a printed life: «American, 1801–1848», «born 1950», «c. 1840–after 1901»."""

from __future__ import annotations

import re

from culturedata.importing.source import Context, Issue
from culturedata.importing.values.dating_words import BCE, folded, hidden

_LONGEST = 300  # characters: a longer text tells a story
_NUMBER = r"[^\d;–-]*?(\d{3,4})(?![\dx])"  # the first behind a word; «184x» is none
_BORN = re.compile(rf"(?:\b(?:born|b\.|nee?|geb\.|geboren)|\*){_NUMBER}(?!\s*(?:/|or\b|ou\b|s\b))")
_DIED = re.compile(rf"(?:\b(?:died|d\.|morte?|gest\.|gestorven|gestorben|overleden)|†){_NUMBER}(?!\s*/)")
_UNSURE = re.compile(r"\b(?:before|after|avant|apres|vor|nach|voor|na|or|ou|oder|centur|siecle)|[/]")
_AT_WORK = re.compile(
    r"\b(?:activ[e]?|act\.|actif|fl\.|flourished|tatig|werkzaam|actief|exhibited|documented|documente|established|founded|fondee?)"
)
_TO = re.compile(r"\s*[–—]\s*|(?<=[\d?])\s*-\s*|\s-\s|;")
_NOW = re.compile(r"\d\s*(?:[–—-]|to)\s*(?:present|today)?$")
_DECADE = re.compile(r"(?<!\d)([12]\d\d)-(?=\s*(?:[?–—,;)\]]|$))")  # «184-», whose last figure is not known


def life_years(text: str) -> tuple[int | None, int | None]:
    """The years of birth and death that the text says, each None where it says none or more than one.

    «c. 1840» is 1840, but «after 1901», «1849 or 50», «18--» and «184-» are no year; years of work («active 1880s») are
    none of life.
    Two places with a year each, as Joconde has them («Paris, 1561 ; Paris, 1602»), are birth and death.
    A very long text is not read.
    """
    said = _DECADE.sub(r"\1x", hidden(folded(text)))
    if len(said) > _LONGEST or BCE.search(said):
        return None, None
    births, deaths = list(_BORN.finditer(said)), list(_DIED.finditer(said))
    born, died = _only(births), _only(deaths)
    if not _AT_WORK.search(said) and len(births) < 2 and len(deaths) < 2:
        sides = [side for side in _TO.split(said) if side.strip()]
        if len(sides) == 2:
            first = _year(sides[0])
            if births and first not in (born, None):  # «1931–2007, born 1934»: two people
                return None, None
            born = first if born is None else born
            died = _year(sides[1], sides[0]) if died is None else died
        elif len(sides) == 1 and _NOW.search(said):
            born = _year(sides[0]) if born is None else born
    return (born, died) if born is None or died is None or born <= died else (None, None)


def in_order(
    born: int | None, died: int | None, context: Context, record: str, *, raw: str
) -> tuple[int | None, int | None]:
    """The years of birth and death of fields, as they are; where death comes first, that is reported and neither is."""
    if born is None or died is None or born <= died:
        return born, died
    message = f"born in {born}, died in {died}: neither is kept"
    context.report(Issue("life-out-of-order", message, record=record, raw=raw))
    return None, None


def _only(found: list[re.Match[str]]) -> int | None:
    return int(found[0][1]) if len(found) == 1 and not _UNSURE.search(found[0][0]) else None


def _year(side: str, before: str = "") -> int | None:
    """The one year of a side; two digits go on from the four of the side before («1801–48»)."""
    numbers = re.findall(r"\d+", side)
    if len(numbers) != 1 or _UNSURE.search(side) or re.search(r"\d(?:s\b|th|st|nd|rd|e\b|x)", side):
        return None
    number: str = numbers[0]
    earlier = re.findall(r"\d{4}", before)
    if len(number) == 2 and len(earlier) == 1 and not _UNSURE.search(before):
        number = earlier[0][:2] + number
    return int(number) if len(number) in (3, 4) and int(number) else None
