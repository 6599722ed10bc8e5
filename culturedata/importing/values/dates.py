"""Reading display dates: «c. 1830», «4e quart 19e siècle», «1920s», «184x», «3rd century BC», «1. Hälfte 19. Jh.».

Used where a source prints a date but gives no bounds; what can't be read keeps its text, with precision «unknown».
Nothing is guessed: «the 1800s» may be ten years or a hundred, «72» may be a year or a number, and neither is read.
The words are in `dating_words`, what a single year, decade or century is in `dating_points`; here they are combined.
"""

from __future__ import annotations

import re
from functools import lru_cache

from culturedata.data.records import Date
from culturedata.importing.values import dating_words as words
from culturedata.importing.values.dating_points import Span, completed, is_period, point

_LONGEST = 300  # characters: a longer text tells a story
_OPEN = ("before", "after")  # qualifiers of dates with one end
_YEAR = re.compile(r"1\d{3}|20\d{2}", re.ASCII)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# Joconde puts the word behind the year: «1877 vers», «1830 avant», «1890 entre ; 1910 et», «1903 de».
_BEHIND = (
    (re.compile(r"(\S.*?)\s*\(?\bentre\)?\s*;\s*(\S.*?)\s*\(?\bet\)?"), r"\1-\2"),
    (re.compile(r"(\S.*?)\s*\(?\bde\)?\s*;\s*(\S.*?)\s*\(?\ba\)?"), r"\1-\2"),
    (re.compile(r"(\S[^;]*?)\s*\(?\b(avant|apres)\)?"), r"\2 \1"),
    (re.compile(r"(\d{3,4})\s*\(?\bde\)?"), r"\1"),
    (re.compile(r"limite\s+(\S+ siecle)s?(?:\s+et)?\s+(\S+ siecle)"), r"fin \1-debut \2"),
)


@lru_cache(maxsize=4_000)
def read(text: str, kind: str = "created") -> Date:
    """The date that `text` says. Bounds are None and the precision is «unknown» where it can't be read.

    «Before 1850» has no earliest year and 1849 as its latest; «after 1850» begins with 1851 and has no latest. Of
    «1930, printed 1960» the first date is read; centuries that are listed («18e siècle;19e siècle») are one range.
    """
    if _YEAR.fullmatch(text):  # most dates: the same, at once
        year = int(text)
        return Date(text=text, kind=kind, earliest=year, latest=year, precision="year")
    said = words.counted(words.hidden(words.folded(text)))
    if len(said) > _LONGEST or _bare(said) in words.UNKNOWN:
        return Date(text=text, kind=kind)
    rest, doubted = _first(said)
    within = _within(rest)
    if within:
        return Date(text=text, kind=kind, earliest=within[0], latest=within[1], precision=within[2])
    rest, qualifier, inclusive = _qualified(rest)
    if doubted and qualifier is None:
        qualifier = "circa"
    span, about = _span(rest)
    if span is None:
        return Date(text=text, kind=kind, qualifier=qualifier if rest[:1].isdigit() else None)
    if about and qualifier is None:
        qualifier = "circa"
    first, last, precision = span
    earliest, latest = _open(first, last, qualifier, inclusive or about)
    return Date(text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=qualifier)


def bounded(text: str, earliest: int | None, latest: int | None, kind: str = "created") -> Date:
    """A date whose bounds the source gives; precision and qualifier are read from the text and the bounds.

    Where only the earliest year is given it is the latest too. Bounds in the wrong order are a slip: what the text says
    stands, or, if it can't be read, the bounds in order. A single year beside «before» or «after» repeats the year that
    the text names and would shut out every year that it allows: what the text says stands.
    """
    said = read(text, kind)
    latest = earliest if latest is None else latest
    if latest is None or (earliest == latest and said.qualifier in _OPEN and said.precision != "unknown"):
        return said
    if earliest is not None and earliest > latest:
        if said.earliest is not None and said.latest is not None:
            return said
        earliest, latest = latest, earliest
    precision = said.precision
    if (said.earliest, said.latest) != (earliest, latest) or precision == "unknown":
        precision = "year" if earliest in (latest, None) else "range"
    return Date(text=text, kind=kind, earliest=earliest, latest=latest, precision=precision, qualifier=said.qualifier)


def unread(date: Date) -> bool:
    """Whether the text of a date says something that was not read: neither marks alone, nor that nothing is known."""
    if date.precision != "unknown" or not any(letter.isalnum() for letter in date.text):
        return False
    return _bare(words.folded(date.text)) not in words.UNKNOWN


def _bare(text: str) -> str:
    """The text without the brackets around it and the stops behind it."""
    bracketed = _BRACKETED.fullmatch(text)
    return (bracketed[1] if bracketed else text).strip(" .,")


def _first(said: str) -> tuple[str, bool]:
    """The first of several dates in the usual order of its words, and whether a question mark stands behind it."""
    text, doubts = words.DOUBT.subn("", said)
    bracketed = _BRACKETED.fullmatch(text.strip())
    text = bracketed[1] if bracketed else text
    later = words.LATER.search(text)
    text = (text[: later.start()] if later else text).strip()
    about = words.CIRCA_BEHIND.search(text)
    if about:
        text = f"circa {text[: about.start()]}"
    text = words.DATED_BEHIND.sub("", text)
    for pattern, order in _BEHIND:
        found = pattern.fullmatch(text)
        if found:
            text = found.expand(order)
            break
    return words.MADE.sub("", text), bool(doubts)


def _within(text: str) -> Span | None:
    """The years between two of which one is said to be before and one after: «after 1850, before 1860»."""
    turned = words.BEFORE.match(text) is not None
    start, end = (words.BEFORE, words.AFTER) if turned else (words.AFTER, words.BEFORE)
    for mark in words.AND.finditer(text) if start.match(text) else ():
        left, right = text[: mark.start()], text[mark.end() :]
        if end.match(right):
            if _era(right)[1] < 0 and not _era(start.sub("", left))[1]:  # the era behind the second is that of both
                left = f"{left} BC"
            after, before = (right, left) if turned else (left, right)
            first, last = read(after).earliest, read(before).latest
            if first is not None and last is not None and first <= last:
                return first, last, "range"
    return None


def _qualified(text: str) -> tuple[str, str | None, bool]:
    """The text without its qualifier, the qualifier, and whether the years named are meant too."""
    text = words.BETWEEN.sub("", text)
    for pattern, qualifier in ((words.BEFORE, "before"), (words.AFTER, "after")):
        found = pattern.match(text)
        if found:
            rest, about = _about(text[found.end() :])
            return rest, qualifier, about or not (found["out"] or found["stem"])
    rest, about = _about(text)
    return rest, "circa" if about else None, True


def _about(text: str) -> tuple[str, bool]:
    """The text without the words and marks that say «about», and whether it had any."""
    found = words.CIRCA.match(text)
    rest = text[found.end() :] if found else text
    rest = words.CIRCA.sub("", rest)
    return rest.strip("? "), rest.strip() != rest.strip("? ") or found is not None


def _open(first: int, last: int, qualifier: str | None, inclusive: bool) -> tuple[int | None, int | None]:
    """The bounds of what the qualifier says of the years from `first` to `last`; there is no year 0."""
    if qualifier == "before":
        return None, last if inclusive else first - 1 or -1
    if qualifier == "after":
        return first if inclusive else last + 1 or 1, None
    return first, last


def _span(text: str) -> tuple[Span | None, bool]:
    """The years of a text without qualifier, and whether one of its ends is said to be about."""
    listed = _listed(text)
    if listed:
        return listed, False
    span = point(*_era(text))
    if span:
        return span, False
    for dash in words.DASH.finditer(text):
        (left, about), (right, about_too) = _about(text[: dash.start()]), _about(text[dash.end() :])
        span = _between(left, right, adjoining=dash[0].strip() in words.OR)
        if span:
            return span, about or about_too
    return None, False


def _listed(text: str) -> Span | None:
    """Centuries and parts of them in a list, as one range from the earliest to the latest."""
    pieces = [_era(piece.strip()) for piece in re.split("[;,]", text) if piece.strip()]
    if len(pieces) < 2 or not all(is_period(piece) for piece, _ in pieces):
        return None
    spans = [span for span in (point(piece, era) for piece, era in pieces) if span]
    if len(spans) < len(pieces):
        return None
    return min(span[0] for span in spans), max(span[1] for span in spans), "range"


def _between(left: str, right: str, *, adjoining: bool) -> Span | None:
    """The years from one dating to another; where they are in the wrong order it is a slip, and not read.

    Those of «1850 or 1851» must be `adjoining`: the years between 1786 and 1800 are no answer to «1786 or 1800».
    """
    (first, era), (last, era_too) = _era(left), _era(right)
    each = era != 0 != era_too  # «100 BC–AD 50»: each end says its own era, and so all of its figures
    # An era behind the second is that of both; one before the first is too, if it is ours: «AD 98–117».
    era, era_too = era or era_too, era_too or max(era, 0)
    if era < 0 and not era_too:
        return None
    first, last = completed(first, last, shortened=era_too >= 0 and not each)
    one, other = point(first, era), point(last, era_too)
    if one is None or other is None:
        return None
    if era < 0 and era_too < 0 and one[2] == other[2] == "year" and other < one:
        one, other = other, one
    if one[0] > other[0] or one[1] > other[1] or (adjoining and other[0] > one[1] + 1):
        return None
    within = one[0] == other[1] and {one[2], other[2]} <= {"day", "month"}  # «12–15 January 1889»
    return one[0], other[1], "year" if within else "range"


def _era(text: str) -> tuple[str, int]:
    """The text without its era, and the era: -1 before ours, 1 ours, 0 where none is printed."""
    era = -1 if words.BCE.search(text) else 1 if words.CE.search(text) else 0
    return words.CE.sub("", words.BCE.sub("", text)).strip(" .,"), era
