"""What LIDO is made of: texts, concepts, names, places, dates, actors, legal bodies. Everything else holds these.

LIDO 1.0 writes a concept as identifiers and terms, 1.1 also as a SKOS concept; both may stand in one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from culturedata.data.identifiers import canonical, is_valid
from culturedata.data.records import Agent, Identifier, Term, Title
from culturedata.importing.standards.description import Description, Said, is_address, scheme_of
from culturedata.importing.standards.opened import Part
from culturedata.importing.values import attribution
from culturedata.importing.values.text import slug

ALTERNATE = ("alternate", "alternative", "no", "lido00170")
_SCHEMES = {
    "gnd": "gnd", "d-nb": "gnd", "ulan": "ulan", "aat": "aat", "tgn": "tgn", "viaf": "viaf", "wikidata": "wikidata",
    "geonames": "geonames", "isni": "isni", "rkd": "rkd", "bnf": "bnf",
}  # fmt: skip
_GENDERS = {
    "male": "male m man männlich mann masculin homme mannelijk maschile",
    "female": "female f w woman weiblich frau féminin femme vrouwelijk femminile",
}
_GENDER_OF = {word: gender for gender, words in _GENDERS.items() for word in words.split()}
_KINDS = {
    "person": "person individual personne natürliche-person persoon",
    "group": "group corporation corporate-body family institution organisation organization groupe famille "
    "collectivité gruppe familie körperschaft groep instelling",
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_ISIL = re.compile(r"(?:\b(?:organisations|isil|lobid\.org/organisations)/|^)([A-Z]{2,4}-[A-Za-z0-9:/-]{1,11})$")
_YEAR = re.compile(r"\s*([+-]?\d{1,4})(?:-\d{2}(?:-\d{2})?)?(?:T.*|Z)?\s*")


class Concept(NamedTuple):
    """A word of a vocabulary: its identifiers, the addresses first, and its labels in their order."""

    ids: tuple[str, ...] = ()
    labels: tuple[Said, ...] = ()

    @property
    def label(self) -> str:
        """The first label; empty if there is none."""
        return self.labels[0].text if self.labels else ""

    @property
    def words(self) -> tuple[str, ...]:
        """All labels in lower case, and the last parts of the identifiers («lido00007»)."""
        return (*(one.text.casefold() for one in self.labels), *(code(one) for one in self.ids))


class Place(NamedTuple):
    """A place: its name, its identifiers, what kind of entity it is said to be, and the places that it lies in."""

    concept: Concept
    entity: str = ""
    within: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        return self.concept.label


class When(NamedTuple):
    """A dating: the texts as printed, and the years of its bounds."""

    texts: tuple[Said, ...] = ()
    earliest: int | None = None
    latest: int | None = None

    @property
    def text(self) -> str:
        """The first text; else the years."""
        years = dict.fromkeys(str(year) for year in (self.earliest, self.latest) if year is not None)
        return self.texts[0].text if self.texts else "–".join(years)


class Body(NamedTuple):
    """A legal body: its name, its identifiers, its web address."""

    name: str = ""
    ids: tuple[str, ...] = ()
    link: str | None = None


class Words:
    """Reads the small things of one record into `description`; `lang` is the language of texts that name none."""

    def __init__(self, description: Description, lang: str | None = None) -> None:
        self.description = description
        self.lang = lang

    def said(self, part: Part) -> Said:
        """A text with its language; the attributes that say what kind of text it is are the caller's."""
        lang = part.take("@xml:lang") or self.lang
        text = "\n".join(filter(None, (" ".join(line.split()) for line in part.text("#text").splitlines())))
        return Said(text, lang.partition("-")[0].casefold() if lang else None)

    def texts(self, part: Part, name: str) -> list[Said]:
        """The texts of all elements of a name; the empty ones are left out."""
        return [one for one in map(self.said, part.many(name)) if one.text]

    def text(self, part: Part, name: str) -> str:
        """The first text of a name; empty if there is none."""
        return next((one.text for one in self.texts(part, name)), "")

    def concept(self, part: Part) -> Concept:
        """A concept; in LIDO 1.0 some are a bare text."""
        bare = self.said(part)
        ids, labels = self._ids(part, "conceptID"), [bare] if bare.text else []
        others: list[Said] = []
        for term in part.many("term"):
            added = term.text("@addedSearchTerm") in ("yes", "true") or code(term.text("@pref")) in ALTERNATE
            (others if added else labels).append(self.said(term))
        for skos in part.many("skos:Concept"):
            ids += [address for address in (skos.text("@rdf:about"),) if address]
            labels += self.texts(skos, "skos:prefLabel")
            others += self.texts(skos, "skos:altLabel")
            ids += [one.text("#text") or one.text("@rdf:resource") for one in skos.many("skos:exactMatch")]
        ids.sort(key=lambda one: not is_address(one))
        return Concept(tuple(dict.fromkeys(filter(None, ids))), tuple(one for one in (labels or others) if one.text))

    def concepts(self, part: Part, name: str) -> list[Concept]:
        """All concepts of a name that say anything."""
        return [one for one in map(self.concept, part.many(name)) if one.ids or one.labels]

    def names(self, part: Part, name: str) -> list[tuple[Said, bool]]:
        """The values of sets of appellations, each with whether it is another name than the preferred one."""
        found = []
        for group in part.many(name):
            other = code(group.text("@pref")) in ALTERNATE
            for value in group.many("appellationValue"):
                alternate = code(value.text("@pref")) in ALTERNATE or other
                said = self.said(value)
                if said.text:
                    found.append((said, alternate))
        return sorted(found, key=lambda one: one[1])

    def place(self, part: Part) -> Place:
        """A place with all that it lies in."""
        entity = part.text("@politicalEntity") or part.text("@geographicalEntity")
        ids = self._ids(part, "placeID")
        labels = tuple(said for said, _ in self.names(part, "namePlaceSet"))
        kinds = self.concepts(part, "placeClassification")
        within = tuple(map(self.place, part.many("partOfPlace")))
        return Place(Concept(tuple(ids), labels), entity or (kinds[0].label if kinds else ""), within)

    def when(self, part: Part) -> When:
        """A dating: what is displayed, and its bounds."""
        texts, earliest, latest = self.texts(part, "displayDate"), None, None
        for date in part.many("date"):
            earliest = year(self.text(date, "earliestDate"))
            latest = year(self.text(date, "latestDate"))
        return When(tuple(texts), earliest, latest)

    def body(self, part: Part) -> Body:
        """A legal body."""
        names = self.names(part, "legalBodyName")
        ids = self._ids(part, "legalBodyID")
        return Body(names[0][0].text if names else "", tuple(ids), self.text(part, "legalBodyWeblink") or None)

    def actor(self, part: Part) -> Agent | None:
        """Who somebody is; None without a name and an identifier."""
        kind = code(part.text("@type")).replace(" ", "-").casefold()
        ids, names = self._ids(part, "actorID"), self.names(part, "nameActorSet")
        nations = [one.label for one in self.concepts(part, "nationalityActor")]
        genders = [one.label.casefold() for one in self.concepts(part, "genderActor")]
        born = died = None
        for vital in part.many("vitalDatesActor"):
            born, died = year(self.text(vital, "earliestDate")), year(self.text(vital, "latestDate"))
        if not names and not ids:
            return None
        name = names[0][0].text if names else ids[0]
        return Agent(
            id=f"{self.description.source}:agent:{self.key(ids) or slug(name)}",
            name=name,
            kind=_KIND_OF.get(kind, "unknown"),
            born=born,
            died=died,
            gender=_GENDER_OF.get(genders[0], genders[0]) if genders else None,
            country=", ".join(dict.fromkeys(filter(None, nations))) or None,
            names=tuple(self._others(name, names)),
            identifiers=self.identified(ids),
        )

    def keeper(self, body: Body) -> Agent | None:
        """A legal body as an agent; None without a name."""
        if not body.name:
            return None
        id_ = f"{self.description.source}:agent:{self.key(body.ids) or slug(body.name)}"
        return Agent(id=id_, name=body.name, kind="group", url=body.link, identifiers=self.identified(body.ids))

    def identified(self, ids: Iterable[str]) -> tuple[Identifier, ...]:
        """The identifiers of known schemes; ISIL names libraries, archives and museums (ISO 15511)."""
        isil = [found[1] for found in map(_ISIL.search, ids) if found]
        found = self.description.identified(ids)
        return (*found, *(Identifier(scheme="isil", value=one) for one in dict.fromkeys(isil)))

    def key(self, ids: Iterable[str]) -> str:
        """The first identifier as part of an id, one of a known scheme before others; empty if there is none."""
        known = list(ids)
        for one in known:
            scheme = scheme_of(one)
            if scheme:
                return f"{scheme}:{canonical(scheme, one)}"
            isil = _ISIL.search(one)
            if isil:
                return f"isil:{isil[1]}"
        return self.description.local(known[0]) if known else ""

    def term(self, facet: str, concept: Concept, *, parents: tuple[str, ...] = (), linked: bool = True) -> str | None:
        """A concept as a term of the work, with the labels that it has in any language; its id, None if it has none.

        What another language's part of the record said of the same term is kept.
        """
        raw, label = self.key(concept.ids), concept.label or (concept.ids[0] if concept.ids else "")
        if not raw and concept.labels:
            lang = concept.labels[0].lang
            raw = f"{lang}:{slug(label)}" if lang else slug(label)
        if not raw:
            return None
        labels: dict[str, str] = {one.lang: one.text for one in reversed(concept.labels) if one.lang}
        known = self.description.vocabulary.get(f"{self.description.source}:term:{facet}/{raw}")
        if known is not None:
            labels = _labels(known) | labels
            label, parents = known.label, known.parents or parents
        url = next(filter(is_address, concept.ids), None)
        return self.description.term(facet, raw, label, labels, url, parents, linked)

    def place_term(self, facet: str, place: Place, *, linked: bool = True) -> str | None:
        """A place as a term, under the places that it lies in."""
        parents = [self.place_term(facet, one, linked=False) for one in place.within]
        return self.term(facet, place.concept, parents=tuple(filter(None, parents)), linked=linked)

    def _ids(self, part: Part, name: str) -> list[str]:
        """Identifiers in their order; one that names its scheme beside it («GND») is written as an address."""
        found = []
        for one in part.many(name):
            source, text = one.text("@source").casefold(), one.text("#text")
            scheme = next((scheme for word, scheme in _SCHEMES.items() if word in source), None)
            found.append(_addressed(scheme, text) if scheme and not is_address(text) else text)
        return list(filter(None, found))

    def _others(self, name: str, names: list[tuple[Said, bool]]) -> Iterable[Title]:
        for said in dict.fromkeys(said for said, _ in names if said.text != name):
            yield Title(text=said.text, lang=said.lang, kind="alternative")


def _addressed(scheme: str, text: str) -> str:
    """An identifier of a scheme as an address, if it is one; else as it stands."""
    try:
        value = canonical(scheme, text)
    except ValueError:
        return text
    return _ADDRESSES[scheme].format(value) if is_valid(scheme, value) else text


_ADDRESSES = {
    "gnd": "https://d-nb.info/gnd/{}", "ulan": "http://vocab.getty.edu/ulan/{}", "aat": "http://vocab.getty.edu/aat/{}",
    "tgn": "http://vocab.getty.edu/tgn/{}", "viaf": "http://viaf.org/viaf/{}", "isni": "https://isni.org/isni/{}",
    "wikidata": "http://www.wikidata.org/entity/{}", "geonames": "https://sws.geonames.org/{}/",
    "rkd": "https://rkd.nl/artists/{}", "bnf": "https://data.bnf.fr/ark:/12148/{}",
}  # fmt: skip


def _labels(term: Term) -> dict[str, str]:
    return {lang: said for lang, said in (("fr", term.label_fr), ("en", term.label_en)) if said}


def code(said: str) -> str:
    """The last part of an address («lido00007»), which says what something is; a bare word is the word."""
    return said.strip().rstrip("/").rpartition("/")[2] if is_address(said) else said.strip()


def year(text: str) -> int | None:
    """The year of an ISO date («1596», «-0500-01-01», «1848-05-07T00:00:00Z»); None for other texts, and for 0."""
    found = _YEAR.fullmatch(text)
    return int(found[1]) or None if found else None


def attributed(words: Iterable[str]) -> str | None:
    """The first word of attribution that is known («attributed to», «Werkstatt», «zugeschrieben»)."""
    return next(filter(None, map(attribution.attribution, words)), None)
