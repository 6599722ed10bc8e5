"""Licences and statements of rights: what the words that sources print mean, told by one table.

The table is `catalogues/tables/licences.yml`. Nothing is guessed: words that are not in it mean nothing here, but for
a plain claim («© 1998 A. Person»), which closes a work. What may be used freely is said by name or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec
import yaml

from culturedata import resources
from culturedata.data.records import Rights

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
CC_BY_NC = "https://creativecommons.org/licenses/by-nc/4.0/"
CC_BY_NC_SA = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
LICENCE_OUVERTE_2 = "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"
ODC_BY = "https://opendatacommons.org/licenses/by/1-0/"
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"
NO_COPYRIGHT_US = "http://rightsstatements.org/vocab/NoC-US/1.0/"
NO_KNOWN_COPYRIGHT = "http://rightsstatements.org/vocab/NKC/1.0/"
NOT_EVALUATED = "http://rightsstatements.org/vocab/CNE/1.0/"
UNDETERMINED = "http://rightsstatements.org/vocab/UND/1.0/"

CC0_METADATA = Rights(covers="metadata", licence=CC0, statement="CC0 1.0")

Kind = Literal["public-domain", "open", "restricted", "closed", "unknown"]

_ADDRESS = re.compile(r"(?:https?:)?(?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s?#]*)(?:[?#]\S*)?")
_EDITION = re.compile(r"/(?:deed|legalcode|rdf)(?:\.[a-z_-]+)?/*$")
_WRITTEN_OUT = re.compile(r"(?:^|copyright\s+)\(c\)|\(c\)(?=\s*\d{4})|\bcopyright(?=,?\s+\d{4}\b)")
_BETWEEN_WORDS = re.compile(r"[\s,;:()\[\]{}\"'’‘“”«»<>/|_‐‑‒–—−-]+|\.(?!\d)|(?<!\d)\.")
_LICENCE = r"(?:licen[cs]e|lizenz|licentie|licencia|licenza)"


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done with a thing. `uri` names the document; None where the words fit several (a bare «CC BY»).

    `name` and `name_fr` are for readers; `kind` is «public-domain», «open» (commercial use and adaptation are
    allowed), «restricted» (some use is allowed to all), «closed» (none is) or «unknown» (undetermined).
    """

    uri: str | None
    name: str
    name_fr: str
    kind: Kind

    @property
    def open(self) -> bool:
        """Whether anybody may use and change it for any purpose."""
        return self.kind in ("public-domain", "open")


class _Row(Licence, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A licence of the table and all that sources print for it."""

    said: tuple[str, ...]


class _Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One licence of Creative Commons in all its versions."""

    code: str
    kind: Kind
    versions: tuple[str, ...]


class _CreativeCommons(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of which names of Creative Commons licences are made."""

    elements: dict[str, tuple[str, ...]]
    licences: tuple[_Family, ...]
    ported: tuple[str, ...]
    only_ported: tuple[str, ...]
    unported: tuple[str, ...]
    places: dict[str, tuple[str, ...]]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file as it is."""

    licences: tuple[_Row, ...]
    creative_commons: _CreativeCommons
    claims: tuple[str, ...]
    doubts: tuple[str, ...]
    denials: tuple[str, ...]


class _Named(NamedTuple):
    """What a text says of a Creative Commons licence; `surely`: it cannot mean anything else."""

    elements: frozenset[str]
    version: str | None
    place: str | None
    surely: bool


@lru_cache(maxsize=4_000)
def licence(text: str) -> Licence | None:
    """The licence or statement of rights that `text` means: its name in any of five languages, or its address.

    Case, accents, spaces, punctuation, «http» or «https», a last slash, «/deed.fr» and «/legalcode» make no
    difference. None where it can't be told: the caller reports that, and takes nothing for free. Free text that
    claims rights («© …», «… rights reserved») means «In Copyright», unless it denies them or speaks of a licence.
    """
    plain = _plain(text)
    return _by_name().get(plain) or _creative_commons(plain) or _claimed(plain)


@cache
def _table() -> _Table:
    path = resources.catalogues() / "tables" / "licences.yml"
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _Table)


@cache
def _by_name() -> dict[str, Licence]:
    """Every licence of the table by the plain form of all that is printed for it."""
    return {
        _plain(said): Licence(uri=row.uri, name=row.name, name_fr=row.name_fr, kind=row.kind)
        for row in _table().licences
        for said in row.said
    }


def _plain(text: str) -> str:
    """`text` without what makes no difference: words in small letters, one space between them; «» if none is left."""
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter)).strip()
    address = _ADDRESS.fullmatch(plain)
    if address:
        plain = re.sub(r"^rightsstatements\.org/(?:page|data)/", "rightsstatements.org/vocab/", address[1])
        plain = _EDITION.sub("", plain)
    marked = _WRITTEN_OUT.sub("©", plain).replace("©", " © ").replace("?", " ? ")
    return " ".join(_BETWEEN_WORDS.sub(" ", marked).split())


def _creative_commons(plain: str) -> Licence | None:
    """The Creative Commons licence that is named once, or in full and again in short («Attribution … (CC BY …)»)."""
    name, _, short = plain.rpartition(" cc ")
    named = _named(plain) or (_agreeing(_named(name), _named(f"cc {short}")) if name else None)
    if named is None or not named.surely:
        return None
    known = _table().creative_commons
    for family in known.licences:
        if frozenset(family.code.split("-")) != named.elements:
            continue
        code = f"CC {family.code.upper()}"
        if named.version is None:
            return Licence(uri=None, name=code, name_fr=code, kind=family.kind)
        fits = named.version in known.ported if named.place else named.version not in known.only_ported
        if fits and named.version in family.versions:
            parts = [family.code, named.version, *filter(None, [named.place])]
            name = " ".join([code, named.version, *filter(None, [(named.place or "").upper()])])
            uri = f"https://creativecommons.org/licenses/{'/'.join(parts)}/"
            return Licence(uri=uri, name=name, name_fr=name, kind=family.kind)
    return None


def _named(plain: str) -> _Named | None:
    """What `plain` says of a Creative Commons licence, if that is all that it says; None if it is not."""
    found = _name_pattern().fullmatch(plain)
    if found is None:
        return None
    words, places = _element_words(), _place_words()
    said = [words[word] for word in re.findall(_any(words), found["elements"])]
    denied = found["place"] == "no" and not plain.startswith("creativecommons")  # Norway only in an address
    if denied or len(set(said)) != len(said):
        return None
    surely = found["cc"] is not None or (found["version"] is not None and "by" in said)
    return _Named(frozenset(said), found["version"], places.get(found["place"]), surely)


def _agreeing(one: _Named | None, other: _Named | None) -> _Named | None:
    """What both say together; None if one says nothing or they contradict each other."""
    if one is None or other is None or one.elements != other.elements:
        return None
    versions = {one.version, other.version} - {None}
    places = {one.place, other.place} - {None}
    if len(versions) > 1 or len(places) > 1:
        return None
    return _Named(one.elements, next(iter(versions), None), next(iter(places), None), one.surely or other.surely)


@cache
def _name_pattern() -> re.Pattern[str]:
    """Names and addresses of Creative Commons licences in plain form, with version and place after the elements."""
    element = _any(_element_words())
    unported = _any(map(_plain, _table().creative_commons.unported))
    return re.compile(
        rf"(?:{_LICENCE} )?(?P<cc>(?:creative commons |cc |creativecommons org licen[cs]es )+(?:{_LICENCE} )?)?"
        rf"(?P<elements>{element}(?: {element})*)(?: {_LICENCE})?"
        rf"(?: (?:v ?|version )?(?P<version>\d\.\d)(?: {unported})?(?: (?P<place>{_any(_place_words())}))?)?"
        rf"(?: {_LICENCE})?"
    )


@cache
def _element_words() -> dict[str, str]:
    """The element («nc») that each plain word or phrase means."""
    known = _table().creative_commons.elements
    return {_plain(word): element for element, words in known.items() for word in words}


@cache
def _place_words() -> dict[str | None, str]:
    """The place («nl») that each plain code or name means."""
    known = _table().creative_commons.places
    return {_plain(word): code for code, names in known.items() for word in (code, *names)}


def _claimed(plain: str) -> Licence | None:
    """«In Copyright» for a text that claims rights, neither denies them nor speaks of a licence; else None."""
    table = _table()
    claim, doubt, denial = (_words(words) for words in (table.claims, table.doubts, table.denials))
    found = claim.search(plain)
    if found is None or doubt.search(plain):
        return None
    if denial.search(plain[: found.start()].strip()) or denial.match(plain[found.end() :].strip()):
        return None
    return _by_name()[_plain(IN_COPYRIGHT)]


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole."""
    return re.compile(rf"(?<!\S){_any(map(_plain, words))}(?!\S)")


def _any(words: Iterable[str | None]) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(filter(None, words), key=len, reverse=True)))})"
