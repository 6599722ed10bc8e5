"""wikipedia-movies: hand-made films in the true shape, the traps of the real files, and the real ones at hand.

All films here but those of ../shared are synthetic.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Date, Text, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.wikipedia_movies import BY_SA, WikipediaMovies
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities

Row = dict[str, Any]
FILM: Row = {
    "title": "An Invented Affair", "year": 1931, "cast": ["Ada Invented", "Bob Person"],
    "genres": ["Drama", "Science Fiction"], "href": "An_Invented_Affair_(1931_film)",
    "extract": "An Invented Affair is a 1931 American film.", "thumbnail": "https://upload.wikimedia.org/p.jpg",
    "thumbnail_width": 220, "thumbnail_height": 326,
}  # fmt: skip
DECADES = [f"{decade}s" for decade in range(1900, 2030, 10)]


def film(title: str, **more: Any) -> Row:
    return FILM | {"title": title, "href": title.replace(" ", "_")} | more


def films() -> list[Row]:
    """Four films: one with all, one whose article is not named, one with torn brackets, one with next to nothing."""
    return [
        FILM,
        film("Nameless & Sons", href=None, year=1950),
        film("Torn", year=1936, cast=["Ada Invented", "(", "Best Actress", "nominee)", "Cay Person (narrator)"]),
        {"title": "Bare", "year": 1901, "cast": [], "genres": []},
    ]


def write(path: Path, found: list[Row], indent: int | None = 1) -> Path:
    path.write_text(json.dumps(found, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


def reader(path: Path, issues: list[Issue] | None = None, **more: Any) -> WikipediaMovies:
    report = (issues if issues is not None else []).append
    return WikipediaMovies(Context(descriptor("wikipedia-movies"), str(path), report=report, **more))


def read(tmp_path: Path, *found: Row) -> tuple[list[Work], dict[str, Agent], list[Issue]]:
    issues: list[Issue] = []
    works, agents, _ = entities(reader(write(tmp_path / "movies.json", list(found)), issues))
    return list(works.values()), agents, issues


class TestFile(SourceContract):
    source = "wikipedia-movies"
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return str(write(tmp_path / "movies.json", films()))


class TestDecades(SourceContract):
    """The dump: a film in each of its files."""

    source = "wikipedia-movies"
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        for number, decade in enumerate(DECADES):
            write(tmp_path / f"movies-{decade}.json", [films()[number]] if number < 4 else [film(f"Film of {decade}")])
        return str(tmp_path)


def test_the_dump_is_its_decades() -> None:
    assert list(descriptor("wikipedia-movies").options["dump"]) == DECADES


def test_a_whole_film(tmp_path: Path) -> None:
    [work], agents, issues = read(tmp_path, FILM)
    assert not issues
    assert work.titles == (Title(text="An Invented Affair"),)
    assert work.dates == (Date(text="1931", kind="released", earliest=1931, latest=1931, precision="year"),)
    assert [(credit.agent, credit.role, credit.note) for credit in work.credits] == [
        ("wikipedia-movies:agent:ada-invented", "cast", None), ("wikipedia-movies:agent:bob-person", "cast", None),
    ]  # fmt: skip
    assert agents["wikipedia-movies:agent:bob-person"].name == "Bob Person"
    assert {term.term for term in work.terms} == {
        "wikipedia-movies:term:genre-drama", "wikipedia-movies:term:genre-science-fiction",
    }  # fmt: skip
    assert work.url == "https://en.wikipedia.org/wiki/An_Invented_Affair_(1931_film)"
    assert work.texts == (
        Text(kind="description", text="An Invented Affair is a 1931 American film.", lang="en", licence=BY_SA),
    )
    assert {(one.covers, one.licence, one.holder) for one in work.rights} == {
        ("metadata", BY_SA, "Wikipedia contributors"), ("text", BY_SA, "Wikipedia contributors"),
    }  # fmt: skip


def test_a_poster_is_in_the_raw_record_only(tmp_path: Path) -> None:
    source = reader(write(tmp_path / "movies.json", [FILM]))
    [record] = source.records()
    [work] = (entity for entity in source.parse(record) if isinstance(entity, Work))
    assert b"p.jpg" in record.body
    assert (work.images, "p.jpg" in repr(work)) == ((), False)


def test_every_genre_of_the_repository_has_a_french_name() -> None:
    french = descriptor("wikipedia-movies").options["labels_fr"]
    assert {"Silent", "Sport", "Sports", "Live Action", "Found Footage"} <= french.keys()
    assert len(french) == 41


@pytest.mark.parametrize(
    ("cast", "named", "left_out"),
    [
        (["A. Person", "(", "Best Actor", "nominee)", "B. Person"],
         [("a-person", "Best Actor nominee"), ("b-person", None)], []),
        (["A. Person", "(", "Award", ")"], [("a-person", "Award")], []),
        (["A. Person (narrator)"], [("a-person", "narrator")], []),
        (["A. Person", "(voice)", "(US)"], [("a-person", "voice; US")], []),
        (["(voices of)", "A. Person"], [("a-person", None)], ["(voices of)"]),
        (["A. Person", "(", "B. Person"], [("a-person", None), ("b-person", None)], ["("]),
        (["A. Person", ".", "]", "[2]", "B. Person"], [("a-person", None), ("b-person", None)], [".", "]", "[2]"]),
        (["writer)", "A. Person]]"], [("a-person", None)], ["writer)"]),
        (["Dave (Tex) Person", "Eve Person, Jr."], [("dave-tex-person", None), ("eve-person-jr", None)], []),
        (["A. Person", "A. Person", "", "  "], [("a-person", None)], []),
    ],
)  # fmt: skip
def test_what_stood_between_names(
    tmp_path: Path, cast: list[str], named: list[tuple[str, str | None]], left_out: list[str]
) -> None:
    [work], _, issues = read(tmp_path, film("Torn", cast=cast))
    assert [(credit.agent.rpartition(":")[2], credit.note) for credit in work.credits] == named
    assert [(issue.code, issue.field, issue.raw) for issue in issues] == [
        ("not-a-name", "cast", piece) for piece in left_out
    ]


def test_accents_tell_people_apart_and_their_spelling_does_not(tmp_path: Path) -> None:
    [work, _], agents, _ = read(
        tmp_path, film("A", cast=["Zoe\u0308 Person", "Zo\u00eb Person"]), film("B", cast=["Zoe Person"])
    )
    assert {id_.rpartition(":")[2]: agent.name for id_, agent in agents.items()} == {
        "zo\u00eb-person": "Zo\u00eb Person", "zoe-person": "Zoe Person",
    }  # fmt: skip
    assert len(work.credits) == 1


def test_the_key_is_title_year_and_article(tmp_path: Path) -> None:
    found = [FILM, FILM | {"year": 1932}, FILM | {"title": "Other"}, FILM | {"href": "Other"}, FILM | {"cast": []}]
    keys = [record.key for record in reader(write(tmp_path / "movies.json", found)).records()]
    assert keys[0].startswith("1931-an-invented-affair-")
    assert len(set(keys[:4])) == 4
    assert keys[4] == keys[0]


def test_of_two_with_one_key_the_first_counts_and_the_other_is_reported(tmp_path: Path) -> None:
    given = write(tmp_path / "movies.json", [FILM, FILM, FILM | {"cast": ["C. Person"]}])
    with Library.open(tmp_path / "library", create=True) as library:
        counts = import_source(library, "wikipedia-movies", str(given)).counts
        assert (counts.works, counts.unchanged, counts.skipped) == (1, 1, 1)
        assert library.culture.execute("SELECT code FROM issues").fetchall() == [("duplicate-record",)]


def test_what_is_no_film_is_left_out_and_reported(tmp_path: Path) -> None:
    issues: list[Issue] = []
    given = write(tmp_path / "movies.json", [FILM, {"year": 1931}, ["Drama"], "Drama"])  # type: ignore[list-item]
    assert len(list(reader(given, issues).records())) == 1
    assert [(issue.code, issue.located) for issue in issues] == [
        ("no-key", f"movies.json: record {number}") for number in (2, 3, 4)
    ]


@pytest.mark.parametrize("year", ["c. 1930", 0, 31, -1931])
def test_what_is_no_year_is_reported(tmp_path: Path, year: Any) -> None:
    [work], _, issues = read(tmp_path, film("A", year=year))
    assert [(issue.code, issue.field, issue.raw) for issue in issues] == [("not-a-year", "year", str(year))]
    assert [(date.text, date.earliest) for date in work.dates] == [(str(year), None)]


class TestFolder:
    def test_the_whole_file_beside_its_decades_says_nothing_twice(self, tmp_path: Path) -> None:
        """It is set out in another way, and brings what a decade that is not there would."""
        write(tmp_path / "movies-1930s.json", [FILM])
        write(tmp_path / "movies.json", [FILM, film("Of another decade")], indent=2)
        write(tmp_path / "genres.json", ["Drama"])  # type: ignore[list-item]
        (tmp_path / "package.json").write_text('{"name": "wikipedia-movie-data"}')
        issues: list[Issue] = []
        assert [record.located for record in reader(tmp_path, issues).records()] == [
            "movies-1930s.json: record 1", "movies.json: record 2",
        ]  # fmt: skip
        assert not issues

    def test_one_bad_file_costs_itself_alone(self, tmp_path: Path) -> None:
        write(tmp_path / "movies-1930s.json", [FILM])
        (tmp_path / "movies-1940s.json").write_bytes(b"")
        issues: list[Issue] = []
        source = reader(tmp_path, issues)
        assert len(list(source.records())) == 1
        assert [(issue.code, issue.located) for issue in issues] == [("unreadable-file", "movies-1940s.json")]
        assert source.context.partial

    def test_a_folder_of_other_things_is_named(self, tmp_path: Path) -> None:
        write(tmp_path / "genres.json", ["Drama"])  # type: ignore[list-item]
        with pytest.raises(InputEmpty, match="no films"):
            list(reader(tmp_path).records())


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty), (b"[]", InputEmpty), (b"<!DOCTYPE html>", InputFormat), (b'[{"title": "A"', InputTruncated),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
        (gzip.compress(json.dumps(films()).encode())[:60], InputTruncated), (None, InputMissing),
    ],
)  # fmt: skip
def test_bad_input_is_called_by_its_name(tmp_path: Path, body: bytes | None, error: type[Exception]) -> None:
    path = tmp_path / "movies.json"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(error):
        list(reader(path).records())


def test_packed_and_one_a_line_it_is_the_same(tmp_path: Path) -> None:
    whole = entities(reader(write(tmp_path / "movies.json", films())))
    (tmp_path / "movies.json.gz").write_bytes(gzip.compress(json.dumps(films()).encode()))
    (tmp_path / "movies.jsonl").write_text("\n".join(map(json.dumps, films())))
    for name in ("movies.json.gz", "movies.jsonl"):
        assert entities(reader(tmp_path / name)) == whole


@pytest.mark.parametrize("decade", ["1910s", "2020s"])
def test_the_real_films(shared: Path, decade: str, tmp_path: Path) -> None:
    path = shared / "fixtures" / "wikipedia_movies" / f"movies-{decade}.json"
    with Library.open(tmp_path, create=True) as library:
        counts = import_source(library, "wikipedia-movies", str(path)).counts
        assert (counts.works, counts.skipped, counts.issues) == (60, 0, 0)
        described = library.culture.execute("SELECT count(*) FROM texts WHERE licence = ?", [BY_SA]).fetchone()
        assert described[0] > 50
        assert library.culture.execute("SELECT count(*) FROM images").fetchone() == (0,)
