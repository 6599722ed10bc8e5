"""The films of bokeh-sampledata's movies.db: Wikidata statements in two SQLite tables.

Its traps, all met in the real file: names hold commas («James W. Smith, Jr.», «Earth, Wind & Fire») in cells that
are joined with commas; a release date on 1 January mostly means that only the year is known; two pairs of films
share an IMDb identifier, so `ID` (the number of the Wikidata item) is the key; some labels end in «(film)».
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Identifier,
    Measure,
    RawRecord,
    Rights,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import InputFormat, InputMissing
from culturedata.importing.inputs.files import LFS, check_start
from culturedata.importing.source import Issue, Source

_TABLES = ("omdb", "tomatoes")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|V|VI|Ph\.?\s?D|M\.\s?D|Esq|Inc|Ltd|L\.?L\.?C)\.?")
_TITLED = re.compile(
    r"\d+(?:st|nd|rd|th) (?:Duke|Marquess|Earl|Viscount|Baron|Baronet|Lord|Prince)\b.*"
    r"|(?:Duke|Duchess|Marquess|Earl|Count|Countess|Baron|Baroness|Viscount|Prince|Princess|King|Queen)"
    r"(?: Consort)? of .+"
)
_WHOLE = (
    "Crosby, Stills & Nash", "Earth, Wind & Fire", "Goodby, Silverstein & Partners", "SHOWBOX Co., Ltd.",
    "Shu, Guozhi",
)  # fmt: skip
_ADDED = re.compile(r" \((?:\d{4} )?film\)$")
_ROLES = (("Director", "director"), ("Writer", "writer"), ("Cast", "cast"))
_FACETS = (("Genre", "genre"), ("Country", "country"), ("Language", "language"), ("Rating", "classification"))
_OMDB = (("Runtime", "runtime", "min"), ("Metacritic", "metacritic", "of 100"), ("Oscars", "oscars won", "awards"))
_TOMATOES = (
    ("Meter", "tomatometer", "%"),
    ("Rating", "critics' rating", "of 10"),
    ("Reviews", "reviews", "reviews"),
    ("Fresh", "fresh reviews", "reviews"),
    ("Rotten", "rotten reviews", "reviews"),
    ("BoxOffice", "box office", "USD"),
)
_LEAST = {"runtime": 3, "box office": 1000}
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


class BokehFilms(Source):
    """One record a film: its row of `omdb` and its row of `tomatoes`, joined on `ID`."""

    name = "bokeh-films"
    summary = "17,472 films from Wikidata with people, genres and critics' scores (package bokeh-sampledata)"
    ignored: ClassVar[frozenset[str]] = frozenset(
        {
            "imdbRating", "imdbVotes",  # NULL in every row
            "Image", "Consensus", "userMeter", "userRating", "userReviews", "DVD", "Website",  # NULL in every row
            "lastUpdated",  # the day of the snapshot, the same in every row
        }
    )  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        """Films in the order of their ID; the cursor is the ID."""
        path = _path(self.context.input)
        after = int(self.context.cursor or 0)
        with closing(_connected(path)) as films:
            rows = films.execute("SELECT * FROM omdb WHERE ID > ? ORDER BY ID", [after])
            for row in rows:
                scores = films.execute("SELECT * FROM tomatoes WHERE ID = ?", [row["ID"]]).fetchone()
                body = {"omdb": dict(row), "tomatoes": dict(scores) if scores else {}}
                key = str(row["ID"])
                yield RawRecord(
                    key=key,
                    body=json.dumps(body, ensure_ascii=False).encode(),
                    located=f"{path.name}: omdb and tomatoes, ID {key}",
                    cursor=key,
                )

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """The terms and agents that a film names, then the film."""
        found = json.loads(record.body)
        omdb, tomatoes = found["omdb"], found["tomatoes"]
        for left in (omdb, tomatoes):
            left.pop("ID", None)
        credits = tuple(self._credits(omdb, tomatoes, record))
        terms = tuple(self._terms(omdb))
        yield from dict.fromkeys(agent for agent, _ in credits)
        yield from dict.fromkeys(terms)
        awards = omdb.pop("Awards", None)
        imdb = omdb.pop("imdbID", None)
        languages = [term.label for term in terms if term.facet == "language"]
        yield Work(
            id=f"bokeh-films:{record.key}",
            domain="film",
            titles=_titles(omdb.pop("Title"), languages),
            url=f"https://www.wikidata.org/wiki/Q{record.key}",
            credits=tuple(dict.fromkeys(credit for _, credit in credits)),
            dates=(_released(omdb.pop("Released", None), omdb.pop("Year")),),
            terms=tuple(dict.fromkeys(WorkTerm(facet=term.facet, term=term.id) for term in terms)),
            texts=(Text(kind="awards", text=awards, lang="en"),) if awards else (),
            rights=(Rights(covers="metadata", licence=_CC0, statement="Wikidata: structured data under CC0 1.0"),),
            identifiers=(
                Identifier(scheme="wikidata", value=f"Q{record.key}"),
                *((Identifier(scheme="imdb", value=imdb),) if imdb else ()),
            ),
            measures=tuple(self._measures(omdb, _OMDB, record) + self._measures(tomatoes, _TOMATOES, record)),
        )
        for left in (omdb, tomatoes):
            self.context.audit(left, self.ignored, record.key)

    def _credits(
        self, omdb: dict[str, Any], tomatoes: dict[str, Any], record: RawRecord
    ) -> Iterator[tuple[Agent, Credit]]:
        for field, role in _ROLES:
            for name in self._split(omdb.pop(field, None), field, record):
                agent = _agent(name, "person")
                yield agent, Credit(agent=agent.id, role=role)
        for name in self._split(tomatoes.pop("Production", None), "Production", record):
            agent = _agent(name, "group")
            yield agent, Credit(agent=agent.id, role="production company")

    def _terms(self, omdb: dict[str, Any]) -> Iterator[Term]:
        french = self.descriptor.options.get("labels_fr", {})
        for field, facet in _FACETS:
            cell = omdb.pop(field, None) or ""
            labels: Iterable[str] = cell.split(", ") if facet != "classification" else (f"MPAA {cell}",) if cell else ()
            for label in filter(None, labels):
                id_ = f"bokeh-films:term:{facet}-{_slug(label)}"
                yield Term(id=id_, facet=facet, label=label, label_en=label, label_fr=french.get(facet, {}).get(label))

    def _split(self, cell: str | None, field: str, record: RawRecord) -> list[str]:
        """The names of a cell; the source sorts them, so one out of order is part of the name before it: reported."""
        found = names(cell)
        if found != sorted(found):
            message = f"the {field} of film {record.key} are not in order: a name there may hold a comma."
            self.context.report(Issue("name-with-comma", message, record.key, field, cell, record.located))
        return found

    def _measures(
        self, left: dict[str, Any], wanted: tuple[tuple[str, str, str], ...], record: RawRecord
    ) -> list[Measure]:
        """The figures of one table; an implausibly small one is kept and reported; no award recorded is no figure."""
        found = []
        for field, kind, unit in wanted:
            value = left.pop(field, None)
            if value is None or (kind == "oscars won" and not value):
                continue
            if value < _LEAST.get(kind, 0):
                message = f"a {kind} of {value:g} {unit} is hardly right: kept as it stands."
                self.context.report(Issue("implausible-value", message, record.key, field, str(value), record.located))
            found.append(Measure(kind=kind, value=float(value), unit=unit))
        return found


def names(cell: str | None) -> list[str]:
    """The names in a cell that is joined with «, », in its order; [] for an empty cell.

    A suffix («Jr.», «III», «PhD», «Inc.») or a title («7th Marquess of Cholmondeley», «Duchess of Sussex») belongs to
    the name before it, and a few groups have a comma of their own.
    """
    if not cell:
        return []
    for whole in _WHOLE:
        cell = cell.replace(whole, whole.replace(", ", "\0"))
    found: list[str] = []
    for piece in cell.split(", "):
        if found and (_SUFFIX.fullmatch(piece) or _TITLED.fullmatch(piece)):
            found[-1] += f", {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return [name.replace("\0", ", ") for name in found]


def _slug(text: str) -> str:
    """Letters and digits of any script in lower case, the rest as hyphens: accents tell people apart, so they stay."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", text).casefold()).strip("-") or "unnamed"


@lru_cache(100_000)
def _agent(name: str, kind: str) -> Agent:
    """A person, or a company; the two never share an id («Walt Disney» is both)."""
    raw = _slug(name) if kind == "person" else f"company-{_slug(name)}"
    return Agent(id=f"bokeh-films:agent:{raw}", name=name, kind=kind)


def _titles(label: str, languages: list[str]) -> tuple[Title, ...]:
    """The label, without «(2011 film)»; it is the original title only if the film is in English."""
    kind, lang = ("original", "en") if "English" in languages else ("alternative", None)
    plain = _ADDED.sub("", label)
    return (Title(text=plain, lang=lang, kind=kind), *((Title(text=label, kind="sort"),) if plain != label else ()))


def _released(released: str | None, year: int) -> Date:
    """1 January stands for «some day of that year» in this source."""
    if not released or released.endswith("-01-01") or not released.startswith(str(year)):
        return Date(text=str(year), kind="released", earliest=year, latest=year, precision="year")
    return Date(text=released, kind="released", earliest=year, latest=year, precision="day")


def _path(given: str | None) -> Path:
    """The file that was given, or the package's own, found without importing the package."""
    if given is None:
        spec = find_spec("bokeh_sampledata")
        if spec is None or not spec.submodule_search_locations:
            raise InputMissing("the package bokeh-sampledata is not installed.", "Run: pip install culturedata[demo]")
        path = Path(spec.submodule_search_locations[0]) / "_data" / "movies.db"
    else:
        path = Path(given)
    if not path.is_file():
        raise InputMissing(f"there is no file {path}.", "Give the path of movies.db, or none for the package's own.")
    with path.open("rb") as file:
        start = file.read(len(LFS))
    check_start(start, path)
    if not start.startswith(b"SQLite format 3\0"):
        raise InputFormat(f"{path} is not a SQLite database.", "Give movies.db of bokeh-sampledata.")
    return path


def _connected(path: Path) -> sqlite3.Connection:
    """The database, read-only. Raises InputFormat if it is another one, or the older one that is not CC0."""
    films = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    films.row_factory = sqlite3.Row
    try:
        missing = [name for name in _TABLES if not films.execute(f"PRAGMA table_info({name})").fetchall()]
        if missing:
            raise InputFormat(f"{path} has no table {missing[0]}.", "Give movies.db of bokeh-sampledata.")
        if films.execute("SELECT 1 FROM omdb WHERE imdbRating IS NOT NULL LIMIT 1").fetchone():
            raise InputFormat(
                f"{path} is the older edition made from OMDb, which is not CC0.",
                "Upgrade: pip install -U 'bokeh-sampledata>=2026.1'",
            )
    except sqlite3.Error as error:
        films.close()
        raise InputFormat(f"{path} can't be read: {error}.", "Give movies.db of bokeh-sampledata.") from error
    except InputFormat:
        films.close()
        raise
    return films
