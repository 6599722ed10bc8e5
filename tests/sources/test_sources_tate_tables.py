"""tate: its two tables as CSV, which name the same works and artists as its JSON (synthetic rows, and real ones)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import InputEmpty, InputFormat, InputPointer
from culturedata.sources.tate import dating, tables
from tests.contract_source import SourceContract
from tests.sources.test_sources_tate import ARTIST, ARTWORK, bring, query, read

ARTIST_ROW = {
    "id": "0", "name": "Invented, Ann", "gender": "Female", "dates": "1801–1870", "yearOfBirth": "1801",
    "yearOfDeath": "1870", "placeOfBirth": "Paris, France", "placeOfDeath": "Roma, Italia",
    "url": "http://www.tate.org.uk/art/artists/ann-invented-0",
}  # fmt: skip
ROW = {
    "id": "1035", "accession_number": "X00001", "artist": "Invented, Ann", "artistRole": "artist", "artistId": "0",
    "title": "A Title", "dateText": "c.1830–4", "medium": "Etching and aquatint  on paper",
    "creditLine": "Presented by nobody 1922", "year": "1830", "acquisitionYear": "1922",
    "dimensions": "support: 394 x 419 mm", "width": "394", "height": "419", "depth": "", "units": "mm",
    "inscription": "date inscribed", "thumbnailCopyright": "© Somebody",
    "thumbnailUrl": "http://www.tate.org.uk/art/images/work/X00001_8.jpg",
    "url": "http://www.tate.org.uk/art/artworks/x00001",
}  # fmt: skip
PLAIN_ROW = dict.fromkeys(ROW, "") | {"id": "1036", "accession_number": "X00002", "title": "Plain"}
OLDER = (
    "id", "accession_number", "artist", "artistId", "title", "dateText", "creditLine", "year", "dimensions", "width",
    "height", "depth", "units", "inscription", "thumbnailUrl",
)  # fmt: skip


def write(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = (), delimiter: str = ",") -> str:
    """A table, with the byte order mark that upstream's have."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        names = list(columns or rows[0])
        writer = csv.DictWriter(file, names, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


class TestTables(SourceContract):
    source = "tate"
    understood = frozenset()
    of_tables = True

    def input(self, tmp_path: Path) -> str:
        write(tmp_path / "artist_data.csv", ARTIST_ROW, ARTIST_ROW | {"id": "7", "name": "Madeup, Bob, Junior"})
        write(tmp_path / "artwork_data.csv", ROW, PLAIN_ROW, ROW | {"accession_number": "X00003", "dimensions": ""})
        return str(tmp_path)

    def whole(self, request: pytest.FixtureRequest) -> None:
        pytest.skip("all of Tate is read as JSON")


def test_every_column_of_both_tables(tmp_path: Path) -> None:
    works, _, terms, issues = read(TestTables().input(tmp_path))
    assert issues == []
    found = works["tate:X00001"]
    assert [(t.text, t.lang, t.kind) for t in found.titles] == [("A Title", "en", "original")]
    assert [(d.kind, d.text, d.earliest, d.latest) for d in found.dates] == [
        ("created", "c.1830–4", 1830, 1834), ("acquired", "1922", 1922, 1922),
    ]  # fmt: skip
    assert [(c.agent, c.role, c.attribution) for c in found.credits] == [("tate:agent:0", "artist", None)]
    assert [(t.facet, terms[t.term].label) for t in found.terms] == [("material", "Etching and aquatint on paper")]
    assert [(d.part, d.kind, d.value, d.unit) for d in found.dimensions[:-1]] == [
        ("support", "height", 394, "mm"), ("support", "width", 419, "mm"),
    ]  # fmt: skip
    assert [(t.kind, t.text) for t in found.texts] == [("inscription", "date inscribed")]
    assert [(i.scheme, i.value) for i in found.identifiers] == [("accession", "X00001"), ("tate", "1035")]
    assert [(i.url, i.credit, i.open) for i in found.images] == [(ROW["thumbnailUrl"], "© Somebody", False)]
    assert found.holdings[0].credit_line == "Presented by nobody 1922"
    assert found.url == ROW["url"]
    _, agents, _, _ = read(str(tmp_path / "artist_data.csv"))
    artist = agents["tate:agent:0"]
    assert (artist.name, artist.sort_name, artist.born, artist.died, artist.life_text, artist.gender) == (
        "Ann Invented", "Invented, Ann", 1801, 1870, "1801–1870", "female",
    )  # fmt: skip
    assert (artist.born_place, artist.died_place, artist.url) == ("Paris, France", "Roma, Italia", ARTIST["url"])
    plain = works["tate:X00002"]
    assert (plain.credits, plain.dates, plain.terms, plain.images, plain.url) == ((), (), (), (), None)


def test_the_older_table_has_fewer_columns(tmp_path: Path) -> None:
    works, _, _, issues = read(write(tmp_path / "artwork_data.csv", ROW, columns=OLDER))
    assert issues == []
    found = works["tate:X00001"]
    assert (found.credits[0].role, found.terms, found.url) == ("artist", (), None)


def test_tables_then_json_are_one_work_and_one_artist(tmp_path: Path) -> None:
    first = bring(tmp_path / "library", TestTables().input(tmp_path / "tables")).counts
    assert (first.added, first.works) == (5, 3)
    folder = tmp_path / "json"
    folder.mkdir()
    for name, row in (("artist", ARTIST), ("work", ARTWORK)):
        (folder / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
    second = bring(tmp_path / "library", str(folder)).counts
    assert (second.added, second.updated, second.gone) == (0, 2, 0)
    works = query(tmp_path / "library", "SELECT work_id FROM works WHERE work_id IN ('tate:X00001', 'tate:X00002')")
    assert works == [("tate:X00001",), ("tate:X00002",)]
    assert query(tmp_path / "library", "SELECT agent_id, name FROM agents ORDER BY agent_id") == [
        ("tate:agent:0", "Ann Invented"), ("tate:agent:7", "Bob Madeup Junior"),
    ]  # fmt: skip
    assert len(query(tmp_path / "library", "SELECT 1 FROM work_terms WHERE facet = 'subject'")) == 2


def test_beside_json_tables_are_left_out_and_named(tmp_path: Path) -> None:
    folder = Path(TestTables().input(tmp_path / "both"))
    (folder / "x00001-1035.json").write_text(json.dumps(ARTWORK), encoding="utf-8")
    works, agents, _, issues = read(str(folder))
    assert (set(works), set(agents)) == ({"tate:X00001"}, {"tate:agent:0"})
    assert [(i.code, i.located) for i in issues] == [
        ("table-left-out", "artist_data.csv"), ("table-left-out", "artwork_data.csv"),
    ]  # fmt: skip


def test_rows_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "artwork_data.csv"
    write(path, ROW, ROW | {"accession_number": " "}, ROW | {"accession_number": "X00009"})
    path.write_text(path.read_text("utf-8-sig") + "1,X00010,too few\r\n", encoding="utf-8")
    works, _, _, issues = read(str(path))
    assert set(works) == {"tate:X00001", "tate:X00009"}
    assert [(i.code, i.located) for i in issues] == [
        ("not-a-record", "artwork_data.csv:3"), ("wrong-cells", "artwork_data.csv:5"),
    ]  # fmt: skip


def test_what_is_no_year_is_reported(tmp_path: Path) -> None:
    odd = ARTIST_ROW | {"yearOfBirth": "c.1801", "yearOfDeath": ""}
    _, agents, _, issues = read(write(tmp_path / "artist_data.csv", odd))
    assert (agents["tate:agent:0"].born, agents["tate:agent:0"].died) == (None, None)
    assert [(i.code, i.record, i.field, i.raw) for i in issues] == [
        ("bad-year", "tate:agent:0:invented-ann", "yearOfBirth", "c.1801")
    ]


def test_a_table_saved_with_semicolons(tmp_path: Path) -> None:
    works, _, _, issues = read(write(tmp_path / "the-collection.csv", ROW, delimiter=";"))
    assert (set(works), issues) == ({"tate:X00001"}, [])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty), (b"<!DOCTYPE html><p>moved", InputFormat), (b"ObjectID,Title\n1,x\n", InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer),
    ],
)  # fmt: skip
def test_what_is_no_table_of_tates(tmp_path: Path, body: bytes, error: type[Exception]) -> None:
    (tmp_path / "artwork_data.csv").write_bytes(body)
    with pytest.raises(error):
        read(str(tmp_path))


@pytest.mark.parametrize(
    ("printed", "first", "expected", "differs"),
    [
        ("c.1830–4", "1830", (1830, 1834), False), ("1820s", "1822", (1822, 1829), False),
        ("date not known", "1814", (1814, None), False), (None, "1814", (1814, 1814), False),
        ("1935", "1835", (1835, 1835), True), ("after c.1830", "1830", (1830, None), False),
        ("c.1997–9", "c.1997-9", (1997, 1999), False), ("1922", "no date", (1922, 1922), False),
    ],
)  # fmt: skip
def test_the_first_year_alone(
    printed: str | None, first: str, expected: tuple[int | None, int | None], differs: bool
) -> None:
    """Of the years beside the printed date a table says only the first: it does not follow that it is the last too."""
    told: list[str] = []
    date, *_ = dating.begun(printed, first, lambda _, years: told.append(years))
    assert (date.earliest, date.latest) == expected
    assert bool(told) is differs


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Blake, Robert", "Robert Blake"),
        ("Barker, Thomas, of Bath", "Thomas Barker of Bath"),
        ("Afro", "Afro"),
        ("A Group (A. Person, born 1945; B. Person)", "A Group (A. Person, born 1945; B. Person)"),
    ],
)
def test_names(printed: str, name: str) -> None:
    assert tables.natural(printed) == name


def test_the_real_table_says_what_the_real_json_says(shared: Path) -> None:
    """The first sixty lines of artist_data.csv against the records of the same artists."""
    _, found, _, issues = read(str(shared / "fixtures" / "tate" / "artist_data.csv"))
    assert issues == []
    _, known, _, _ = read(str(shared / "data" / "tate" / "tate_artists.jsonl.gz"))
    assert len(found) == 59
    fields = ("sort_name", "born", "died", "life_text", "gender", "born_place", "died_place", "url", "kind")
    said: list[dict[str, Any]] = [{f: getattr(of[id_], f) for id_ in found for f in fields} for of in (found, known)]
    assert said[0] == said[1]
    assert sum(one.name == known[id_].name for id_, one in found.items()) >= 55
