"""bokeh-films: every trap of movies.db on synthetic rows, and the real file where the package is installed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Entity, Term, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources import bokeh_films
from culturedata.sources.bokeh_films import BokehFilms, names
from culturedata.vocabularies import FACETS, ROLES

OMDB = {
    "ID": 7, "imdbID": "tt0000007", "Title": "Invented", "Year": 2001, "Rating": "PG", "Runtime": 90.0,
    "Genre": "Drama, Comedy", "Released": "2001-05-06", "Director": "A. Person, Jr., B. Person", "Writer": None,
    "Cast": "", "Metacritic": 50, "imdbRating": None, "imdbVotes": None, "Language": "English, French",
    "Country": "Canada", "Awards": "Won 1 Oscar.", "lastUpdated": "2026-10-18", "Oscars": 1,
}  # fmt: skip
TOMATOES = {
    "ID": 7, "Image": None, "Rating": 6.5, "Meter": 70, "Reviews": 10, "Fresh": 7, "Rotten": 3, "Consensus": None,
    "userMeter": None, "userRating": None, "userReviews": None, "DVD": None, "BoxOffice": 2000000.0,
    "Production": "A. Person, Some Films, Inc.", "Website": None, "lastUpdated": "2026-10-18",
}  # fmt: skip


def database(path: Path, *films: dict[str, Any]) -> str:
    """A synthetic movies.db: each film changes some fields of the invented one."""
    with sqlite3.connect(path) as db:
        for table, fields in (("omdb", OMDB), ("tomatoes", TOMATOES)):
            db.execute(f"CREATE TABLE {table} ({', '.join(f'{name!r}' for name in fields)})")
            for film in films:
                row = {name: film.get(name, value) for name, value in fields.items()}
                row |= {"Rating": film[f"{table}.Rating"]} if f"{table}.Rating" in film else {}
                db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", list(row.values()))
    db.close()
    return str(path)


def read(given: str | None, cursor: str | None = None) -> tuple[list[Entity], list[Issue]]:
    issues: list[Issue] = []
    source = BokehFilms(Context(descriptor("bokeh-films"), given, cursor=cursor, report=issues.append))
    return [entity for record in source.records() for entity in source.parse(record)], issues


def work(tmp_path: Path, **changes: Any) -> Work:
    entities, _ = read(database(tmp_path / "movies.db", changes))
    [found] = [entity for entity in entities if isinstance(entity, Work)]
    return found


def test_every_column_is_mapped_or_named(tmp_path: Path) -> None:
    entities, issues = read(database(tmp_path / "movies.db", {}))
    assert issues == []
    [film] = [entity for entity in entities if isinstance(entity, Work)]
    assert film.id == "bokeh-films:7"
    assert [(c.agent, c.role) for c in film.credits] == [
        ("bokeh-films:agent:a-person-jr", "director"),
        ("bokeh-films:agent:b-person", "director"),
        ("bokeh-films:agent:company-a-person", "production company"),
        ("bokeh-films:agent:company-some-films-inc", "production company"),
    ]
    assert {m.kind: m.value for m in film.measures} == {
        "runtime": 90, "metacritic": 50, "oscars won": 1, "tomatometer": 70, "critics' rating": 6.5, "reviews": 10,
        "fresh reviews": 7, "rotten reviews": 3, "box office": 2_000_000,
    }  # fmt: skip
    assert [(i.scheme, i.value) for i in film.identifiers] == [("wikidata", "Q7"), ("imdb", "tt0000007")]
    assert [t.term.rpartition(":")[2] for t in film.terms] == [
        "genre-drama", "genre-comedy", "country-canada", "language-english", "language-french",
        "classification-mpaa-pg",
    ]  # fmt: skip
    assert film.texts[0].text == "Won 1 Oscar."
    terms = {e.label: e.label_fr for e in entities if isinstance(e, Term)}
    assert (terms["Drama"], terms["Canada"], terms["French"]) == ("drame", "Canada", "français")


def test_a_new_column_is_reported(tmp_path: Path) -> None:
    path = database(tmp_path / "movies.db", {})
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE omdb ADD COLUMN Colour")
        db.execute("UPDATE omdb SET Colour = 'blue'")
    db.close()
    _, issues = read(path)
    assert [(issue.code, issue.field, issue.raw) for issue in issues] == [("new-field", "Colour", "blue")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, []),
        ("", []),
        ("Max Baer, Jr.", ["Max Baer, Jr."]),
        ("E. B. White, Earl Hamner, Jr., Z. Name", ["E. B. White", "Earl Hamner, Jr.", "Z. Name"]),
        ("Arch Hall, Sr., Joseph Louis Cranston", ["Arch Hall, Sr.", "Joseph Louis Cranston"]),
        ("Joaquin Garay, III, John Vernon", ["Joaquin Garay, III", "John Vernon"]),
        ("Noufou Ouédraogo, PhD", ["Noufou Ouédraogo, PhD"]),
        ("A Name, Ph.D., B Name, M.D.", ["A Name, Ph.D.", "B Name, M.D."]),
        ("Banger Films, Inc", ["Banger Films, Inc"]),
        ("SHOWBOX Co., Ltd.", ["SHOWBOX Co., Ltd."]),
        ("Earth, Wind & Fire, Peter Frampton", ["Earth, Wind & Fire", "Peter Frampton"]),
        ("Country Joe and the Fish, Crosby, Stills & Nash, Janis Joplin",
         ["Country Joe and the Fish", "Crosby, Stills & Nash", "Janis Joplin"]),
        ("David Cholmondeley, 7th Marquess of Cholmondeley", ["David Cholmondeley, 7th Marquess of Cholmondeley"]),
        ("Meghan, Duchess of Sussex, Meredith Vieira", ["Meghan, Duchess of Sussex", "Meredith Vieira"]),
        ("Radu, Prince Consort of Romania, Richard Guedj", ["Radu, Prince Consort of Romania", "Richard Guedj"]),
        ("Nigel Mansell, Princess Stéphanie of Monaco", ["Nigel Mansell", "Princess Stéphanie of Monaco"]),
        ("Paul Calderón, Penn & Teller", ["Paul Calderón", "Penn & Teller"]),
        ("20th Century Animation, 20th Century Studios", ["20th Century Animation", "20th Century Studios"]),
        ("Hal Baylor, 50 Cent", ["Hal Baylor", "50 Cent"]),
    ],
)  # fmt: skip
def test_names_that_hold_commas_stay_whole(cell: str | None, expected: list[str]) -> None:
    assert names(cell) == expected


def test_a_name_out_of_order_is_reported(tmp_path: Path) -> None:
    _, issues = read(database(tmp_path / "movies.db", {"Cast": "Zed Name, Of The Hill, Zoe Name"}))
    assert [(issue.code, issue.field) for issue in issues] == [("name-with-comma", "Cast")]


def test_1_january_means_the_year(tmp_path: Path) -> None:
    [date] = work(tmp_path, Released="1979-01-01", Year=1979).dates
    assert (date.text, date.precision, date.kind) == ("1979", "year", "released")


def test_another_day_is_a_day(tmp_path: Path) -> None:
    [date] = work(tmp_path).dates
    assert (date.text, date.earliest, date.precision) == ("2001-05-06", 2001, "day")


def test_what_tells_films_apart_is_not_shown(tmp_path: Path) -> None:
    titles = work(tmp_path, Title="Faust (2011 film)").titles
    assert [(title.text, title.kind) for title in titles] == [("Faust", "original"), ("Faust (2011 film)", "sort")]


def test_an_english_label_is_the_original_title_of_english_films_only(tmp_path: Path) -> None:
    [title] = work(tmp_path, Language="Japanese").titles
    assert (title.kind, title.lang) == ("alternative", None)


def test_implausible_figures_are_kept_and_reported(tmp_path: Path) -> None:
    entities, issues = read(database(tmp_path / "movies.db", {"BoxOffice": 7.386, "Runtime": 1.0}))
    assert [issue.field for issue in issues] == ["Runtime", "BoxOffice"]
    assert isinstance(entities[-1], Work)
    assert {m.kind: m.value for m in entities[-1].measures}["box office"] == 7.386


def test_two_films_with_one_imdb_number_are_two_works(tmp_path: Path) -> None:
    entities, _ = read(database(tmp_path / "movies.db", {}, {"ID": 8}))
    assert [entity.id for entity in entities if isinstance(entity, Work)] == ["bokeh-films:7", "bokeh-films:8"]


def test_reading_goes_on_after_the_cursor(tmp_path: Path) -> None:
    entities, _ = read(database(tmp_path / "movies.db", {}, {"ID": 8}, {"ID": 10}), cursor="8")
    assert [entity.id for entity in entities if isinstance(entity, Work)] == ["bokeh-films:10"]


def test_accents_tell_people_apart(tmp_path: Path) -> None:
    film = work(tmp_path, Cast="Jose Garcia, José Garcia")
    cast = [credit.agent for credit in film.credits if credit.role == "cast"]
    assert cast == ["bokeh-films:agent:jose-garcia", "bokeh-films:agent:josé-garcia"]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (None, InputMissing, "there is no file"),
        (b"", InputEmpty, "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer, "Git LFS pointer"),
        (b"<html>not found</html>", InputFormat, "not a SQLite database"),
        (b"SQLite format 3\0" + b"\0" * 200, InputFormat, "can't be read|has no table"),
    ],
)
def test_what_is_no_movies_db(tmp_path: Path, content: bytes | None, error: type[Exception], message: str) -> None:
    path = tmp_path / "movies.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=message):
        read(str(path))


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE omdb (ID)")
    db.close()
    with pytest.raises(InputFormat, match="has no table tomatoes"):
        read(str(path))


def test_the_older_edition_is_refused_for_its_licence(tmp_path: Path) -> None:
    with pytest.raises(InputFormat, match="not CC0"):
        read(database(tmp_path / "movies.db", {"imdbRating": 7.1}))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bokeh_films, "find_spec", lambda _: None)
    with pytest.raises(InputMissing, match=r"pip install culturedata\[demo\]"):
        read(None)


def test_the_real_file() -> None:
    """All 17,472 films, each role, and no name out of order: every comma inside a name was found."""
    pytest.importorskip("bokeh_sampledata")
    entities, issues = read(None)
    films = [entity for entity in entities if isinstance(entity, Work)]
    agents = {entity.id: entity for entity in entities if isinstance(entity, Agent)}
    terms = {entity.id: entity for entity in entities if isinstance(entity, Term)}
    assert len(films) == len({film.id for film in films}) == 17_472
    assert len({i.value for film in films for i in film.identifiers if i.scheme == "imdb"}) == 17_470
    assert Counter(issue.code for issue in issues) == {"implausible-value": 7}
    assert len(agents) == 66_167
    assert Counter(term.facet for term in terms.values()) == {
        "language": 196, "country": 136, "genre": 21, "classification": 9,
    }  # fmt: skip
    roles = Counter(credit.role for film in films for credit in film.credits)
    assert roles == {"cast": 194_195, "writer": 21_014, "director": 18_975, "production company": 14_066}
    assert set(roles) <= set(ROLES)
    assert {term.facet for term in terms.values()} <= set(FACETS)
    assert {"George Tillman, Jr.", "James W. Smith, Jr.", "Meghan, Duchess of Sussex"} <= {
        a.name for a in agents.values()
    }
    assert not {"Jr.", "Sr.", "III", "Inc.", "PhD"} & {agent.name for agent in agents.values()}
    assert films[0].id == "bokeh-films:372"
    years = [film.dates[0].earliest or 0 for film in films]
    assert (min(years), max(years)) == (1940, 2014)
