"""moma: synthetic rows of Artists and Artworks as CSV and as JSON, in the true shapes, and real lines of Artists where
they are present."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.licences import CC0
from culturedata.data.records import Agent, Dimension, Measure, RawRecord, Term, Work
from culturedata.errors import (
    CultureDataError,
    InputEmpty,
    InputFormat,
    InputMissing,
    InputPointer,
    InputTruncated,
    UsageError,
)
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.moma.source import Moma
from culturedata.store.library import Library
from tests.contract_source import SourceContract
from tests.http_faults import Clock, Reply, Server

Row = dict[str, Any]
# Synthetic, in the shape of the museum's JSON; `cells` makes a row of its CSV of it.
ARTISTS: list[Row] = [
    {"ConstituentID": 1, "DisplayName": "A. Person, Jr.", "ArtistBio": "American, born Lithuania 1923",
     "Nationality": "American", "Gender": "Male", "BeginDate": 1923, "EndDate": 0, "Wiki QID": "Q11",
     "ULAN": "500000011"},
    {"ConstituentID": 2, "DisplayName": "Bea (B.) Person", "ArtistBio": "French, born Germany (Alsace). 1886–1966",
     "Nationality": "French", "Gender": "Female", "BeginDate": 1886, "EndDate": 1966, "Wiki QID": None, "ULAN": None},
    {"ConstituentID": 3, "DisplayName": "A Workshop", "ArtistBio": None, "Nationality": "Nationality unknown",
     "Gender": None, "BeginDate": 0, "EndDate": 0, "Wiki QID": None, "ULAN": None},
]  # fmt: skip
ARTWORK: Row = {
    "Title": "Made-Up Chair", "Artist": ["A. Person, Jr.", "Bea (B.) Person"], "ConstituentID": [1, 2],
    "ArtistBio": ["American, born Lithuania 1923", "French, born Germany (Alsace). 1886–1966"],
    "Nationality": ["American", "French"], "BeginDate": [1923, 1886], "EndDate": [0, 1966],
    "Gender": ["Male", "Female"], "Date": "1950–53", "Medium": "Steel and leather",
    "Dimensions": '32 x 21 1/2" (81.3 x 54.6 cm)', "CreditLine": "Gift of Nobody", "AccessionNumber": "12.1955.a-b",
    "Classification": "Design", "Department": "Architecture & Design", "DateAcquired": "2009-11-17", "Cataloged": "Y",
    "ObjectID": 10, "URL": "https://www.moma.org/collection/works/10",
    "ImageURL": "https://www.moma.org/media/invented.jpg", "OnView": "MoMA, Floor 5, 501",
    "Circumference (cm)": None, "Depth (cm)": None, "Diameter (cm)": None, "Height (cm)": 81.3, "Length (cm)": None,
    "Weight (kg)": 4.5, "Width (cm)": 54.6, "Seat Height (cm)": 40, "Duration (sec.)": 90,
}  # fmt: skip
ALONE: Row = {
    "Title": None, "Artist": ["Bea (B.) Person"], "ConstituentID": [2], "ObjectID": 11,
    "ArtistBio": ["French, born Germany (Alsace). 1886–1966"], "Nationality": ["French"], "BeginDate": [1886],
    "EndDate": [1966], "Gender": ["Female"], "DateAcquired": "11-17-2009", "Date": "c. 1930", "Height (cm)": 0.5,
}  # fmt: skip
NOBODYS: Row = {"Title": "Poster", "Artist": [], "ConstituentID": [], "ArtistBio": [], "Nationality": [],
                "BeginDate": [], "EndDate": [], "Gender": [], "ObjectID": 12}  # fmt: skip
ARTWORKS = [ARTWORK, *(dict.fromkeys(ARTWORK) | row for row in (ALONE, NOBODYS))]


def cells(row: Row) -> dict[str, str]:
    """A record as the museum's CSV has it: names and IDs with commas, what belongs to makers in brackets."""

    def cell(field: str, value: Any) -> str:
        if isinstance(value, list):
            said = ["" if one is None else str(one) for one in value]
            return ", ".join(said) if field in ("Artist", "ConstituentID") else " ".join(f"({one})" for one in said)
        return "" if value is None else str(value)

    return {field: cell(field, value) for field, value in row.items()}


def as_csv(path: Path, rows: list[Row]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(map(cells, rows))
    return path


def as_json(path: Path, rows: list[Row]) -> Path:
    """The rows as one JSON list."""
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def folder(path: Path, artworks: list[Row] | None = None, form: str = "csv") -> str:
    """A folder with both tables."""
    path.mkdir(parents=True, exist_ok=True)
    write = as_csv if form == "csv" else as_json
    write(path / f"Artists.{form}", ARTISTS)
    write(path / f"Artworks.{form}", artworks or ARTWORKS)
    return str(path)


class Read:
    """What all records of an input say."""

    def __init__(self, given: str | Path) -> None:
        self.issues: list[Issue] = []
        source = Moma(Context(descriptor("moma"), str(given), report=self.issues.append))
        self.records = list(source.records())
        self.works: dict[str, Work] = {}
        self.artists: dict[str, Agent] = {}
        self.mentions: dict[str, Agent] = {}
        self.terms: dict[str, Term] = {}
        for record in self.records:
            for entity in source.parse(record):
                if isinstance(entity, Work):
                    self.works[entity.id] = entity
                elif isinstance(entity, Term):
                    self.terms[entity.id] = entity
                else:
                    (self.artists if entity.authority else self.mentions)[entity.id] = entity


def one(artwork: Row, names: list[str | None] | None = None) -> tuple[Work, list[Agent], list[Issue]]:
    """What one row of Artworks.csv says, with the names that Artists gives to its makers."""
    issues: list[Issue] = []
    body = json.dumps({"artwork": cells(ARTWORK | artwork), "names": [None, None] if names is None else names})
    source = Moma(Context(descriptor("moma"), report=issues.append))
    found = list(source.parse(RawRecord(key="10", body=body.encode(), located="x", cursor="x")))
    [work] = [entity for entity in found if isinstance(entity, Work)]
    return work, [entity for entity in found if isinstance(entity, Agent)], issues


def test_csv_and_json_say_the_same(tmp_path: Path) -> None:
    from_csv, from_json = Read(folder(tmp_path / "a")), Read(folder(tmp_path / "b", form="json"))
    assert (from_csv.issues, from_json.issues) == ([], [])
    assert from_csv.works == from_json.works
    assert from_csv.artists == from_json.artists
    assert from_csv.mentions == from_json.mentions
    assert from_csv.terms == from_json.terms
    assert len(from_csv.works) == len(from_csv.artists) == 3


def test_makers_are_joined_by_their_ids(tmp_path: Path) -> None:
    """The names that a work prints hold a comma too many, and are never taken apart."""
    read = Read(folder(tmp_path / "moma"))
    assert [credit.agent for credit in read.works["moma:10"].credits] == ["moma:agent:1", "moma:agent:2"]
    assert {credit.role for credit in read.works["moma:10"].credits} == {"artist"}
    assert [credit.note for credit in read.works["moma:10"].credits] == [None, None]
    assert [read.mentions[id_].name for id_ in ("moma:agent:1", "moma:agent:2")] == [
        "A. Person, Jr.", "Bea (B.) Person",
    ]  # fmt: skip
    assert read.works["moma:12"].credits == ()


def test_a_maker_of_artists(tmp_path: Path) -> None:
    artists = Read(folder(tmp_path / "moma")).artists
    first, second, third = (artists[f"moma:agent:{n}"] for n in (1, 2, 3))
    assert (first.name, first.kind, first.born, first.died, first.gender, first.country, first.life_text) == (
        "A. Person, Jr.", "person", 1923, None, "male", "American", "American, born Lithuania 1923",
    )  # fmt: skip
    assert [(i.scheme, i.value) for i in first.identifiers] == [
        ("moma", "1"),
        ("wikidata", "Q11"),
        ("ulan", "500000011"),
    ]
    assert (second.born, second.died, second.life_text) == (1886, 1966, "French, born Germany (Alsace). 1886–1966")
    assert (third.kind, third.born, third.country, third.life_text, third.gender) == ("group", None, None, None, None)


def test_the_library_names_makers_as_artists_does(tmp_path: Path) -> None:
    given = folder(tmp_path / "moma")
    with Library.open(tmp_path / "library", create=True) as library:
        counts = import_source(library, "moma", given).counts
        makers = dict(library.culture.execute("SELECT work_id, maker FROM works").fetchall())
        assert not library.culture.execute("SELECT * FROM agent_names").fetchall()
    assert (counts.records, counts.works, counts.agents, counts.issues) == (6, 3, 3, 0)
    assert makers == {"moma:10": "A. Person, Jr.; Bea (B.) Person", "moma:11": "Bea (B.) Person", "moma:12": None}


def test_parallel_values_of_makers_that_artists_does_not_have() -> None:
    _, agents, issues = one({"Artist": ["A. Person", "Bea Person"]})
    assert issues == []
    assert [(a.id, a.name, a.born, a.died, a.gender, a.country) for a in agents] == [
        ("moma:agent:1", "A. Person", 1923, None, "male", "American"),
        ("moma:agent:2", "Bea Person", 1886, 1966, "female", "French"),
    ]  # fmt: skip
    assert agents[1].life_text == "French, born Germany (Alsace). 1886–1966", "brackets may stand in brackets"
    assert {agent.authority for agent in agents} == {0}
    _, empty, issues = one({"Gender": [None, "Female"], "Nationality": [None, None]})
    assert [(agent.gender, agent.country) for agent in empty] == [(None, None), ("female", None)]
    assert issues == []


def test_names_that_cannot_be_told_apart_are_kept_whole() -> None:
    work, agents, _ = one({})
    assert [agent.name for agent in agents] == [
        "A. Person, Jr., Bea (B.) Person [1]", "A. Person, Jr., Bea (B.) Person [2]",
    ]  # fmt: skip
    assert work.credits[0].note == "A. Person, Jr., Bea (B.) Person"
    _, agents, _ = one({}, ["A. Person, Jr.", None])
    assert agents[0].name == "A. Person, Jr."


def test_names_printed_otherwise_are_a_note() -> None:
    work, agents, _ = one({"Artist": ["A. P.", "B. P."]}, ["A. Person", "B. Person"])
    assert [agent.name for agent in agents] == ["A. Person", "B. Person"]
    assert [credit.note for credit in work.credits] == ["A. P., B. P.", None]


def test_values_that_are_not_as_many_as_makers_are_reported() -> None:
    _, agents, issues = one({"Nationality": ["French"], "Gender": []})
    assert [agent.country for agent in agents] == [None, None]
    assert [(issue.code, issue.field) for issue in issues] == [("unpaired", "Nationality")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Artist": "A. Person", "ArtistBio": "(Austrian, 1841–1918)"}, [("a-person", "Austrian, 1841–1918")]),
        ({"Artist": "A. Person", "ArtistBio": "Austrian (Tyrol)"}, [("a-person", "Austrian (Tyrol)")]),
        ({"Artist": "A. Person, B. Person", "ArtistBio": "(Austrian) (French)"},
         [("a-person", "Austrian"), ("b-person", "French")]),
        ({"Artist": "A. Person, Jr.", "ArtistBio": ""}, [("a-person-jr", None)]),
        ({"Artist": "", "ArtistBio": ""}, []),
    ],
)  # fmt: skip
def test_an_older_table_without_ids(row: Row, expected: list[tuple[str, str | None]]) -> None:
    older = {"ConstituentID": "", "Nationality": "", "Gender": "", "BeginDate": "", "EndDate": ""}
    _, agents, issues = one(older | row, [])
    assert [(agent.id.removeprefix("moma:agent:"), agent.life_text) for agent in agents] == expected
    assert issues == []


def test_an_older_header(tmp_path: Path) -> None:
    """«MoMANumber», «CuratorApproved» and «ThumbnailURL»; no IDs of makers, no sizes."""
    row = {
        "Title": "Poster", "Artist": "A. Person", "ArtistBio": "(Austrian, 1841–1918)", "Date": "1896",
        "Medium": "Ink", "Dimensions": "", "CreditLine": "", "MoMANumber": "885.1996", "Classification": "A&D",
        "Department": "A&D", "DateAcquired": "1996-04-09", "CuratorApproved": "Y", "ObjectID": 2, "URL": "",
        "ThumbnailURL": "http://www.moma.org/media/old.jpg",
    }  # fmt: skip
    read = Read(as_csv(tmp_path / "Artworks.csv", [row]))
    work = read.works["moma:2"]
    assert read.issues == []
    assert (work.holdings[0].inventory, work.images[0].url) == ("885.1996", "http://www.moma.org/media/old.jpg")
    assert [(i.scheme, i.value) for i in work.identifiers] == [("accession", "885.1996"), ("moma", "2")]


def test_sizes_and_their_units() -> None:
    work, _, issues = one({"Depth (cm)": "deep", "Diameter (cm)": "48.600000000000001"})
    assert issues == []
    assert work.dimensions == (
        Dimension(kind="height", value=81.3, unit="cm"), Dimension(kind="width", value=54.6, unit="cm"),
        Dimension(kind="depth", unit="cm", text="deep"), Dimension(kind="diameter", value=48.6, unit="cm"),
        Dimension(part="seat", kind="height", value=40.0, unit="cm"), Dimension(kind="weight", value=4.5, unit="kg"),
        Dimension(kind="text", text='32 x 21 1/2" (81.3 x 54.6 cm)'),
    )  # fmt: skip
    assert work.measures == (Measure(kind="duration", value=90.0, unit="s"),)
    work, _, issues = one({"Duration (sec.)": "long"})
    assert work.measures == ()
    assert [(issue.code, issue.raw) for issue in issues] == [("bad-number", "long")]


@pytest.mark.parametrize(
    ("said", "year", "precision"),
    [("2009-11-17", 2009, "day"), ("11-17-2009", 2009, "day"), ("11/7/2009", 2009, "day"), ("1935", 1935, "year"),
     ("soon", None, "unknown")],
)  # fmt: skip
def test_days_of_acquisition_stand_in_two_orders(said: str, year: int | None, precision: str) -> None:
    made, acquired = one({"DateAcquired": said})[0].dates
    assert (made.text, made.earliest, made.latest) == ("1950–53", 1950, 1953)
    assert (acquired.kind, acquired.text) == ("acquired", said)
    assert (acquired.earliest, acquired.latest, acquired.precision) == (year, year, precision)


def test_the_rest_of_a_work(tmp_path: Path) -> None:
    work = Read(folder(tmp_path / "moma")).works["moma:10"]
    assert (work.titles[0].text, work.url) == ("Made-Up Chair", "https://www.moma.org/collection/works/10")
    assert [(term.facet, term.term) for term in work.terms] == [
        ("classification", "moma:term:classification-design"),
        ("department", "moma:term:department-architecture-design"),
        ("material", "moma:term:material-steel-and-leather"),
    ]  # fmt: skip
    [image] = work.images
    assert (image.url, image.open, image.licence) == ("https://www.moma.org/media/invented.jpg", False, None)
    assert [(right.covers, right.licence) for right in work.rights] == [("metadata", CC0)]
    [holding] = work.holdings
    assert (holding.kind, holding.country, holding.inventory, holding.credit_line) == (
        "owner", "US", "12.1955.a-b", "Gift of Nobody",
    )  # fmt: skip
    assert Read(folder(tmp_path / "moma")).works["moma:11"].titles[0].text == "[no title]"
    long = "Steel, " * 20
    work, _, _ = one({"Medium": long})
    assert [(text.kind, text.text) for text in work.texts] == [
        ("medium", long.strip()),
        ("location", "MoMA, Floor 5, 501"),
    ]
    assert "material" not in {term.facet for term in work.terms}


def packed(kind: str, path: Path) -> str:
    """An archive in which the two tables lie in a folder, with a useless file, and the artists as JSON too."""
    folder(path / "made")
    as_json(path / "made" / "Artists.json", ARTISTS[:1])
    (path / "made" / "README.md").write_text("# Made up", encoding="utf-8")
    archive = path / f"moma.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as out:
            for file in sorted((path / "made").iterdir()):
                out.write(file, f"collection-1/{file.name}")
    else:
        with tarfile.open(archive, "w:gz") as out:
            out.add(path / "made", "collection-1")
    return str(archive)


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_gives_the_same_as_the_folder(tmp_path: Path, kind: str) -> None:
    plain, read = Read(folder(tmp_path / "moma")), Read(packed(kind, tmp_path))
    assert [record.body for record in read.records] == [record.body for record in plain.records]
    assert [record.located for record in read.records] == [record.located for record in plain.records]


def test_a_single_file(tmp_path: Path) -> None:
    """Artworks finds Artists beside it; Artists is read alone; a file of another name is Artworks."""
    given = Path(folder(tmp_path / "moma"))
    both = Read(given)
    assert Read(given / "Artworks.csv").works == both.works
    assert Read(given / "Artists.csv").artists == both.artists
    (given / "Artworks.csv").rename(tmp_path / "works.csv")
    alone = Read(tmp_path / "works.csv")
    assert (len(alone.works), alone.artists) == (3, {})
    assert alone.mentions["moma:agent:2"].name == "Bea (B.) Person"


def test_two_files_are_brought_when_nothing_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Path(folder(tmp_path / "moma"))
    monkeypatch.setenv("CULTUREDATA_CACHE", str(tmp_path / "cache"))
    with Server(lambda path, _: Reply(200, (given / path.rsplit("/", 1)[1]).read_bytes())) as server:
        described = descriptor("moma")
        assert list(described.options["dump"]) == ["artists", "artworks"]
        addresses = {table: f"{server.url}/{table.title()}.csv" for table in ("artists", "artworks")}
        here = msgspec.structs.replace(described, options={"dump": addresses})

        def trusting() -> Fetcher:
            fetcher = Fetcher(here, senses=Clock().senses(), tell=lambda _: None)
            fetcher.trust(server.url)
            return fetcher

        source = Moma(Context(here, None, fetcher=trusting))
        assert [record.body for record in source.records()] == [record.body for record in Read(given).records]
    for api in ("api", "https://museum.example/v1"):
        with pytest.raises(UsageError, match="no API"):
            list(Moma(Context(described, api)).records())


def test_bad_records_cost_nothing_but_themselves(tmp_path: Path) -> None:
    given = Path(folder(tmp_path / "moma"))
    with (given / "Artworks.csv").open("ab") as file:
        file.write(b"a,b\r\n" + b"," * (len(ARTWORK) - 1) + b"\r\n")
    with (given / "Artists.csv").open("ab") as file:
        file.write(b"x\0y,,,,,,,,\r\n")
    read = Read(given)
    assert len(read.works) == len(read.artists) == 3
    assert sorted(issue.code for issue in read.issues) == ["not-a-record", "nul", "wrong-cells"]
    as_json(given / "more.json", [{"ObjectID": 5}, 3, {"Title": "x"}, {"ObjectID": 6}])
    read = Read(given / "more.json")
    assert list(read.works) == ["moma:5", "moma:6"]
    assert [issue.code for issue in read.issues] == ["not-a-record"] * 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", InputEmpty), (b"\n", InputEmpty), (b"<html></html>", InputFormat), (b"Title,Artist\nx,y\n", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
        (b'[{"ObjectID": 1}, {"Obj', InputTruncated), (b"[]", InputEmpty),
        (b"\x1f\x8b\x08\0\0\0\0\0", CultureDataError),
        (b"PK\x03\x04 cut", CultureDataError),
    ],
)  # fmt: skip
def test_what_is_no_table_of_moma_is_named(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "Artworks.csv").write_bytes(content)
    with Library.open(tmp_path / "library", create=True) as library, pytest.raises(error):
        import_source(library, "moma", str(tmp_path / "Artworks.csv"))


def test_nothing_of_moma(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as out:
        out.writestr("README.md", "x")
    (tmp_path / "cut.zip").write_bytes((tmp_path / "other.zip").read_bytes()[:40])
    for given, error in ((tmp_path, InputMissing), (tmp_path / "other.zip", InputMissing),
                         (tmp_path / "cut.zip", CultureDataError), (tmp_path / "none", InputMissing)):  # fmt: skip
        with pytest.raises(error):
            Read(given)


def test_a_changed_name_changes_the_works_of_the_maker_only(tmp_path: Path) -> None:
    given = Path(folder(tmp_path / "moma"))
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "moma", str(given))
        as_csv(given / "Artists.csv", [ARTISTS[0] | {"DisplayName": "Another Person"}, *ARTISTS[1:]])
        counts = import_source(library, "moma", str(given)).counts
        makers = dict(library.culture.execute("SELECT work_id, maker FROM works").fetchall())
    assert (counts.updated, counts.unchanged) == (2, 4)
    assert makers["moma:10"] == "Another Person, Bea (B.) Person"


class TestFolder(SourceContract):
    source = "moma"
    of_tables = True
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path)


class TestJson(SourceContract):
    source = "moma"
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path, form="json")


class TestZip(SourceContract):
    source = "moma"
    of_tables = True
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return packed("zip", tmp_path)


def test_the_real_lines_of_artists(shared: Path, tmp_path: Path) -> None:
    path = shared / "fixtures" / "moma" / "Artists_head200.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    read = Read(path)
    assert read.issues == []
    assert len(read.records) == len(read.artists) == len(rows)
    for row in rows:
        agent = read.artists[f"moma:agent:{row['ConstituentID']}"]
        assert (agent.name, agent.life_text or "") == (row["DisplayName"].strip(), row["ArtistBio"])
        assert (agent.born or 0, agent.died or 0) == (int(row["BeginDate"]), int(row["EndDate"]))
        said = {identifier.scheme: identifier.value for identifier in agent.identifiers}
        assert (said.get("wikidata", ""), said.get("ulan", "")) == (row["Wiki QID"], row["ULAN"])
    assert read.artists["moma:agent:11"].life_text == "French, born Germany (Alsace). 1886–1966"
    assert read.artists["moma:agent:18"] == Agent(
        id="moma:agent:18", name=rows[14]["DisplayName"], identifiers=read.artists["moma:agent:18"].identifiers,
        authority=1,
    )  # fmt: skip
    assert sum(agent.country is None for agent in read.artists.values()) == sum(
        row["Nationality"] in ("", "Nationality unknown") for row in rows
    )
