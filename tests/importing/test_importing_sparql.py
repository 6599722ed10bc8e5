"""Queries to a SPARQL endpoint that a server on this machine plays; all answers are synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from culturedata.errors import WrongContent
from culturedata.importing.descriptor import descriptor
from culturedata.importing.protocols import sparql
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from tests.http_faults import Clock, Reply, Server

ROWS: list[dict[str, Any]] = [
    {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"},
     "label": {"type": "literal", "value": "un tableau", "xml:lang": "fr"}},
    {"item": {"type": "bnode", "value": "t1"},
     "year": {"type": "literal", "value": "1903", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
]  # fmt: skip
ANSWER = json.dumps({"head": {"vars": ["item", "label", "year"]}, "results": {"bindings": ROWS}}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(lambda *_: Reply(200, ANSWER, {"Content-Type": sparql.RESULTS})) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(tmp_path: Path, server: Server, clock: Clock) -> Iterator[Fetcher]:
    senses = clock.senses()
    stored = Cache(tmp_path / "http.db", senses.now)
    with Fetcher(descriptor("wikidata-artworks"), stored=stored, senses=senses, tell=lambda _: None) as made:
        made.trust(server.url)
        yield made


def test_a_query_goes_by_post_and_its_rows_come_back(fetcher: Fetcher, server: Server) -> None:
    first, second = sparql.select(fetcher, f"{server.url}/sparql", "SELECT ?item WHERE { ?item ?p 'é' }")
    assert first["item"] == sparql.Value("uri", "http://www.wikidata.org/entity/Q1")
    assert first["label"] == sparql.Value("literal", "un tableau", lang="fr")
    assert "year" not in first
    assert second["year"].datatype == "http://www.w3.org/2001/XMLSchema#integer"
    [asked] = server.asked
    assert (asked.method, asked.headers["accept"]) == ("POST", "application/sparql-results+json")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["user-agent"].startswith("culturedata/")
    assert parse_qs(asked.body.decode())["query"] == ["SELECT ?item WHERE { ?item ?p 'é' }"]


def test_the_same_query_is_asked_once_and_another_again(fetcher: Fetcher, server: Server) -> None:
    for query in ("SELECT 1", "SELECT 1", "SELECT 2"):
        sparql.select(fetcher, f"{server.url}/sparql", query)
    assert len(server.asked) == 2


def test_it_waits_as_long_as_it_is_told_to(fetcher: Fetcher, server: Server, clock: Clock) -> None:
    server.fail("sparql", Reply(429, b"", {"Retry-After": "37"}))
    assert len(sparql.select(fetcher, f"{server.url}/sparql", "SELECT 1")) == 2
    assert 37 in clock.slept


def test_an_answer_that_the_time_limit_cut_off_is_no_short_answer(fetcher: Fetcher, server: Server) -> None:
    cut = ANSWER[: len(ANSWER) // 2] + b"\njava.util.concurrent.TimeoutException\n\tat x"
    server.fail("sparql", Reply(200, cut))
    assert len(sparql.select(fetcher, f"{server.url}/sparql", "SELECT 1")) == 2
    server.fail("sparql", *[Reply(200, cut)] * 5)
    with pytest.raises(WrongContent):
        sparql.select(fetcher, f"{server.url}/sparql", "SELECT 2")


def test_no_rows_and_no_endpoint(fetcher: Fetcher, server: Server) -> None:
    server.fail("sparql", Reply(200, b'{"head":{"vars":[]},"results":{"bindings":[]}}'), Reply(404))
    assert sparql.select(fetcher, f"{server.url}/sparql", "SELECT 1") == []
    assert sparql.select(fetcher, f"{server.url}/sparql", "SELECT 2") == []


def test_values() -> None:
    assert sparql.values("item", ["Q1", "Q2"]) == "VALUES ?item { wd:Q1 wd:Q2 }"
    assert sparql.values("p", ["P31"], prefix="wdt:") == "VALUES ?p { wdt:P31 }"
    assert sparql.values("item", []) == "VALUES ?item {  }"
    for name in ("Q1 } DROP", "", "Q¹"):
        with pytest.raises(ValueError, match="no name of a thing"):
            sparql.values("item", ["Q1", name])


def test_batches() -> None:
    assert list(sparql.in_batches(["a", "b", "a", "c"], 2)) == [("a", "b"), ("c",)]
    assert list(sparql.in_batches([])) == []
    assert [len(batch) for batch in sparql.in_batches(map(str, range(401)))] == [200, 200, 1]


def test_names() -> None:
    assert sparql.name(sparql.Value("uri", "http://www.wikidata.org/entity/Q762")) == "Q762"
    assert sparql.name(sparql.Value("literal", "a/b")) is None
    assert sparql.name(sparql.Value("bnode", "t1")) is None


def test_the_real_answers(fetcher: Fetcher, server: Server, shared: Path) -> None:
    expected = {
        "multi_vars": 3,
        "results_with_labels": 1,
        "sparql_results_with_optional_values": 1,
        "sparql_results_with_statements": 1,
    }
    for path in sorted((shared / "fixtures" / "wikidata").glob("*results*.json")):
        server.fail("sparql", Reply(200, path.read_bytes()))
        rows = sparql.select(fetcher, f"{server.url}/sparql", path.name)
        least = next(count for name, count in expected.items() if path.name.startswith(name))
        assert len(rows) == len(json.loads(path.read_bytes())["results"]["bindings"]) >= least
        assert all(value.type in ("uri", "literal", "bnode") for row in rows for value in row.values())
