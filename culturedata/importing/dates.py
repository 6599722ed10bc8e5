"""Reading display dates: «c. 1830», «4e quart 19e siècle», «1920s», «3rd century BC», «vers 1503–1506».

Used where a source prints a date but gives no bounds; what can't be read keeps its text, with precision «unknown».
"""

from __future__ import annotations

import re
from collections.abc import Callable

from culturedata.data.records import Date

_CIRCA = re.compile(
    r"^\s*\??\s*(?:c\.|ca\.?|circa|vers|environ|around|about|env\.)\s*(?=\d|the|le|l'|\w)", re.IGNORECASE
)
_BEFORE = re.compile(r"^\s*(?:before|avant|by)\s+", re.IGNORECASE)
_AFTER = re.compile(r"^\s*(?:after|apr[eè]s|from|depuis)\s+", re.IGNORECASE)
_BCE = re.compile(
    r"\s*(?:\bB\.?\s?C\.?(?:E\.?)?\b\.?|av(?:ant|\.)?\s*(?:J\.?-?\s?C\.?|n\.?\s?[eè]\.?))\s*$", re.IGNORECASE
)
_CE = re.compile(r"\s*(?:\bA\.?D\.?\b|\bC\.?E\.?\b|ap(?:r[eè]s|r?\.)?\s*J\.?-?\s?C\.?)\s*$", re.IGNORECASE)
_DASH = r"\s*(?:–|—|-|/|\bto\b|\bà\b|\bet\b|\band\b)\s*"
_YEAR = re.compile(r"^(\d{1,4})\??$")
_RANGE = re.compile(rf"^(\d{{1,4}}){_DASH}(\d{{1,4}})$", re.IGNORECASE)
_DECADE = re.compile(r"^(?:the\s+|ann[eé]es\s+)(?P<named>\d{3}0)s?$|^(?P<plural>\d{3}0)'?s$", re.IGNORECASE)
_ORDINAL = r"(\d{1,2}(?:st|nd|rd|th|e|er|[eè]me)?|[IVX]+(?:e|er|[eè]me))"
_CENTURY = re.compile(rf"^(?:the\s+|le\s+)?{_ORDINAL}\s*(?:century|cent\.?|si[eè]cle|s\.)$", re.IGNORECASE)
_CENTURIES = re.compile(
    rf"^{_ORDINAL}{_DASH}{_ORDINAL}\s*(?:century|centuries|cent\.?|si[eè]cles?|s\.)$", re.IGNORECASE
)
_PART = re.compile(
    rf"^(?:the\s+)?(early|late|mid-?|d[eé]but|fin|milieu|first half|second half|(?:1[eè]?re?|2e|2nde) moiti[eé]|"
    rf"(?:[1-4](?:er|e|st|nd|rd|th)|first|second|third|last) (?:quart|quarter))(?:\s+of the|\s+du|\s+of)?\s*"
    rf"{_ORDINAL}\s*(?:century|cent\.?|si[eè]cle|s\.)$",
    re.IGNORECASE,
)
_PARTS = {
    "early": (0, 33), "début": (0, 33), "debut": (0, 33), "late": (66, 100), "fin": (66, 100), "mid": (33, 66),
    "mid-": (33, 66), "milieu": (33, 66), "first half": (0, 50), "second half": (50, 100), "last quarter": (75, 100),
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}
_UNKNOWN = {"", "date not known", "no date", "undated", "n.d.", "s.d.", "sans date", "unknown", "date inconnue"}


def read(text: str, kind: str = "created") -> Date:
    """The date that `text` says. Bounds are None and the precision is «unknown» where it can't be read."""
    rest, qualifier = _qualified(text.strip())
    sign = -1 if _BCE.search(rest) else 1
    rest = _CE.sub("", _BCE.sub("", rest)).strip(" .,")
    if rest.casefold() in _UNKNOWN:
        return Date(text=text, kind=kind)
    for pattern, reader in _READERS:
        found = pattern.match(rest)
        if found:
            earliest, latest, precision = reader(found, sign)
            if earliest <= latest:
                return Date(
                    text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=qualifier
                )
    return Date(text=text, kind=kind, qualifier=qualifier)


def bounded(text: str, earliest: int | None, latest: int | None, kind: str = "created") -> Date:
    """A date whose bounds the source gives; precision and qualifier are read from the text and the bounds."""
    said = read(text, kind)
    latest = earliest if latest is None else latest
    if earliest is None or latest is None:
        return said
    earliest, latest = min(earliest, latest), max(earliest, latest)
    precision = said.precision
    if (said.earliest, said.latest) != (earliest, latest) or precision == "unknown":
        precision = "year" if earliest == latest else "range"
    return Date(text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=said.qualifier)


def _qualified(text: str) -> tuple[str, str | None]:
    """The text without its qualifier, and the qualifier."""
    for pattern, qualifier in ((_CIRCA, "circa"), (_BEFORE, "before"), (_AFTER, "after")):
        found = pattern.match(text)
        if found:
            return text[found.end() :], qualifier
    if text.startswith("?") or text.endswith("?"):
        return text.strip("? "), "circa"
    return text, None


def _signed(first: int, last: int, sign: int) -> tuple[int, int]:
    """Bounds in order: 300 to 200 BCE is −300 to −200."""
    return (first, last) if sign > 0 else (-max(first, last), -min(first, last))


def _year(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    year = sign * int(found[1])
    return year, year, "year"


def _range(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    first, last = int(found[1]), int(found[2])
    if sign > 0 and last < first and len(found[2]) < len(found[1]):
        last = int(found[1][: len(found[1]) - len(found[2])] + found[2])
    return (*_signed(first, last, sign), "range")


def _decade(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    first = int(found["named"] or found["plural"])
    return (*_signed(first, first + 9, sign), "decade")


def _century(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    return (*_hundred(found[1], sign), "century")


def _centuries(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    bounds = (*_hundred(found[1], sign), *_hundred(found[2], sign))
    return min(bounds), max(bounds), "range"


def _part(found: re.Match[str], sign: int) -> tuple[int, int, str]:
    first, last = _hundred(found[2], sign)
    low, high = _share(found[1].casefold())
    return first + low, min(first + high - 1, last), "range"


def _share(word: str) -> tuple[int, int]:
    """Which years of its century a part is: «4e quart» is (75, 100)."""
    if word in _PARTS:
        return _PARTS[word]
    if "moiti" in word:
        return (0, 50) if word.startswith("1") else (50, 100)
    quarter = {"first": 1, "second": 2, "third": 3}.get(word.split()[0]) or int(word[0])
    return 25 * (quarter - 1), 25 * quarter


def _hundred(ordinal: str, sign: int) -> tuple[int, int]:
    """First and last year of a century: the 19th is 1801 to 1900, the 3rd BCE −300 to −201."""
    digits = re.match(r"\d+", ordinal)
    number = int(digits[0]) if digits else _roman(re.sub(r"(?:ème|eme|er|e)$", "", ordinal, flags=re.IGNORECASE))
    return (100 * number - 99, 100 * number) if sign > 0 else (-100 * number, -100 * number + 99)


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.upper()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], tuple[int, int, str]]], ...] = (
    (_DECADE, _decade),
    (_YEAR, _year),
    (_RANGE, _range),
    (_CENTURY, _century),
    (_CENTURIES, _centuries),
    (_PART, _part),
)  # fmt: skip
