"""One dating without its qualifier, as years: a year, a day, a decade, a century or a part of one, a millennium."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from culturedata.importing.values.dating_words import MONTHS, PARTS, SEASONS

Span = tuple[int, int, str]

_LAST_YEAR, _LAST_CENTURY = 2100, 21  # a greater number is no year of our era
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {tens + unit: 10 * ten + one for ten, tens in enumerate(("", "x", "xx")) for one, unit in enumerate(_UNITS)}

_ORDINAL = r"(?:\d{1,2}(?:-?(?:st|nd|rd|th|eme|er|e|de|ste|и|го)|\.)?|[ivx]+(?:eme|er|e|\.))"
_LONG = (
    r"(?:century|centuries|cent\.?|siecles?|siglos?|seculos?|segles?|secol[oi]|sec\.?|jahrhunderts?|jhd?t?s?\b\.?|"
    r"eeuw(?:en)?|arhundra?de[nt]?|arhundre(?:t|der)?|wieku?|stoleti|storocie|szazad|век[аи]?)"
)
_WORD = rf"(?:{_LONG}|(?<!\d)s\.?|(?<=[a-z] )c\.?)"  # «19e s.», but «20s» are years
_AHEAD = (
    r"(?:siglos?|seculos?|segles?|secol[oi])"  # «siglo XVII»; after «s.» and «sec.» a single letter may be anything
)
_CENTURY = re.compile(
    rf"^(?:the\s+|le\s+|il\s+|el\s+)?(?:(?P<ordinal>{_ORDINAL})\s*{_WORD}|(?P<roman>[ivx]+)\s+{_LONG}|"
    rf"(?:(?:{_AHEAD} |s\. ?|sec\.? )(?P<two>[ivx]{{2,}})|{_AHEAD} (?P<behind>[ivx]+|\d{{1,2}}))|"
    r"(?P<alone>(?!vie$)(?:[ivx]{2,}|x)(?:eme|e)))$"  # «XIXe»; «vie» is a word
)
_PART = re.compile(
    rf"^(?:the |le |la |l'|der |die )?(?P<part>{'|'.join(sorted(map(re.escape, PARTS), key=len, reverse=True))})"
    r"(?: of the| of| du| de la| del| dello| des| der| de| do| van de| van het)?[ -]*(?P<century>\S.*)$"
)
_PART_BEHIND = re.compile(
    rf"^(?P<century>.+?)\s*[(,]\s*(?P<part>{'|'.join(sorted(map(re.escape, PARTS), key=len, reverse=True))})\s*\)?$"
)
_MILLENNIUM = re.compile(
    rf"^(?:the\s+|le\s+)?({_ORDINAL}|[ivx]+(?=\s))\s*(?:millenn?ium|millenaire|jahrtausend|jt\.|millennio|milenio)$"
)
_YEAR = re.compile(r"^(\d{1,5})\??$")
_NEGATIVE = re.compile(r"^[-−]0*(\d{1,5})$")
_DECADE = re.compile(
    r"^(?:(?:les\s+)?annees\s+(\d{3}0)|(?:the\s+)?(\d{2}[1-9]0)['’]?s|(\d{2}[1-9]0)er(?:\s+jahren?)?|"
    r"(?:de\s+)?jaren\s+(\d{3}0)|(?:gli\s+)?anni\s+(\d{3}0)|(?:decada\s+de|anos)\s+(\d{3}0)|"
    r"(\d{2}[1-9]0)[- ]?(?:tal|talet|tallet|luku))$"
)
_HIDDEN = re.compile(r"^(?P<first>\d{2})(?P<second>\d|x)x$|^(?P<hundred>\d{2})00[- ]?(?:tal|talet|tallet|luku)$")
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_DATES = (
    re.compile(rf"^(?:{_DAY}\s+(?:of\s+|de\s+)?)?{_MONTH},?\s+(?:de\s+)?(?P<year>\d{{3,4}})$"),
    re.compile(rf"^{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})$"),
    re.compile(r"^(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?:[t ]\d\d:\d\d[\d:.,+z-]*)?$"),
    re.compile(r"^(?P<year>\d{4})/(?P<number>\d\d?)/(?P<day>\d\d?)$"),
    re.compile(r"^(?P<day>\d\d?)(?P<mark>[/.-])(?P<number>\d\d?)(?P=mark)(?P<year>\d{4})$"),
    re.compile(r"^(?P<number>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})$"),  # the month first: «03/15/1889»
)
_SEASON = re.compile(rf"^(?:{'|'.join(SEASONS)})[\s-]+(?:of\s+|de\s+|des jahres\s+)?(\d{{3,4}})$")
_DAY_ALONE = re.compile(r"^\d{1,2}(?:st|nd|rd|th|er|\.)?$")
_YEAR_LEFT_OUT = re.compile(
    rf"^(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+)?{_MONTH}$|^(?:{'|'.join(MONTHS)})\.?\s+\d{{1,2}}$"
)


def point(text: str, era: int) -> Span | None:
    """First year, last year and precision of one dating in folded text; None where it is none.

    `era` is -1 for years before ours, 1 where ours is printed (then a year may be below 100), and 0.
    """
    for reader in _READERS:
        span = reader(text, era)
        if span is not None:
            return span
    return None


def is_period(text: str) -> bool:
    """Whether the text is a century, or a part of a century, a millennium or a decade."""
    return _part(text, 1) is not None or _century(text, 1) is not None


def completed(first: str, last: str, *, shortened: bool) -> tuple[str, str]:
    """The two ends of a range, each with what it leaves out because the other says it.

    «1850–5» are 1850 and 1855 if the second may be `shortened`, «1850s–60s» two decades; «16th–17th century», «siglos
    XVI–XVII», «mid- to late 19th century» and «12–15 January 1889» say one word once for both.
    """
    whole, short = re.search(r"(?<![-−\d])(\d{3,5})(s?)$", first), re.fullmatch(r"(\d{1,4})(s?)", last)
    if shortened and whole and short and whole[2] == short[2]:
        if len(short[1]) < len(whole[1]) and int(short[1]) < int(whole[1]):
            return first, whole[1][: -len(short[1])] + last
        return first, last
    ends = re.search(rf"\s*{_LONG}$|(?<=[a-z.])\s+s\.?$|(?<=[a-z])\s+c\.?$", last)
    if ends and re.search(rf"(?:^|[\s-]){_ORDINAL}$|^[ivx]+$", first):
        return f"{first} {ends[0].strip()}", last
    ahead = re.match(rf"(?:{_AHEAD}|s\.|sec\.?) (?=[ivx\d])", first)
    if ahead and re.fullmatch(r"[ivx]+|\d{1,2}", last):
        return first, ahead[0] + last
    part = _PART.match(last)
    if part and first.rstrip("- ") in PARTS:
        return f"{first.rstrip('- ')} {part['century']}", last
    return _completed_day(first, last), last


def _completed_day(first: str, last: str) -> str:
    """«12» before «15 January 1889», «12 January» and «January» before it, with the month and the year."""
    for pattern in _DATES[:2]:
        found = pattern.match(last)
        if found and _DAY_ALONE.match(first) and found["day"]:
            return f"{first} {found['month']} {found['year']}"
        if found and _YEAR_LEFT_OUT.match(first):
            return f"{first} {found['year']}"
    return first


def ordered(first: int, last: int, era: int) -> tuple[int, int]:
    """Bounds in order: 300 to 200 BCE is −300 to −200."""
    return (-max(first, last), -min(first, last)) if era < 0 else (first, last)


def _is_year(number: int, era: int) -> bool:
    """Whether a number is a year: from 1, and below 100 only where the era is printed."""
    return number >= (1 if era else 100) and (era < 0 or number <= _LAST_YEAR)


def _year(text: str, era: int) -> Span | None:
    negative = _NEGATIVE.match(text) if era == 0 else None
    found = negative or _YEAR.match(text)
    if not found or (negative and len(text) < 4):
        return None
    number, era = int(found[1]), -1 if negative else era
    return (*ordered(number, number, era), "year") if _is_year(number, era) else None


def _dated(text: str, era: int) -> Span | None:
    """A day or a month, whose year is the span; a 29 February is one, since older years count in another calendar."""
    for pattern in _DATES:
        found = pattern.match(text)
        if found:
            said = found.groupdict()
            month = int(said["number"]) if said.get("number") else MONTHS[said["month"]]
            day, year = int(said["day"] or 1), int(said["year"])
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1] and _is_year(year, era):
                return (*ordered(year, year, era), "day" if said["day"] else "month")
    return None


def _season(text: str, era: int) -> Span | None:
    found = _SEASON.match(text)
    return _year(found[1], era) if found else None


def _decade(text: str, era: int) -> Span | None:
    found = _DECADE.match(text)
    if not found:
        return None
    first = int(next(filter(None, found.groups())))
    return (*ordered(first, first + 9, era), "decade") if _is_year(first, era) else None


def _century(text: str, era: int) -> Span | None:
    found = _CENTURY.match(text)
    bounds = _hundred(next(filter(None, found.groups())), era) if found else None
    return bounds and (*bounds, "century")


def _part(text: str, era: int) -> Span | None:
    """A part of a century, millennium or decade, said before it («late 19th century») or behind («19e siècle (fin)»).

    The early 1920s are 1920 to 1923, the mid-1920s 1924 to 1926, the late 1920s 1927 to 1929.
    """
    for pattern in (_PART, _PART_BEHIND):
        found = pattern.match(text)
        whole = next(filter(None, (reader(found["century"], era) for reader in _WHOLES)), None) if found else None
        if found and whole:
            low, high = (-(-bound * (whole[1] - whole[0] + 1) // 100) for bound in PARTS[found["part"]])
            return whole[0] + low, whole[0] + high - 1, "range"
    return None


def _hidden(text: str, era: int) -> Span | None:
    """«184x», whose last figure is not known, and «18xx», «1800-talet»: the years that begin so."""
    found = _HIDDEN.match(text)
    if not found:
        return None
    if found["hundred"] or found["second"] == "x":
        first, length, precision = 100 * int(found["hundred"] or found["first"]), 100, "century"
    else:
        first, length, precision = 10 * int(found["first"] + found["second"]), 10, "decade"
    return (*ordered(first, first + length - 1, era), precision) if _is_year(first, era) else None


def _millennium(text: str, era: int) -> Span | None:
    found = _MILLENNIUM.match(text)
    number = _number(found[1]) if found else None
    if number is None or (era >= 0 and number > 3):
        return None
    return (-1000 * number, -1000 * number + 999, "millennium") if era < 0 else (
        1000 * number - 999, 1000 * number, "millennium",
    )  # fmt: skip


def _hundred(ordinal: str, era: int) -> tuple[int, int] | None:
    """First and last year of a century: the 19th is 1801 to 1900, the 3rd BCE −300 to −201."""
    number = _number(ordinal)
    if number is None or (era >= 0 and number > _LAST_CENTURY):
        return None
    return (-100 * number, -100 * number + 99) if era < 0 else (100 * number - 99, 100 * number)


def _number(ordinal: str) -> int | None:
    """«19th», «19e», «XIXe» as 19; None for 0 and for what is no Roman numeral."""
    digits = re.match(r"\d+", ordinal)
    if digits:
        return int(digits[0]) or None
    return _ROMAN.get(re.sub(r"(?:eme|er|e|\.)$", "", ordinal)) or None


_WHOLES = (_century, _millennium, _decade)  # what has parts
_READERS: tuple[Callable[[str, int], Span | None], ...] = (
    _decade, _hidden, _year, _dated, _season, _century, _part, _millennium,
)  # fmt: skip
