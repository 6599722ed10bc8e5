"""The curated samples: museum works and music written by hand, as CSV tables that a spreadsheet opens.

A folder holds agents.csv, terms.csv, holders.csv and museum_works.csv or music_works.csv. A raw record is a row of
works together with the rows that it points at, so that a mended life date reaches every work concerned.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from culturedata import resources
from culturedata.data.licences import CC0_METADATA, IN_COPYRIGHT, PUBLIC_DOMAIN, UNDETERMINED
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Holding,
    Identifier,
    RawRecord,
    Rights,
    Term,
    Title,
    Work,
    WorkTerm,
)
from culturedata.errors import InputFormat
from culturedata.importing.inputs import files
from culturedata.importing.source import Source
from culturedata.vocabularies import LANGUAGES

Row = dict[str, str]
_FACETS = {
    "museum": ("type", "materials", "techniques", "culture", "period", "movement", "subjects"),
    "music": ("genre", "form", "instruments", "period", "subjects"),
}
_CODED = {"place": "territories", "country": "territories", "language": "languages"}  # facets whose cells are codes
LIVING = "living"  # in the column `active`: so that no death is missed
_AUTHORS = ("composer", "lyricist", "librettist")
# What `parse` reads of each table; a column beside these and `ignored` is reported.
_READ = {
    "agents": {
        "id", "name", "name_fr", "name_en", "sort_name", "kind", "born", "died", "active", "gender", "country",
    },
    "terms": {"id", "facet", "label_fr", "label_en"},
    "holders": {"id", "name", "name_fr", "name_en", "city_fr", "city_en", "country"},
    "works": {
        "id", "title", "lang", "title_fr", "title_en", "makers", "date_text", "earliest", "latest", "precision",
        "qualifier",
    },
    "museum": {*_FACETS["museum"], "holder", "inventory", "place_made"},
    "music": {*_FACETS["music"], "kind", "language", "key", "catalogue_number", "country"},
}  # fmt: skip
_NEEDED = {
    "agents": {"id", "name", "kind", "born", "died"},
    "terms": {"id", "facet", "label_fr", "label_en"},
    "holders": {"id", "name", "city_en", "country"},
    "museum": {"id", "title", "makers", "earliest", "latest", "type", "holder", "inventory"},
    "music": {"id", "kind", "title", "makers", "earliest", "latest", "genre"},
}


class Samples(Source):
    """Reads the curated tables of one domain."""

    name = "samples"
    summary = "Curated museum works and music in CSV tables"
    ignored = frozenset({"continent"})  # of a holder: it follows from the country

    def records(self) -> Iterator[RawRecord]:
        folder = Path(self.context.input) if self.context.input else resources.catalogues() / "samples"
        domain = self.descriptor.domain[0]
        agents, terms = self._by_id(folder, "agents"), self._by_id(folder, "terms")
        holders = self._by_id(folder, "holders") if domain == "museum" else {}
        path = folder / f"{domain}_works.csv"
        done = int(self.context.cursor or 0)
        for number, (line, row) in enumerate(files.table(files.must_exist(path), _NEEDED[domain]), 1):
            if number <= done:
                continue
            cells = {name: cell.strip() for name, cell in row.items() if cell.strip()}
            whole = {
                "work": cells,
                "agents": [_found(agents, id_, path, line) for id_ in _agent_ids(cells)],
                "terms": [_found(terms, id_, path, line) for id_ in _term_ids(cells, domain)],
                "holder": _found(holders, cells["holder"], path, line) if "holder" in cells else None,
            }
            body = json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()
            yield RawRecord(key=cells["id"], body=body, located=f"{path.name}:{line}", cursor=str(number))

    def _by_id(self, folder: Path, name: str) -> dict[str, Row]:
        path = files.must_exist(folder / f"{name}.csv")
        rows = files.table(path, _NEEDED[name])
        return {row["id"].strip(): {k: v.strip() for k, v in row.items() if v.strip()} for _, row in rows}

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        whole: dict[str, Any] = msgspec.json.decode(record.body)
        row, domain = whole["work"], self.descriptor.domain[0]
        agents: dict[str, Row] = {agent["id"]: agent for agent in whole["agents"]}
        yield from map(self._agent, whole["agents"])
        yield from map(self._term, whole["terms"])
        holdings: tuple[Holding, ...] = ()
        if whole["holder"]:
            yield self._holder(whole["holder"])
            holdings = (self._holding(whole["holder"], row.pop("inventory", None)),)
        credits = tuple(self._credit(part) for part in _parts(row.get("makers", "")))
        yield Work(
            id=f"{self.descriptor.name}:{row['id']}",
            domain=domain,
            titles=_titles(row),
            credits=credits,
            dates=_dates(row),
            terms=tuple(self._work_term(id_) for id_ in _term_ids(row, domain)) + tuple(self._plain_terms(row, domain)),
            rights=(CC0_METADATA, rights_in(row, agents, int(self.descriptor.options["rights_year"]))),
            identifiers=_identifiers(row),
            holdings=holdings,
        )
        yield from self._plain(row, domain)
        self._audit(whole, domain, f"{self.descriptor.name}:{record.key}")

    def _audit(self, whole: dict[str, Any], domain: str, record: str) -> None:
        """Report what stands in the tables and is not read."""
        parts = [("agents", row) for row in whole.pop("agents")] + [("terms", row) for row in whole.pop("terms")]
        parts.append(("holders", whole.pop("holder") or {}))
        for table, row in parts:
            self.context.audit(_without(row, _READ[table]), self.ignored, record)
        self.context.audit(_without(whole.pop("work"), _READ["works"] | _READ[domain]), self.ignored, record)
        self.context.audit(whole, self.ignored, record)

    def _id(self, kind: str, raw: str) -> str:
        return f"{self.descriptor.name}:{kind}:{raw}"

    def _agent(self, row: Row) -> Agent:
        name = _readable(row)
        names = [(row["name"], None), (row.get("name_fr"), "fr"), (row.get("name_en"), "en")]
        return Agent(
            id=self._id("agent", row["id"]),
            name=name,
            kind=row["kind"],
            sort_name=row.get("sort_name"),
            born=_year(row.get("born")),
            died=_year(row.get("died")),
            life_text=None if row.get("active") == LIVING else row.get("active"),
            gender=row.get("gender"),
            country=row.get("country"),
            names=tuple(Title(text=t, lang=lang, kind="alternative") for t, lang in names if t and t != name),
            authority=1,
        )

    def _holder(self, row: Row) -> Agent:
        names = [(row.get("name_fr"), "fr"), (row.get("name_en"), "en")]
        return Agent(
            id=self._id("agent", f"holder-{row['id']}"),
            name=row["name"],
            kind="group",
            country=row["country"],
            names=tuple(Title(text=text, lang=lang, kind="translated") for text, lang in names if text),
            authority=1,
        )

    def _holding(self, row: Row, inventory: str | None) -> Holding:
        return Holding(
            kind="keeper",
            holder=self._id("agent", f"holder-{row['id']}"),
            name=row["name"],
            city=row["city_en"],
            city_fr=row.get("city_fr"),
            country=row["country"],
            inventory=inventory,
        )

    def _term(self, row: Row) -> Term:
        return Term(
            id=self._id("term", row["id"]),
            facet=row["facet"],
            label=row["label_en"],
            label_fr=row["label_fr"],
            label_en=row["label_en"],
        )

    def _work_term(self, id_: str) -> WorkTerm:
        return WorkTerm(facet=id_.partition("/")[0], term=self._id("term", id_))

    def _credit(self, part: list[str]) -> Credit:
        attribution = part[2] if len(part) > 2 else None
        return Credit(agent=self._id("agent", part[0]), role=part[1], attribution=attribution)

    def _plain(self, row: Row, domain: str) -> Iterator[Term]:
        """Terms made of plain cells: sung languages, keys, countries, kinds of music."""
        for facet, value in _plain_cells(row, domain):
            french, english = (self._label(facet, value, lang) for lang in LANGUAGES)
            id_ = self._id("term", f"{facet}/{value}")
            yield Term(id=id_, facet=facet, label=english, label_fr=french, label_en=english)

    def _label(self, facet: str, value: str, lang: str) -> str:
        """What to call a plain cell: as the descriptor says, else the country's or language's name (Unicode CLDR)."""
        from babel import Locale

        said: dict[str, str] = self.descriptor.options.get(f"labels_{lang}", {}).get(facet, {})
        names = getattr(Locale(lang), _CODED[facet]) if facet in _CODED else {}
        return str(said.get(value) or names.get(value) or value)

    def _plain_terms(self, row: Row, domain: str) -> Iterator[WorkTerm]:
        for facet, value in _plain_cells(row, domain):
            yield WorkTerm(facet=facet, term=self._id("term", f"{facet}/{value}"))


def rights_in(row: Row, agents: dict[str, Row], year: int) -> Rights:
    """The rights in the work itself, as of 1 January of `year`, by the rule «life plus seventy years».

    Compositions, songs and traditional pieces: public domain once the last of their authors (composer, lyricist,
    librettist) has been dead for more than seventy years. Albums are recordings: more than seventy years after their
    release. Museum works: their makers' deaths. Without a named maker: once the work is more than 170 years old, so
    that a maker then aged twenty has been dead for seventy. A death that is not known leaves the rights undetermined.
    """
    latest = _year(row.get("latest"))
    if row.get("kind") == "album":
        free = None if latest is None else latest + 70 < year
        return _rights(
            free, f"recording of {latest}, plus seventy years", f"parution en {latest}, plus soixante-dix ans"
        )
    parts = _parts(row.get("makers", ""))
    authors = [p[0] for p in parts if p[1] in _AUTHORS] if "kind" in row else [p[0] for p in parts]
    if not authors:
        free = None if latest is None else latest + 170 < year or None
        return _rights(free, "no named maker, more than 170 years old", "sans auteur nommé, plus de 170 ans")
    deaths = [_year(agents[author].get("died")) for author in authors]
    if any("living" in agents[author].get("active", "") for author in authors):
        return _rights(False, "an author is alive", "un auteur est en vie")
    known = [death for death in deaths if death is not None]
    last = max(known, default=None)
    rule = f"last author died in {last}, plus seventy years", f"dernier auteur mort en {last}, plus soixante-dix ans"
    if last is not None and last + 70 >= year:
        return _rights(False, *rule)
    if len(known) < len(deaths):
        return _rights(None, "an author's death is not known", "la mort d’un auteur n’est pas connue")
    return _rights(True, *rule)


def _rights(free: bool | None, statement: str, statement_fr: str) -> Rights:
    licence = UNDETERMINED if free is None else PUBLIC_DOMAIN if free else IN_COPYRIGHT
    return Rights(covers="work", licence=licence, statement=statement, statement_fr=statement_fr)


def _found(rows: dict[str, Row], id_: str, path: Path, line: int) -> Row:
    if id_ not in rows:
        raise InputFormat(f"{path.name}:{line} names {id_!r}, which no table defines.", "Add its row, or mend the id.")
    return rows[id_]


def _parts(cell: str) -> list[list[str]]:
    return [part.split(":") for part in cell.split("|") if part]


def _agent_ids(row: Row) -> list[str]:
    return list(dict.fromkeys(part[0] for part in _parts(row.get("makers", ""))))


def _term_ids(row: Row, domain: str) -> list[str]:
    return list(dict.fromkeys(id_ for column in _FACETS[domain] for id_ in row.get(column, "").split("|") if id_))


def _plain_cells(row: Row, domain: str) -> Iterator[tuple[str, str]]:
    columns = {
        "museum": (("place", "place_made"),),
        "music": (("type", "kind"), ("language", "language"), ("key", "key")),
    }
    for facet, column in columns[domain]:
        yield from ((facet, value) for value in row.get(column, "").split("|") if value)
    if domain == "music":
        yield from (("country", value) for value in row.get("country", "").split("|") if value)


def _titles(row: Row) -> tuple[Title, ...]:
    titles = [Title(text=row["title"], lang=row.get("lang"), kind="original")]
    for lang in ("fr", "en"):
        text = row.get(f"title_{lang}")
        if text and not (text == row["title"] and row.get("lang") == lang):
            titles.append(Title(text=text, lang=lang, kind="translated"))
    return tuple(titles)


def _dates(row: Row) -> tuple[Date, ...]:
    if "date_text" not in row and "earliest" not in row:
        return ()
    kind = "released" if row.get("kind") in ("album", "song") else "created"
    return (
        Date(
            kind=kind,
            text=row.get("date_text") or row["earliest"],
            earliest=_year(row.get("earliest")),
            latest=_year(row.get("latest")),
            precision=row.get("precision", "unknown"),
            qualifier=row.get("qualifier"),
        ),
    )


def _identifiers(row: Row) -> tuple[Identifier, ...]:
    number = row.get("catalogue_number")
    return (Identifier(scheme="catalogue number", value=number),) if number else ()


def _readable(row: Row) -> str:
    """The name in Latin script, where there is one: readers of French and English get a name that they can read."""
    if any("a" <= letter <= "z" for letter in row["name"].casefold()):
        return row["name"]
    return row.get("name_fr") or row.get("name_en") or row["name"]


def _without(row: Row, names: set[str]) -> Row:
    return {name: cell for name, cell in row.items() if name not in names}


def _year(cell: str | None) -> int | None:
    return int(cell) if cell else None
