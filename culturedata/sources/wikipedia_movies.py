"""American films as the lists of the English Wikipedia have them, from the files of prust/wikipedia-movie-data.

Its traps, all met in the real files: a film has no number, and the article that it names may be missing, be that of
several films or be about something else, so that title, year and article together are the key; the lists of the cast
hold what stood between names in a table: brackets, marks of notes, «(», «Best Actor», «nominee)».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar
from unicodedata import normalize

import msgspec

from culturedata.data.records import Agent, Credit, Date, Entity, RawRecord, Rights, Term, Text, Title, Work, WorkTerm
from culturedata.errors import InputEmpty, InputFormat
from culturedata.importing.inputs import files, folder, json_objects, ways
from culturedata.importing.source import Context, Issue, Source
from culturedata.importing.values.text import plain, slug, text_in, text_of, texts_of

Row = dict[str, Any]
# Wikipedia's texts were under 3.0 when these were taken (April 2023), and came under 4.0 in June 2023.
BY_SA = "https://creativecommons.org/licenses/by-sa/3.0/"
ARTICLES = "https://en.wikipedia.org/wiki/"
# Beside the films in the repository: its words for genres, and what its program needs.
_BESIDE = re.compile(r"(?:.*/)?(?:genres|genre-replacements|package|package-lock)\.json")
_YEAR = re.compile(r"[1-9]\d{3}")
_WITH_ASIDE = re.compile(r"(?P<name>.+?)\s*\((?P<aside>[^()]+)\)")


class WikipediaMovies(Source):
    """One record a film; the cursor counts the films of all files from 1."""

    name = "wikipedia-movies"
    summary = "36,273 American films of 1900 to 2023 from the lists of the English Wikipedia"
    # Posters, most of which are not free: their makers' rights are not Wikipedia's to give, so no link is shown. The
    # raw record has them.
    ignored: ClassVar[frozenset[str]] = frozenset({"thumbnail", "thumbnail_width", "thumbnail_height"})

    def records(self) -> Iterator[RawRecord]:
        way, after, number = ways.way(self.context, ways.DUMP), int(self.context.cursor or 0), 0
        for number, (body, located) in enumerate(self._lines(way), 1):
            key = self._key(body, located) if number > after else ""
            if key:
                yield RawRecord(key=key, body=body, located=located, cursor=str(number))
        if not number:
            raise InputEmpty(f"{way.path or 'the dump'} holds no films.", "Give movies.json, or a folder of decades.")

    def _lines(self, way: ways.Way) -> Iterator[tuple[bytes, str]]:
        """The films of the files of a dump, of a file, or of a folder in the order of the files' names.

        In a folder movies.json may stand beside the decades that it is made of: what another file said is left out.
        """
        for decade, path in way.files.items():
            yield from _films(f"movies-{decade}.json", path, self.context)
        if way.path is None:
            return
        if not way.path.is_dir():
            yield from _films(way.path.name, way.path, self.context)
            return
        said: dict[bytes, str] = {}
        for body, located in folder.each(way.path, self.context, self._of_folder):
            name = located.rpartition(": ")[0]
            if said.setdefault(_print(body), name) == name:
                yield body, located

    def _of_folder(self, name: str, path: Path) -> Iterator[tuple[bytes, str]]:
        return iter(()) if _BESIDE.fullmatch(name) else _films(name, path, self.context)

    def _key(self, body: bytes, located: str) -> str:
        """The key of a film: its year and title to be read, a hash of title and article so that it is the only one.

        Empty, and an issue, for what is no film: no object, or one with neither title nor article.
        """
        try:
            row = msgspec.json.decode(body, type=Row)
        except (msgspec.DecodeError, RecursionError) as error:
            said = f"the record can't be read ({error}): it is left out"
        else:
            title, year, href = (text_in(row, field) for field in ("title", "year", "href"))
            if title or href:
                mark = sha256(f"{title}\0{href}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
                return "-".join(filter(None, (slug(year), slug(title)[:80], mark)))
            said = "the record has neither title nor article: it is left out"
        raw = body.decode("utf-8", "replace")[:2000]
        self.context.report(Issue("no-key", said, field="title", raw=raw, located=located))
        return ""

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: Row = msgspec.json.decode(record.body, type=Row)
        name = f"{self.name}:{record.key}"
        cast = list(self._cast(row, name))
        yield from dict.fromkeys(agent for agent, _ in cast)
        genres = list(self._genres(row))
        yield from genres
        title, href, extract = (plain(text_of(row, field)) for field in ("title", "href", "extract"))
        yield Work(
            id=name,
            domain="film",
            titles=(Title(text=title or "[no title]"),),
            url=ARTICLES + href if href else None,
            credits=tuple({credit.agent: credit for _, credit in reversed(cast)}.values())[::-1],
            dates=tuple(self._dates(row, name)),
            terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in genres),
            texts=(Text(kind="description", text=extract, lang="en", licence=BY_SA),) if extract else (),
            rights=_rights(bool(extract)),
        )
        self.context.audit(row, self.ignored, name)

    def _cast(self, row: Row, name: str) -> Iterator[tuple[Agent, Credit]]:
        """Who plays, in the order of the list; what is no name is reported, and what stands in brackets is a note."""
        for said, note in self._named(texts_of(row, "cast"), name):
            whole = normalize("NFC", said)  # a letter and its accent in one: else the accent is none of the slug's
            person = Agent(id=f"{self.name}:agent:{slug(whole)}", name=whole)
            yield person, Credit(agent=person.id, role="cast", note=note or None)

    def _named(self, pieces: list[str], name: str) -> Iterator[tuple[str, str]]:
        """The names of a cast, each with what is said of it in brackets, also where these were torn to pieces."""
        held: tuple[str, str] | None = None
        rest = list(filter(None, (_unbracketed(plain(one)) for one in pieces)))
        while rest:
            piece = rest.pop(0)
            if piece.startswith("(") and held:
                length = next((n for n, one in enumerate((piece, *rest), 1) if one.endswith(")")), 0)
                if length:
                    aside = " ".join((piece, *rest[: length - 1])).strip("() ")
                    held, rest = (held[0], "; ".join(filter(None, (held[1], aside)))), rest[length - 1 :]
                    continue
            whole = _WITH_ASIDE.fullmatch(piece)
            read = (whole["name"], whole["aside"]) if whole else (piece, "")
            if not _is_name(read[0]):
                said = f"{piece!r} in the cast is no name: it is left out"
                self.context.report(Issue("not-a-name", said, record=name, field="cast", raw=piece))
                continue
            if held:
                yield held
            held = read
        if held:
            yield held

    def _genres(self, row: Row) -> Iterator[Term]:
        """The genres, each once."""
        french: dict[str, str] = self.descriptor.options.get("labels_fr", {})
        labels = (plain(label) for label in texts_of(row, "genres"))
        found = {slug(label): label for label in labels}
        for end, label in found.items():
            if end:
                id_ = f"{self.name}:term:genre-{end}"
                yield Term(id=id_, facet="genre", label=label, label_en=label, label_fr=french.get(label))

    def _dates(self, row: Row, name: str) -> Iterator[Date]:
        """The year in whose list the film stands; what is no year is reported."""
        said = text_of(row, "year").strip()
        if _YEAR.fullmatch(said):
            year = int(said)
            yield Date(text=said, kind="released", earliest=year, latest=year, precision="year")
        elif said:
            yield Date(text=said, kind="released")
            self.context.report(Issue("not-a-year", f"{said!r} is no year", record=name, field="year", raw=said))


def _films(name: str, path: Path, context: Context) -> Iterator[tuple[bytes, str]]:
    """The films of a file, and where each stands. Raises InputError."""
    if path != files.STDIN and not json_objects.is_json(path):
        raise InputFormat(f"{name} is no JSON.", "Give movies.json, or a folder of decades.")
    for line in json_objects.lines(path, context):
        yield line.body, f"{name}: record {line.number}"


def _print(body: bytes) -> bytes:
    """What tells a film from another, however it is set out."""
    with suppress(msgspec.DecodeError, RecursionError):
        body = msgspec.json.encode(msgspec.json.decode(body), order="sorted")
    return sha256(body).digest()


def _unbracketed(piece: str) -> str:
    """A name without the ends of a link that hung on it; a mark of a note («[2]») stays whole."""
    return piece if piece.startswith("[") and piece.endswith("]") else piece.strip("[] ") or piece


def _is_name(text: str) -> bool:
    """Whether a piece of a list of names may be one: it has a letter or a digit, and no bracket without the other."""
    return any(map(str.isalnum, text)) and text.count("(") == text.count(")") and text[0] not in "(["


def _rights(extract: bool) -> tuple[Rights, ...]:
    """The rights in what the lists say, and in the beginning of the article."""
    whose, words = "Wikipedia contributors", "CC BY-SA 3.0"
    lists = Rights(covers="metadata", licence=BY_SA, holder=whose, statement=f"Lists of the English Wikipedia, {words}")
    article = Rights(
        covers="text", licence=BY_SA, holder=whose,
        statement=f"Beginning of the article of the English Wikipedia in April 2023, by its authors, {words}",
        statement_fr=f"Début de l’article de la Wikipédia en anglais en avril 2023, par ses auteurs, {words}",
    )  # fmt: skip
    return (lists, article) if extract else (lists,)
