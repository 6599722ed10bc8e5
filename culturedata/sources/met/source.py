"""The Metropolitan Museum of Art, New York: the rows of MetObjects.csv, or its API, object by object, or its answers.

Both name an object by the same number and say the same of it; pictures and measurements are in the API alone, the lives
of all makers but the first in the file alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache, partial
from operator import attrgetter

import msgspec

from culturedata.data.licences import CC0, CC0_METADATA, PUBLIC_DOMAIN, licence
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Entity,
    Holding,
    Identifier,
    Image,
    RawRecord,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import InputEmpty, InputMissing
from culturedata.importing.inputs.ways import DUMP, client, way
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import plain, texts_of
from culturedata.importing.web.fetch import JSON, Fetcher
from culturedata.sources.met import files, makers, things
from culturedata.sources.met import row as rows
from culturedata.sources.met.row import Maker, Object, Row, Tag

MUSEUM = "Metropolitan Museum of Art"
REPOSITORY = f"{MUSEUM}, New York, NY"
PAGE = "https://www.metmuseum.org/art/collection/search/"
IN_THE_PUBLIC_DOMAIN = (
    Rights(covers="image", licence=CC0, statement="CC0 1.0"),
    Rights(covers="work", licence=PUBLIC_DOMAIN, statement="public domain"),
)
_geography = attrgetter(*things.GEOGRAPHY)
# What an object says in words: the facet in which each describes it, and the facet's name in a term's id.
_words = attrgetter("department", "object_name", "culture", "period", "dynasty", "reign")
_FACETS = (
    ("department", ""),
    ("type", ""),
    ("culture", ""),
    ("period", ""),
    ("period", "dynasty"),
    ("period", "reign"),
)


class Met(Source):
    """A cursor is the number of a record in files; with the API, the number of an object (they come in its order)."""

    name = "met"
    summary = "The Metropolitan Museum of Art: MetObjects.csv, its API or answers of it"
    # When the museum last changed the record, which is what --since reads.
    ignored = frozenset({"Metadata Date", "metadataDate"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._agent = lru_cache(maxsize=4_000)(lambda maker: makers.agent(maker, context))
        self._reading = ""

    def records(self) -> Iterator[RawRecord]:
        chosen = way(self.context, default=DUMP)
        return files.records(chosen.path, self.context) if chosen.path is not None else self._api(chosen.base)

    def _api(self, base: str) -> Iterator[RawRecord]:
        """The records of the API, one request each, in the order of their numbers."""
        since, after = Since(self.context.since), int(self.context.cursor or -1)
        with client(self.context, base) as (fetcher, _):
            numbers = self._numbers(fetcher, base, since)
            for number in numbers[bisect_right(numbers, after) :]:
                address = f"{base}/objects/{number}"
                found = fetcher.get(address, reader=partial(_object, number), accept=JSON)
                if found is None:
                    message = f"object {number} is listed, and not there when it is asked for"
                    self.context.report(Issue("vanished", message, str(number), raw=str(number), located=address))
                elif since.wants(found.changed):
                    yield RawRecord(key=str(number), body=found.body, located=address, cursor=str(number))

    def _numbers(self, fetcher: Fetcher, base: str, since: Since) -> list[int]:
        """The numbers of all objects, or of those that changed; each once, in order."""
        params = {"metadataDate": since.day} if since else None
        listed = fetcher.json(f"{base}/objects", params, type=_Listed)
        if listed is None:
            raise InputMissing(f"there is no list of objects at {base}.", "The address of the API ends in /v1.")
        numbers = listed.numbers or []
        if not numbers and not since:
            raise InputEmpty(f"{base} lists no objects.", "Come back later, or take the dump.")
        if len(numbers) < listed.total:
            self.context.partial = True
            message = f"{len(numbers):,} objects are listed of the {listed.total:,} that the list announces"
            self.context.report(Issue("list-too-short", message, located=base))
        return sorted(set(numbers))

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        self._reading = record.key
        left: Row
        if record.format == "csv":
            found, left = rows.of_csv(record.body)
            people, tags = rows.makers_of_csv(found, self._unpaired), rows.tags_of_csv(found, self._unpaired)
        else:
            found, left = rows.of_api(msgspec.json.decode(record.body))
            people, tags = rows.makers_of_api(found, left, self._audit), rows.tags_of_api(left, self._audit)
        entities = self._object(found, left, people, tags)
        if left:
            self._audit(left)
        return iter(entities)

    def _audit(self, left: Row) -> None:
        self.context.audit(left, self.ignored, self._reading)

    def _unpaired(self, field: str, message: str, raw: str) -> None:
        self.context.report(Issue("unpaired", message, self._reading, field=field, raw=raw))

    def _object(self, found: Object, left: Row, people: list[Maker], tags: list[Tag]) -> list[Entity]:
        number, inventory = found.object_id.strip(), found.object_number.strip() or None
        public = found.is_public_domain.lower() == "true"
        agents = [self._agent(maker) for maker in people]
        terms, used, texts = _terms(found, tags)
        work = Work(
            id=f"met:{number}",
            domain="museum",
            titles=(Title(text=plain(found.title) or "[no title]"),),
            url=f"{PAGE}{number}",
            credits=self._credits(people, agents),
            dates=_dates(found),
            terms=tuple(used),
            texts=(*texts, *_texts(found, number)),
            images=_images(found, texts_of(left, "additionalImages"), public),
            rights=_rights(found.rights, public),
            identifiers=self._identifiers(found.wikidata, number, inventory),
            dimensions=self._dimensions(found.dimensions, left.pop("measurements", None)),
            holdings=(_holding(found, inventory),),
            relations=(Relation(kind="part of", text=plain(found.portfolio)),) if found.portfolio else (),
        )
        return [*terms, *(dict.fromkeys(agents) if len(agents) > 1 else agents), work]

    def _credits(self, people: list[Maker], agents: list[Agent]) -> tuple[Credit, ...]:
        credits = []
        for maker, agent in zip(people, agents, strict=True):
            part = makers.part(maker.role, maker.prefix, maker.suffix)
            if not part.known:
                message = f"unknown role {maker.role!r}: «{part.role}», with the word as a note"
                self.context.report(Issue("unknown-role", message, self._reading, field="role", raw=maker.role))
            credits.append(Credit(agent=agent.id, role=part.role, attribution=part.attribution, note=part.note))
        return tuple(credits)

    def _identifiers(self, elsewhere: str, number: str, inventory: str | None) -> tuple[Identifier, ...]:
        own = (Identifier(scheme="met", value=number),)
        found = (Identifier(scheme="accession", value=inventory), *own) if inventory else own
        wikidata = rows.assigned(elsewhere)
        return found + identifiers(self.context, self._reading, wikidata=wikidata) if wikidata else found

    def _dimensions(self, text: str, elements: list[Row] | None) -> tuple[Dimension, ...]:
        printed = things.sizes(plain(text)) if text else []
        if elements:
            printed += things.measured(elements, printed, self._audit)
        return tuple(printed)


class _Listed(msgspec.Struct):
    """The list of objects; `numbers` is None where it has none."""

    total: int
    numbers: list[int] | None = msgspec.field(default=None, name="objectIDs")


class _Found(msgspec.Struct, frozen=True):
    """An object's own bytes, and when it was last changed."""

    body: bytes
    changed: str | None


def _object(number: int, body: bytes) -> _Found:
    """The object in an answer. Raises ValueError if it is another."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    head = msgspec.json.decode(body, type=rows.Head)
    if head.number != number:
        raise ValueError(f"object {head.number} in place of {number}")
    return _Found(body, head.changed or None)


def _terms(found: Object, tags: list[Tag]) -> tuple[list[Term], list[WorkTerm], tuple[Text, ...]]:
    """The terms of an object, the same as they describe it, and what is printed about its places."""
    pairs = [things.term(facet, said, name) for (facet, name), said in zip(_FACETS, _words(found), strict=True) if said]
    pairs += [things.term("classification", one) for one in found.classification.split("|") if one]
    if found.medium and things.is_term(found.medium):
        pairs.append(things.term("material", found.medium))
    if found.is_highlight.lower() == "true":
        pairs.append(things.term("collection", "Highlights of the collection"))
    if found.is_timeline_work.lower() == "true":
        pairs.append(things.term("collection", "Heilbrunn Timeline of Art History"))
    for tag in tags:
        pairs.append(things.term("subject", tag.term, "", rows.assigned(tag.aat) or rows.assigned(tag.wikidata)))
    terms, used = [pair[0] for pair in pairs if pair], [pair[1] for pair in pairs if pair]
    said: tuple[str, ...] = _geography(found)
    if not any(said):
        return terms, used, ()
    where = things.places(said)
    return terms + list(where.terms), used + list(where.used), where.texts


def _texts(found: Object, number: str) -> Iterator[Text]:
    """Texts about an object: a long medium, the excavation, the gallery where it hangs, an address that is not its
    page's."""
    if not things.is_term(found.medium):
        yield Text(kind="medium", text=plain(found.medium), lang="en")
    if found.excavation:
        yield Text(kind="excavation", text=plain(found.excavation), lang="en")
    if found.gallery_number:
        yield Text(kind="location", text=f"Gallery {found.gallery_number}", lang="en")
    for address in (found.link, found.page):
        if address and not address.endswith(f"/search/{number}"):
            yield Text(kind="link", text=address)


def _dates(found: Object) -> tuple[Date, ...]:
    """When it was made, then when it was acquired."""
    made = things.dated(found.object_date.strip(), found.begin_date, found.end_date)
    return (*made, dates.read(found.accession_year, "acquired")) if found.accession_year else made


def _images(found: Object, others: list[str], public: bool) -> tuple[Image, ...]:
    """The pictures, of which the API names those of works in the public domain only; the first has a small form."""
    first, small = found.image or found.image_small, found.image_small or None
    return tuple(
        Image(
            url=url.replace(" ", "%20"),
            thumbnail=small.replace(" ", "%20") if small and url == first else None,
            credit=MUSEUM,
            licence=CC0 if public else None,
            open=public,
        )
        for url in dict.fromkeys(filter(None, (first, *others)))
    )


@lru_cache(maxsize=4_000)
def _rights(statement: str, public: bool) -> tuple[Rights, ...]:
    found = (CC0_METADATA, *(IN_THE_PUBLIC_DOMAIN if public else ()))
    said = plain(statement)
    if not said:
        return found
    known = licence(said)
    return (*found, Rights(covers="work", licence=known.uri if known else None, statement=said))


def _holding(found: Object, inventory: str | None) -> Holding:
    credit = plain(found.credit_line) or None
    if found.repository in ("", REPOSITORY):
        return Holding(name=MUSEUM, city="New York", country="US", inventory=inventory, credit_line=credit)
    return Holding(name=found.repository, inventory=inventory, credit_line=credit)
