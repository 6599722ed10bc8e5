"""OAI-PMH: arguments, tokens, errors of the protocol, broken XML, datestamps (a played server, synthetic records)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from culturedata.errors import GaveUp, ServerFault, WrongContent
from culturedata.importing.descriptor import Descriptor, Http, descriptor
from culturedata.importing.protocols.oai_pmh import Asked, Identity, Repository
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from tests.http_faults import Asked as Request
from tests.http_faults import Clock, Reply, Server, html
from tests.oai_server import HEAD, OAI, XML, Record, error, identity, page

PREFIX = "x"


def made(number: int, day: str = "2026-01-02") -> Record:
    return Record(f"oai:x:{number}", f"<x>{number}</x>", day)


class Played:
    """A server, what it is asked, and a repository over it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.clock = Clock()
        self.folder = folder
        self.issues: list[Issue] = []
        self.rows = [made(number) for number in range(1, 6)]
        self.pages: dict[str, Reply] = {}  # by token, in place of what the server would say
        server.hears = self.answer

    def answer(self, asked: Request) -> Reply:
        token = asked.query.get("resumptionToken", "")
        if token in self.pages:
            return self.pages[token]
        if asked.query["verb"] == "Identify":
            return identity()
        start = int(token.partition("of")[0] or 0)
        after = "" if start + 2 >= len(self.rows) else f"{start + 2}of{len(self.rows)}"
        return page(self.rows[start : start + 2], after, len(self.rows))

    def repository(self) -> Repository:
        senses = self.clock.senses()
        http = Http(base=self.server.url, requests_per_minute=6000)
        described: Descriptor = msgspec.structs.replace(descriptor("artic"), http=http)
        self.context = Context(described, report=self.issues.append)
        fetcher = Fetcher(described, stored=Cache(self.folder / "http.db", senses.now), senses=senses)
        fetcher.trust(self.server.url)
        return Repository(fetcher, self.server.url, self.context)

    def keys(self, asked: Asked | None = None, cursor: str | None = None) -> list[str]:
        found = self.repository().records(asked or Asked(PREFIX), cursor)
        return [one.identifier.rpartition(":")[2] for one, _ in found]

    @property
    def asked(self) -> list[dict[str, str]]:
        return [one.query for one in self.server.asked]


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with Server() as server:
        yield Played(server, tmp_path)


def test_a_token_stands_alone(played: Played) -> None:
    assert played.keys(Asked(PREFIX, "a-set")) == ["1", "2", "3", "4", "5"]
    assert played.asked == [
        {"verb": "ListRecords", "metadataPrefix": "x", "set": "a-set"},
        {"verb": "ListRecords", "resumptionToken": "2of5"},
        {"verb": "ListRecords", "resumptionToken": "4of5"},
    ]
    assert played.issues == []
    assert not played.context.partial


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [("YYYY-MM-DD", "2026-01-31"), ("YYYY-MM-DDThh:mm:ssZ", "2026-01-31T12:30:00Z")],
)
def test_from_and_until_have_the_granularity_of_the_repository(played: Played, granularity: str, expected: str) -> None:
    played.pages[""] = identity(granularity)
    repository = played.repository()
    assert repository.identify() == Identity("A synthetic repository", granularity, "persistent")
    assert repository.identify().stamp("2026-01-31T13:30:00+01:00") == expected
    del played.pages[""]
    played.server.fail("Identify", identity(granularity))
    (played.folder / "http.db").unlink()
    played.keys(Asked(PREFIX, since="2026-01-31T13:30:00+01:00", until="2026-01-31T12:30"))
    asked = next(query for query in played.asked if query["verb"] == "ListRecords")
    assert (asked["from"], asked["until"]) == (expected, expected)


def test_a_repository_that_does_not_tell_what_it_deleted(played: Played) -> None:
    played.server.fail("Identify", identity(deleted="no"))
    played.keys(Asked(PREFIX, since="2026-01-31"))
    assert [issue.code for issue in played.issues] == ["deletions-untold"]


def test_nothing_is_asked_of_the_repository_itself_for_a_whole_list(played: Played) -> None:
    played.keys()
    assert {query["verb"] for query in played.asked} == {"ListRecords"}


def test_no_records_is_an_empty_list_and_no_failure(played: Played) -> None:
    played.pages[""] = error("noRecordsMatch")
    assert played.keys() == []
    assert played.issues == []


@pytest.mark.parametrize("token", [None, ""])
def test_an_empty_token_and_none_at_all_end_the_list(played: Played, token: str | None) -> None:
    played.pages[""] = page([made(1)], token)
    assert played.keys() == ["1"]


def test_a_deleted_record_and_one_without_identifier(played: Played) -> None:
    nameless = Record("", "<x/>")
    played.pages[""] = page([Record("oai:x:1", "", deleted=True), nameless, made(2)])
    found = [one for one, _ in played.repository().records(Asked(PREFIX))]
    assert [(one.identifier, one.deleted, one.datestamp) for one in found] == [
        ("oai:x:1", True, "2026-01-02T10:00:00Z"), ("oai:x:2", False, "2026-01-02T10:00:00Z"),
    ]  # fmt: skip
    assert [(issue.code, issue.field) for issue in played.issues] == [("no-key", "identifier")]


def test_the_body_is_the_record_whatever_stands_around_it(played: Played) -> None:
    [(one, _), *_] = played.repository().records(Asked(PREFIX))
    other = HEAD.replace("<OAI-PMH", f'<o:OAI-PMH xmlns:o="{OAI}" xmlns:more="http://more.example/"')
    played.pages[""] = Reply(200, f"{other}<ListRecords>\n  {made(1).xml}\n</ListRecords></o:OAI-PMH>".encode(), XML)
    (played.folder / "http.db").unlink()
    [(again, _)] = played.repository().records(Asked(PREFIX))
    assert again.body == one.body
    assert one.body.startswith(b'<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:x:1<')


@pytest.mark.parametrize(("number", "cursor"), [(1, "1  1"), (2, "2  2"), (3, "3 2of5 1"), (5, "5 4of5 1")])
def test_it_goes_on_after_a_cursor(played: Played, number: int, cursor: str) -> None:
    found = list(played.repository().records(Asked(PREFIX)))
    assert found[number - 1][1] == cursor
    rest = list(played.repository().records(Asked(PREFIX), cursor))
    assert [at for _, at in rest] == [at for _, at in found[number:]]
    assert not played.context.partial


def test_a_token_that_is_not_known_any_more_begins_the_list_anew(played: Played) -> None:
    played.keys()
    played.server.asked.clear()
    played.pages["expired"] = error("badResumptionToken", "it expired")
    assert played.keys(cursor="3 expired 1") == ["1", "2", "3", "4", "5"]
    assert len(played.asked) == 4, "anew means past the cache, where the old tokens are"
    assert played.issues == []


def test_an_old_first_page_in_the_cache_with_tokens_that_died(played: Played) -> None:
    played.rows = played.rows[:4]
    first = played.repository().records(Asked(PREFIX))
    assert [next(first)[0].identifier for _ in range(2)] == ["oai:x:1", "oai:x:2"]
    played.pages["2of4"] = error("badResumptionToken")
    played.rows.append(made(6))
    assert played.keys() == ["1", "2", "1", "2", "3", "4", "6"]


def test_tokens_that_are_never_known_end_in_a_clear_word(played: Played) -> None:
    played.pages["2of5"] = error("badResumptionToken")
    with pytest.raises(GaveUp, match="resumption tokens that it does not know"):
        played.keys()
    assert len(played.asked) == 4


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("cannotDisseminateFormat", "ListMetadataFormats"), ("noSetHierarchy", "no sets"), ("badArgument", "prefix"),
        ("badVerb", "address"), ("idDoesNotExist", "homepage"),
    ],
)  # fmt: skip
def test_errors_of_the_protocol_are_named_and_not_stored(played: Played, code: str, hint: str) -> None:
    played.pages[""] = error(code, "what\n  the server says")
    with pytest.raises(WrongContent, match=f"ListRecords with the error {code}: what the server says") as raised:
        played.keys()
    assert hint in raised.value.hint
    assert len(played.asked) == 1, "it is not asked again"
    del played.pages[""]
    assert len(played.keys()) == 5


BROKEN = {
    "no xml": b"broken xml",
    "cut": page([made(1)]).body[:-30],
    "another root": b"<rss><channel/></rss>",
    "a document type": b'<!DOCTYPE x [<!ENTITY a "b">]>' + page([made(1)]).body.partition(b"?>")[2],
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_xml_is_asked_for_again(played: Played, body: bytes) -> None:
    played.server.fail("verb=ListRecords&resumptionToken", Reply(200, body, XML))
    assert played.keys() == ["1", "2", "3", "4", "5"]
    assert len(played.asked) == 4


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_xml_that_stays_broken_is_wrong_content(played: Played, body: bytes) -> None:
    played.pages["2of5"] = Reply(200, body, XML)
    found = played.repository().records(Asked(PREFIX))
    assert [next(found)[0].identifier for _ in range(2)] == ["oai:x:1", "oai:x:2"]
    with pytest.raises(WrongContent):
        next(found)


def test_a_web_page_and_nothing_at_all(played: Played) -> None:
    played.pages[""] = html(200)
    with pytest.raises(WrongContent, match="web page"):
        played.keys()
    played.pages[""] = Reply(404)
    with pytest.raises(ServerFault, match="no OAI-PMH repository"):
        played.keys()


def test_a_busy_server_is_waited_for(played: Played) -> None:
    played.server.fail("ListRecords", Reply(503, b"", {"Retry-After": "11"}))
    assert len(played.keys()) == 5
    assert max(played.clock.slept) >= 11


def test_a_list_that_is_shorter_than_it_said(played: Played) -> None:
    played.pages["4of5"] = page([], "", 5)
    assert played.keys() == ["1", "2", "3", "4"]
    assert [issue.code for issue in played.issues] == ["short-list"]
    assert played.context.partial


def test_a_circle_ends(played: Played) -> None:
    played.pages["4of5"] = page([made(5)], "2of5")
    with pytest.raises(GaveUp, match="circle"):
        played.keys()


def test_the_recorded_errors(shared: Path, played: Played) -> None:
    folder = shared / "fixtures" / "oai_pmh"
    for name in ("cannotDisseminateFormat", "noSetHierarchy"):
        played.pages[""] = Reply(200, (folder / f"{name}.xml").read_bytes())
        with pytest.raises(WrongContent, match=name):
            played.keys()
    played.pages[""] = Reply(200, (folder / "ListRecordsBroken.xml").read_bytes())
    with pytest.raises(WrongContent):
        played.keys()
    played.pages[""] = Reply(200, (folder / "noRecordsMatch.xml").read_bytes())
    assert played.keys() == []


def test_the_recorded_refusal_of_a_token(shared: Path, played: Played) -> None:
    """A list that is taken up again is begun anew; one that was just begun ends with one error."""
    folder = shared / "fixtures" / "oai_pmh"
    refusal = Reply(200, (folder / "badResumptionToken.xml").read_bytes())
    played.pages["expired"] = refusal
    assert played.keys(cursor="3 expired 1") == ["1", "2", "3", "4", "5"]
    (played.folder / "http.db").unlink()
    played.pages = {"": Reply(200, (folder / "ListRecords.xml").read_bytes()), "ListRecords2.xml": refusal}
    with pytest.raises(GaveUp, match="resumption tokens that it does not know"):
        played.keys()
    assert played.issues == []


def test_the_recorded_identity(shared: Path, played: Played) -> None:
    played.pages[""] = Reply(200, (shared / "fixtures" / "oai_pmh" / "Identify.xml").read_bytes())
    assert played.repository().identify() == Identity("A Test Repository", "YYYY-MM-DD", "persistent")
