"""A title of IMDb as a work: titles, dates, words, figures, the series that it belongs to, and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from culturedata.data.records import Date, Entity, Identifier, Measure, Relation, Term, Title, Work, WorkTerm
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import number, slug, text_of
from culturedata.sources.imdb import people

_LANG = re.compile(r"[a-z]{2,3}")
_FIGURES = (
    ("runtimeMinutes", "runtime", "min"), ("averageRating", "rating", "of 10"), ("numVotes", "ratings", "votes"),
    ("seasonNumber", "season", "season"), ("episodeNumber", "episode", "episode"),
)  # fmt: skip
_NO, _YES = "0", "1"

Row = dict[str, Any]


class Reading:
    """What the record of a title says; `ignored` are the columns that have no place."""

    def __init__(self, key: str, row: Row, context: Context, ignored: frozenset[str]) -> None:
        self._key = key
        self._row = row
        self._title: Row = row["title"]
        self._context = context
        self._ignored = ignored

    def entities(self) -> Iterator[Entity]:
        """The words and people that it names, then the work."""
        terms = tuple(dict.fromkeys(self._terms()))
        agents = tuple(dict.fromkeys(people.agents(self._row, self._key, self._context)))
        credits = people.credits(self._row, self._key, self._context)
        named = {agent.id for agent in agents}
        nameless = dict.fromkeys(one.agent for one in credits if one.agent not in named)
        yield from terms
        yield from agents
        yield from (people.mention(id_.rpartition(":")[2], "") for id_ in nameless)
        yield Work(
            id=f"imdb:{self._key}",
            domain="film",
            titles=self._titles(),
            url=f"https://www.imdb.com/title/{self._key}/",
            credits=credits,
            dates=self._dates(),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
            identifiers=(Identifier(scheme="imdb", value=self._key),),
            measures=tuple(self._measures()),
            relations=tuple(self._relations()),
        )
        self._audit()

    def _audit(self) -> None:
        """Report what is new in any of the rows."""
        self._title.pop("tconst", None)
        for rows in (value if isinstance(value, list) else [value] for value in self._row.values()):
            for row in rows:
                self._context.audit(row, self._ignored, self._key)

    def _titles(self) -> tuple[Title, ...]:
        """The original title, the one under which IMDb shows it, then all others, each once a language."""
        shown, original = text_of(self._title, "primaryTitle"), text_of(self._title, "originalTitle")
        found: dict[tuple[str, str | None], str] = {}
        if original or shown:
            found[original or shown, None] = "original"
        else:
            message = "the title has no words: its id stands in their place"
            self._context.report(Issue("no-title", message, self._key, "primaryTitle"))
            found[self._key, None] = "alternative"
        if shown:
            found.setdefault((shown, None), "alternative")
        for one in sorted(self._row.get("akas", ()), key=people.place):
            one.pop("ordering", None)
            text, lang, first = (text_of(one, column) for column in ("title", "language", "isOriginalTitle"))
            tongue = lang.lower() if _LANG.fullmatch(lang.lower()) else None
            if lang and not tongue:
                self._tell("bad-language", "no code of a language", "language", lang)
            if text:
                found.setdefault((text, tongue), "original" if first == _YES else "alternative")
        return tuple(Title(text=text, lang=lang, kind=kind) for (text, lang), kind in found.items())

    def _terms(self) -> Iterator[Term]:
        """What kind of title it is, its genres, and whether it is for adults."""
        yield from self._term("type", text_of(self._title, "titleType"))
        for genre in text_of(self._title, "genres").split(","):
            yield from self._term("genre", genre.strip())
        adult = text_of(self._title, "isAdult")
        if adult == _YES:
            yield from self._term("classification", "adult")
        elif adult not in ("", _NO):
            self._tell("bad-value", "neither 0 nor 1", "isAdult", adult)

    def _term(self, facet: str, label: str) -> Iterator[Term]:
        if label:
            words: Mapping[str, Any] = self._context.descriptor.options.get("labels", {}).get(facet, {})
            english, french = words.get(label, (label, None))
            id_ = f"imdb:term:{facet}-{slug(label) or label}"
            yield Term(id=id_, facet=facet, label=english, label_en=english, label_fr=french)

    def _dates(self) -> tuple[Date, ...]:
        """The year in which it came out; of a series also the one in which it ended."""
        first, last = (people.year(text_of(self._title, column), column, self._key, self._context)
                       for column in ("startYear", "endYear"))  # fmt: skip
        if first and last and last < first:
            self._tell("bad-year", f"it ends before {first}", "endYear", str(last))
            last = None
        if first is None and last is None:
            return ()
        if first == last or last is None:
            return (Date(text=str(first), kind="released", earliest=first, latest=first, precision="year"),)
        text = f"{first or ''}–{last}"
        return (Date(text=text, kind="released", earliest=first, latest=last, precision="range"),)

    def _measures(self) -> Iterator[Measure]:
        """How long it is, the mean of the ratings and how many they are, and which episode it is."""
        found: dict[str, Measure] = {}
        for column, kind, unit in _FIGURES:
            for row in (self._title, *self._row.get("ratings", ()), *self._row.get("episodes", ())):
                said = text_of(row, column)
                value = number(said)
                if said and value is None:
                    self._tell("bad-number", "no number", column, said)
                elif value is not None and kind in found:
                    self._tell("second-value", f"a second {kind}", column, said)
                elif value is not None:
                    found[kind] = Measure(kind=kind, value=value, unit=unit)
        yield from found.values()

    def _relations(self) -> Iterator[Relation]:
        """The series of an episode."""
        for row in self._row.get("episodes", ()):
            if parent := text_of(row, "parentTconst"):
                yield Relation(kind="part of", target=f"imdb:{parent}")

    def _tell(self, code: str, what: str, column: str, said: str) -> None:
        self._context.report(Issue(code, f"{said!r} is {what}: left out", self._key, column, said))
