"""What a record of the Smithsonian says, from its texts under labels and its index to the common shape."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.licences import licence
from culturedata.data.records import Date, Dimension, Entity, Holding, Rights, Text, Title, Work
from culturedata.importing.source import Context
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import plain, text_of
from culturedata.sources.smithsonian import physical
from culturedata.sources.smithsonian.entries import Left, Row, entries, values
from culturedata.sources.smithsonian.media import media
from culturedata.sources.smithsonian.numbers import numbers
from culturedata.sources.smithsonian.people import Indexed, People
from culturedata.sources.smithsonian.words import Words

_DATES = {
    "created": ("date", "date made", "made", "created", "date created", "creation date", "designed", "date designed",
                "manufactured", "date manufactured", "production date", "dates", "collection date range"),
    "published": ("published", "date published", "publication date", "issued", "date issued", "issue date"),
    "acquired": ("collection date", "date collected", "acquired", "date acquired", "acquisition date"),
}  # fmt: skip
_KIND_OF_DATE = {label: kind for kind, labels in _DATES.items() for label in labels}
_BODILY = "physical description"
# The categories of texts, and what a text without a label is.
_TEXTS = {"physicalDescription": _BODILY, "notes": "notes", "publisher": "publisher", "taxonomicName": "taxonomicName"}
_PARTS = ("descriptiveNonRepeating", "freetext", "indexedStructured")


class Reading:
    """One record that is being read: what is not used of its parts is in `left`."""

    def __init__(self, context: Context, key: str) -> None:
        self.left: Left = []
        self._context, self._key, self._record = context, key, f"smithsonian:{key}"
        self._words = Words(self.left)

    def work(self, row: Row) -> list[Entity]:
        """The work, after the terms and the people that it names."""
        content = row.pop("content")
        main, free, index = (content.pop(name, None) or {} for name in _PARTS)
        self.left += [content, main, free, index]
        keeper = text_of(main, "data_source") or None
        titles = self._titles(row, main, free)
        self._units(row, main)
        people = self._people(free, index)
        number = numbers(main, free, self.left)
        when, dated = self._dates(free, index)
        described, sizes = self._described(free)
        shown = media(main.pop("online_media", None) or {}, keeper, self.left)
        texts = [*people.texts, *dated, *described, *self._today(index)]
        measures, points = self._words.places(index)
        texts += points + self._words.categories(free, index)
        holding, sources = self._holding(free, keeper, number.inventory)
        work = Work(
            id=self._record,
            domain="museum",
            titles=titles,
            url=text_of(main, "record_link") or None,
            credits=tuple(people.credits),
            dates=tuple(when),
            terms=tuple(self._words.used),
            texts=(*texts, *sources),
            images=tuple(shown.images),
            rights=tuple(dict.fromkeys([*self._rights(main, free), *shown.rights])),
            identifiers=identifiers(self._context, self._record, smithsonian=self._key, **number.schemes),
            dimensions=tuple(sizes),
            holdings=(holding,),
            measures=tuple(measures),
            relations=tuple(shown.relations),
        )
        return [*self._words.terms.values(), *people.agents.values(), work]

    def _units(self, row: Row, main: Row) -> None:
        """The museums that the record is of, as terms; its names in the index are left out: the key is made of them."""
        for name in ("id", "url", "type"):
            row.pop(name, None)
        units = text_of(main, "unit_code"), text_of(row, "unitCode")
        for unit in dict.fromkeys(filter(None, units)):
            self._words.add("department", unit)

    def _people(self, free: Row, index: Row) -> People:
        """Whom the record names; those who are shown are subjects."""
        people = People()
        indexed = [Indexed(text, kind) for text, kind in values(index.pop("name", None), self.left)]
        people.read(self._context, self._record, entries(free, "name", self.left), indexed)
        for subject in people.subjects:
            self._words.add("subject", subject)
        return people

    def _titles(self, row: Row, main: Row, free: Row) -> tuple[Title, ...]:
        """The title, other titles, and the form by which it is sorted."""
        said, top = [text for _, text in entries(main, "title", self.left)], plain(text_of(row, "title"))
        others = [*said, top, *(text for _, text in entries(free, "title", self.left))]
        first = next(filter(None, others), "[no title]")
        found = [Title(text=first), *(Title(text=other, kind="alternative") for other in others if other)]
        sort = text_of(main, "title_sort")
        found = [title for title in found if title.kind == "original" or title.text != first]
        return (*dict.fromkeys(found), *((Title(text=sort, kind="sort"),) if sort else ()))

    def _holding(self, free: Row, keeper: str | None, inventory: str | None) -> tuple[Holding, list[Text]]:
        """The unit that keeps it, as the record calls it, and what it was given by, in the unit's words; with the
        other units that the record is said to be from."""
        sources, lines = ([text for _, text in entries(free, name, self.left)] for name in ("dataSource", "creditLine"))
        name = keeper or next(iter(sources), None)
        others = [Text(kind="data source", text=one, lang="en") for one in dict.fromkeys(sources) if one != name]
        return Holding(
            kind="keeper", name=name, country="US", inventory=inventory, credit_line="; ".join(lines) or None
        ), others

    def _dates(self, free: Row, index: Row) -> tuple[list[Date], list[Text]]:
        """The printed dates; where none of them can be read, or none is printed, the decades of the index bound it."""
        decades = [text for text, _ in values(index.pop("date", None), self.left)]
        spans = [dates.read(decade) for decade in decades]
        first = min((span.earliest for span in spans if span.earliest is not None), default=None)
        last = max((span.latest for span in spans if span.latest is not None), default=None)
        found, texts = [], []
        for label, text in entries(free, "date", self.left):
            kind = _KIND_OF_DATE.get(label.casefold() or "date")
            if kind is None:
                texts.append(Text(kind=label.casefold(), text=text, lang="en"))
            else:
                found.append(dates.read(text, kind))
        if first is not None and all(date.precision == "unknown" for date in found):
            found = [dates.bounded(date.text, first, last, date.kind) for date in found]
        if decades and not found:
            found.append(dates.bounded("; ".join(decades), first, last))
        return found, texts

    def _described(self, free: Row) -> tuple[list[Text], list[Dimension]]:
        """Media and techniques as terms and, where these say less than what is printed, texts; sizes; all other
        descriptions as texts."""
        texts: list[Text] = []
        sizes: list[Dimension] = []
        for category, kind in _TEXTS.items():
            for label, text in entries(free, category, self.left):
                bodily = kind == _BODILY or label.casefold() == _BODILY
                told = self._words.physical(label, text) if bodily else None
                if told is not None:
                    texts += told
                elif bodily and physical.is_size(label, text):
                    sizes += physical.dimensions(label, text)
                else:
                    texts.append(Text(kind=label.casefold() or kind, text=text, lang="en"))
        return texts, sizes

    def _today(self, index: Row) -> Iterator[Text]:
        """Whether it is on exhibit today, and in which building."""
        said = [text for text, _ in values(index.pop("exhibition_building", None), self.left)]
        said += [f"on exhibit: {text}" for text, _ in values(index.pop("onPhysicalExhibit", None), self.left)]
        if said:
            yield Text(kind="location", text="; ".join(said), lang="en")

    def _rights(self, main: Row, free: Row) -> Iterator[Rights]:
        """Rights in the record, and what is printed about rights in the work."""
        usage = main.pop("metadata_usage", None) or {}
        access, terms = text_of(usage, "access"), plain(text_of(usage, "text"))
        self.left.append(usage)
        if access:
            known = licence(access)
            statement = f"{access}; {terms}" if terms else access
            yield Rights(covers="metadata", licence=known.uri if known else None, statement=statement)
        for _, text in entries(free, "objectRights", self.left):
            known = licence(text)
            yield Rights(covers="work", licence=known.uri if known else None, statement=text)
