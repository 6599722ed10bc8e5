"""wikidata-films: the query service and the API played by a server on this machine, files of entities and of answers,
and the real answer about films where it is. All entities here are synthetic, in the true shape."""

from __future__ import annotations

import gzip
import json
import re
from hashlib import sha1
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import msgspec
import pytest

from culturedata.data.records import Agent, Credit, Date, Measure, RawRecord, Relation, Rights, Term, Text, Title, Work
from culturedata.errors import InputEmpty, UsageError
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.wikidata_films.source import WikidataFilms, conditions
from culturedata.store.library import Library
from tests.contract_http import HttpSourceContract
from tests.contract_source import SourceContract
from tests.http_faults import Asked, Clock, Reply, Server
from tests.wikidata_server import (
    NOBODY,
    Json,
    Played,
    answered,
    claim,
    item,
    literal,
    size,
    spoken,
    text,
    time,
    uri,
)

NAME = "wikidata-films"
FILM, SHORT = "Q11424", "Q24862"
DIRECTOR, ACTOR, OTHER, PAINTER, HERO = "Q100", "Q101", "Q102", "Q5582", "Q103"
DRAMA, FRANCE, FRENCH, RUSSIAN, ARLES, STUDIO, PRIZE, BOOK, JURY, COMPOSER = (
    "Q130232", "Q142", "Q150", "Q7737", "Q48292", "Q200", "Q201", "Q202", "Q203", "Q36834",
)  # fmt: skip
WIKIS = ("fr", "en", "de", "es", "it", "nl", "pt", "ru", "ja", "zh")  # as many as the default choice asks for
PEOPLE = {DIRECTOR: "A. Person", ACTOR: "B. Person", OTHER: "C. Person", PAINTER: "Vincent van Gogh"}
LABELS = {
    **{at: {"mul": name} for at, name in PEOPLE.items()}, HERO: {"en": "A Hero"}, RUSSIAN: {"en": "Russian"},
    FILM: {"en": "film", "fr": "film"}, SHORT: {"en": "short film"}, DRAMA: {"en": "drama", "fr": "film dramatique"},
    FRANCE: {"mul": "France"}, FRENCH: {"en": "French", "fr": "français"}, ARLES: {"mul": "Arles"},
    COMPOSER: {"en": "composer"},
    STUDIO: {"en": "A Studio"}, PRIZE: {"en": "A Prize"}, BOOK: {"en": "A Book"}, JURY: {"en": "A Jury"},
}  # fmt: skip
FACTS: Json = {at: {"P31": ["Q5"]} for at in PEOPLE} | {
    DIRECTOR: {"P31": ["Q5"], "P21": ["Q6581072"], "P345": ["nm0000001"], "P569": [["1930-01-01T00:00:00Z", 9]]},
}  # fmt: skip


def entity(number: int, kind: str = FILM, **claims: list[Json]) -> Json:
    """A film; `claims` take the place of its own, or come to them."""
    own = {
        "P31": [claim(item(kind))], "P1476": [claim(spoken(f"Le Film, {number}", "fr"))],
        "P57": [claim(item(DIRECTOR))], "P364": [claim(item(FRENCH))], "P495": [claim(item(FRANCE))],
        "P161": [claim(item(ACTOR), P1545=[text("2", "string")], P453=[item(HERO)]),
                 claim(item(OTHER), P1545=[text("1", "string")], P453=[item(PAINTER)],
                       P4633=[text("Vincent", "string")])],
        "P136": [claim(item(DRAMA))], "P921": [claim(item(ARLES))], "P272": [claim(item(STUDIO))],
        "P577": [claim(time("+1991-10-30", 11), P291=[item(FRANCE)]), claim(time("+1991-05-00", 10))],
        "P2047": [claim(size("+158", "Q7727"))], "P345": [claim(text("tt0103190"))], "P4947": [claim(text("12345"))],
        "P18": [claim(text("Invented still.jpg", "commonsMedia"))], "P144": [claim(item(BOOK))],
        "P166": [claim(item(PRIZE), P585=[time("+1991-00-00", 9)], P1346=[item(DIRECTOR)])],
    }  # fmt: skip
    for property, statements in (own | claims).items():
        for place, one in enumerate(statements):
            one["id"] = f"Q{number}${sha1(f'{number} {property} {place}'.encode()).hexdigest()}"
    pages = {f"{at}wiki": {"site": f"{at}wiki", "title": f"Film {number}", "badges": []} for at in WIKIS}
    return {
        "pageid": number, "ns": 0, "title": f"Q{number}", "lastrevid": 9, "modified": "2024-05-01T00:00:00Z",
        "type": "item", "id": f"Q{number}",
        "labels": {"fr": {"language": "fr", "value": f"Le Film {number}"},
                   "en": {"language": "en", "value": f"The Film {number}"},
                   "ru": {"language": "ru", "value": f"Фильм {number}"}},
        "descriptions": {"en": {"language": "en", "value": "invented film"}},
        "aliases": {"de": [{"language": "de", "value": "Der Film"}]}, "claims": own | claims, "sitelinks": pages,
    }  # fmt: skip


def linked() -> Json:
    return {at: ({"label": LABELS[at]} | FACTS.get(at, {})) for at in LABELS}


def parsed(row: Json, names: Json | None = None) -> tuple[list[Any], list[Issue]]:
    issues: list[Issue] = []
    body = json.dumps({"entity": row, "linked": linked() if names is None else names}).encode()
    record = RawRecord(key=row["id"], body=body, located="by hand", cursor="1")
    return list(WikidataFilms(Context(descriptor(NAME), report=issues.append)).parse(record)), issues


def film(**claims: list[Json]) -> Work:
    found, issues = parsed(entity(12, **claims))
    assert issues == []
    assert isinstance(found[-1], Work)
    return found[-1]


def agent(at: str) -> str:
    return f"{NAME}:agent:{at}"


def test_a_film() -> None:
    this = film()
    assert this.titles == (
        Title(text="Le Film, 12", lang="fr"), Title(text="Le Film 12", lang="fr", kind="translated"),
        Title(text="The Film 12", lang="en", kind="translated"),
        Title(text="Фильм 12", lang="ru", kind="translated"), Title(text="Der Film", lang="de", kind="alternative"),
    )  # fmt: skip
    assert [(one.agent, one.role, one.note) for one in this.credits] == [
        (agent(DIRECTOR), "director", None), (agent(OTHER), "cast", "Vincent van Gogh; Vincent"),
        (agent(ACTOR), "cast", "A Hero"), (agent(STUDIO), "production company", None),
    ]  # fmt: skip
    assert this.dates == (
        Date(text="1991-05", kind="released", earliest=1991, latest=1991, precision="month"),
        Date(text="1991-10-30 (France)", kind="released", earliest=1991, latest=1991, precision="day"),
    )
    assert this.measures == (Measure(kind="runtime", value=158.0, unit="min"),
                             Measure(kind="sitelinks", value=10.0, unit="page"))  # fmt: skip
    assert [(i.scheme, i.value) for i in this.identifiers] == [
        ("wikidata", "Q12"), ("imdb", "tt0103190"), ("tmdb", "12345"), ("wikipedia-fr", "Film 12"),
        ("wikipedia-en", "Film 12"),
    ]  # fmt: skip
    assert this.texts == (Text(kind="short description", text="invented film", lang="en"),
                          Text(kind="awards", text="A Prize (1991, A. Person)", lang="en"))  # fmt: skip
    assert this.relations == (Relation(kind="based on", target=f"{NAME}:{BOOK}", text="A Book"),)
    [picture] = this.images
    assert (picture.open, picture.licence) == (False, None)
    assert this.rights[1:] == (Rights(covers="image", statement="licence as stated on Wikimedia Commons"),)


def test_a_painter_who_is_played_is_a_subject_that_links_to_the_painter() -> None:
    """By the item's address, which a painter of a museum has as an identifier; an invented hero is no subject."""
    found = parsed(entity(12))[0]
    subjects = {one.label: one.url for one in found if isinstance(one, Term) and one.facet == "subject"}
    assert subjects == {
        "Arles": f"http://www.wikidata.org/entity/{ARLES}", "Vincent van Gogh": f"http://www.wikidata.org/entity/{PAINTER}",
    }  # fmt: skip
    assert (f"{NAME}:term:subject-{PAINTER}") in [one.term for one in found[-1].terms if one.facet == "subject"]


def test_characters_are_subjects_and_links() -> None:
    this = film(P674=[claim(item(HERO))])
    assert f"{NAME}:term:subject-{HERO}" in [one.term for one in this.terms]
    assert this.relations[-1] == Relation(kind="character", target=f"{NAME}:{HERO}", text="A Hero")


def test_people_with_what_is_known_of_them() -> None:
    agents = {one.id: one for one in parsed(entity(12))[0] if isinstance(one, Agent)}
    this = agents[agent(DIRECTOR)]
    assert (this.name, this.kind, this.gender, this.born, this.authority) == ("A. Person", "person", "female", 1930, 1)
    assert [(one.scheme, one.value) for one in this.identifiers] == [("wikidata", DIRECTOR), ("imdb", "nm0000001")]
    assert agents[agent(STUDIO)].kind == "group"


def test_other_hands() -> None:
    this = film(
        P86=[claim(item(ACTOR))], P344=[claim(item(OTHER))], P1877=[claim(item(DIRECTOR))], P58=[claim(NOBODY)],
        P725=[claim(item(ACTOR), P453=[item(HERO)])], P750=[claim(item(STUDIO))],
    )  # fmt: skip
    assert {(one.role, one.note, one.attribution) for one in this.credits} >= {
        ("composer", None, None), ("contributor", "director of photography", None), ("cast", "voice; A Hero", None),
        ("writer", "after a work by", "after"), ("publisher", "distributor", None),
    }  # fmt: skip
    assert not [one for one in this.credits if one.role == "writer" and one.attribution is None]


def test_crew_by_its_role() -> None:
    this = film(P3092=[claim(item(OTHER), P3831=[item(COMPOSER)]), claim(item(ACTOR), P3831=[item(JURY)])])
    assert {(one.agent, one.role, one.note) for one in this.credits} >= {
        (agent(OTHER), "composer", "composer"), (agent(ACTOR), "contributor", "A Jury"),
    }  # fmt: skip


def test_figures_of_versions_and_places_are_texts_and_ratings_are_words() -> None:
    this = film(
        P2047=[claim(size("+185", "Q7727"), P518=[item(BOOK)]), claim(size("+9480", "Q11574"))],
        P2142=[claim(size("+1000000", "Q4917"), P3005=[item(FRANCE)])], P2130=[claim(size("+7", "Q999"))],
        P444=[claim(text("92%", "string"), P447=[item(JURY)])], P1411=[claim(item(PRIZE))], P1657=[claim(item(JURY))],
    )  # fmt: skip
    assert [(one.kind, one.value, one.unit) for one in this.measures] == [
        ("runtime", 158.0, "min"), ("box office", 1e6, "USD"), ("budget", 7.0, "Q999"), ("sitelinks", 10.0, "page"),
    ]  # fmt: skip
    assert [(one.kind, one.text) for one in this.texts[1:]] == [
        ("awards", "A Prize (1991, A. Person)"), ("awards", "nominated: A Prize"), ("reviews", "92% (A Jury)"),
        ("runtime", "185 min (A Book)"), ("box office", "1000000 USD (France)"),
    ]  # fmt: skip
    assert ("classification", f"{NAME}:term:classification-{JURY}") in [(one.facet, one.term) for one in this.terms]


def test_without_a_title_of_its_own_the_label_in_its_language_is_the_original() -> None:
    this = film(P1476=[], P364=[claim(item(RUSSIAN))])
    assert [(one.text, one.kind) for one in this.titles[:3]] == [
        ("Le Film 12", "translated"), ("The Film 12", "translated"), ("Фильм 12", "original"),
    ]  # fmt: skip


def test_a_property_that_is_new_is_reported() -> None:
    issues = parsed(entity(12, P7777=[claim(item(HERO))]))[1]
    assert [(one.code, one.field) for one in issues] == [("new-field", "P7777")]


# Files


# What says nothing of its own in an entity, beside what is ignored.
UNDERSTOOD = frozenset({
    # The key says the language, too.
    *(f"entity.labels.{one}.language" for one in ("fr", "en", "ru")), "entity.descriptions.en.language",
    "entity.aliases.de[].language",
    # Pages in other wikis than the French and English ones are counted.
    *(f"entity.sitelinks.{one}wiki.title" for one in WIKIS[2:]),
    # The property says what kind of value it has; but for the numbers in other catalogues, which are told by it.
    *(f"entity.claims.{one}[].mainsnak.datatype" for one in
      ("P18", "P31", "P57", "P136", "P144", "P161", "P166", "P272", "P364", "P495", "P577", "P921", "P1476", "P2047")),
    *(f"entity.claims.{one}[].datatype" for one in
      ("P161[].qualifiers.P1545", "P161[].qualifiers.P453", "P161[].qualifiers.P4633", "P166[].qualifiers.P585",
       "P166[].qualifiers.P1346", "P577[].qualifiers.P291")),
})  # fmt: skip


class TestFile(SourceContract):
    source = NAME
    understood = UNDERSTOOD | {"linked"}  # empty in files
    composed: ClassVar[frozenset[str]] = frozenset({"", "linked"})

    def input(self, tmp_path: Path) -> str:
        lines = ["[", *(json.dumps(entity(number)) + "," for number in (12, 13, 14)), json.dumps(entity(15)), "]"]
        (tmp_path / "dump.json.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
        return str(tmp_path / "dump.json.gz")


def in_file(path: Path, body: bytes) -> tuple[list[str], list[Issue]]:
    issues: list[Issue] = []
    path.write_bytes(body)
    source = WikidataFilms(Context(descriptor(NAME), str(path), report=issues.append))
    return [record.key for record in source.records()], issues


def test_films_of_a_file_are_told_by_their_class_or_by_what_only_films_have(tmp_path: Path) -> None:
    """A series has a director too; what nothing is said of is told by direction or cast."""
    series = entity(16, "Q5398426", P4947=[], P345=[])
    del series["claims"]["P4947"]
    bare = {"id": "Q18", "claims": {"P57": [claim(item(DIRECTOR))]}}
    rows = [entity(12), entity(13, SHORT), series, entity(17, "Q20656232"), bare, {"id": "Q19", "claims": {"P31": [
        claim(item("Q5"))]}}]  # fmt: skip
    keys, issues = in_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)).encode())
    assert keys == ["Q12", "Q13", "Q17", "Q18"]
    assert [one.code for one in issues] == ["left-out"]


def row_of(number: int, **more: Json) -> Json:
    """A row of an answer about a film."""
    return {
        "film": uri(f"Q{number}"), "filmLabel": literal(f"Le Film {number}", "fr"), "director": uri(DIRECTOR),
        "directorLabel": literal("A. Person", "fr"), "genre": uri(DRAMA), "genreLabel": literal("drame", "fr"),
        "publicationDate": literal("1991-10-30T00:00:00Z", datatype="dateTime"), "duration": literal("158"),
        "imdbId": literal("tt0103190"), "originalTitle": literal("Le Film", "fr"),
    } | more  # fmt: skip


class TestAnswer(SourceContract):
    source = NAME
    understood = frozenset({
        "claims.P57", "claims.P136", "claims.P577", "claims.P2047", "claims.P345", "claims.P1476",  # for a look
        "rows[].film.value",  # the same as «id»
        "rows[].publicationDate.datatype",  # the property says that it is a time
        "rows[].directorLabel.xml:lang",  # names are taken in any language
    })  # fmt: skip
    composed: ClassVar[frozenset[str]] = frozenset({"", "claims"})

    def input(self, tmp_path: Path) -> str:
        days = {at: literal(f"{1980 + at}-10-30T00:00:00Z", datatype="dateTime") for at in (12, 13, 14)}
        (tmp_path / "query.json").write_bytes(answered(*(row_of(at, publicationDate=day) for at, day in days.items())))
        return str(tmp_path / "query.json")


def test_the_real_answer_about_films(tmp_path: Path, shared: Path) -> None:
    """Its row names no film, and its composer is not taken for one; with one put in it is read."""
    path = shared / "fixtures" / "wikidata" / "sparql_results_with_optional_values.json"
    said = json.loads(path.read_bytes())
    with pytest.raises(InputEmpty):
        list(WikidataFilms(Context(descriptor(NAME), str(path))).records())
    said["head"]["vars"].append("item")
    for row in said["results"]["bindings"]:
        row["item"] = uri("Q151904")
    (tmp_path / "query.json").write_text(json.dumps(said), encoding="utf-8")
    issues: list[Issue] = []
    source = WikidataFilms(Context(descriptor(NAME), str(tmp_path / "query.json"), report=issues.append))
    [record] = source.records()
    this = list(source.parse(record))[-1]
    assert this.titles[0] == Title(text="Tarzan", lang="en")
    assert {one.role for one in this.credits} == {"director", "composer"}
    assert [(one.scheme, one.value) for one in this.identifiers] == [("wikidata", "Q151904"), ("imdb", "tt1705952")]
    assert [one.facet for one in this.terms] == ["country"]
    assert this.dates == (Date(text="2013", kind="released", earliest=2013, latest=2013, precision="year"),)
    assert this.measures == (Measure(kind="runtime", value=94.0, unit="min"),)
    assert {(one.code, one.field) for one in issues} == {("new-field", "label"), ("new-field", "wikiLink")}


def test_the_real_entities_that_are_no_films_are_left_out(shared: Path) -> None:
    issues: list[Issue] = []
    folder = shared / "fixtures" / "wikidata"
    for path in sorted(folder.glob("entity_*.json")):
        source = WikidataFilms(Context(descriptor(NAME), str(path), report=issues.append))
        assert list(source.records()) == []
    assert [one.code for one in issues] == ["left-out"] * 5


def test_the_real_entities_read_as_films_lose_nothing(shared: Path) -> None:
    for path in sorted((shared / "fixtures" / "wikidata").glob("entity_*.json")):
        said = json.loads(path.read_bytes())
        for row in (said.get("entities") or {said["id"]: said}).values():
            found, issues = parsed(row, {})
            assert isinstance(found[-1], Work)
            assert {one.code for one in issues} <= {"new-field", "no-label", "check-digit", "bad-identifier"}
            assert all(re.fullmatch(r"P\d+", one.field or "") for one in issues if one.code == "new-field")


# The API


class TestServer(HttpSourceContract):
    source = NAME
    understood = UNDERSTOOD | {f"linked.{DIRECTOR}.P569[][]"}  # of times only the year counts
    path = "/wiki-server"
    details: ClassVar[bool] = True
    composed: ClassVar[frozenset[str]] = frozenset({
        "", "linked", *(f"linked.{at}{end}" for at in LABELS for end in ("", ".label"))
    })  # fmt: skip

    def pages_of(self, size: int) -> None:
        super().pages_of(size)
        changed = run.descriptor(NAME)
        options = {"classes": [FILM, SHORT], "least_sitelinks": 2, "most": 5}
        changed = msgspec.structs.replace(changed, options=options)
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)

    def reader(self, given: str | None, **more: Any) -> Any:
        source = super().reader(given, **more)
        source.descriptor = source.context.descriptor = run.descriptor(NAME)
        return source

    def rows(self) -> list[Any]:
        films = [entity(number) for number in (27, 13, 1005, 31, 116, 22)]
        return [*films, entity(14, SHORT), entity(40, P31=[claim(item(FILM)), claim(item(SHORT))])]

    def answer(self, asked: Asked) -> Reply:
        played = Played(LABELS, FACTS, "P31")
        played.vanished = self.museum.vanished
        return played.answer(self.museum.rows, asked)

    def key_of(self, row: Any) -> str:
        return str(row["id"])


def served(tmp_path: Path, rows: list[Json], options: Json) -> tuple[Played, Server, list[Issue]]:
    """Import from a server with these films into the library at `tmp_path`; what was asked for and reported."""
    played, issues = Played(LABELS, FACTS, "P31"), list[Issue]()
    senses, described = Clock().senses(), msgspec.structs.replace(descriptor(NAME), options=options)
    with Server() as server:
        server.hears = lambda asked: played.answer(rows, asked)
        context = Context(described, server.url, report=issues.append)
        context.fetcher = lambda: Fetcher(described, stored=Cache(tmp_path / "http.db", senses.now), senses=senses)
        source = WikidataFilms(context)
        for record in source.records():
            list(source.parse(record))
    return played, server, issues


def test_a_long_cast_and_many_genres_do_not_multiply(tmp_path: Path) -> None:
    """120 in the cast and 30 genres: the rows that come are as many as the facts, not their product."""
    cast, genres = range(1000, 1120), range(2000, 2030)
    labels = LABELS | {f"Q{at}": {"en": f"Name {at}"} for at in (*cast, *genres)}
    row = entity(12, P161=[claim(item(f"Q{at}")) for at in cast], P136=[claim(item(f"Q{at}")) for at in genres])
    row["sitelinks"] = {f"{number}wiki": {"title": "A Film"} for number in range(10)}
    played = Played(labels, FACTS, "P31")
    rows = 0

    def counting(asked: Asked) -> Reply:
        nonlocal rows
        reply = played.answer([row], asked)
        if asked.address.endswith("/sparql"):
            query = parse_qs(asked.body.decode())["query"][0]
            assert "P161" not in query, "no query asks for the cast of films"
            assert "P136" not in query
            rows += len(json.loads(reply.body)["results"]["bindings"])
        return reply

    with Library.open(tmp_path, create=True) as library, Server() as server:
        server.hears = counting
        senses = Clock().senses()
        import_source(
            library, NAME, server.url,
            fetcher=lambda d, refresh: Fetcher(d, stored=Cache(tmp_path / "http.db", senses.now), senses=senses),
        )  # fmt: skip
        [(people,)] = library.culture.execute("SELECT count(*) FROM credits WHERE role = 'cast'").fetchall()
        [(words,)] = library.culture.execute("SELECT count(*) FROM work_terms WHERE facet = 'genre'").fetchall()
    assert (people, words) == (120, 30)
    assert rows < 200, rows


def test_films_are_chosen_by_class_pages_and_any_property(tmp_path: Path) -> None:
    few = entity(13) | {"sitelinks": {}}
    options = {"classes": [FILM], "least_sitelinks": 3, "only": {"P495": [FRANCE]}}
    played, server, issues = served(tmp_path, [entity(12), few], options)
    assert issues == []
    assert "?item wikibase:sitelinks ?pages . FILTER(?pages >= 3)" in played.queries[0]
    assert f"?item wdt:P495 ?only1 . VALUES ?only1 {{ wd:{FRANCE} }}" in played.queries[0]
    [batch] = [asked for asked in server.asked if "/w/api.php" in asked.address]
    assert batch.query["ids"] == "Q12"
    assert "sitefilter" not in batch.query
    assert "ru" in batch.query["languages"].split("|")


@pytest.mark.parametrize(
    "options",
    [{}, {"classes": ["film"]}, {"least_sitelinks": "many"}, {"only": {"country": [FRANCE]}},
     {"only": {"P495": ["France } DROP"]}}, {"only": [FRANCE]}],
)  # fmt: skip
def test_wrong_choices_are_named(options: Json) -> None:
    with pytest.raises(UsageError):
        WikidataFilms(Context(msgspec.structs.replace(descriptor(NAME), options=options))).choices()


def test_no_conditions_are_none() -> None:
    assert conditions({}) == ""


def test_the_descriptor_keeps_to_the_limits() -> None:
    described = descriptor(NAME)
    assert described.http is not None
    assert described.http.limits["query.wikidata.org"] <= 30
    assert described.sampled
    assert len(WikidataFilms(Context(described)).choices()) == len(described.options["classes"])


def test_a_credit_is_said_once() -> None:
    twice = [claim(item(ACTOR)), claim(item(ACTOR))]
    assert film(P161=twice).credits.count(Credit(agent=agent(ACTOR), role="cast")) == 1
