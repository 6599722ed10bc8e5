"""Links in a library: stored with their reason, undone, never made again, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from culturedata.cli.app import app
from culturedata.errors import UnknownName, UsageError
from culturedata.importing.run import import_source
from culturedata.linking.link import link_sources
from culturedata.linking.stored import matches, undo
from culturedata.store.library import Library

MOVIES = """movieId,title,genres
1,"Postman, The (1997)",Drama
2,Twelve Monkeys (a.k.a. 12 Monkeys) (1995),Sci-Fi|Thriller
3,Nowhere (1999),Comedy
"""
RATINGS = "userId,movieId,rating,timestamp\n7,1,4.0,100\n7,2,3.5,101\n8,2,5.0,102\n8,3,1.0,103\n"


def movies_db(path: Path, films: list[tuple[int, str, int, str, str]]) -> Path:
    """A synthetic movies.db with the columns that linking needs: (ID, title, year, genres, imdb)."""
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE omdb (ID, imdbID, Title, Year, Genre, Released, imdbRating)")
        db.execute("CREATE TABLE tomatoes (ID, Meter)")
        for id_, title, year, genres, imdb in films:
            db.execute(
                "INSERT INTO omdb VALUES (?, ?, ?, ?, ?, ?, NULL)", (id_, imdb, title, year, genres, f"{year}-01-01")
            )
    db.close()
    return path


@pytest.fixture
def films_folder(tmp_path: Path) -> Path:
    """A library with three synthetic MovieLens films, four ratings and two described films."""
    folder = tmp_path / "ml"
    folder.mkdir()
    (folder / "movies.csv").write_text(MOVIES, encoding="utf-8")
    (folder / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    given = [(10, "The Postman", 1997, "Drama", "tt0119925"), (11, "12 Monkeys", 1995, "Crime, Sci-Fi", "tt0114746")]
    database = movies_db(tmp_path / "movies.db", given)
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "movielens", str(folder))
        import_source(library, "bokeh-films", str(database))
    return tmp_path / "library"


@pytest.fixture
def films_library(films_folder: Path) -> Iterator[Library]:
    with Library.open(films_folder, write=True) as library:
        yield library


def test_links_are_stored_with_score_and_reason(films_library: Library) -> None:
    done = link_sources(films_library)
    assert (done.works, done.links, done.added) == (3, 2, 2)
    assert (done.ratings, done.of_ratings) == (3, 4)
    assert done.methods == {"title and year": 2}
    rows = {row["left_id"]: row for row in matches(films_library.culture)}
    assert rows["movielens:2"]["right_id"] == "bokeh-films:11"
    assert rows["movielens:2"]["evidence"]["titles"] == ["Twelve Monkeys", "12 Monkeys"]
    assert rows["movielens:1"]["evidence"] == {
        "titles": ["The Postman", "The Postman"], "years": [1997, 1997], "genres": ["drama"],
    }  # fmt: skip
    assert {row["decided_by"] for row in rows.values()} == {"rule"}


def test_linking_again_changes_nothing(films_library: Library) -> None:
    link_sources(films_library)
    before = films_library.culture.execute("SELECT * FROM matches ORDER BY left_id").fetchall()
    assert link_sources(films_library).added == 0
    assert films_library.culture.execute("SELECT * FROM matches ORDER BY left_id").fetchall() == before


def test_an_undone_link_stays_undone(films_library: Library) -> None:
    link_sources(films_library)
    undo(films_library, "movielens:1", "bokeh-films:10")
    again = link_sources(films_library)
    assert (again.links, again.added, again.ratings) == (1, 0, 2)
    [undone] = matches(films_library.culture, undone=True)
    assert (undone["left_id"], undone["undone_at"] is None) == ("movielens:1", False)
    with pytest.raises(UnknownName, match="no link from movielens:1"):
        undo(films_library, "movielens:1", "bokeh-films:10")


def test_a_link_by_a_person_is_kept(films_library: Library) -> None:
    films_library.culture.execute(
        """INSERT INTO matches VALUES ('movielens:3', 'bokeh-films:11', 'same-work', 1, 'person', '{}', 'person',
           '2026-01-01T00:00:00+00:00', NULL, NULL)"""
    )
    assert link_sources(films_library).methods == {"person": 1, "title and year": 1}
    assert [row["decided_by"] for row in matches(films_library.culture, item="bokeh-films:11")] == ["person"]


def test_a_source_without_films_is_named(films_library: Library) -> None:
    with pytest.raises(UnknownName, match="nothing of 'tate'"):
        link_sources(films_library, "tate")
    with pytest.raises(UsageError, match="can't be linked to itself"):
        link_sources(films_library, "movielens", "movielens")


def test_the_commands(films_folder: Path) -> None:
    folder = str(films_folder)
    run = CliRunner()
    made = run.invoke(app, ["link", "movielens", "-L", folder, "--json"])
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["links"] == 2
    assert json.loads(run.invoke(app, ["link", "-L", folder, "--json"]).stdout)["added"] == 0
    said = run.invoke(app, ["link", "-L", folder]).stderr
    assert said.endswith(f"All links of this run can be undone: culturedata link undo --run 3 -L {folder}\n")
    listed = json.loads(run.invoke(app, ["link", "list", "-L", folder, "--json"]).stdout)
    assert {row["left_id"] for row in listed} == {"movielens:1", "movielens:2"}
    table = run.invoke(app, ["link", "list", "movielens:2", "-L", folder]).stdout
    assert "Twelve Monkeys = 12 Monkeys" in table
    assert run.invoke(app, ["link", "undo", "movielens:2", "bokeh-films:11", "-L", folder]).exit_code == 0
    assert len(json.loads(run.invoke(app, ["link", "list", "--undone", "-L", folder, "--json"]).stdout)) == 1
    with Library.open(folder) as reopened:
        assert [row["left_id"] for row in matches(reopened.culture)] == ["movielens:1"]
