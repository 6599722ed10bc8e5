"""imdb: made-up rows in the shape of the seven tables, every fault of a row. Nothing of IMDb's own is here."""

from __future__ import annotations

import gzip
import json
import shutil
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Credit, Date, Identifier, Interaction, Measure, Relation, Title, Work
from culturedata.errors import InputFormat, InputMissing, InputTruncated, UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.imdb.source import Imdb
from culturedata.store.library import Library
from tests.contract_source import SourceContract, Stopped, dump, entities, stop_at

FILM, SERIES, EPISODE, BARE = "tt90000001", "tt90000002", "tt90000003", "tt90000004"
MAKER, PLAYER, BAND, LOST = "nm90000001", "nm90000002", "nm90000003", "nm90000009"
N = "\\N"
COLUMNS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.ratings": "tconst averageRating numVotes",
    "title.crew": "tconst directors writers",
    "title.episode": "tconst parentTconst seasonNumber episodeNumber",
    "title.principals": "tconst ordering nconst category job characters",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}
ROWS: dict[str, list[list[str]]] = {
    "title.basics": [
        [FILM, "movie", '"The Made Up', "L'Inventé", "0", "1931", N, "91", "Drama,Sci-Fi"],
        [SERIES, "tvSeries", "Invented Nights", "Invented Nights", "0", "1990", "1994", N, "Comedy"],
        [EPISODE, "tvEpisode", "Pilot", "Pilot", "1", "1990", N, "25", N],
        [BARE, "short", "Nothing Known", "Nothing Known", "0", N, N, N, N],
    ],
    "title.ratings": [[FILM, "7.4", "1234"], [EPISODE, "5.0", "8"]],
    "title.crew": [[FILM, MAKER, f"{MAKER},{BAND}"], [SERIES, N, N]],
    "title.episode": [[EPISODE, SERIES, "1", "2"]],
    "title.principals": [
        [FILM, "2", MAKER, "director", N, N],
        [FILM, "1", PLAYER, "actress", N, '["First Part","Second \\"Part\\""]'],
        [FILM, "3", MAKER, "cinematographer", "director of photography", N],
        [FILM, "10", BAND, "composer", N, N],
        [EPISODE, "1", PLAYER, "self", N, '["Self"]'],
    ],
    "title.akas": [
        [FILM, "2", "L'Inventé", N, N, "original", N, "1"],
        [FILM, "1", "The Made Up", "US", "en", "imdbDisplay\x02tv", N, "0"],
        [FILM, "0", "Thought Up", "GB", N, "working", N, "0"],
        [FILM, "3", '"The Made Up', "XWW", N, N, "literal title", "0"],
    ],
    "name.basics": [
        [MAKER, "A. Person", "1890", "1951", "director,writer", FILM],
        [PLAYER, "B. Person", N, N, "actress", f"{FILM},{EPISODE}"],
        [BAND, "The Makers", N, N, "composer", N],
    ],
}  # fmt: skip

Tables = dict[str, list[list[str]]]


def text(table: str, rows: list[list[str]]) -> bytes:
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS[table].split(), *rows)).encode()


def folder(path: Path, tables: Tables = ROWS) -> str:
    """As on the server: gzip."""
    path.mkdir(exist_ok=True)
    for table, rows in tables.items():
        (path / f"{table}.tsv.gz").write_bytes(gzip.compress(text(table, rows), mtime=0))
    return str(path)


def more(**rows: list[list[str]]) -> Tables:
    """The rows, with more of them in some tables («title_crew»)."""
    return ROWS | {(table := name.replace("_", ".")): ROWS[table] + added for name, added in rows.items()}


def only(*rows: list[str], **others: list[list[str]]) -> Tables:
    """A table of titles, and what is said of others."""
    return {"title.basics": list(rows)} | {name.replace("_", "."): said for name, said in others.items()}


def reader(given: str, issues: list[Issue] | None = None, cursor: str | None = None) -> Imdb:
    report = (lambda _: None) if issues is None else issues.append
    return Imdb(Context(descriptor("imdb"), given, cursor=cursor, report=report))


def read(given: str) -> tuple[dict[str, Work], dict[str, Agent], list[Issue]]:
    issues: list[Issue] = []
    works, agents, _ = entities(reader(given, issues))
    told = dict.fromkeys(issue for issue in issues if issue.code != "missing-table")  # as an import does: each once
    return works, agents, list(told)


class TestFolder(SourceContract):
    source = "imdb"
    of_tables = True
    composed = frozenset({""})
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path)


def test_the_dump_is_the_seven_tables() -> None:
    assert list(descriptor("imdb").options["dump"]) == [*COLUMNS]


def test_a_whole_film(tmp_path: Path) -> None:
    works, _, issues = read(folder(tmp_path))
    work = works[f"imdb:{FILM}"]
    assert not issues
    assert work.titles == (
        Title(text="L'Inventé"), Title(text='"The Made Up', kind="alternative"),
        Title(text="Thought Up", kind="alternative"), Title(text="The Made Up", lang="en", kind="alternative"),
    )  # fmt: skip
    assert work.dates == (Date(text="1931", kind="released", earliest=1931, latest=1931, precision="year"),)
    assert work.measures == (
        Measure(kind="runtime", value=91, unit="min"), Measure(kind="rating", value=7.4, unit="of 10"),
        Measure(kind="ratings", value=1234, unit="votes"),
    )  # fmt: skip
    assert work.identifiers == (Identifier(scheme="imdb", value=FILM),)
    assert [(term.facet, term.term) for term in work.terms] == [
        ("type", "imdb:term:type-movie"), ("genre", "imdb:term:genre-drama"), ("genre", "imdb:term:genre-sci-fi"),
    ]  # fmt: skip
    assert work.credits == (
        Credit(agent=f"imdb:agent:{PLAYER}", role="cast", note='First Part; Second "Part"'),
        Credit(agent=f"imdb:agent:{MAKER}", role="director"),
        Credit(agent=f"imdb:agent:{MAKER}", role="contributor", note="cinematographer; director of photography"),
        Credit(agent=f"imdb:agent:{BAND}", role="composer"),
        Credit(agent=f"imdb:agent:{MAKER}", role="writer"),
        Credit(agent=f"imdb:agent:{BAND}", role="writer"),
    )


def test_people(tmp_path: Path) -> None:
    _, agents, _ = read(folder(tmp_path))
    assert agents[f"imdb:agent:{MAKER}"] == Agent(
        id=f"imdb:agent:{MAKER}", name="A. Person", kind="person", born=1890, died=1951, authority=1,
        url=f"https://www.imdb.com/name/{MAKER}/", identifiers=(Identifier(scheme="imdb", value=MAKER),),
    )  # fmt: skip
    assert [agents[f"imdb:agent:{id_}"].kind for id_ in (PLAYER, BAND)] == ["person", "unknown"]


def test_an_episode_is_part_of_its_series(tmp_path: Path) -> None:
    works, _, _ = read(folder(tmp_path))
    episode = works[f"imdb:{EPISODE}"]
    assert episode.relations == (Relation(kind="part of", target=f"imdb:{SERIES}"),)
    assert {one.kind: one.value for one in episode.measures} == {
        "runtime": 25, "rating": 5, "ratings": 8, "season": 1, "episode": 2,
    }  # fmt: skip
    assert "imdb:term:classification-adult" in {one.term for one in episode.terms}
    assert episode.credits == (Credit(agent=f"imdb:agent:{PLAYER}", role="cast", note="Self"),)
    assert works[f"imdb:{SERIES}"].dates == (
        Date(text="1990–1994", kind="released", earliest=1990, latest=1994, precision="range"),
    )


def test_a_title_of_which_little_is_known(tmp_path: Path) -> None:
    bare = read(folder(tmp_path))[0][f"imdb:{BARE}"]
    assert (bare.dates, bare.credits, bare.measures, bare.relations) == ((), (), (), ())
    assert bare.titles == (Title(text="Nothing Known"),)


def test_ratings_are_figures_and_nobodys(tmp_path: Path) -> None:
    given = folder(tmp_path / "input")
    source = reader(given)
    assert list[Interaction](source.interactions()) == []
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "imdb", given)
        counted = [library.audience.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("users", "ratings")]
    assert counted == [(0,), (0,)]


def test_a_record_holds_the_rows_of_all_tables(tmp_path: Path) -> None:
    bodies = {one.key: json.loads(one.body) for one in reader(folder(tmp_path)).records()}
    assert list(bodies) == [FILM, SERIES, EPISODE, BARE, *(f"agent:{id_}" for id_ in (MAKER, PLAYER, BAND))]
    cells = {cell for rows in ROWS.values() for row in rows for cell in row if cell != N}
    assert [cell for cell in cells if json.dumps(cell, ensure_ascii=False) not in "".join(
        json.dumps(body, ensure_ascii=False) for body in bodies.values()
    )] == []  # fmt: skip
    assert bodies[BARE] == {
        "title": {
            "tconst": BARE, "titleType": "short", "primaryTitle": "Nothing Known", "originalTitle": "Nothing Known",
            "isAdult": "0",
        },
    }  # fmt: skip
    assert bodies[FILM]["people"] == [
        {"nconst": MAKER, "primaryName": "A. Person"}, {"nconst": PLAYER, "primaryName": "B. Person"},
        {"nconst": BAND, "primaryName": "The Makers"},
    ]  # fmt: skip


def test_every_word_of_imdb_has_a_french_name() -> None:
    labels = descriptor("imdb").options["labels"]
    assert {"movie", "tvSeries", "tvEpisode", "videoGame"} <= labels["type"].keys()
    assert {"Film-Noir", "Sci-Fi", "Talk-Show"} <= labels["genre"].keys()
    assert all(len(pair) == 2 for words in labels.values() for pair in words.values())


# -- ways in ---------------------------------------------------------------------------------------------------------


def records(given: str) -> list[tuple[str, bytes]]:
    return [(one.key, one.body) for one in reader(given).records()]


def test_a_folder_its_files_and_a_deeper_folder_give_the_same(tmp_path: Path) -> None:
    whole = records(folder(tmp_path / "packed"))
    plain = tmp_path / "plain"
    plain.mkdir()
    for table, rows in ROWS.items():
        (plain / f"{table}.tsv").write_bytes(text(table, rows))
    deep = tmp_path / "deep" / "imdb"
    shutil.copytree(plain, deep)
    with zipfile.ZipFile(deep / "title.crew.tsv.zip", "w") as archive:
        archive.writestr("title.crew.tsv", text("title.crew", ROWS["title.crew"]))
    (deep / "title.crew.tsv").unlink()
    for given in (plain, plain / "title.basics.tsv", plain / "name.basics.tsv", tmp_path / "deep"):
        assert records(str(given)) == whole


def test_a_table_of_titles_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "data.tsv").write_bytes(text("title.basics", ROWS["title.basics"]))
    assert [key for key, _ in records(str(tmp_path / "data.tsv"))] == [FILM, SERIES, EPISODE, BARE]


def test_an_input_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match=r"no title\.basics\.tsv"):
        records(folder(tmp_path, {"name.basics": ROWS["name.basics"]}))
    with pytest.raises(InputMissing):
        records(str(tmp_path / "nowhere"))
    with pytest.raises(UsageError):
        records("https://imdb.invented.example/api")
    (tmp_path / "title.basics.tsv").write_text("<!DOCTYPE html>\n<html></html>\n", encoding="utf-8")
    (tmp_path / "title.basics.tsv.gz").unlink(missing_ok=True)
    with pytest.raises(InputFormat, match="web page"):
        records(str(tmp_path))
    (tmp_path / "title.basics.tsv").write_text("tconst\tname\nx\ty\n", encoding="utf-8")
    with pytest.raises(InputFormat, match="primaryTitle"):
        records(str(tmp_path))


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_that_breaks_off_is_named(tmp_path: Path, table: str) -> None:
    given = folder(tmp_path)
    path = tmp_path / f"{table}.tsv.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputTruncated, match=table.replace(".", r"\.")):
        records(given)


def test_tables_that_are_missing_are_named(tmp_path: Path) -> None:
    issues: list[Issue] = []
    works, agents, _ = entities(reader(folder(tmp_path, only(ROWS["title.basics"][0])), issues))
    assert sorted(str(one.located) for one in issues) == sorted(f"{t}.tsv" for t in COLUMNS if t != "title.basics")
    assert {one.code for one in issues} == {"missing-table"}
    assert (works[f"imdb:{FILM}"].credits, agents) == ((), {})


def test_without_the_names_people_are_called_by_their_ids(tmp_path: Path) -> None:
    tables = {table: rows for table, rows in ROWS.items() if table != "name.basics"}
    works, agents, issues = read(folder(tmp_path, tables))
    assert (agents[f"imdb:agent:{MAKER}"].name, len(works[f"imdb:{FILM}"].credits)) == (MAKER, 6)
    assert issues == []


# -- what can't be read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("title.basics", ["90000007", "movie", "A", "A", "0", N, N, N, N], "bad-id"),
        ("title.basics", ["tt90000007", "movie", "A"], "wrong-cells"),
        ("title.basics", ["tt90000007", "movie", "A\0", "A", "0", N, N, N, N], "nul"),
        ("name.basics", ["nm1", "C. Person", N, N, N, N], "bad-id"),
        ("title.crew", [FILM, MAKER], "wrong-cells"),
        ("title.ratings", [N, "7", "7"], "bad-id"),
    ],
)
def test_a_bad_row_is_left_out_and_told_once(tmp_path: Path, table: str, row: list[str], code: str) -> None:
    good = read(folder(tmp_path / "good"))
    works, agents, issues = read(folder(tmp_path / "bad", ROWS | {table: [*ROWS[table], row]}))
    assert (works, agents) == good[:2]
    assert [(one.code, one.located) for one in issues] == [(code, f"{table}.tsv.gz:{len(ROWS[table]) + 2}")]
    assert issues[0].raw


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("startYear", "soon", "bad-year"), ("endYear", "1900", "bad-year"), ("isAdult", "2", "bad-value"),
        ("runtimeMinutes", "Reality-TV", "bad-number"), ("startYear", "0", "bad-year"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_and_the_rest_goes_in(tmp_path: Path, column: str, said: str, code: str) -> None:
    row = list(ROWS["title.basics"][1])
    row[COLUMNS["title.basics"].split().index(column)] = said
    works, _, issues = read(folder(tmp_path, only(row)))
    assert [(one.code, one.field, one.raw, one.record) for one in issues] == [(code, column, said, SERIES)]
    assert works[f"imdb:{SERIES}"].titles == (Title(text="Invented Nights"),)


def test_titles_without_words_and_people_without_names(tmp_path: Path) -> None:
    rows = only([FILM, "movie", N, N, "0", N, N, N, N], name_basics=[[MAKER, N, "1951", "1890", N, N]])
    works, agents, issues = read(folder(tmp_path, rows))
    assert works[f"imdb:{FILM}"].titles == (Title(text=FILM, kind="alternative"),)
    found = agents[f"imdb:agent:{MAKER}"]
    assert (found.name, found.born, found.died) == (MAKER, None, None)
    assert [one.code for one in issues] == ["no-title", "life-out-of-order", "no-name"]


def test_people_whom_no_row_describes(tmp_path: Path) -> None:
    works, agents, issues = read(folder(tmp_path, more(title_principals=[[BARE, "1", LOST, "editor", N, N]])))
    assert works[f"imdb:{BARE}"].credits == (Credit(agent=f"imdb:agent:{LOST}", role="contributor", note="editor"),)
    assert agents[f"imdb:agent:{LOST}"].name == LOST
    assert [(one.code, one.record, one.raw) for one in issues] == [("unknown-person", BARE, LOST)]


@pytest.mark.parametrize(
    ("category", "job", "characters", "credit", "codes"),
    [
        ("producer", "producer", N, ("producer", None), []),
        ("writer", "novel", N, ("writer", "novel"), []),
        ("archive_footage", N, '["Self"]', ("cast", "archive footage; Self"), []),
        ("self", N, N, ("cast", "self"), []),
        ("production_designer", N, N, ("designer", "production designer"), []),
        ("stunt_pilot", N, N, ("contributor", "stunt pilot"), ["unknown-role"]),
        ("actor", N, "First Part", ("cast", "First Part"), ["bad-characters"]),
        ("actor", N, '[1, "Part"]', ("cast", '[1, "Part"]'), ["bad-characters"]),
    ],
)
def test_what_people_did(
    tmp_path: Path, category: str, job: str, characters: str, credit: tuple[str, str | None], codes: list[str]
) -> None:
    rows = [[BARE, "1", PLAYER, category, job, characters]]
    works, _, issues = read(folder(tmp_path, ROWS | {"title.principals": rows}))
    [found] = works[f"imdb:{BARE}"].credits
    assert (found.role, found.note) == credit
    assert [one.code for one in issues] == codes


def test_a_writer_of_the_crew_who_is_a_principal_stands_once(tmp_path: Path) -> None:
    rows = {
        "title.principals": [[FILM, "1", MAKER, "writer", "novel", N]],
        "title.crew": [[FILM, N, f"{MAKER},{BAND}"]],
    }
    assert read(folder(tmp_path, ROWS | rows))[0][f"imdb:{FILM}"].credits == (
        Credit(agent=f"imdb:agent:{MAKER}", role="writer", note="novel"),
        Credit(agent=f"imdb:agent:{BAND}", role="writer"),
    )


def test_rows_of_titles_that_are_not_there_are_told(tmp_path: Path) -> None:
    gone = "tt99999999"
    given = folder(
        tmp_path, more(title_ratings=[[gone, "1.0", "5"]], title_akas=[[gone, "1", "X", N, N, N, N, "0"]] * 2)
    )
    issues = read(given)[2]
    assert [(one.code, one.located, one.message.split()[-3]) for one in issues] == [
        ("unjoined-rows", "title.ratings.tsv", "1,"), ("unjoined-rows", "title.akas.tsv", "2,"),
    ]  # fmt: skip


def test_a_second_rating_of_a_title_is_told(tmp_path: Path) -> None:
    works, _, issues = read(folder(tmp_path, more(title_ratings=[[FILM, "7.4", "1"]])))
    assert {one.kind: one.value for one in works[f"imdb:{FILM}"].measures}["ratings"] == 1234
    assert [(one.code, one.field, one.raw) for one in issues] == [
        ("second-value", "averageRating", "7.4"), ("second-value", "numVotes", "1"),
    ]  # fmt: skip


def test_a_language_that_is_no_code(tmp_path: Path) -> None:
    works, _, issues = read(folder(tmp_path, more(title_akas=[[BARE, "1", "Rien", "FR", "French", N, N, "0"]])))
    assert works[f"imdb:{BARE}"].titles[1] == Title(text="Rien", kind="alternative")
    assert [(one.code, one.raw) for one in issues] == [("bad-language", "French")]


# -- going on, and size ----------------------------------------------------------------------------------------------


def test_stopped_anywhere_and_resumed_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rows that can't be read or joined in each table: each is told once."""
    monkeypatch.setattr("culturedata.importing.run.BATCH", 1)
    bad: dict[str, Any] = {table: [*rows, ["x"]] for table, rows in ROWS.items()}
    bad["title.ratings"].append(["tt99999999", "1.0", "5"])
    given = folder(tmp_path / "input", bad)

    def bring(name: str, **said: Any) -> None:
        with Library.open(tmp_path / name, create=True) as library:
            import_source(library, "imdb", given, **said)

    bring("whole")
    whole = dump(tmp_path / "whole")
    assert len(whole["issues"]) == 8
    for stop in range(1, 8):
        with pytest.raises(Stopped):
            bring(str(stop), progress=stop_at(stop))
        bring(str(stop), resume=True)
        assert dump(tmp_path / str(stop)) == whole


def test_memory_is_flat(tmp_path: Path) -> None:
    """Ten times the titles, people and rows beside them, the same peak."""

    def peak(times: int) -> int:
        def tables() -> Tables:
            ids = [f"{90000000 + n}" for n in range(1500 * times)]
            return {
                "title.basics": [[f"tt{n}", "movie", f"Title {n}", "T", "0", "1931", N, "90", "Drama"] for n in ids],
                "title.principals": [[f"tt{n}", str(k), f"nm{n}", "actor", N, '["X"]'] for n in ids for k in (1, 2)],
                "title.akas": [[f"tt{n}", "1", f"Other {n}", N, N, N, N, "0"] for n in ids],
                "name.basics": [[f"nm{n}", f"Person {n}", "1890", N, "actor", f"tt{n}"] for n in ids],
            }  # fmt: skip

        source = reader(folder(tmp_path / str(times), tables()))
        tracemalloc.start()
        count = sum(1 for record in source.records())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 3000 * times
        return top

    peak(1)
    assert peak(10) <= 1.1 * peak(2)


def test_the_terms_are_told() -> None:
    described = descriptor("imdb")
    assert (described.publish, described.rating_scale) == ("local", None)
    assert "Information courtesy of IMDb" in described.terms
    assert "non-commercial" in described.terms
    assert "Information courtesy of IMDb" in described.attribution
