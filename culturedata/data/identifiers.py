"""Identifiers of other schemes (Wikidata, ULAN, VIAF, GND …): their canonical form, and their check digits.

The same thing is written in many ways: `http://d-nb.info/gnd/118540238`, `(DE-588)118540238`, `118540238`. Works and
people of two sources are joined by identifiers, so all are written in one way. Nothing here asks a server whether an
identifier exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

_BNF_LETTERS = "0123456789bcdfghjkmnpqrstvwxz"
_CHECKS = "0123456789X"
_ADDRESS = re.compile(r"^(?:https?:)?//(?:www\.)?|^www\.", re.IGNORECASE)


class _Scheme(NamedTuple):
    """How one scheme writes its identifiers.

    `form` is the canonical form; `said` finds the identifier in an address without protocol and «www.», or beside a
    prefix; `written` makes the canonical form of what was found; `checks` tests the check digit of that form.
    """

    looks: str
    form: str
    said: tuple[str, ...]
    written: Callable[[str], str] = str
    checks: Callable[[str], bool] = lambda _: True


def canonical(scheme: str, raw: str) -> str:
    """The canonical form of `raw` in `scheme`; of a scheme that is not known here, `raw` without spaces around it.

    The check digit is not looked at: see `is_valid`. Raises ValueError if `raw` can't be an identifier of the scheme.
    """
    text = raw.strip()
    known = _SCHEMES.get(scheme)
    if known is None:
        return text
    form, ways = _patterns(scheme)
    bare = _ADDRESS.sub("", unquote(text), count=1)
    for way in ways:
        found = way.fullmatch(bare)
        if found:
            value = known.written(found[found.lastindex or 0])
            if form.fullmatch(value):
                return value
    raise ValueError(f"{raw!r} is no identifier of {scheme}, which looks like {known.looks}.")


def is_valid(scheme: str, value: str) -> bool:
    """Whether `value` is in the scheme's canonical form and its check digit, where the scheme has one, is right.

    Of a scheme that is not known here, whether `value` is a text without spaces around it.
    """
    known = _SCHEMES.get(scheme)
    if known is None:
        return value != "" and value == value.strip()
    return _patterns(scheme)[0].fullmatch(value) is not None and known.checks(value)


@cache
def _patterns(scheme: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """What a canonical identifier of the scheme looks like, and the ways in which one may be written."""
    known = _SCHEMES[scheme]
    ways = (f"({known.form})", *known.said)
    return re.compile(known.form, re.ASCII), tuple(re.compile(way, re.IGNORECASE | re.ASCII) for way in ways)


def _mod_11_2(value: str) -> bool:
    """ISO 7064 MOD 11-2, of ISNI (ISO 27729) and ORCID: each digit doubles what came before it, the sum must be 1."""
    total = 0
    for character in value.replace("-", ""):
        total = 2 * total + _CHECKS.index(character)
    return total % 11 == 1


def _gnd(value: str) -> bool:
    """The weighted sum modulo 11 of the German National Library, weights 2, 3, 4 … from the right.

    In numbers with a hyphen, of bodies and subjects from before 2012, the check digit is the sum itself; in all others
    it makes the sum up to a multiple of 11.
    """
    digits, hyphen, check = (value[:-2], "-", value[-1]) if "-" in value else (value[:-1], "", value[-1])
    total = sum(weight * int(digit) for weight, digit in enumerate(reversed(digits), 2))
    return (total if hyphen else -total) % 11 == _CHECKS.index(check)


def _bnf(value: str) -> bool:
    """The check character of ARK names (NOID Check Digit Algorithm): the sum of positions times values, modulo 29.

    The National Library of France counts from the name, «cb», without the number of the authority before it.
    """
    total = sum(place * _BNF_LETTERS.index(letter) for place, letter in enumerate(value[:-1], 1))
    return _BNF_LETTERS[total % 29] == value[-1]


def _isbn(value: str) -> bool:
    """ISO 2108: thirteen digits with weights 1 and 3, a multiple of 10; ten with weights 10 to 1, of 11."""
    if len(value) == 13:
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(value)) % 10 == 0
    return sum((10 - place) * _CHECKS.index(digit) for place, digit in enumerate(value)) % 11 == 0


def _isbn_written(found: str) -> str:
    """Thirteen digits; ten stay ten where their check digit is wrong, for with a new one nobody would see it."""
    digits = re.sub(r"[ -]", "", found).upper()
    if len(digits) != 10 or not re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII) or not _isbn(digits):
        return digits
    longer = f"978{digits[:9]}"
    return next(f"{longer}{check}" for check in range(10) if _isbn(f"{longer}{check}"))


def _imdb_written(found: str) -> str:
    """Two letters and at least seven digits; a number alone, as MovieLens has it, is a title's."""
    letters = "tt" if found[0].isdigit() else found[:2].lower()
    return f"{letters}{int(re.sub(r'[a-z]', '', found, flags=re.IGNORECASE)):07}"


def _orcid_written(found: str) -> str:
    """Four groups of four, a hyphen between them."""
    bare = re.sub(r"[ -]", "", found).upper()
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _without_gaps(found: str) -> str:
    """Without spaces and hyphens, a check character X in capitals."""
    return re.sub(r"[ -]", "", found).upper()


_REST = r"(?:[/?#.].*)?"  # what may follow in an address
_SIXTEEN = r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dX]"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_GND = r"1[0-2]?\d{7}[\dX]|3\d{7}[\dX]|[1-9]\d{0,7}-[\dX]"
_BNF = r"cb\d{8}[0-9bcdfghjkmnpqrstvwxz]"


def _getty(name: str, form: str, looks: str, *more: str) -> _Scheme:
    """A vocabulary of the Getty: `vocab.getty.edu/page/ulan/500034433`, with «-agent» or a file's ending after it."""
    address = rf"vocab\.getty\.edu/(?:page/)?{name}/({form})(?:-agent)?{_REST}"
    older = rf"getty\.edu/vow/{name}FullDisplay\?.*\bsubjectid=({form})(?:&.*)?"
    return _Scheme(looks, form, (address, older, rf"{name}:? ?({form})", *more))


_SCHEMES = {
    "wikidata": _Scheme(
        "Q762",
        r"Q[1-9]\d*",
        (rf"(?:m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityData/)?(Q\d+){_REST}", r"wd:(Q\d+)"),
        str.upper,
    ),
    "ulan": _getty("ulan", r"500\d{6}", "500034433"),
    "aat": _getty("aat", r"300\d{6}", "300045514", r"AAT(\d{1,6})")._replace(
        written=lambda found: found if len(found) == 9 else f"300{found:0>6}"
    ),
    "tgn": _getty("tgn", r"[1-9]\d{6}", "7011781"),
    "viaf": _Scheme("24602065", r"[1-9]\d{0,21}", (rf"viaf\.org/(?:[a-z]{{2}}/)?viaf/(\d+){_REST}", r"viaf:? ?(\d+)")),
    "isni": _Scheme(
        "0000000121032683",
        r"\d{15}[\dX]",
        (rf"(?:isni\.org|isni-url\.oclc\.nl)/(?:isni/)?({_SIXTEEN}){_REST}", rf"(?:isni:? ?)?({_SIXTEEN})"),
        _without_gaps,
        _mod_11_2,
    ),
    "orcid": _Scheme(
        "0000-0002-1825-0097",
        r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]",
        (rf"orcid\.org/({_SIXTEEN}){_REST}", rf"(?:orcid:? ?)?({_SIXTEEN})"),
        _orcid_written,
        _mod_11_2,
    ),
    "gnd": _Scheme(
        "118540238 or 4021455-2",
        _GND,
        (
            rf"(?:d-nb\.info|lobid\.org|explore\.gnd\.network)/gnd/({_GND}){_REST}",
            rf"(?:\(DE-588[a-c]?\)|gnd:? ?)({_GND})",
        ),
        str.upper,
        _gnd,
    ),
    "mbid": _Scheme(
        "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
        rf"(?!0{{8}}-){_UUID}",
        (rf"(?:beta\.)?musicbrainz\.org/(?:ws/2/)?[a-z-]+/({_UUID}){_REST}",),
        str.lower,
    ),
    "imdb": _Scheme(
        "tt0114709 or nm0000001",
        r"(?:tt|nm|co|ch)(?!0{7})(?:\d{7}|[1-9]\d{7})",
        (
            rf"(?:m\.)?imdb\.com/(?:[a-z]{{2}}/)?(?:title|name|company|character)/((?:tt|nm|co|ch)\d{{1,12}}){_REST}",
            r"((?:tt|nm|co|ch)?\d{1,12})",
        ),
        _imdb_written,
    ),
    "joconde": _Scheme(
        "000PE004070",
        r"[0-9A-Z][0-9A-Z_-]{5,24}",
        (rf"(?:pop\.culture\.gouv\.fr)/notice/joconde/([0-9A-Z_-]+){_REST}",),
        str.upper,
    ),
    "rkd": _Scheme(
        "66219",
        r"[1-9]\d{0,8}",
        (
            rf"(?:data\.)?rkd\.nl/(?:[a-z]{{2}}/)?(?:explore/)?artists/(\d+){_REST}",
            rf"research\.rkd\.nl/(?:[a-z]{{2}}/)?detail/https?://data\.rkd\.nl/artists/(\d+){_REST}",
        ),
    ),
    "geonames": _Scheme("2988507", r"[1-9]\d{0,9}", (rf"(?:sws\.)?geonames\.org/(\d+){_REST}",)),
    "bnf": _Scheme(
        "cb11877447k",
        _BNF,
        (rf"(?:(?:catalogue|data|ark)\.bnf\.fr/)?ark:/?12148/({_BNF}){_REST}", r"(\d{8}[0-9bcdfghjkmnpqrstvwxz])"),
        lambda found: f"cb{found.lower().removeprefix('cb')}",
        _bnf,
    ),
    "isbn": _Scheme(
        "9783161484100",
        r"97[89]\d{10}|\d{9}[\dX]",
        (r"(?:(?:urn:)?isbn(?:-1[03])?:? ?)?((?:\d[ -]?){9}[\dX]|97[89][ -]?(?:\d[ -]?){9}\d)",),
        _isbn_written,
        _isbn,
    ),
}
