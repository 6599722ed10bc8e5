"""The Cleveland Museum of Art: its dump on GitHub, as JSON or CSV, and its API, which all hold the same records.

The older names of fields (`fun_fact`, `wall_description`) are read beside the newer ones. A maker has an id in newer
records; in older ones and in texts the id is made of what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata.data.licences import CC0, CC0_METADATA, licence
from culturedata.data.records import (
    Date,
    Entity,
    Holding,
    Identifier,
    RawRecord,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.inputs import ways
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Issue, Source
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import plain, slug, text_of
from culturedata.sources.cleveland import files as cleveland_files
from culturedata.sources.cleveland import parts
from culturedata.sources.cleveland.makers import makers, year
from culturedata.sources.cleveland.parts import Audit, Row, entries, phrases

MUSEUM = "Cleveland Museum of Art"
# Fields whose words describe a work, and the facet in which they do so.
FACETS = {
    "type": "type", "technique": "technique", "medium_mapped": "technique", "culture": "culture",
    "department": "department", "collection": "collection", "collection_mapped": "collection",
}  # fmt: skip
TRUE = (True, 1, "true", "True", "TRUE", "t", "1")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Info(msgspec.Struct):
    total: int


class _Answer(msgspec.Struct):
    """A page of the list of artworks; its records stay bytes."""

    info: _Info
    data: list[msgspec.Raw]


class _Head(msgspec.Struct):
    """The fields by which a record is named and dated."""

    id: int | str | None = None
    accession_number: str | None = None  # a number in the museum's report.json, which holds counts and no records
    updated_at: Any = None
    last_updated_in_athena: Any = None


class Cleveland(Source):
    """Reads the dump of the descriptor, a file of it, or an API; a cursor is a number, or «offset done» of the API."""

    name = "cleveland"
    summary = "Cleveland Museum of Art: its dump on GitHub or its API"
    # The caption made of other fields; whether it came in lately, which the day of acquisition says; with which of the
    # website's tools it is shown; how the records are kept and when they were changed; dates and sizes in a form for
    # sorting and searching; the number of the record a second time; how a caption is laid out; the names and bytes of
    # picture files and the days when they were taken; the address of a model whose number is kept.
    ignored = frozenset({
        "tombstone", "recently_acquired", "zoomify_disabled", "has_artlens_media", "has_artlens_scannable",
        "book_viewer_type", "is_book_viewer", "has_conservation_images", "secondary_assets", "sketchfab_url",
        "date_added_to_oa", "last_updated_in_athena", "updated_at", "sortable_date", "dimensions_searchable",
        "athena_id", "collapse_artists", "use_in_caption", "include_extent", "weight", "sortorder", "filesize",
        "filename", "date_created",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since, way = Since(self.context.since), ways.way(self.context, ways.DUMP)
        for record, head in self._api(way.base) if way.path is None else self._file(way.path):
            if since.wants(_moment(head)):
                yield record

    def _file(self, path: Path) -> Iterator[tuple[RawRecord, _Head]]:
        for found in cleveland_files.records(path, self.context, int(self.context.cursor or 0)):
            head = self._head(found.body, found.located)
            if head is not None:
                yield RawRecord(
                    key=str(head.id), body=found.body, located=found.located, cursor=str(found.number),
                    format=found.format,
                ), head  # fmt: skip

    def _api(self, base: str) -> Iterator[tuple[RawRecord, _Head]]:
        """The records of the API's list, which is asked for by offset; it says how long it is."""
        with ways.client(self.context, base) as (fetcher, http):

            def ask(where: str, again: bool) -> Page[msgspec.Raw] | None:
                params = {"skip": where, "limit": http.page_size}
                found = fetcher.json(f"{base}/artworks/", params, type=_Answer, again=again)
                if found is None:
                    return None
                done = int(where) + len(found.data)
                if not found.data and done < found.info.total:
                    self._ended_early(done, found.info.total)
                return Page(found.data, str(done) if found.data and done < found.info.total else None)

            for item in walk(ask, "0", self.context.cursor):
                body, where = bytes(item.value), f"{base}/artworks/"
                head = self._head(body, where)
                if head is not None:
                    key = str(head.id)
                    yield RawRecord(key=key, body=body, located=f"{where}{key}", cursor=item.cursor), head

    def _ended_early(self, done: int, total: int) -> None:
        self.context.partial = True
        message = f"the list of artworks ended after {done:,} of {total:,}: what is missing is not taken for deleted"
        self.context.report(Issue("list-ended-early", message))

    def _head(self, body: bytes, located: str) -> _Head | None:
        """What names a record; None, and an issue, if it is no object with an id."""
        try:
            head = msgspec.json.decode(body, type=_Head)
            if str(head.id or "").strip():
                return head
            message = "the record has no id: it is left out"
        except msgspec.DecodeError as error:
            message = f"the record can't be read ({error}): it is left out"
        raw = body.decode("utf-8", "replace")[:2000]
        self.context.report(Issue("no-key", message, field="id", raw=raw, located=located))
        return None

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: Row = msgspec.json.decode(record.body, type=dict[str, Any])
        name = f"cleveland:{record.key}"
        if record.format == "csv":
            row = cleveland_files.cells(row, self.context, name)

        def audit(left: Row) -> None:
            self.context.audit(left, self.ignored, name)

        row.pop("id")
        terms = list(_terms(row, audit))
        agents, credits, lives = makers(row, self.context, audit, name)
        rights = tuple(_rights(row))
        yield from terms
        yield from agents
        inventory, status = text_of(row, "accession_number"), text_of(row, "legal_status")
        image = next((one.licence for one in rights if one.covers == "image"), None)
        images, files = parts.pictures(row, MUSEUM, image if image == CC0 else None, audit)
        history, shows = parts.exhibitions(row.pop("exhibitions", None), audit)
        yield Work(
            id=name,
            domain="museum",
            titles=tuple(_titles(row, audit)),
            url=text_of(row, "url") or None,
            credits=tuple(credits),
            dates=tuple(self._dates(row, name)),
            terms=tuple(dict.fromkeys(WorkTerm(facet=term.facet, term=term.id) for term in terms)),
            texts=(*parts.texts(row, history, audit), *lives, *_flags(row, status), *_today(row, audit)),
            images=tuple(images),
            rights=rights,
            identifiers=self._identifiers(row, inventory, audit, name),
            dimensions=tuple(parts.dimensions(row, audit)),
            holdings=(_holding(row, inventory, status),),
            relations=(*_relations(row, audit), *shows, *files),
        )
        audit(row)

    def _dates(self, row: Row, name: str) -> Iterator[Date]:
        """When it was made, with bounds; then the day on which the museum took it in."""
        earliest, latest = (
            year(text_of(row, field), field, self.context, name)
            for field in ("creation_date_earliest", "creation_date_latest")
        )
        said, other = (plain(text_of(row, f)) for f in ("creation_date", "date_text"))
        years = [str(bound) for bound in dict.fromkeys((earliest, latest)) if bound is not None]
        text = said or other or "–".join(years)
        if text:
            yield dates.bounded(text, earliest, latest)
        if said and other and other != said:
            yield Date(text=other)
        acquired = text_of(row, "accession_date")
        if acquired:
            day = _DAY.match(acquired)
            yield dates.read(day[0] if day else acquired, "acquired")

    def _identifiers(self, row: Row, inventory: str, audit: Audit, name: str) -> tuple[Identifier, ...]:
        """The accession numbers, the present one first; then what other places call the work."""
        numbers = [inventory, *phrases(row.pop("former_accession_numbers", None), audit)]
        found = {"accession": numbers, "sketchfab": [text_of(row, "sketchfab_id")]}
        said = row.pop("external_resources", None)
        if isinstance(said, dict):
            found["wikidata"] = phrases(said.pop("wikidata", None), audit)
            found["internet-archive"] = phrases(said.pop("internet_archive", None), audit)
            audit(said)
        elif said:
            found["url"] = phrases(said, audit)
        return identifiers(self.context, name, **found)


def _moment(head: _Head) -> str | None:
    """When the record was last changed."""
    said = head.updated_at or head.last_updated_in_athena
    return str(said) if said else None


def _terms(row: Row, audit: Audit) -> Iterator[Term]:
    """The words that describe a work; `technique` stays in the record, which tells it as a text too."""
    found: dict[str, Term] = {}
    for field, facet in FACETS.items():
        for label in phrases(row.get(field) if field == "technique" else row.pop(field, None), audit):
            found.update(_term(facet, label))
    for one in entries(row.pop("support_materials", None)):
        marks = phrases(one.pop("watermarks", None), audit) if isinstance(one, dict) else []
        for label in (*phrases(one, audit), *(f"watermark: {mark}" for mark in marks)):
            found.update(_term("material", label))
    if row.pop("is_highlight", None) in TRUE:
        found.update(_term("collection", "Highlights of the collection"))
    yield from found.values()


def _term(facet: str, label: str) -> dict[str, Term]:
    """The term by its id; none for a label without letters and digits."""
    end = slug(label)
    id_ = f"cleveland:term:{facet}-{end}"
    return {id_: Term(id=id_, facet=facet, label=label, label_en=label)} if end else {}


def _titles(row: Row, audit: Audit) -> Iterator[Title]:
    """The title, that in the original language, others, and the series that it belongs to."""
    title, original = (plain(text_of(row, field)) for field in ("title", "title_in_original_language"))
    others = phrases(row.pop("alternate_titles", None), audit)
    if title and original:
        yield from (Title(text=title, kind="translated", lang="en"), Title(text=original))
    else:
        yield Title(text=title or original or "[no title]")
    yield from (Title(text=other, kind="alternative") for other in others)
    for field in ("series", "series_in_original_language"):
        yield from (Title(text=text, kind="group") for text in phrases(row.pop(field, None), audit))


def _rights(row: Row) -> Iterator[Rights]:
    """The rights in the record, in the picture and in the work."""
    status, notice = text_of(row, "share_license_status"), plain(text_of(row, "copyright"))
    yield CC0_METADATA
    if status:
        found = licence(status)
        yield Rights(covers="image", licence=found.uri if found else None, statement=status)
        if found and found.kind == "closed" and not notice:
            yield Rights(covers="work", licence=found.uri, statement=status)
    if notice:
        found = licence(notice)
        yield Rights(covers="work", licence=found.uri if found else None, statement=notice)


def _flags(row: Row, status: str) -> Iterator[Text]:
    """What the record says of its own kind and state, where that is not the usual."""
    for said, kind, usual in (
        (status, "legal status", "accessioned"),
        (text_of(row, "record_type"), "record type", "object"),
    ):
        if said and said.casefold() != usual:
            yield Text(kind=kind, text=said, lang="en")
    if row.pop("is_nazi_era_provenance", None) in TRUE:
        yield Text(kind="provenance research", text="Nazi-era provenance", lang="en")


def _today(row: Row, audit: Audit) -> Iterator[Text]:
    """Where the work is today, in which exhibition, and where it is or will be lent."""
    for field, kind in (("current_location", "location"), ("current_exhibition", "current exhibition")):
        said = "; ".join(phrases(row.pop(field, None), audit))
        if said:
            yield Text(kind=kind, text=said, lang="en")
    lent = ["on loan"] if row.pop("on_loan", None) in TRUE else []
    for field in ("current_loan", "upcoming_loans"):
        lent += phrases(row.pop(field, None), audit)
    if lent:
        yield Text(kind="loan", text="; ".join(lent), lang="en")


def _holding(row: Row, inventory: str, status: str) -> Holding:
    """The museum: as the owner of what it accessioned, as the keeper of all else."""
    return Holding(
        kind="owner" if status.casefold() == "accessioned" else "keeper", name=MUSEUM, city="Cleveland", country="US",
        inventory=inventory or None, credit_line=text_of(row, "creditline") or None,
    )  # fmt: skip


def _relations(row: Row, audit: Audit) -> Iterator[Relation]:
    """Related works, the record that stands for a set, and the parts of which the work is made."""
    for field, usual in (("related_works", "related to"), ("inseparable_parts", "has part")):
        for one in entries(row.pop(field, None)):
            number, inventory, kind = "", "", usual
            if isinstance(one, dict):
                number, inventory = text_of(one, "id"), text_of(one, "accession_number")
                kind = text_of(one, "relationship") or usual
            text = "; ".join(filter(None, (*phrases(one, audit), inventory)))
            yield Relation(kind=kind, target=f"cleveland:{number}" if number else None, text=text or None)
    cover = text_of(row, "cover_accession_number")
    if cover:
        yield Relation(kind="part of", text=cover)
