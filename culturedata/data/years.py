"""How years and datings are said in words: readers count neither in negative numbers nor in another language."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUALIFIERS = {
    "c.": "vers", "ca.": "vers", "circa": "vers", "about": "vers", "around": "vers", "before": "avant",
    "after": "après", "not before": "pas avant", "not after": "pas après",
}  # fmt: skip
_UNKNOWN = {
    "date not known": "date inconnue", "date unknown": "date inconnue", "unknown": "date inconnue",
    "undated": "sans date", "not dated": "sans date", "no date": "sans date", "n.d.": "sans date",
}  # fmt: skip
_WHICH = {
    "first": ("premier", "première"), "second": ("deuxième", "seconde"), "third": ("troisième", "troisième"),
    "fourth": ("dernier", "dernière"), "last": ("dernier", "dernière"), "1st": ("premier", "première"),
    "2nd": ("deuxième", "seconde"), "3rd": ("troisième", "troisième"), "4th": ("dernier", "dernière"),
}  # fmt: skip
# A part of a century or a decade, with its article.
_PARTS = {
    **dict.fromkeys(("early", "beginning"), ("le", "début")), **dict.fromkeys(("mid", "middle"), ("le", "milieu")),
    **dict.fromkeys(("late", "end"), ("la", "fin")),
    **{f"{one} quarter": ("le", f"{said[0]} quart") for one, said in _WHICH.items()},
    **{f"{one} third": ("le", f"{said[0]} tiers") for one, said in _WHICH.items()},
    **{f"{one} half": ("la", f"{said[1]} moitié") for one, said in _WHICH.items()},
}  # fmt: skip
_SEASONS = {"spring": "printemps", "summer": "été", "autumn": "automne", "fall": "automne", "winter": "hiver"}
_MONTHS = {
    "january": "janvier", "february": "février", "march": "mars", "april": "avril", "may": "mai", "june": "juin",
    "july": "juillet", "august": "août", "september": "septembre", "october": "octobre", "november": "novembre",
    "december": "décembre",
}  # fmt: skip
_JOINED = {"to": " à ", "or": " ou ", "and": " et "}

_QUALIFIED = re.compile(rf"({'|'.join(map(re.escape, _QUALIFIERS))}) ?(?<=[. ])(\S.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"(between|from) (.+?) (?:and|to) (.+)", re.IGNORECASE)
_BETWEEN_IN_FRENCH = {"between": ("entre", "et"), "from": ("de", "à")}
_BEFORE_OUR_ERA = re.compile(r"(.+?) ?(?:BCE?|B\.\s?C\.(?:\s?E\.)?)")
_OUR_ERA = re.compile(r"(.+?) (?:CE|AD|C\.\s?E\.|A\.\s?D\.)")
_OUR_ERA_AHEAD = re.compile(r"(?:AD|A\.\s?D\.) (?=\d)(.+)")
_PART = re.compile(rf"({'|'.join(sorted(_PARTS, key=len, reverse=True))})(?: of)?(?: the)?(?: |-)(.+)", re.IGNORECASE)
_LONG = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)[ -](century|centuries|millennium|millennia)", re.IGNORECASE)
_DECADE = re.compile(r"(?:the )?(\d{1,3}0)['’]?s")
_YEAR = re.compile(r"\d{1,5}|\d{1,3}(?:,\d{3})+")
_SEASON = re.compile(rf"({'|'.join(_SEASONS)})(?: of)? (\d{{3,4}})", re.IGNORECASE)
_DAY = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})(?: (\d{{1,2}}),)? (\d{{3,4}})", re.IGNORECASE)
_BOTH = re.compile(r"\s*[–—-](?!\s+to\s)\s*|\s+(to|or|and)\s+", re.IGNORECASE)
_ORDINAL_AT_END = re.compile(r"(?:^|[ -])\d{1,2}(?:st|nd|rd|th)$")


class _Said(NamedTuple):
    """A dating in French, and the article that stands before it behind a preposition."""

    article: str
    words: str

    @property
    def whole(self) -> str:
        """«le XIXe siècle»."""
        return f"{self.article} {self.words}".strip().replace("’ ", "’")


def year_in_words(year: int) -> tuple[str, str]:
    """A year in French and English: 1872, «1000 av. J.-C.» and “1000 BCE” for -1000 (as sources count: no year 0)."""
    return (str(year), str(year)) if year >= 0 else (f"{-year} av. J.-C.", f"{-year} BCE")


def decade_in_words(decade: int) -> tuple[str, str]:
    """Ten years by their first, in French and English: «années 1870», “1870s”; before year 1 just that first year."""
    return (f"années {decade}", f"{decade}s") if decade >= 0 else year_in_words(decade)


def century_in_words(year: int) -> tuple[str, str]:
    """The century of a year in French and English: «XIXe siècle», “19th century” for 1900, «Ve siècle av. J.-C.»."""
    number = (abs(year) - 1) // 100 + 1 if year else 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    english = f"{number}{ending} century{' BCE' if year <= 0 else ''}"
    return in_french(english), english


def in_french(dating: str) -> str:
    """An English dating in French: «vers 1503–1519» for “c. 1503–1519”, «fin du XIXe siècle» for “late 19th century”.

    What says more than qualifiers, times and eras, or is in French already, stays as it is.
    """
    several = [_dating(one) for one in re.split(r"; ?", dating)]
    return " ; ".join(filter(None, several)) if all(several) else dating


def _dating(text: str) -> str | None:
    """One dating in French; None where it can't be said."""
    if text.lower() in _UNKNOWN:
        return _UNKNOWN[text.lower()]
    if text.endswith("?"):
        certain = _dating(text[:-1].rstrip())
        return f"{certain} ?" if certain and certain != text[:-1] else None
    if qualified := _QUALIFIED.fullmatch(text):
        return _qualified(_QUALIFIERS[qualified[1].lower()], qualified[2])
    if between := _BETWEEN.fullmatch(text):
        first, last = _point(between[2]), _point(between[3])
        before, behind = _BETWEEN_IN_FRENCH[between[1].lower()]
        if first and last and (before == "entre" or not (first.article or last.article)):
            return f"{before} {first.whole} {behind} {last.whole}"
        return None
    said = _span(text)
    return said.words if said else None


def _qualified(qualifier: str, rest: str) -> str | None:
    """What stands behind a qualifier, with it; of two one is «about»: «après 1850 environ»."""
    again = _QUALIFIED.fullmatch(rest)
    if qualifier == "vers" and (again or _BETWEEN.fullmatch(rest)):
        said = _dating(rest)
        return f"{said} environ" if said else None
    about = again is not None and _QUALIFIERS[again[1].lower()] == "vers"
    found = _span(again[2] if again and about else rest)
    return f"{qualifier} {found.whole}{' environ' if about else ''}" if found else None


def _span(text: str) -> _Said | None:
    """A point in time, or two with a dash or a word between them; they may share the word «century» and an era."""
    text = _OUR_ERA_AHEAD.sub(r"\1 CE", text)
    said = _point(text)
    if said:
        return said
    for dash in _BOTH.finditer(text):
        left, right = text[: dash.start()], text[dash.end() :]
        last = _point(right)
        shared = re.search(r" (?:centur|millenn)\w+", right)
        if last is None:
            continue
        between = _JOINED[dash[1].lower()] if dash[1] else dash[0]
        part = _PARTS.get(left.rstrip("- ").lower())
        if part:
            return _Said(part[0], f"{part[1]}{between}{last.words}")
        if shared and _ORDINAL_AT_END.search(left):
            first = _point(left + shared[0])
            short = re.sub(" (?:siècle|millénaire)$", "", first.words) if first else ""
        else:
            first = _point(left)
            short = first.words if first else ""
        if first:
            plain = last.words.removeprefix("années ") if short.startswith("années ") else last.words
            return _Said(first.article, f"{short}{between}{plain}")
    return None


def _point(text: str) -> _Said | None:
    """A year, a day, a season, a decade, a century, a millennium or a part of one, with its era."""
    for pattern, era in ((_BEFORE_OUR_ERA, "av. J.-C."), (_OUR_ERA, "apr. J.-C.")):
        found = pattern.fullmatch(text)
        if found:
            said = _plain(found[1])
            return _Said(said.article, f"{said.words} {era}") if said else None
    return _plain(text)


def _plain(text: str) -> _Said | None:
    """A time without an era."""
    part = _PART.fullmatch(text)
    if part:
        whole, (article, words) = _plain(part[2]), _PARTS[part[1].lower()]
        of = {"le": "du ", "les": "des ", "": ""}.get(whole.article if whole else "?")
        return _Said(article, f"{words} {of}{whole.words}") if whole and of is not None else None
    if found := _LONG.fullmatch(text):
        unit = "siècle" if found[2].lower().startswith("c") else "millénaire"
        return _Said("le", f"{_ordinal(int(found[1]))} {unit}")
    if found := _DECADE.fullmatch(text):
        return _Said("les", f"années {found[1]}")
    if found := _SEASON.fullmatch(text):
        season = _SEASONS[found[1].lower()]
        return _Said("l’" if season[0] in "éah" else "le", f"{season} {found[2]}")
    if found := _DAY.fullmatch(text):
        day = found[1] or found[3]
        said = "1er" if day == "1" else day
        return _Said("le" if day else "", " ".join(filter(None, (said, _MONTHS[found[2].lower()], found[4]))))
    return _Said("", text.replace(",", "\u202f")) if _YEAR.fullmatch(text) else None


def _ordinal(number: int) -> str:
    """«Ier», «XIXe»."""
    said, left = "", number
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        said += letters * (left // value)
        left %= value
    return "Ier" if number == 1 else f"{said}e"
