"""One score of the bundle as a work: its titles, people, words, rights and places in the corpus.

What is said of a score in words is a list of texts a field, named as music21 names it (`title`, `humdrum:AGN`). Traps
of the real bundle: a title is missing in many chorales, where the file's name stands for it; «composer» names
anything (see makers); the number of a tune stands twice; the rights are those of each encoding, and many are not free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from culturedata.data.licences import licence
from culturedata.data.records import (
    Date,
    Entity,
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
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates
from culturedata.importing.values.text import plain, text_of, texts_of
from culturedata.sources.music21.figures import Figures
from culturedata.sources.music21.makers import ROLES, Named, named

_TITLES = ("title", "movementName", "popularTitle", "alternativeTitle")
_TEXTS = {
    "description": "description", "RWG": "note", "humdrum:RNB": "note", "dedicatedTo": "dedication",
    "humdrum:MPD": "first performance", "placeFirstPublished": "place of publication",
    "manuscriptSourceName": "edition", "humdrum:YOR": "edition", "originalDocumentOwner": "edition",
    "PWK": "published in", "opusNumber": "opus", "movementNumber": "movement", "number": "number",
}  # fmt: skip
_FACETS = {
    "humdrum:AGN": "genre", "countryOfComposition": "country", "humdrum:AIN": "instrument", "fileFormat": "type",
}  # fmt: skip
_DATES = {"dateCreated": "created", "dateFirstPublished": "published"}
_STATEMENTS = ("copyright", "humdrum:YEM", "humdrum:YEN")
_MARK = re.compile(r"(?i)[\s©.,]*(?:copyright)?[\s©.,]*")
_NO_PLACE = re.compile(r".*\d/\d.*|(?:as )?performed by .*", re.IGNORECASE)


class Score:
    """What an entry says, taken out of it field by field: what is left is for who audits it."""

    def __init__(self, context: Context, record: RawRecord, path: str, number: str, metadata: dict[str, Any]) -> None:
        said = metadata.pop("contents", None)
        self.context, self.record, self.path, self.number = context, record, path, number
        self.metadata = metadata
        self.contents: dict[str, Any] = said if isinstance(said, dict) else {}
        self._taken: dict[str, list[str]] = {}

    def entities(self) -> Iterator[Entity]:
        """The agents and terms that the score names, then the score."""
        if text_of(self.metadata, "sourcePath") not in ("", self.path):
            self._report("contradiction", "the score names another file than its entry", "sourcePath", self.path)
        figures = Figures(self.context, self.record.key, self.record.located)
        figures.take(self.metadata)
        people, unnamed = self._people()
        terms = [*self._terms(), *figures.terms]
        origin, odd = self._places()
        texts = [*self._texts(), *unnamed, *odd, *figures.texts]
        yield from dict.fromkeys(one.agent for one in people)
        yield from dict.fromkeys([*terms, *origin])
        leaves = origin[-1:]  # those before it are broader, and its parents
        yield Work(
            id=f"{self.context.descriptor.name}:{self.record.key}",
            domain="music",
            titles=self._titles(),
            credits=tuple(dict.fromkeys(one.credit for one in people)),
            dates=tuple(_date(said, kind) for field, kind in _DATES.items() for said in self.said(field)),
            terms=tuple(dict.fromkeys(WorkTerm(facet=term.facet, term=term.id) for term in [*terms, *leaves])),
            texts=tuple(dict.fromkeys(texts)),
            rights=tuple(self._rights()),
            identifiers=tuple(self._identifiers()),
            measures=tuple(figures.measures),
            relations=tuple(self._relations()),
        )

    def said(self, field: str) -> list[str]:
        """What a field says, without HTML's entities and the space around; blank texts say nothing."""
        if field not in self._taken:
            texts = texts_of(self.contents, field)
            self._taken[field] = [text for said in texts if (text := plain(said).strip())]
        return self._taken[field]

    def _titles(self) -> tuple[Title, ...]:
        """The title, else that of the movement, and that of the whole beside it. A file's name is a title only where
        there is no other."""
        file, whole = self.path.rpartition("/")[2], self._whole()
        said = [text for field in _TITLES for text in self.said(field) if text != file]
        if not said:
            self._report("title-is-file-name", "the score has no title but its file's name", "movementName", file)
            return (Title(text=file or self.record.key, kind="alternative"),)
        first, *others = [text for text in dict.fromkeys(said) if text not in whole] or said[:1]
        return (
            Title(text=first),
            *(Title(text=text, kind="alternative") for text in others),
            *(Title(text=text, kind="group") for text in whole if text != first),
        )

    def _whole(self) -> list[str]:
        """The works of which this is a part: said so, or the title, where a movement has a number and a name."""
        if parents := self.said("parentTitle"):
            return list(dict.fromkeys(parents))
        named = self.said("movementName") and self.said("movementName") != self.said("title")
        return self.said("title") if named and self.said("movementNumber") else []

    def _people(self) -> tuple[list[Named], list[Text]]:
        """Who is named, and as texts what stands in the place of a name and is none."""
        found: list[Named] = []
        texts: list[Text] = []
        for field, role in ROLES.items():
            people, words = self.said(field), self.said(f"{field}@role")
            several = role == "contributor"
            for said in [one for all_ in people for one in (all_.split(" and ") if several else [all_])]:
                word = words[0] if len(words) == len(people) == 1 else ""
                one = named(self.context.descriptor.name, field, said, self._life(field), word)
                if one:
                    found.append(one)
                else:
                    self._report("no-name", f"this {field} is no name: kept as a text", field, said)
                    texts.append(Text(kind="makers as printed", text=said))
            if len(words) != 1 or len(people) != 1:
                texts += [Text(kind="makers as printed", text=word) for word in words]
        return found, texts

    def _life(self, field: str) -> str:
        """The life of the one person in a field, as Humdrum writes it: «1685/3//-1750/7/28/»."""
        births, deaths = self.said(f"{field}@birth"), self.said(f"{field}@death")
        lives = self.said("humdrum:CDT")
        if len(self.said(field)) != 1:
            return ""
        if births or deaths:
            return f"{births[0] if births else ''}-{deaths[0] if deaths else ''}"
        return lives[0] if field == "composer" and lives else ""

    def _terms(self) -> Iterator[Term]:
        for field, facet in _FACETS.items():
            yield from (self._term(facet, said) for said in self.said(field))
        for said in self.said("humdrum:AST"):  # «renaissance, vocal»
            yield from (self._term("classification", word) for word in said.split(", "))
        folder, slash, _ = self.path.partition("/")
        if slash:
            yield self._term("collection", folder)

    def _places(self) -> tuple[list[Term], list[Text]]:
        """Where it is from, the broader places before it: «Europa, Mitteleuropa, Deutschland». Not all is a place."""
        places: list[Term] = []
        texts: list[Text] = []
        for said in self.said("localeOfComposition"):
            parts = [part for piece in said.strip(" .").split(",") if (part := " ".join(piece.split()))]
            if _NO_PLACE.fullmatch(said) or said in self.context.descriptor.options.get("no_places", ()) or places:
                self._report("no-place", "this is no place: kept as a text", "localeOfComposition", said)
                texts.append(Text(kind="note", text=said))
                continue
            for end in range(1, len(parts) + 1):
                broader = (places[-1].id,) if places else ()
                places.append(self._term("place", ", ".join(parts[:end]), broader))
        return places, texts

    def _term(self, facet: str, label: str, parents: tuple[str, ...] = ()) -> Term:
        """A word of the source, with what the descriptor says that it is in English and French."""
        options = self.context.descriptor.options
        english, french = (options.get(f"labels_{lang}", {}).get(facet, {}).get(label) for lang in ("en", "fr"))
        id_ = f"{self.context.descriptor.name}:term:{facet}/{label}"
        return Term(id=id_, facet=facet, label=english or label, label_fr=french, label_en=english, parents=parents)

    def _texts(self) -> Iterator[Text]:
        for field, kind in _TEXTS.items():
            yield from (Text(kind=kind, text=said) for said in self.said(field))
        if self.number:
            yield Text(kind="number", text=self.number)

    def _rights(self) -> Iterator[Rights]:
        """What is said of the encoding. A licence is linked only if the whole statement means it."""
        about = self.context.descriptor.options.get("statements", {}).get(self.path.partition("/")[0])
        copyright, terms, country = (self.said(field) for field in _STATEMENTS)
        statement = " ".join(dict.fromkeys([*copyright, *terms, *country]))
        if statement:
            sure = None if terms or _MARK.fullmatch(statement) else licence(statement)
            yield Rights(covers="text", licence=sure.uri if sure else None, statement=statement)
        if about:
            yield Rights(covers="text", statement=about["en"], statement_fr=about["fr"])

    def _identifiers(self) -> Iterator[Identifier]:
        """Where music21 finds the score (`corpus.parse(path, number)`), and its number in a catalogue of works."""
        for path in dict.fromkeys([self.path, *self.said("corpusFilePath")]):
            yield Identifier(scheme="music21 corpus", value=f"{path}#{self.number}" if self.number else path)
        for value in self.said("scholarlyCatalogName"):
            yield Identifier(scheme="catalogue number", value=value)

    def _relations(self) -> Iterator[Relation]:
        yield from (Relation(kind="part of", text=said) for said in self._whole())
        yield from (Relation(kind="associated work", text=said) for said in self.said("ASW"))
        if self.number:
            yield Relation(kind="part of", text=self.path)

    def _report(self, code: str, message: str, field: str, raw: str) -> None:
        self.context.report(Issue(code, message, self.record.key, field, raw, self.record.located))


def _date(said: str, kind: str) -> Date:
    """«1798///-1800///» is from 1798 to 1800; anything else is read as a printed date."""
    years = [re.fullmatch(r"(\d{4})(?:/\d{0,2}){0,3}", side.strip()) for side in said.split("-")]
    found = [int(one[1]) for one in years if one]
    if 0 < len(found) == len(years) <= 2:
        return dates.bounded(said, found[0], found[-1], kind)
    return dates.read(said, kind)
