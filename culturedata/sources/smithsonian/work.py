"""What a record of the Smithsonian says, from its texts under labels and its index to the common shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from culturedata.data.licences import licence
from culturedata.data.records import (
    Date,
    Dimension,
    Entity,
    Holding,
    Image,
    Measure,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.importing.source import Context
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import number, plain, slug
from culturedata.sources.smithsonian.people import Indexed, People, letters
from culturedata.sources.smithsonian.sizes import is_size, read

_LONG = 200  # characters: what is longer is prose, and no term
_DATES = {
    "created": ("date", "date made", "made", "created", "date created", "creation date", "designed", "date designed",
                "manufactured", "date manufactured", "production date", "dates", "collection date range"),
    "published": ("published", "date published", "publication date", "issued", "date issued", "issue date"),
    "acquired": ("collection date", "date collected", "acquired", "date acquired", "acquisition date"),
}  # fmt: skip
_KIND_OF_DATE = {label: kind for kind, labels in _DATES.items() for label in labels}
# The categories of texts that are terms, and their facet; a label may say otherwise.
_TERMS = {
    "objectType": "type", "setName": "collection", "topic": "subject", "culture": "culture", "language": "language",
    "place": "place", "gallery": "collection",
}  # fmt: skip
_FACET_OF_LABEL = {
    "medium": "material", "materials": "material", "material": "material", "technique": "technique",
    "period": "period", "style": "movement", "school": "culture", "place depicted": "subject", "depicted": "subject",
}  # fmt: skip
_INDEX = {
    "object_type": "classification", "place": "place", "topic": "subject", "culture": "culture",
    "language": "language", "usage_flag": "collection", "scientific_name": "classification",
    "common_name": "classification",
}  # fmt: skip
_TAXA = re.compile(r"tax_[a-z_-]+")
_AGES = re.compile(r"(?:geo_age|strat)[a-z_-]*")
_TEXTS = ("notes", "publisher", "taxonomicName")
_INVENTORY = ("usnm number", "object number", "accession number", "inventory number", "catalog number", "local number")
_ACCESSION = frozenset({"object number", "accession number", "inventory number"})
_LEVELS = ("L1", "L2", "L3", "L4", "L5", "Other")
_PIXELS = re.compile(r"\((\d+)\s*x\s*(\d+)\)")
_ARK = re.compile(r"https?://(?:www\.)?n2t\.net/(ark:/.+)")

_PARTS = ("descriptiveNonRepeating", "freetext", "indexedStructured")

Row = dict[str, Any]


class Reading:
    """One record that is being read: what is not used of its parts is in `left`."""

    def __init__(self, context: Context, key: str) -> None:
        self.left: list[Mapping[str, Any]] = []
        self._context, self._key, self._record = context, key, f"smithsonian:{key}"
        self._terms: dict[str, Term] = {}
        self._used: dict[WorkTerm, None] = {}
        self._told: set[tuple[str, ...]] = set()  # the words of places whose whole hierarchy is known

    def work(self, row: Row) -> list[Entity]:
        """The work, after the terms and the people that it names."""
        content = row.pop("content")
        main, free, index = (content.pop(name, None) or {} for name in _PARTS)
        self.left += [content, main, free, index]
        keeper = main.pop("data_source", None)
        titles = self._titles(row, main, free)
        for name in ("id", "url", "type"):
            row.pop(name, None)  # the record's name in the index, of which the key is made
        units = main.pop("unit_code", None), row.pop("unitCode", None)
        for unit in dict.fromkeys(filter(None, units)):
            self._term("department", unit)
        people = People()
        people.read(self._context, self._record, self._entries(free, "name"), list(self._names(index)))
        for subject in people.subjects:
            self._term("subject", subject)
        numbers, inventory = self._numbers(main, free)
        when, dated = self._dates(free, index)
        physical, sizes = self._physical(free)
        images, media, rights = self._media(main.pop("online_media", None) or {}, keeper)
        texts = [*people.texts, *dated, *physical, *self._texts(free), *self._today(index)]
        measures = tuple(self._places(index))
        texts += self._categories(free, index)
        holding, sources = self._holding(free, keeper, inventory)
        texts += sources
        work = Work(
            id=self._record,
            domain="museum",
            titles=titles,
            url=main.pop("record_link", None) or None,
            credits=tuple(people.credits),
            dates=tuple(when),
            terms=tuple(self._used),
            texts=tuple(texts),
            images=tuple(images),
            rights=tuple(dict.fromkeys([*self._rights(main, free), *rights])),
            identifiers=identifiers(self._context, self._record, smithsonian=self._key, **numbers),
            dimensions=tuple(sizes),
            holdings=(holding,),
            measures=measures,
            relations=tuple(media),
        )  # fmt: skip
        return [*self._terms.values(), *people.agents.values(), work]

    # -- entries -----------------------------------------------------------------------------------------------------

    def _entries(self, free: Row, category: str) -> list[tuple[str, str]]:
        """The labels and the texts of a category; what else an entry says goes to `left`."""
        found = []
        for entry in _listed(free.pop(category, None)):
            said = {"content": entry} if isinstance(entry, str) else entry
            label, text = said.pop("label", None) or "", plain(str(said.pop("content", None) or ""))
            self.left.append(said)
            if text:
                found.append((" ".join(label.split()), text))
        return found

    def _values(self, values: Any) -> Iterator[tuple[str, str]]:
        """The texts of a list in the index with their types, where they have one."""
        for value in _listed(values):
            said = value if isinstance(value, dict) else {"content": value}
            text, kind = plain(str(said.pop("content", None) or "")), said.pop("type", None) or ""
            self.left.append(said)
            if text:
                yield text, kind

    def _names(self, index: Row) -> Iterator[Indexed]:
        return (Indexed(text, kind) for text, kind in self._values(index.pop("name", None)))

    def _term(
        self, facet: str, label: str, above: tuple[str, str] | None = None, *, used: bool = True
    ) -> tuple[str, str] | None:
        """Note a term, and that it describes the work unless it is only a broader one (`used`).

        Returns its path and its id, None if it has no label. `above` are those of the broader term.
        """
        label = " ".join(label.split())
        if not slug(label):
            return None
        path = f"{above[0]}--{slug(label)}" if above else slug(label)
        id_ = f"smithsonian:term:{facet}-{path}"
        parents = (above[1],) if above else ()
        self._terms.setdefault(id_, Term(id=id_, facet=facet, label=label, label_en=label, parents=parents))
        if used:
            self._used[WorkTerm(facet=facet, term=id_)] = None
        return path, id_

    # -- parts -------------------------------------------------------------------------------------------------------

    def _titles(self, row: Row, main: Row, free: Row) -> tuple[Title, ...]:
        """The title, other titles, and the form by which it is sorted."""
        said, top = main.pop("title", None) or {}, plain(row.pop("title", None) or "")
        first = plain(said.pop("content", None) or "") or top or "[no title]"
        said.pop("label", None)
        self.left.append(said)
        others = [top, *(text for _, text in self._entries(free, "title"))]
        found = [Title(text=first), *(Title(text=other, kind="alternative") for other in others if other)]
        sort = main.pop("title_sort", None)
        found = [title for title in found if title.kind == "original" or title.text != first]
        return (*dict.fromkeys(found), *((Title(text=sort, kind="sort"),) if sort else ()))

    def _numbers(self, main: Row, free: Row) -> tuple[dict[str, list[str]], str | None]:
        """The identifiers by their label, and the inventory number: the first of those that a unit may print."""
        numbers: dict[str, list[str]] = {}
        guid = main.pop("guid", None) or ""
        ark = _ARK.fullmatch(guid)
        if guid:
            numbers["ark" if ark else "guid"] = [ark[1] if ark else guid]
        main.pop("record_ID", None)  # the key
        printed = [(label.casefold() or "number", text) for label, text in self._entries(free, "identifier")]
        for label, text in printed:
            numbers.setdefault("accession" if label in _ACCESSION else label, []).append(text)
        known = dict(reversed(printed))
        return numbers, next((known[label] for label in _INVENTORY if label in known), None)

    def _holding(self, free: Row, keeper: str | None, inventory: str | None) -> tuple[Holding, list[Text]]:
        """The unit that keeps it, as the record calls it, and what it was given by, in the unit's words; with the
        other units that the record is said to be from."""
        sources, lines = ([text for _, text in self._entries(free, name)] for name in ("dataSource", "creditLine"))
        name = keeper or next(iter(sources), None)
        others = [Text(kind="data source", text=one, lang="en") for one in dict.fromkeys(sources) if one != name]
        return Holding(
            kind="keeper", name=name, country="US", inventory=inventory, credit_line="; ".join(lines) or None
        ), others

    def _dates(self, free: Row, index: Row) -> tuple[list[Date], list[Text]]:
        """The printed dates; where one alone can't be read, or none is printed, the decades of the index bound it."""
        printed = self._entries(free, "date")
        decades = [text for text, _ in self._values(index.pop("date", None))]
        spans = [dates.read(decade) for decade in decades]
        first = min((span.earliest for span in spans if span.earliest is not None), default=None)
        last = max((span.latest for span in spans if span.latest is not None), default=None)
        found, texts = [], []
        for label, text in printed:
            kind = _KIND_OF_DATE.get(label.casefold() or "date")
            if kind is None:
                texts.append(Text(kind=label.casefold(), text=text, lang="en"))
                continue
            date = dates.read(text, kind)
            if date.precision == "unknown" and len(printed) == 1 and first is not None:
                date = dates.bounded(text, first, last, kind)
            found.append(date)
        if decades and not printed:
            found.append(dates.bounded("; ".join(decades), first, last))
        return found, texts

    def _physical(self, free: Row) -> tuple[list[Text], list[Dimension]]:
        """Media and techniques as terms or, where they are long, texts; sizes; other descriptions as texts."""
        texts: list[Text] = []
        sizes: list[Dimension] = []
        for label, text in self._entries(free, "physicalDescription"):
            facet = _FACET_OF_LABEL.get(label.casefold())
            if facet and len(text) <= _LONG:
                self._term(facet, text)
            elif is_size(label, text):
                sizes += read(label, text)
            else:
                texts.append(Text(kind=label.casefold() or "physical description", text=text, lang="en"))
        return texts, sizes

    def _texts(self, free: Row) -> Iterator[Text]:
        for category in _TEXTS:
            for label, text in self._entries(free, category):
                yield Text(kind=label.casefold() or category, text=text, lang="en")

    def _today(self, index: Row) -> Iterator[Text]:
        """Whether it is on exhibit today, and in which building."""
        said = [text for text, _ in self._values(index.pop("exhibition_building", None))]
        said += [f"on exhibit: {text}" for text, _ in self._values(index.pop("onPhysicalExhibit", None))]
        if said:
            yield Text(kind="location", text="; ".join(said), lang="en")

    def _categories(self, free: Row, index: Row) -> list[Text]:
        """Note the terms of the texts, then those that only the index has; returned are the places of which the unit
        says what they have to do with the work («made in»)."""
        places = []
        for category, facet in _TERMS.items():
            for label, text in self._entries(free, category):
                said = label.casefold()
                if category == "place" and said not in ("", "place") and said not in _FACET_OF_LABEL:
                    places.append(Text(kind=said, text=text, lang="en"))
                if category != "place" or letters(text) not in self._told:
                    self._term(_FACET_OF_LABEL.get(label.casefold(), facet), text)
        for name in list(index):
            facet_of = "classification" if _TAXA.fullmatch(name) else "period" if _AGES.fullmatch(name) else None
            facet_or_none = _INDEX.get(name, facet_of)
            if facet_or_none:
                for text, _ in self._values(index.pop(name)):
                    if not (facet_or_none == "place" and self._is_place(text)):
                        self._term(facet_or_none, text)
        return places

    def _is_place(self, label: str) -> bool:
        """Whether a place of the index stands already in the hierarchy or in the printed places."""
        return any(term.facet == "place" and term.label == " ".join(label.split()) for term in self._terms.values())

    def _places(self, index: Row) -> Iterator[Measure]:
        """Places from the continent to the locality, each below the one before it; and where it is on the earth."""
        for geo in _listed(index.pop("geoLocation", None)):
            labels: list[str] = []
            for level in _LEVELS:
                said = geo.pop(level, None) or {}
                labels.append(plain(said.pop("content", None) or ""))
                said.pop("type", None)
                self.left.append(said)
            labels = [label for label in labels if slug(label)]
            above: tuple[str, str] | None = None
            for label in labels:
                above = self._term("place", label, above, used=label is labels[-1])
            self._told.add(letters(" ".join(labels)))
            points = geo.pop("points", None) or {}
            point = points.pop("point", None) or {}
            for kind in ("latitude", "longitude"):
                said = point.pop(kind, None) or {}
                value, unit = number(str(said.pop("content", None) or "")), said.pop("type", None) or "degree"
                if value is not None:
                    yield Measure(kind=kind, value=value, unit="degree" if unit == "decimal" else unit)
                self.left.append(said)
            self.left += [point, points, geo]

    def _media(self, online: Row, keeper: str | None) -> tuple[list[Image], list[Relation], list[Rights]]:
        """Pictures, each with its own rights; models, recordings and other media as relations that name them, as do
        the files of a picture in its several sizes and its lasting address."""
        images: list[Image] = []
        others: list[Relation] = []
        rights: list[Rights] = []
        for one in _listed(online.pop("media", None)):
            usage = one.pop("usage", None) or {}
            access, terms = usage.pop("access", None) or "", plain(str(usage.pop("text", None) or ""))
            codes = usage.pop("codes", None) or ""
            known = licence(access) if access else None
            uri = known.uri if known else None
            statement = "; ".join(filter(None, (access, terms, codes if isinstance(codes, str) else "")))
            kind, url = one.pop("type", None) or "Images", one.pop("content", None) or ""
            caption = plain(one.pop("caption", None) or "") or None
            width, height, resources = self._resources(one.pop("resources", None) or ())
            alt = plain(one.pop("altTextAccessibility", None) or "") or caption
            thumbnail, lasting = one.pop("thumbnail", None) or None, one.pop("guid", None)
            target = f"smithsonian:media:{one.pop('idsId', None) or slug(url)}"
            if kind == "Images" and url:
                images.append(
                    Image(
                        url=url, thumbnail=thumbnail, width=width, height=height, alt=alt, credit=keeper,
                        licence=uri, open=known is not None and known.open,
                    )
                )  # fmt: skip
            told = (*resources, lasting) if kind == "Images" else (caption, url, *resources, lasting, statement)
            text = "\n".join(filter(None, told))
            if text:
                others.append(Relation(kind="picture file" if kind == "Images" else kind, target=target, text=text))
            if statement and kind == "Images":
                rights.append(Rights(covers="image", licence=uri, statement=statement))
            self.left += [usage, one]
        self.left.append(online)
        return images, others, rights

    def _resources(self, rows: Any) -> tuple[int | None, int | None, list[str]]:
        """The size of the largest JPEG in pixels, and each rendition with its size and its address."""
        width = height = None
        told = []
        for row in rows:
            label, url = row.pop("label", None) or "", row.pop("url", None) or ""
            own = row.pop("width", None), row.pop("height", None)
            printed = row.pop("dimensions", None), f"{own[0]}x{own[1]}" if any(own) else None
            found = _PIXELS.search(label)
            if found and "jpeg" in label.casefold():
                width, height = int(found[1]), int(found[2])
            elif width is None and "jpeg" in label.casefold() and all(isinstance(size, int) for size in own):
                width, height = own
            sizes = [size for size in dict.fromkeys(filter(None, printed)) if size not in label]
            named = f"{label} ({', '.join(sizes)})" if sizes else label
            told.append(": ".join(filter(None, (named.strip(), url))))
            self.left.append(row)
        return width, height, told

    def _rights(self, main: Row, free: Row) -> Iterator[Rights]:
        """Rights in the record, and what is printed about rights in the work."""
        usage = main.pop("metadata_usage", None) or {}
        access, terms = usage.pop("access", None), plain(str(usage.pop("text", None) or ""))
        self.left.append(usage)
        if access:
            known = licence(access)
            statement = f"{access}; {terms}" if terms else access
            yield Rights(covers="metadata", licence=known.uri if known else None, statement=statement)
        for _, text in self._entries(free, "objectRights"):
            known = licence(text)
            yield Rights(covers="work", licence=known.uri if known else None, statement=text)


def _listed(value: Any) -> list[Any]:
    """What may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [value] if value else []
