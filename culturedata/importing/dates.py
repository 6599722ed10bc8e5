"""Reading display dates: «c. 1830», «4e quart 19e siècle», «1920s», «3rd century BC», «vers 1503–1506».

Used where a source prints a date but gives no bounds; what can't be read keeps its text, with precision «unknown».
Nothing is guessed: «the 1800s» may be ten years or a hundred, «72» may be a year or a number, and neither is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from culturedata.data.records import Date

Span = tuple[int, int, str]

_CIRCA = re.compile(
    r"^\??\s*(?:(?:c|ca|env)(?:\.|\b|(?=\d))|(?:circa|vers|environ|around|about)\b)\s*(?:l'an\s+)?", re.IGNORECASE
)
# The year itself is left out after «before» and «after», and may be meant after «by» and «from».
_BEFORE = re.compile(r"^(?:(?P<out>before|avant)|by)\s+", re.IGNORECASE)
_AFTER = re.compile(r"^(?:(?P<out>after|apr[eè]s)|from|depuis)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:(?:between|from)\s+(?=.*\b(?:and|to)\b)|(?:entre|de)\s+(?=.*\b(?:et|à)\b))", re.IGNORECASE)
_BCE = re.compile(
    r"\s*(?:\bB\.?\s?C\.?(?:\s?E\.?)?\b\.?|"
    r"\bav(?:ant|\.)?\s*(?:J\.?\s?-?\s?C\b\.?|J[eé]sus[- ]Christ|n\.?\s?[eè]\b\.?|notre [eè]re))\s*$",
    re.IGNORECASE,
)
_CE = re.compile(
    r"^A\.?D\b\.?\s*(?=\d)|\s*(?:\bA\.?\s?D\b\.?|\bC\.?\s?E\b\.?|"
    r"\bap(?:r[eè]s|r?\.)?\s*(?:J\.?\s?-?\s?C\b\.?|J[eé]sus[- ]Christ))\s*$",
    re.IGNORECASE,
)
_DASH = r"\s*(?:–|—|-|/|\bto\b|\bà\b|\bet\b|\band\b)\s*"
_YEAR = re.compile(r"^(\d{1,5})\??$")
_RANGE = re.compile(rf"^(\d{{1,5}}){_DASH}(\d{{1,5}})\??$", re.IGNORECASE)
_DECADE = re.compile(r"^(?:(?:les\s+)?ann[eé]es\s+(?P<fr>\d{3}0)|(?:the\s+)?(?P<en>\d{2}[1-9]0)['’]?s)$", re.IGNORECASE)
_ORDINAL = r"(\d{1,2}(?:st|nd|rd|th|e|er|[eè]me)?|[IVX]+(?:e|er|[eè]me))"
_WORD = r"(?:century|centuries|cent\.?|si[eè]cles?|(?<!\d)s\.?)"  # «19e s.», but «20s» are years
_CENTURY = re.compile(rf"^(?:the\s+|le\s+)?{_ORDINAL}\s*{_WORD}$", re.IGNORECASE)
_CENTURIES = re.compile(rf"^{_ORDINAL}(?:\s*{_WORD})?{_DASH}{_ORDINAL}\s*{_WORD}$", re.IGNORECASE)
_MILLENNIUM = re.compile(rf"^(?:the\s+|le\s+)?{_ORDINAL}\s*(?:millennium|mill[eé]naire)$", re.IGNORECASE)
_HALVES = {
    "first half": 1, "1st half": 1, "second half": 2, "2nd half": 2, "1ere moitie": 1, "1re moitie": 1,
    "premiere moitie": 1, "2e moitie": 2, "2nde moitie": 2, "seconde moitie": 2, "deuxieme moitie": 2,
}  # fmt: skip
_QUARTERS = {
    "1er": 1, "1st": 1, "first": 1, "premier": 1, "2e": 2, "2nd": 2, "second": 2, "deuxieme": 2,
    "3e": 3, "3rd": 3, "third": 3, "troisieme": 3, "4e": 4, "4th": 4, "fourth": 4, "quatrieme": 4,
    "last": 4, "dernier": 4,
}  # fmt: skip
# Which years of its century a part is: the fourth quarter of the 19th is its years 75 to 100 but the first.
_PARTS = {
    "early": (0, 33), "debut": (0, 33), "mid": (33, 66), "mid-": (33, 66), "milieu": (33, 66),
    "late": (66, 100), "fin": (66, 100),
    **{half: (50 * n - 50, 50 * n) for half, n in _HALVES.items()},
    **{f"{which} {word}": (25 * n - 25, 25 * n) for which, n in _QUARTERS.items() for word in ("quart", "quarter")},
}  # fmt: skip
_PART = re.compile(
    rf"^(?:the |le |la )?({'|'.join(_PARTS)})(?: of the| of| du)?\s*{_ORDINAL}\s*{_WORD}$", re.IGNORECASE
)
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {tens + unit: 10 * ten + one for ten, tens in enumerate(("", "x", "xx")) for one, unit in enumerate(_UNITS)}
_UNKNOWN = {"", "date not known", "no date", "undated", "n.d", "n d", "s.d", "sans date", "unknown", "date inconnue"}
_LAST_YEAR, _LAST_CENTURY = 2100, 21  # a greater number is no year of our era


@lru_cache(maxsize=10_000)
def read(text: str, kind: str = "created") -> Date:
    """The date that `text` says. Bounds are None and the precision is «unknown» where it can't be read.

    «Before 1850» has no earliest year and 1849 as its latest; «after 1850» begins with 1851 and has no latest.
    """
    rest, qualifier, inclusive = _qualified(unicodedata.normalize("NFKC", text).strip())
    era = -1 if _BCE.search(rest) else 1 if _CE.search(rest) else 0
    plain = _CE.sub("", _BCE.sub("", rest)).strip(" .,")
    span = None if plain.casefold() in _UNKNOWN else _span(plain, era)
    if span is None:
        return Date(text=text, kind=kind, qualifier=qualifier if rest[:1].isdigit() else None)
    first, last, precision = span
    earliest, latest = _open(first, last, qualifier, inclusive)
    return Date(text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=qualifier)


def bounded(text: str, earliest: int | None, latest: int | None, kind: str = "created") -> Date:
    """A date whose bounds the source gives; precision and qualifier are read from the text and the bounds.

    Where only the earliest year is given it is the latest too. Bounds in the wrong order are a slip: what the text says
    stands, or, if it can't be read, the bounds in order.
    """
    said = read(text, kind)
    latest = earliest if latest is None else latest
    if latest is None:
        return said
    if earliest is not None and earliest > latest:
        if said.earliest is not None and said.latest is not None:
            return said
        earliest, latest = latest, earliest
    precision = said.precision
    if (said.earliest, said.latest) != (earliest, latest) or precision == "unknown":
        precision = "year" if earliest in (latest, None) else "range"
    return Date(text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=said.qualifier)


def _qualified(text: str) -> tuple[str, str | None, bool]:
    """The text without its qualifier, the qualifier, and whether the years named are meant too."""
    text = _BETWEEN.sub("", text)
    for pattern, qualifier in ((_BEFORE, "before"), (_AFTER, "after")):
        found = pattern.match(text)
        if found:
            rest = text[found.end() :]
            about = _CIRCA.match(rest)
            return rest[about.end() :] if about else rest, qualifier, found["out"] is None or about is not None
    found = _CIRCA.match(text)
    if found:
        return text[found.end() :], "circa", True
    if text.startswith("?") or text.endswith("?"):
        return text.strip("? "), "circa", True
    return text, None, True


def _open(first: int, last: int, qualifier: str | None, inclusive: bool) -> tuple[int | None, int | None]:
    """The bounds of what the qualifier says of the years from `first` to `last`; there is no year 0."""
    if qualifier == "before":
        return None, last if inclusive else first - 1 or -1
    if qualifier == "after":
        return first if inclusive else last + 1 or 1, None
    return first, last


def _span(text: str, era: int) -> Span | None:
    for pattern, reader in _READERS:
        found = pattern.match(_plain(text) if pattern is _PART else text)
        if found:
            span = reader(found, era)
            return span if span is not None and span[0] <= span[1] else None
    return None


def _plain(text: str) -> str:
    """Lower case without accents, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _ordered(first: int, last: int, era: int) -> tuple[int, int]:
    """Bounds in order: 300 to 200 BCE is −300 to −200."""
    return (-max(first, last), -min(first, last)) if era < 0 else (first, last)


def _is_year(number: int, era: int) -> bool:
    """Whether a number is a year: from 1, and below 100 only where the era is printed."""
    return number >= (1 if era else 100) and (era < 0 or number <= _LAST_YEAR)


def _year(found: re.Match[str], era: int) -> Span | None:
    number = int(found[1])
    return (*_ordered(number, number, era), "year") if _is_year(number, era) else None


def _range(found: re.Match[str], era: int) -> Span | None:
    """Two years; the second may leave out digits that it shares with the first («1850–5»)."""
    first, last = int(found[1]), int(found[2])
    if era >= 0 and last < first and len(found[2]) < len(found[1]):
        last = int(found[1][: -len(found[2])] + found[2])
    return (*_ordered(first, last, era), "range") if _is_year(first, era) and _is_year(last, era) else None


def _decade(found: re.Match[str], era: int) -> Span | None:
    first = int(found["fr"] or found["en"])
    return (*_ordered(first, first + 9, era), "decade") if _is_year(first, era) else None


def _century(found: re.Match[str], era: int) -> Span | None:
    bounds = _hundred(found[1], era)
    return bounds and (*bounds, "century")


def _centuries(found: re.Match[str], era: int) -> Span | None:
    one, other = _hundred(found[1], era), _hundred(found[2], era)
    if one is None or other is None or one > other:
        return None
    return one[0], other[1], "range"


def _millennium(found: re.Match[str], era: int) -> Span | None:
    number = _number(found[1])
    if number is None or (era >= 0 and number > 3):
        return None
    return (-1000 * number, -1000 * number + 999, "millennium") if era < 0 else (
        1000 * number - 999, 1000 * number, "millennium",
    )  # fmt: skip


def _part(found: re.Match[str], era: int) -> Span | None:
    bounds = _hundred(found[2], era)
    low, high = _PARTS[found[1]]
    return bounds and (bounds[0] + low, bounds[0] + high - 1, "range")


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
    return _ROMAN.get(re.sub(r"(?:er|eme|e)$", "", _plain(ordinal))) or None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Span | None]], ...] = (
    (_DECADE, _decade),
    (_YEAR, _year),
    (_RANGE, _range),
    (_CENTURY, _century),
    (_CENTURIES, _centuries),
    (_MILLENNIUM, _millennium),
    (_PART, _part),
)  # fmt: skip
