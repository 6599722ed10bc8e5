"""The Art Institute of Chicago: its artworks and agents, from the dump that it makes of its API, or from the API.

A record's body is what the API's own page of it would be, `{"data": …, "config": …}`, with the bytes of both as they
came: `config` holds the addresses without which neither a picture nor a page can be named. Dump and API have the same
fields and make the same works; their bytes differ (the dump is indented), so a change of way counts as a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from culturedata.data.licences import CC0, CC0_METADATA, CC_BY, PUBLIC_DOMAIN
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Measure,
    RawRecord,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import DescriptorError
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, plain, slug, text_in, text_of, texts_of
from culturedata.sources.artic import files
from culturedata.sources.artic.files import LISTS, Found
from culturedata.sources.artic.listing import Listing
from culturedata.sources.artic.makers import makers

MUSEUM = "Art Institute of Chicago"
# Lists of terms (`subject_ids` beside `subject_titles`) and the facet in which each describes a work.
FACETS = {
    "style": "movement", "classification": "classification", "subject": "subject", "material": "material",
    "technique": "technique", "category": "collection",
}  # fmt: skip
# Fields with a text, the kind of text that it is, and its licence where it is not CC0.
TEXTS = {
    "artist_display": ("makers as printed", None), "description": ("description", CC_BY),
    "short_description": ("short description", CC_BY), "medium_display": ("medium", None),
    "inscriptions": ("inscription", None), "catalogue_display": ("catalogue raisonné", None),
    "publication_history": ("publication history", None), "exhibition_history": ("exhibition history", None),
    "provenance_text": ("provenance", None), "edition": ("edition", None),
}  # fmt: skip
_PARTS = re.compile(r"(?:(?P<part>[^\W\d][^:;]*):\s*)?(?P<sizes>[\d.]+(?:\s*×\s*[\d.]+){1,2})\s*cm\b")
_ONE_SIZE = re.compile(r"(?i)\b(?P<kind>h|w|d|l|diam)\.:?\s*(?P<size>\d+(?:\.\d+)?)\s*cm\b")
_WEIGHT = re.compile(r"(?<![\d./])(?P<size>\d+(?:\.\d+)?)\s*(?P<unit>k?g)\b")
_SIZES = ("height", "width", "depth")
_PUBLISHED = re.compile(
    r"(?i)(?:(?<=[,;] )|(?<=\())published (?P<when>[^;()]*\d[^;()]*?)(?=$|[;)]|, (?:printed|cast)\b)"
)


class Artic(Source):
    """Reads the dump, or the API's two lists; a cursor of the dump is «file:record», of the API «list:records done»."""

    name = "artic"
    summary = "Art Institute of Chicago: artworks and artists from its dump or its API"
    # What the API says of itself and of its own search (links, boosts, completions, times of indexing); the number and
    # the coordinates of a gallery, whose name is kept; how the website shows a work and how far its page is written;
    # numbers of titles that stand beside them; the first of a list, which counts where the list is missing, the list
    # without its first, and lists made of other lists; a placeholder and a colour computed from the picture; media on
    # the website; texts about agents, who have no page here. All of it stays in the raw record.
    ignored = frozenset({
        "api_model", "api_link", "is_boosted", "boost_rank", "has_not_been_viewed_much", "suggest_autocomplete_all",
        "suggest_autocomplete_boosted", "source_updated_at", "updated_at", "timestamp",
        "latitude", "longitude", "latlon", "gallery_id",
        "is_zoomable", "max_zoom_window_size", "publishing_verification_level", "has_multimedia_resources",
        "has_educational_resources", "has_advanced_imaging", "internal_department_id",
        "date_qualifier_id", "artist_id", "artist_title", "alt_artist_ids", "term_titles", "theme_titles",
        "lqip", "color", "document_ids", "sound_ids", "video_ids", "text_ids", "section_ids", "section_titles",
        "site_ids", "is_artist", "description",
    }) | {field for kind in FACETS for field in (f"{kind}_id", f"{kind}_title", f"alt_{kind}_ids")}  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since = Since(self.context.since)
        if self.context.fetcher is None and self.context.input in (None, ways.API, ways.DUMP):
            raise DescriptorError("artic is read over HTTP: it needs a client, or the file of its dump.")
        way = ways.way(self.context, default=ways.DUMP)
        found = self._listed(way.base) if way.path is None else files.of_path(way.path, self.context)
        for one in found:
            if since.wants(one.head.updated_at):
                yield RawRecord(
                    key=f"agent:{one.head.id}" if one.name == "agents" else str(one.head.id),
                    body=b'{"data":' + one.data + b',"config":' + one.config + b"}",
                    located=one.located,
                    cursor=one.cursor,
                )

    def _listed(self, base: str) -> Iterator[Found]:
        """The records of the API's lists, artworks first."""
        at, _, done = (self.context.cursor or f"{LISTS[0]}:0").partition(":")
        with ways.client(self.context, base) as (fetcher, http):
            for name in LISTS[LISTS.index(at) :]:
                listing = Listing(fetcher, f"{base}/{name}", http.page_size, self.context)
                for one in listing.after(int(done) if name == at else 0):
                    located = f"{base}/{name}/{one.head.id}"
                    yield Found(name, one.data, one.config, one.head, located, f"{name}:{one.position}")

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole = msgspec.json.decode(record.body)
        row, config = whole["data"], whole["config"] or {}
        if record.key.startswith("agent:"):
            entities: list[Entity] = [_agent(row, config, self.context)]
        else:
            entities = self._artwork(row, config)
        self.context.audit(row, self.ignored, f"artic:{record.key}")
        return iter(entities)

    def _artwork(self, row: dict[str, Any], config: dict[str, Any]) -> list[Entity]:
        at, website = row.pop("id"), config.get("website_url")
        people, credits = self._people(row, f"artic:{at}")
        terms = self._terms(row, f"artic:{at}")
        texts, public = tuple(_texts(row)), row.pop("is_public_domain", False)
        inventory = text_of(row, "main_reference_number") or None
        work = Work(
            id=f"artic:{at}",
            domain="museum",
            titles=_titles(row),
            url=f"{website}/artworks/{at}" if website else None,
            credits=credits,
            dates=tuple(_dates(row)),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
            texts=texts,
            images=tuple(self._images(row, config.get("iiif_url"), public)),
            rights=tuple(_rights(row, texts, public)),
            identifiers=identifiers(
                self.context, f"artic:{at}", accession=inventory, artic=at, nomisma=text_of(row, "nomisma_id")
            ),
            dimensions=tuple(self._dimensions(row)),
            holdings=(_holding(row, inventory),),
            measures=_measures(row),
        )
        return [*terms, *people, work]

    def _people(self, row: dict[str, Any], name: str) -> tuple[list[Agent], tuple[Credit, ...]]:
        """The makers and what each did; where a record has only the first of them, that one."""
        named = self._paired(row, "artist", name)
        if not named and (first := text_in(row, "artist_title")):
            named = [(text_in(row, "artist_id") or f"name-{slug(first)}", first)]
        return makers(named, text_in(row, "artist_display"), self.context, name)

    def _terms(self, row: dict[str, Any], name: str) -> list[Term]:
        said = [("type", f"type-{text_of(row, 'artwork_type_id') or None}", text_of(row, "artwork_type_title"))]
        department, named, place = (
            text_of(row, field) for field in ("department_id", "department_title", "place_of_origin")
        )
        said.append(("department", department or f"department-{slug(named)}", named))
        said.append(("place", f"place-{slug(place)}", place))
        for kind, facet in FACETS.items():
            for id_, title in self._paired(row, kind, name):
                period = kind == "style" and dates.read(title).precision != "unknown"  # «19th century» is no movement
                if id_ != department:
                    said.append(("period" if period else facet, id_, title))
        return [
            Term(id=f"artic:term:{id_}", facet=facet, label=label, label_en=label)
            for facet, id_, label in said
            if label
        ]

    def _paired(self, row: dict[str, Any], kind: str, name: str) -> list[tuple[str, str]]:
        """Ids with their titles, which stand in a list of their own."""
        ids, titles = texts_of(row, f"{kind}_ids"), texts_of(row, f"{kind}_titles")
        if len(ids) != len(titles):
            message = f"{len(ids)} {kind}_ids beside {len(titles)} {kind}_titles: those without a partner are left out"
            self.context.report(Issue("unpaired", message, name, field=f"{kind}_ids", raw=f"{ids} {titles}"))
        return [(id_ or f"name-{slug(title)}", title) for id_, title in zip(ids, titles, strict=False) if title]

    def _images(self, row: dict[str, Any], iiif: str | None, public: bool) -> Iterator[Image]:
        """Addresses of pictures, which are CC0 where the work is in the public domain, and not open anywhere else."""
        first, others = text_of(row, "image_id"), texts_of(row, "alt_image_ids")
        sizes = row.pop("thumbnail", None) or {}
        alt, width, height = text_of(sizes, "alt_text") or None, sizes.pop("width", None), sizes.pop("height", None)
        self.context.audit(sizes, self.ignored, "thumbnail")
        for image in dict.fromkeys(filter(None, (first, *others))) if iiif else ():
            shown = image == first
            yield Image(
                url=f"{iiif}/{image}/full/843,/0/default.jpg",
                thumbnail=f"{iiif}/{image}/full/200,/0/default.jpg",
                iiif=f"{iiif}/{image}",
                width=width if shown else None,
                height=height if shown else None,
                alt=alt if shown else None,
                credit=MUSEUM,
                licence=CC0 if public else None,
                open=public,
            )

    def _dimensions(self, row: dict[str, Any]) -> Iterator[Dimension]:
        """The sizes of the text; of the fields, whose fractions are cut off, what it lacks."""
        text, detail = text_of(row, "dimensions"), row.pop("dimensions_detail", None) or []
        read = list(_sizes(text))
        yield from read
        for part in detail:
            name = text_of(part, "clarification") or None
            for kind in (*_SIZES, "diameter"):
                size = part.pop(kind, None)
                if size and all(one.kind != kind for one in read):
                    yield Dimension(part=name, kind=kind, value=float(size), unit="cm")
            self.context.audit(part, self.ignored, "dimensions_detail")
        if text:
            yield Dimension(kind="text", text=text)


def _sizes(text: str) -> Iterator[Dimension]:
    """«Image: 45.2 × 66.1 cm», «H.: 24.8 cm», «diam.: 2.2 cm; 9.54 g»; nothing of inches, which say the same again."""
    for found in _PARTS.finditer(text):
        for kind, size in zip(_SIZES, re.split(r"\s*×\s*", found["sizes"]), strict=False):
            yield Dimension(part=found["part"], kind=kind, value=number(size), unit="cm", text=size)
    for found in _ONE_SIZE.finditer(text):
        kind = next(kind for kind in (*_SIZES, "length", "diameter") if kind.startswith(found["kind"].lower()))
        yield Dimension(kind=kind, value=number(found["size"]), unit="cm", text=found["size"])
    for found in _WEIGHT.finditer(text):
        yield Dimension(kind="weight", value=number(found["size"]), unit=found["unit"], text=found["size"])


def _agent(row: dict[str, Any], config: dict[str, Any], context: Context) -> Agent:
    at, name, website = row.pop("id"), text_of(row, "title"), config.get("website_url")
    if not name:
        raise ValueError("an agent without a name")
    return Agent(
        id=f"artic:agent:{at}",
        name=name,
        sort_name=text_of(row, "sort_title") or None,
        born=row.pop("birth_date", None),
        died=row.pop("death_date", None),
        url=f"{website}/artists/{at}" if website else None,
        names=tuple(Title(text=other, kind="alternative") for other in texts_of(row, "alt_titles") if other),
        identifiers=identifiers(context, f"artic:agent:{at}", artic=at, ulan=text_of(row, "ulan_id")),
        authority=1,
    )


def _titles(row: dict[str, Any]) -> tuple[Title, ...]:
    return (
        Title(text=text_of(row, "title") or "[no title]"),
        *(Title(text=other, kind="alternative") for other in texts_of(row, "alt_titles") if other),
    )


def _dates(row: dict[str, Any]) -> Iterator[Date]:
    """The date with its bounds, a later one of publication, then the year in which it was acquired, as it is said."""
    earliest, latest = row.pop("date_start", None), row.pop("date_end", None)
    years = [str(year) for year in dict.fromkeys((earliest, latest)) if year is not None]
    text = text_of(row, "date_display") or "–".join(years)
    published = text_of(row, "date_qualifier_title") == "Published" or text.lower().startswith("published")
    if text:
        yield dates.bounded(text, earliest, latest, "published" if published else "created")
    if later := _PUBLISHED.search(text):
        said = dates.read(later["when"], "published")
        yield Date(
            kind="published", text=later[0], earliest=said.earliest, latest=said.latest, precision=said.precision,
            qualifier=said.qualifier,
        )  # fmt: skip
    acquired = row.pop("fiscal_year", None)
    if acquired is not None:
        yield Date(kind="acquired", text=f"fiscal year {acquired}")


def _texts(row: dict[str, Any]) -> Iterator[Text]:
    for field, (kind, licence) in TEXTS.items():
        text = plain(text_of(row, field))
        if text:
            yield Text(kind=kind, text=text, lang="en", licence=licence)
    said = text_in(row, "date_qualifier_title")
    if said and said not in ("Made", "Published"):
        yield Text(kind="date", text=": ".join(filter(None, (said, text_in(row, "date_display")))), lang="en")
    yield from _today(row)
    gone = row.pop("fiscal_year_deaccession", None)
    if gone is not None:
        yield Text(kind="deaccession", text=f"fiscal year {gone}", lang="en")


def _today(row: dict[str, Any]) -> Iterator[Text]:
    """The gallery in which it is shown, and where it is lent; nothing if it is in store."""
    shown, gallery = row.pop("is_on_view", None), text_of(row, "gallery_title")
    if shown or gallery:
        state = () if shown is None else ("on view" if shown else "not on view",)
        yield Text(kind="location", text="; ".join(filter(None, (gallery, *state))), lang="en")
    lent = plain(text_of(row, "on_loan_display"))
    if lent:
        yield Text(kind="loan", text=lent, lang="en")


def _rights(row: dict[str, Any], texts: tuple[Text, ...], public: bool) -> Iterator[Rights]:
    notice = text_of(row, "copyright_notice")
    yield CC0_METADATA
    if any(text.licence for text in texts):
        yield Rights(covers="text", licence=CC_BY, statement="descriptions: CC BY 4.0", holder=MUSEUM)
    if public:
        yield Rights(covers="image", licence=CC0, statement="CC0 1.0")
        yield Rights(covers="work", licence=PUBLIC_DOMAIN, statement="public domain")
    if notice:
        yield Rights(covers="work", statement=notice)


def _holding(row: dict[str, Any], inventory: str | None) -> Holding:
    return Holding(
        kind="keeper", name=MUSEUM, city="Chicago", country="US", inventory=inventory,
        credit_line=text_of(row, "credit_line") or None,
    )  # fmt: skip


def _measures(row: dict[str, Any]) -> tuple[Measure, ...]:
    """How colourful the picture is, from 0, by the museum's own measure."""
    colour = row.pop("colorfulness", None)
    return () if colour is None else (Measure(kind="colorfulness", value=float(colour), unit="none"),)
