"""A release and a master: both are works. A master is what all its editions have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import msgspec

from culturedata.data.licences import CC0_METADATA
from culturedata.data.records import (
    Date,
    Entity,
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
from culturedata.importing.values import dates
from culturedata.importing.values.text import slug
from culturedata.sources.discogs.credits import Credits, bare, company_credits, label_credits, line, named
from culturedata.sources.discogs.markup import SITE, plain
from culturedata.sources.discogs.shape import text, texts, within
from culturedata.sources.discogs.tracks import Tracks

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_LENGTHS = {8, 12, 13, 14}  # digits of barcodes: EAN-8, UPC, EAN-13, GTIN-14
_ACCEPTED = "Accepted"
_OF_WORKS = {"barcode": "barcode", "isrc": "isrc", "asin": "asin"}  # identifiers that others know a work by
Pair = tuple[Term, WorkTerm]


@lru_cache(maxsize=20_000)
def term(facet: str, kind: str, label: str, french: str | None = None) -> Pair:
    """A term of a facet, known by its words, and its use; `kind` is what Discogs calls the list it is from."""
    id_ = f"discogs:term:{kind}:{slug(label) or label}"
    return Term(id=id_, facet=facet, label=label, label_en=label, label_fr=french), WorkTerm(facet=facet, term=id_)


@lru_cache(maxsize=100)
def judged(said: str, french: str | None) -> Pair:
    """The term for how good Discogs' editors find a record: «Needs Vote»."""
    made, used = term("classification", "quality", said)
    english, french = f"data quality: {said}", f"qualité des données : {french or said}"
    return msgspec.structs.replace(made, label_en=english, label_fr=french), used


class Reading:
    """One release or master, with the issues that it gives rise to."""

    def __init__(self, context: Context, record: str) -> None:
        self._context, self._record = context, record
        self._french: dict[str, dict[str, str]] = context.descriptor.options.get("labels_fr", {})
        self._credits = Credits()
        self._pairs: dict[str, Pair] = {}
        self._texts: list[Text] = []

    def master(self, root: Element) -> list[Entity]:
        """What a <master> says."""
        main = text(root, "main_release")
        relations = (Relation(kind="main edition", target=f"discogs:release:{main}"),) if main else ()
        self._artists(root)
        self._words(root, "master")
        year = text(root, "year")
        self._notes(root)
        return self._work(root, dates=self._dates(year, "year"), relations=relations)

    def release(self, root: Element) -> list[Entity]:
        """What a <release> says."""
        self._artists(root)
        label_credits(within(root, "labels"), self._credits)
        self._credits.artists(named(within(root, "extraartists")))
        tracks = Tracks(self._credits, self._odd_duration)
        tracks.take(within(root, "tracklist"))
        holders = company_credits(within(root, "companies"), self._credits)
        self._words(root, "release")
        if country := text(root, "country"):
            self._term("country", "country", country)
        if (status := root.get("status", _ACCEPTED)) != _ACCEPTED:
            self._term("classification", "status", status)
        self._formats(root)
        self._text("tracklist", tracks.printed)
        self._notes(root)
        found = self._identifiers(root)
        return self._work(
            root,
            dates=self._dates(text(root, "released"), "released"),
            relations=tuple(_relations(root)),
            identifiers=tuple(found),
            measures=tracks.measures(),
            rights=tuple(Rights(covers="work", statement=said, holder=holder) for said, holder in holders),
        )

    def _work(self, root: Element, *, rights: tuple[Rights, ...] = (), **more: object) -> list[Entity]:
        """The entities: terms, agents, and the work itself, with what releases and masters have in common."""
        kind, number = root.tag, root.get("id", "")
        own = Identifier(scheme=f"discogs-{kind}", value=number)
        identifiers: tuple[Identifier, ...] = more.pop("identifiers", ())  # type: ignore[assignment]
        self._videos(root)
        work = Work(
            id=f"discogs:{kind}:{number}",
            domain="music",
            titles=(Title(text=text(root, "title") or "[no title]"),),
            url=f"{SITE}/{kind}/{number}",
            credits=self._credits.credits(),
            terms=tuple(pair[1] for pair in self._pairs.values()),
            texts=tuple(self._texts),
            images=tuple(_images(root)),
            rights=(CC0_METADATA, *rights),
            identifiers=(own, *identifiers),
            **more,  # type: ignore[arg-type]
        )
        return [*(pair[0] for pair in self._pairs.values()), *self._credits.agents.values(), work]

    def _artists(self, root: Element) -> None:
        artists = named(within(root, "artists"))
        self._credits.artists(artists)
        printed = line(artists)
        if printed != ", ".join(bare(one.name) for one in artists):
            self._text("makers as printed", printed)

    def _words(self, root: Element, kind: str) -> None:
        """The kind of record, genres and styles; how good Discogs' editors find the record."""
        self._term("type", "kind", kind)
        for genre in texts(root, "genres"):
            self._term("genre", "genre", genre)
        for style in texts(root, "styles"):
            self._term("genre", "style", style)
        if quality := text(root, "data_quality"):
            pair = judged(quality, self._french.get("quality", {}).get(quality))
            self._pairs[pair[0].id] = pair

    def _formats(self, root: Element) -> None:
        """Terms for what it is on and how it is described; the printed whole, with the number of pieces, as a text."""
        printed = []
        for one in within(root, "formats"):
            name, number, free = (one.get(field, "").strip() for field in ("name", "qty", "text"))
            described = texts(one, "descriptions")
            for label in filter(None, (name, *described)):
                self._term("form", "format", label)
            counted = f"{number} × {name}" if number not in ("", "1") else name
            printed.append(", ".join(filter(None, (counted, *described, free))))
        self._text("format", "\n".join(printed))

    def _identifiers(self, root: Element) -> Iterator[Identifier]:
        """Barcodes and the like; all that is printed, as a text. A barcode is one if it has as many digits as one."""
        printed, found = [], []
        for one in within(root, "identifiers"):
            kind, described, value = (one.get(field, "").strip() for field in ("type", "description", "value"))
            scheme = _OF_WORKS.get(kind.casefold())
            canonical = "".join(filter(str.isalnum, value)) if scheme else ""
            if scheme and (scheme != "barcode" or (canonical.isdecimal() and len(canonical) in _LENGTHS)):
                found.append(Identifier(scheme=scheme, value=canonical))
            if described or (value and (scheme is None or value != canonical)):
                printed.append(f"{kind}{f' ({described})' if described else ''}: {value}")
        self._text("identifiers", "\n".join(printed))
        return iter(dict.fromkeys(found))

    def _videos(self, root: Element) -> None:
        for one in within(root, "videos"):
            length = one.get("duration", "")
            lasting = f" ({int(length) // 60}:{int(length) % 60:02})" if length.isdecimal() else ""
            said = (f"{text(one, 'title')}{lasting}", text(one, "description"), one.get("src", ""))
            self._text("video", "\n".join(filter(None, said)))

    def _notes(self, root: Element) -> None:
        self._text("notes", plain(text(root, "notes")))

    def _dates(self, said: str, field: str) -> tuple[Date, ...]:
        """When it came out; zeros stand for what is not known: «1969-00-00»."""
        found = _released(said)
        if found is None:
            return ()
        if dates.unread(found):
            self._report("unread-date", f"{said!r} is no date that can be read", field, said)
        return (found,)

    def _odd_duration(self, said: str) -> None:
        self._report("unread-duration", f"{said!r} is no duration: it stands in the list of tracks", "duration", said)

    def _report(self, code: str, message: str, field: str, raw: str) -> None:
        self._context.report(Issue(code, message, record=self._record, field=field, raw=raw))

    def _term(self, facet: str, kind: str, label: str) -> None:
        pair = term(facet, kind, label, self._french.get(kind, {}).get(label))
        self._pairs[pair[0].id] = pair

    def _text(self, kind: str, said: str) -> None:
        if said:
            self._texts.append(Text(kind=kind, text=said))


@lru_cache(maxsize=20_000)
def _released(said: str) -> Date | None:
    """The date; None where it says nothing."""
    found = _DAY.fullmatch(said)
    if not found:
        return dates.read(said, "released") if said.strip("0-?. ") else None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if not year:
        return None
    if month > 12 or day > 31 or (day and not month):
        return Date(text=said, kind="released", earliest=year, latest=year)
    precision = "day" if day else "month" if month else "year"
    shown = said[: {"day": 10, "month": 7, "year": 4}[precision]]
    return Date(text=shown, kind="released", earliest=year, latest=year, precision=precision)


def _relations(root: Element) -> Iterator[Relation]:
    """The master that a release is an edition of, and the series that it is in."""
    master = root.find("master_id")
    if master is not None and (number := (master.text or "").strip().lstrip("0")):
        main = master.get("is_main_release") == "true"
        yield Relation(kind="main edition of" if main else "edition of", target=f"discogs:master:{number}")
    for one in within(root, "series"):
        said = " ".join(filter(None, (bare(one.get("name", "").strip()), one.get("catno", "").strip())))
        if said:
            yield Relation(kind="part of", text=said)


def _images(root: Element) -> Iterator[Image]:
    """The pictures that have an address: since 2016 none has."""
    for one in within(root, "images"):
        if address := one.get("uri", "").strip():
            width, height = (int(said) if (said := one.get(side, "")).isdecimal() else None
                             for side in ("width", "height"))  # fmt: skip
            yield Image(url=address, thumbnail=one.get("uri150", "").strip() or None, width=width, height=height)
