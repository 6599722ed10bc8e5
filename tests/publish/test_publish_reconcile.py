"""The reconciliation service, through Datasette's own client: OpenRefine's questions over the small library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.publish import server
from culturedata.publish.reconciliation.asked import MOST_BYTES, MOST_IDS, MOST_QUERIES
from culturedata.publish.reconciliation.match import alike
from culturedata.publish.reconciliation.properties import PROPERTIES, TYPES
from culturedata.publish.words.language import Translator
from culturedata.store.library import Library
from tests import small

Json = dict[str, Any]
MONET, MORISOT, RAVEL = "a:agent:Claude Monet", "a:agent:Berthe Morisot", "b:agent:Maurice Ravel"
LOCAL = ("Heat (1995)", "d:9", "Sample ratings", "Nobody Known")


@pytest.fixture
async def datasette(folder: Path) -> Any:
    """The small library with a few identifiers, names and places; an agent of a local source; a record in copyright."""
    with Library.open(folder, write=True) as library:
        db = library.culture
        rows = [("a:4", "wikidata", "Q1"), (MONET, "wikidata", "Q296"), (MONET, "viaf", "24605513"),
                ("c:1", "imdb", "tt0113277")]  # fmt: skip
        db.executemany("INSERT INTO identifiers VALUES (?, ?, ?)", rows)
        db.execute("INSERT INTO agent_names VALUES (?, 'Клод Моне', 'ru', 'alternative')", [MONET])
        db.execute("INSERT INTO agent_names VALUES (?, 'Monet', '', 'alternative')", [MONET])
        db.execute("UPDATE images SET url = 'https://a.example/p.jpg' WHERE work_id = 'a:4'")
        db.execute("INSERT INTO holdings (work_id, position, kind, name, city, city_fr, country) VALUES"
                   " ('a:4', 1, 'keeper', 'A Museum', 'London', 'Londres', 'GB')")  # fmt: skip
        db.execute("INSERT INTO agents (agent_id, name, kind, source, authority, record_id) VALUES"
                   " ('d:agent:x', 'Nobody Known', 'person', 'd', 1, 'd:9')")  # fmt: skip
        db.execute("INSERT INTO credits VALUES ('a:1', 9, 'd:agent:x', 'patron', NULL, NULL)")
        db.execute("INSERT INTO rights (work_id, position, covers, licence) VALUES"
                   " ('a:3', 9, 'text', 'http://rightsstatements.org/vocab/InC/1.0/')")  # fmt: skip
    made = server.datasette(folder)
    await made.invoke_startup()
    return made


async def ask(datasette: Any, query: Json, path: str = "/reconcile/en") -> list[Json]:
    """The candidates for one query."""
    answer = await datasette.client.post(path, data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["q0"]["result"]
    return found


def shapes(found: list[Json]) -> list[tuple[str, float, bool]]:
    return [(one["id"], one["score"], one["match"]) for one in found]


async def test_the_manifest(datasette: Any) -> None:
    said = (await datasette.client.get("/reconcile/en")).json()
    assert "0.2" in said["versions"]
    assert said["name"] == "culturedata: reconciliation"
    assert [one["id"] for one in said["defaultTypes"]] == list(TYPES) == [
        "work", "artwork", "film", "music-work", "agent",
    ]  # fmt: skip
    assert said["defaultTypes"][1] == {
        "id": "artwork", "name": "Artwork", "broader": [{"id": "work", "name": "Work"}],
    }  # fmt: skip
    assert said["view"]["url"] == "http://localhost/reconcile/en/view?id={{id}}"
    assert said["preview"]["url"].endswith("/reconcile/en/preview?id={{id}}")
    assert said["suggest"]["entity"]["service_path"] == "/suggest/entity"
    assert said["extend"]["propose_properties"] == {
        "service_url": "http://localhost/reconcile/en", "service_path": "/properties",
    }  # fmt: skip
    french = (await datasette.client.get("/reconcile/fr")).json()
    assert french["defaultTypes"][1]["name"] == "Œuvre d’art"
    assert french["identifierSpace"] == said["identifierSpace"], "ids are the same in both languages"
    asked_for = await datasette.client.get("/reconcile", headers={"accept-language": "en"})
    assert asked_for.json()["defaultTypes"] == said["defaultTypes"]


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/en"])
async def test_a_batch_comes_by_get_by_form_and_as_a_call(datasette: Any, path: str) -> None:
    text = json.dumps({"a": {"query": "Claude Monet"}, "b": {"query": "Boléro", "type": "music-work"}})
    headers = {"accept-language": "en"}
    got = await datasette.client.get(path, params={"queries": text}, headers=headers)
    posted = await datasette.client.post(path, data={"queries": text}, headers=headers)
    called = await datasette.client.get(path, params={"queries": text, "callback": "jQuery1.f_2"}, headers=headers)
    assert got.json() == posted.json()
    assert set(got.json()) == {"a", "b"}
    assert called.headers["content-type"].startswith("application/javascript")
    assert called.text.startswith("/**/jQuery1.f_2(")
    assert json.loads(called.text.removeprefix("/**/jQuery1.f_2(").removesuffix(");")) == got.json()
    for answer in (got, posted, called):
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_other_sites_may_ask_first_and_cookies_are_no_hindrance(datasette: Any) -> None:
    asked = await datasette.client.request("OPTIONS", "/reconcile/en")
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, "*")
    assert "POST" in asked.headers["access-control-allow-methods"]
    text = json.dumps({"q0": {"query": "Heat"}})
    posted = await datasette.client.post(
        "/reconcile/en", data={"queries": text}, headers={"cookie": "culturedata_lang=fr"}
    )
    assert posted.status_code == 200
    forged = await datasette.client.post("/search", data={"q": "x"}, headers={"cookie": "culturedata_lang=fr"})
    assert forged.status_code == 403, "everywhere else a form needs its token"


async def test_the_same_name_in_any_order_case_and_script(datasette: Any) -> None:
    for name in ("Claude Monet", "MONET, Claude", "claude  monet", "Клод Моне"):
        [found] = [one for one in await ask(datasette, {"query": name, "type": "agent"}) if one["id"] == MONET]
        assert (found["score"], found["match"]) == (100, True), name
    assert found["description"] == "1840–1926, Person or group, Sample museum"
    assert found["type"] == [{"id": "agent", "name": "Person or group"}]


async def test_one_word_is_no_proof_but_with_a_year_of_birth_it_is(datasette: Any) -> None:
    alone = (await ask(datasette, {"query": "Monet", "type": "agent"}))[0]
    assert (alone["id"], alone["score"], alone["match"]) == (MONET, 100, False)
    born = {"query": "Monet", "type": "agent", "properties": [{"pid": "born", "v": "1840"}]}
    assert (await ask(datasette, born))[0]["match"] is True
    wrong = {"query": "Monet", "type": "agent", "properties": [{"pid": "born", "v": 1901}]}
    assert shapes(await ask(datasette, wrong))[0] == (MONET, 75, False)


async def test_a_part_of_a_name_and_a_misspelt_one_are_no_matches(datasette: Any) -> None:
    part = (await ask(datasette, {"query": "Mann", "type": "agent"}))[0]
    assert (part["name"], part["score"], part["match"]) == ("Michael Mann", 88, False)
    misspelt = (await ask(datasette, {"query": "Götingen", "type": "work"}))[0]
    assert (misspelt["id"], misspelt["match"]) == ("b:2", False)
    assert 90 < misspelt["score"] < 98


async def test_a_longer_name_with_the_same_words_may_be_meant(folder: Path, datasette: Any) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO agents (agent_id, name, kind, born, source, authority, record_id)"
            " VALUES ('a:agent:longer', 'Joel Daniel Coen', 'person', 1700, 'a', 1, 'a:1')"
        )
    query = {"query": "Joel Coen", "type": "agent"}
    assert shapes(await ask(datasette, query)) == [
        ("c:agent:Joel Coen", 100, False), ("a:agent:longer", 88, False),
    ]  # fmt: skip
    query["properties"] = [{"pid": "born", "v": "1954"}]
    assert shapes(await ask(datasette, query))[0] == ("c:agent:Joel Coen", 100, True)


@pytest.mark.parametrize(
    ("properties", "score", "match"),
    [
        ([], 100, False),  # a title alone is no proof
        ([{"pid": "year", "v": "1906"}], 100, True),
        ([{"pid": "year", "v": [1905, 1906]}], 100, True),
        ([{"pid": "year", "v": "1888"}], 75, False),
        ([{"pid": "maker", "v": "Monet, Claude"}], 100, True),
        ([{"pid": "maker", "v": {"id": MONET, "name": "x"}}], 100, True),
        ([{"pid": "maker", "v": "Berthe Morisot"}], 75, False),
        ([{"pid": "place", "v": "Londres"}], 100, True),
        ([{"pid": "place", "v": "London"}], 100, True),
        ([{"pid": "place", "v": "Paris"}], 75, False),
        ([{"pid": "material", "v": "huile"}], 100, True),
        ([{"pid": "culture", "v": "French"}], 98, False),  # nothing is said of it
        ([{"pid": "nonsense", "v": "x"}], 100, False),
        ([{"pid": "wikidata", "v": "https://www.wikidata.org/wiki/Q1"}], 100, True),
        ([{"pid": "wikidata", "v": "Q2"}], 60, False),
    ],
)  # fmt: skip
async def test_what_is_known_besides(datasette: Any, properties: list[Json], score: float, match: bool) -> None:
    found = await ask(datasette, {"query": "Water Lilies", "type": "artwork", "properties": properties})
    assert shapes(found)[0] == ("a:4", score, match)


async def test_what_was_compared_is_told(datasette: Any) -> None:
    query = {"query": "Nymphéas", "properties": [{"pid": "year", "v": 1906}, {"pid": "maker", "v": "Ravel"}]}
    [found] = await ask(datasette, query)
    assert found["features"] == [
        {"id": "name", "value": 100.0}, {"id": "year", "value": True}, {"id": "maker", "value": False},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"query": "Q296"}, {"query": MONET}, {"properties": [{"pid": "viaf", "v": "https://viaf.org/viaf/24605513/"}]},
        {"query": "Somebody Else", "type": "agent", "properties": [{"pid": "wikidata", "v": "Q296"}]},
    ],
)  # fmt: skip
async def test_identifiers_find_and_are_sure(datasette: Any, query: Json) -> None:
    assert shapes(await ask(datasette, query)) == [(MONET, 100, True)]


async def test_namesakes_are_no_match_and_the_one_with_more_works_comes_first(folder: Path, datasette: Any) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO agents (agent_id, name, kind, born, source, authority, record_id)"
            " VALUES ('a:agent:other', 'Claude Monet', 'person', 1700, 'a', 1, 'a:1')"
        )
    found = await ask(datasette, {"query": "Claude Monet", "type": "agent"})
    assert shapes(found) == [(MONET, 100, False), ("a:agent:other", 100, False)]
    query = {"query": "Claude Monet", "type": "agent", "properties": [{"pid": "born", "v": "1700"}]}
    assert shapes(await ask(datasette, query))[0] == ("a:agent:other", 100, True)
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO matches (left_id, right_id, kind, score, method, evidence, decided_by, decided_at)"
            " VALUES ('a:agent:other', ?, 'same-agent', 1.0, 'person', '{}', 'person', ?)",
            [MONET, small.NOW],
        )
    joined = await ask(datasette, {"query": "Claude Monet", "type": "agent"})
    assert shapes(joined) == [(MONET, 100, True)], "of two that are joined one is shown"


async def test_types_narrow(datasette: Any) -> None:
    for type_, ids in (
        ("film", ["c:1"]), ("artwork", []), (["film", "artwork"], ["c:1"]), ("work", ["c:1"]), ("agent", []),
        ("Q5", ["c:1"]), (None, ["c:1"]),
    ):  # fmt: skip
        query = {"query": "Heat"} | ({"type": type_} if type_ else {})
        assert [one["id"] for one in await ask(datasette, query)] == ids, type_
    assert await ask(datasette, {"query": "Heat", "type": "Q5", "type_strict": "any"}) == []


@pytest.mark.parametrize(
    ("types", "strict", "ids"),
    [
        (["film", "artwork"], "any", ["c:1"]), (["film", "Q5"], "any", ["c:1"]),
        (["film", "artwork"], "all", []),  # nothing is both
        (["film", "work"], "all", ["c:1"]), (["work"], "all", ["c:1"]), ("film", "all", ["c:1"]),
        (["film", "Q5"], "all", []),  # the library does not know whether it is that too
        (["film", "Q5"], "should", ["c:1"]),
        ([], "all", ["c:1"]),
    ],
)  # fmt: skip
async def test_how_strict_types_are(datasette: Any, types: Any, strict: str, ids: list[str]) -> None:
    query = {"query": "Heat", "type": types, "type_strict": strict}
    assert [one["id"] for one in await ask(datasette, query)] == ids


async def test_as_many_as_are_asked_for_and_in_the_language_asked_for(datasette: Any) -> None:
    assert len(await ask(datasette, {"query": "Barbara Monet Ravel", "limit": 2})) == 2
    assert len(await ask(datasette, {"query": "Claude Monet", "limit": -3})) == 1
    [found] = await ask(datasette, {"query": "The Piano"}, "/reconcile/fr")
    assert (found["name"], found["description"]) == ("La Leçon de piano", "Jane Campion, 1993, Film, Sample films")
    assert await ask(datasette, {"query": "…"}) == []


async def test_what_is_local_or_in_copyright_is_nowhere(datasette: Any) -> None:
    """Not in answers, suggestions, columns, previews; not even as the maker of an open work."""
    told = []
    for name in (*LOCAL, "The Cradle", "Le Berceau"):
        for query in ({"query": name}, {"query": name, "type": "work"}):
            told += await ask(datasette, query)
        told += (await datasette.client.get("/reconcile/en/suggest/entity", params={"prefix": name})).json()["result"]
    assert {one["id"] for one in told}.isdisjoint({"d:9", "d:agent:x", "a:3"})
    asked = {
        "ids": ["d:9", "d:agent:x", "a:3"],
        "properties": [{"id": one} for one in PROPERTIES if one != "accession"],
    }
    columns = await datasette.client.post("/reconcile/en", data={"extend": json.dumps(asked)})
    assert all(values == [] for row in columns.json()["rows"].values() for values in row.values())
    for id_ in asked["ids"]:
        for path in ("preview", "view"):
            answer = await datasette.client.get(f"/reconcile/en/{path}", params={"id": id_})
            assert answer.status_code == 404
            assert not [word for word in ("Heat", "Nobody Known", "Cradle") if word in answer.text]
        flyout = (await datasette.client.get("/reconcile/en/flyout/entity", params={"id": id_})).json()
        assert flyout == {"id": id_, "html": ""}
    makers = {"ids": ["a:1"], "properties": [{"id": "maker"}]}
    row = (await datasette.client.post("/reconcile/en", data={"extend": json.dumps(makers)})).json()["rows"]["a:1"]
    assert row["maker"] == [{"id": "a:agent:Léonard de Vinci", "name": "Léonard de Vinci"}]


async def test_an_open_work_joined_to_a_local_one_stays(folder: Path, datasette: Any) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO matches (left_id, right_id, kind, score, method, evidence, decided_by, decided_at)"
            " VALUES ('c:2', 'd:9', 'same-work', 1.0, 'x', '{}', 'rule', ?)",
            [small.NOW],
        )
    assert [one["id"] for one in await ask(datasette, {"query": "Fargo"})] == ["c:2"]


async def test_columns(datasette: Any) -> None:
    wanted = {
        "ids": ["a:4", MONET, "c:1", "no:such"],
        "properties": [{"id": "year"}, {"id": "maker"}, {"id": "born"}, {"id": "material"}, {"id": "imdb"},
                       {"id": "nonsense"}, {"id": "name", "settings": {"limit": "1"}}],
    }  # fmt: skip
    answer = (await datasette.client.post("/reconcile/fr", data={"extend": json.dumps(wanted)})).json()
    assert [one["id"] for one in answer["meta"]] == ["year", "maker", "born", "material", "imdb", "name"]
    assert answer["meta"][1] == {
        "id": "maker", "name": "Auteur", "type": {"id": "agent", "name": "Personne ou groupe"},
    }  # fmt: skip
    assert answer["rows"]["a:4"] == {
        "year": [{"int": 1906}], "maker": [{"id": MONET, "name": "Claude Monet"}], "born": [],
        "material": [{"str": "huile"}], "imdb": [], "name": [{"str": "Nymphéas"}],
    }  # fmt: skip
    assert answer["rows"][MONET]["born"] == [{"int": 1840}]
    assert answer["rows"]["c:1"]["imdb"] == [{"str": "tt0113277"}]
    assert answer["rows"]["no:such"] == {one["id"]: [] for one in answer["meta"]}


async def test_suggestions(datasette: Any) -> None:
    async def suggested(what: str, **given: Any) -> list[Json]:
        answer = await datasette.client.get(f"/reconcile/en/suggest/{what}", params=given)
        assert answer.headers["access-control-allow-origin"] == "*"
        found: list[Json] = answer.json()["result"]
        return found

    assert [one["id"] for one in await suggested("entity", prefix="claude mon")] == [MONET]
    assert (await suggested("entity", prefix="nymph"))[0]["notable"] == [
        {"id": "artwork", "name": "Artwork"}, {"id": "work", "name": "Work"},
    ]  # fmt: skip
    for identifier in (MONET, "Q296"):
        assert [one["id"] for one in await suggested("entity", prefix=identifier)] == [MONET]
    assert await suggested("entity", prefix="") == []
    assert await suggested("entity", prefix="claude mon", cursor=1) == []
    assert [one["id"] for one in await suggested("type", prefix="art")] == ["artwork"]
    assert [one["id"] for one in await suggested("property", prefix="year of")] == ["born", "died"]
    assert len(await suggested("property", prefix="")) == 10


async def test_what_things_of_a_type_may_have(datasette: Any) -> None:
    async def proposed(**given: Any) -> Json:
        found: Json = (await datasette.client.get("/reconcile/en/properties", params=given)).json()
        return found

    of_agents = await proposed(type="agent")
    assert of_agents["type"] == "agent"
    assert {"born", "died", "role"} <= {one["id"] for one in of_agents["properties"]}
    assert "maker" not in {one["id"] for one in of_agents["properties"]}
    of_films = await proposed(type="film", limit=3)
    assert (len(of_films["properties"]), of_films["limit"]) == (3, 3)
    assert len((await proposed())["properties"]) == len(PROPERTIES)


async def test_preview_flyout_and_view(datasette: Any) -> None:
    page = await datasette.client.get("/reconcile/en/preview", params={"id": "a:4"})
    assert page.status_code == 200
    image = '<img src="https://a.example/p.jpg"'
    for said in ("<h1>Water Lilies</h1>", "Claude Monet, 1906, Artwork, Sample museum", image, "London"):
        assert said in page.text, said
    flyout = await datasette.client.get("/reconcile/en/flyout/entity", params={"id": MONET})
    assert "<p>Claude Monet</p>" in flyout.json()["html"]
    for what, id_ in (("type", "film"), ("property", "year"), ("type", "<b>"), ("property", "<b>")):
        html = (await datasette.client.get(f"/reconcile/en/flyout/{what}", params={"id": id_})).json()["html"]
        assert ("<p>" in html) == (id_ != "<b>")
    for id_, path in (("a:4", "/work/a:4"), (MONET, "/maker/a:agent:Claude%20Monet")):
        answer = await datasette.client.get("/reconcile/en/view", params={"id": id_}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, path)


async def test_markup_in_names_is_text(folder: Path, datasette: Any) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE agents SET name = '<script>x</script>' WHERE agent_id = ?", [RAVEL])
    for path in ("preview", "flyout/entity"):
        text = (await datasette.client.get(f"/reconcile/en/{path}", params={"id": RAVEL})).text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "given",
    [
        {"queries": '{"q0": {"query": "x", "type_strict": "some"}}'}, {"queries": "{"}, {"queries": "[]"},
        {"queries": '{"q0": {}}'}, {"queries": '{"q0": {"query": ["x"]}}'},
        {"queries": '{"q0": {"query": "x", "properties": [{"v": 1}]}}'}, {"queries": '{"q0": {"query": "\\ud800"}}'},
        {"queries": json.dumps({str(n): {"query": "x"} for n in range(MOST_QUERIES + 1)})},
        {"queries": '{"q0":' * 100_000}, {"extend": "{}"}, {"extend": '{"ids": "a", "properties": []}'},
        {"extend": json.dumps({"ids": ["a"] * (MOST_IDS + 1), "properties": []})},
        {"queries": '{"q0": {"query": "x"}}', "callback": "alert(1)//"}, {"queries": "x" * MOST_BYTES},
    ],
)  # fmt: skip
async def test_faults_are_named_and_limits_hold(datasette: Any, given: Json) -> None:
    answer = await datasette.client.post("/reconcile/en", data=given)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert set(answer.json()["error"]) == {"code", "message", "hint"}


async def test_bytes_that_are_no_text_are_a_fault(datasette: Any) -> None:
    answer = await datasette.client.post("/reconcile/en", content=b"queries=\xff\xfe",
                                         headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 400


def test_every_property_has_a_name_in_both_languages() -> None:
    for lang in ("fr", "en"):
        names = [one.name(Translator(lang)) for one in PROPERTIES.values()]
        assert all(names)
        assert len(set(names)) == len(names), "no two are called the same"


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_number_whose_top_is_the_same_name(left: str, right: str) -> None:
    assert 0 <= alike(left, right) <= 100
    assert alike(left, right) == alike(right, left)
    assert alike(left, left) == 100


# Against the standard's own schemas and examples


def schema(shared: Path, name: str) -> Json:
    found: Json = json.loads((shared / "fixtures" / "reconciliation" / name).read_bytes())
    return found


def valid(said: Json, against: Json) -> None:
    """Assert that a schema, which names no draft of JSON Schema, holds."""
    jsonschema.Draft7Validator(against).validate(said)


async def test_the_manifest_is_valid(datasette: Any, shared: Path) -> None:
    for lang in ("fr", "en"):
        said = (await datasette.client.get(f"/reconcile/{lang}")).json()
        valid(said, schema(shared, "0.1_schemas_manifest.json"))
        example = schema(shared, "0.2_examples_manifest_valid_lobid-gnd.json")
        assert set(example) <= set(said)
        assert set(example["suggest"]) == set(said["suggest"])


async def test_results_are_valid(datasette: Any, shared: Path) -> None:
    example = schema(shared, "0.1_examples_reconciliation-query-batch_valid_example-full.json")
    mine = {"m": {"query": "Claude Monet"}, "n": {"query": "Heat", "type": "film"}}
    for batch in (example, mine):
        answer = (await datasette.client.post("/reconcile/en", data={"queries": json.dumps(batch)})).json()
        valid(answer, schema(shared, "0.1_schemas_reconciliation-result-batch.json"))
        assert set(answer) == set(batch)
    wanted = schema(shared, "0.1_examples_reconciliation-result-batch_valid_example-full.json")["q1"]["result"][0]
    assert set(wanted) <= set(answer["m"]["result"][0])


async def test_columns_and_suggestions_have_the_shape_of_the_examples(datasette: Any, shared: Path) -> None:
    example = schema(shared, "0.2_examples_data-extension-response_valid_example-full.json")
    wanted = {"ids": ["a:4", MONET], "properties": [{"id": one} for one in PROPERTIES]}
    answer = (await datasette.client.post("/reconcile/en", data={"extend": json.dumps(wanted)})).json()
    assert set(answer) == set(example)
    values = [value for row in answer["rows"].values() for values in row.values() for value in values]
    assert {tuple(value) for value in values} == {("id", "name"), ("str",), ("int",)}
    example = schema(shared, "0.1_examples_suggest-entities-response_valid_example.json")
    found = (await datasette.client.get("/reconcile/en/suggest/entity", params={"prefix": "monet"})).json()
    assert set(found["result"][0]) == set(example["result"][0])
