"""What a record says, gathered piece by piece in the common shape: the part that all standards have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from culturedata.data.identifiers import canonical
from culturedata.data.licences import Licence, licence
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Entity,
    Holding,
    Identifier,
    Image,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution, dates, dating
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, plain, slug

_ADDRESS = re.compile(r"(?i)https?://\S+")
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|gif|tiff?|webp|jp2|bmp)(?:[?#]|$)")
_SCHEMES = ("wikidata", "viaf", "gnd", "ulan", "aat", "tgn", "isni", "rkd", "geonames", "bnf", "mbid", "imdb", "orcid")
_SIZES = {
    "height": "height hoogte hauteur höhe", "width": "width breedte largeur breite",
    "depth": "depth diepte profondeur tiefe", "length": "length lengte longueur länge",
    "diameter": "diameter diamètre durchmesser", "thickness": "thickness dikte épaisseur",
    "weight": "weight gewicht poids",
}  # fmt: skip
_KINDS = {word: kind for kind, words in _SIZES.items() for word in words.split()}
_SIZE = re.compile(
    rf"(?i)\b(?P<word>{'|'.join(_KINDS)})\s*:?\s*(?P<value>\d+(?:[.,]\d+)?)\s*(?P<unit>mm|cm|m|g|kg|in)\b"
)

_NO_LANGUAGE = frozenset({"", "und", "mul", "zxx", "mis", "def"})  # ISO 639-2: undetermined, several, none, uncoded
# ISO 639-2 as libraries write it, both ways where there are two.
_TWO_LETTERS = {
    three: two
    for two, several in {
        "bg": "bul", "ca": "cat", "cs": "cze ces", "cy": "wel cym", "da": "dan", "de": "ger deu", "el": "gre ell",
        "en": "eng", "es": "spa", "et": "est", "eu": "baq eus", "fi": "fin", "fr": "fre fra", "ga": "gle", "gl": "glg",
        "hr": "hrv", "hu": "hun", "is": "ice isl", "it": "ita", "ja": "jpn", "la": "lat", "lt": "lit", "lv": "lav",
        "nl": "dut nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "rum ron", "ru": "rus", "sk": "slo slk",
        "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "chi zho", "he": "heb", "ar": "ara",
    }.items()
    for three in several.split()
}  # fmt: skip


class Said(msgspec.Struct, frozen=True):
    """A value as a standard says it: a text, the language it is in, and the address that it has or is."""

    text: str = ""
    lang: str | None = None
    address: str | None = None


class Description:
    """A work in the making. `cut` is the beginning of the source's own addresses, which ids do without.

    Nothing is kept twice. `entities` gives what was gathered: terms, agents and the work.
    """

    def __init__(self, context: Context, source: str, record: str, cut: str = "") -> None:
        self.context = context
        self.source = source
        self.record = record
        self.name = f"{source}:{record}"
        self.url: str | None = None
        self.parts: dict[str, dict[Any, None]] = {}
        self.agents: dict[str, Agent] = {}
        self.vocabulary: dict[str, Term] = {}
        self._cut = cut.partition("://")[2]
        self._domain = context.descriptor.domain[0]

    def audit(self, left: Mapping[str, Any], ignored: frozenset[str]) -> None:
        """Report what is left of an element."""
        self.context.audit(left, ignored, self.name)

    def said(self, element: dict[str, Any], ignored: frozenset[str]) -> Said:
        """The text, the language and the address of an element that has no children; what else it has is reported."""
        text, lang = element.pop("#text", ""), element.pop("@xml:lang", None)
        address = element.pop("@rdf:resource", None) or element.pop("@rdf:about", None)
        self.audit(element, ignored)
        return Said(plain_lines(text), lang or None, address)

    def add(self, kind: str, *values: Any) -> None:
        """Keep values of a field of Work («images»), each once."""
        self.parts.setdefault(kind, {}).update(dict.fromkeys(values))

    def title(self, said: Said, kind: str = "original") -> None:
        """A title."""
        if said.text:
            self.add("titles", Title(text=said.text, lang=language(said.lang), kind=kind))

    def titles(self, said: Iterable[tuple[Said, str | None]], own: str | None = None) -> None:
        """Titles, each with its kind, or None where the record says no more than that it is one.

        Of the latter the first is the original, the first in each other language that is said its translation, the rest
        are others.
        Those in `own` come first: the language in which a museum writes, which the descriptor may say too (`language`).
        """
        own = language(own or str(self.context.descriptor.options.get("language") or ""))
        ones = sorted(said, key=lambda one: one[1] is not None or language(one[0].lang) != own) if own else said
        met = {one.lang for one in self.parts.get("titles", ()) if one.kind != "alternative"}
        for one, kind in ones:
            lang = language(one.lang)
            other = "translated" if met and lang and lang not in met else "alternative"
            self.title(one, kind or (other if met else "original"))
            if kind is None and one.text:
                met.add(lang)

    def text(self, kind: str, said: Said) -> None:
        """A text about the work."""
        found = plain(said.text)
        if found:
            self.add("texts", Text(kind=kind, text=found, lang=language(said.lang)))

    def makers(self, printed: str, role: str | None) -> None:
        """The makers that a text names; without a role in it they have `role`, or what the domain calls a maker."""
        for maker in attribution.read(printed):
            agent = Agent(
                id=f"{self.source}:agent:{slug(maker.name)}", name=maker.name, born=maker.born, died=maker.died,
                life_text=maker.life,
            )  # fmt: skip
            self.agents.setdefault(agent.id, agent)
            role_too = maker.role or role or self.maker_role
            self.add("credits", Credit(agent=agent.id, role=role_too, attribution=maker.attribution, note=maker.note))

    @property
    def maker_role(self) -> str:
        """What a maker is called of whom the source says no more: «artist» in a museum, elsewhere «contributor»."""
        return str(self.context.descriptor.options.get("role") or "") or (
            "artist" if self._domain == "museum" else "contributor"
        )

    def agent(self, agent: Agent) -> None:
        """An agent with an id of its own."""
        self.agents[agent.id] = agent

    def date(self, text: str, kind: str) -> None:
        """A date as printed."""
        if text:
            self.dated(dates.read(text, kind))

    def dated(self, date: Date) -> None:
        """A date; one that can't be read is reported."""
        self.add("dates", dating.checked(self.context, self.name, date))

    def word(self, facet: str, said: Said) -> None:
        """A word without an address of its own; its language is part of its id."""
        if slug(said.text):
            lang = language(said.lang)
            self.term(
                facet, f"{lang}:{slug(said.text)}" if lang else slug(said.text), said.text, {lang or "": said.text}
            )

    def term(
        self, facet: str, raw: str, label: str, labels: Mapping[str, str], url: str | None = None,
        parents: tuple[str, ...] = (), linked: bool = True,
    ) -> str:  # fmt: skip
        """A term with the labels that it has by language; its id. `linked` says that it describes this work."""
        id_ = f"{self.source}:term:{facet}/{raw}"
        self.vocabulary[id_] = Term(
            id=id_, facet=facet, label=label, label_fr=labels.get("fr"), label_en=labels.get("en"), parents=parents,
            url=url,
        )  # fmt: skip
        if linked:
            self.add("terms", WorkTerm(facet=facet, term=id_))
        return id_

    def extent(self, said: Said) -> None:
        """A size as printed, and its measurements where it names them («height 100 mm x width 200 mm»)."""
        for found in _SIZE.finditer(said.text):
            kind, value = _KINDS[found["word"].casefold()], number(found["value"].replace(",", "."))
            self.add("dimensions", Dimension(kind=kind, value=value, unit=found["unit"].lower()))
        if said.text:
            self.add("dimensions", Dimension(kind="text", text=said.text))

    def relation(self, kind: str, text: str, target: str | None = None) -> None:
        """A link to another thing."""
        if text:
            self.add("relations", Relation(kind=kind, text=text, target=target))

    def right(self, covers: str, printed: str, holder: str | None = None) -> Licence | None:
        """A licence or statement as printed; what is known of it."""
        found = licence(printed) if printed else None
        if printed:
            uri = found.uri if found else printed if is_address(printed) else None
            statement = found.name if found and is_address(printed) else printed
            if found is None:
                message = "no licence that is known: kept in its own words"
                self.context.report(Issue("unknown-licence", message, self.name, "rights", printed))
            self.add("rights", Rights(covers=covers, licence=uri, statement=statement, holder=holder))
        return found

    def statement(self, covers: str, printed: str) -> None:
        """What is printed about rights beside the licence itself: a licence only if it is one by its address."""
        if is_address(printed):
            self.right(covers, printed)
        elif printed:
            self.add("rights", Rights(covers=covers, statement=printed))

    def metadata(self, holder: str | None = None) -> None:
        """The rights in the description itself, as the descriptor says them."""
        said = self.context.descriptor
        found = licence(said.licence_url or said.licence) or licence(said.licence)
        uri = found.uri if found else said.licence_url or None
        self.add("rights", Rights(covers="metadata", licence=uri, statement=said.licence, holder=holder))

    def identified(self, addresses: Iterable[str]) -> tuple[Identifier, ...]:
        """The identifiers that addresses are; an address of no known scheme gives none."""
        found: dict[str, list[str]] = {}
        for address in addresses:
            scheme = scheme_of(address)
            if scheme:
                found.setdefault(scheme, []).append(address)
        return identifiers(self.context, self.name, **found)

    def local(self, address: str) -> str:
        """An address as part of an id: without protocol, and without the source's own beginning."""
        bare = re.sub(r"^[a-z]+://", "", address.strip()).removeprefix(self._cut or "\0").strip("/")
        return re.sub(r"\s+", "-", bare).lstrip("#")

    def unresolved(self, field: str, address: str) -> None:
        """Report an address that the record does not explain."""
        message = f"{field} is an address that the record does not explain: it stands in place of a name"
        self.context.report(Issue("unresolved", message, record=self.name, field=field, raw=address))

    def unnamed(self, facet: str, address: str) -> None:
        """Keep an address that says what the work is, and that nothing names, as a link: it is no word. Report it."""
        message = f"{facet} is an address that the record does not explain: it is kept as a link, and is no term"
        self.context.report(Issue("unresolved", message, record=self.name, field=facet, raw=address))
        self.relation(facet, address)

    def keeper(self, name: str, country: str | None = None) -> None:
        """Who keeps the work, with its inventory number: the first «accession» among the identifiers."""
        inventory = next((one.value for one in self.parts.get("identifiers", ()) if one.scheme == "accession"), None)
        if name or inventory:
            self.add("holdings", Holding(name=name or None, country=country, inventory=inventory))

    def entities(self) -> list[Entity]:
        """Terms, agents, and the work; a work without a title is «[no title]»."""
        parts: dict[str, Any] = {kind: tuple(values) for kind, values in self.parts.items()}
        parts.setdefault("titles", (Title(text="[no title]"),))
        work = Work(id=self.name, domain=self._domain, url=self.url, **parts)
        return [*self.vocabulary.values(), *self.agents.values(), work]

    def mentions(self, raw: str) -> bool:
        """Whether an agent or a term was made of the thing with this id."""
        ids = (*self.agents, *self.vocabulary)
        return any(id_.partition(":")[2].endswith((f":{raw}", f"/{raw}")) for id_ in ids)

    def picture(self, url: str, **more: Any) -> None:
        """A picture, unless one with its address is there."""
        if all(image.url != url for image in self.parts.get("images", ())):
            self.add("images", Image(url=url, **more))


def language(said: str | None) -> str | None:
    """A language by its code of two letters, if it has one, without a region: «en» for «en-GB» and «eng»; None if it is
    none, several, or not said."""
    code = (said or "").strip().replace("_", "-").partition("-")[0].casefold()
    return None if code in _NO_LANGUAGE else _TWO_LETTERS.get(code, code)


def is_address(text: str) -> bool:
    """Whether a text is a web address and nothing else."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def is_picture(address: str) -> bool:
    """Whether an address ends as a picture's does."""
    return _PICTURE.search(address) is not None


def scheme_of(address: str) -> str | None:
    """Of which known scheme an address is an identifier."""
    for scheme in _SCHEMES if is_address(address) else ():
        try:
            canonical(scheme, address)
        except ValueError:
            continue
        return scheme
    return None


def plain_lines(text: str) -> str:
    """A text of several lines, without the white space at the ends of its lines."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
