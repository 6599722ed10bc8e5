"""What every source that asks a server promises, over a server on this machine that plays the source's own.

    class TestMuseum(HttpSourceContract):
        source = "small-museum"
        path = "/api/v1"

        def rows(self) -> list[Any]:
            ...  # seven synthetic records or more, in the source's true shape

        def answer(self, asked: Asked) -> Reply:
            ...  # what the true server would say, from self.museum: see Museum

Each request is met by each fault in turn: one that goes away changes nothing; one that stays is named in one line, and
what came before it is safe and goes on with --resume.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culturedata.errors import CultureDataError, FetchError, InputError
from culturedata.importing import run
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.store.library import Library
from tests.contract_source import Fetch, SourceContract, dump, sound
from tests.http_faults import Asked, Clock, Reply, Server, cut, cut_gzip, cut_unannounced, html
from tests.import_process import ImportProcess, Killing

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
JSON = {"Content-Type": "application/json"}
PROPERTY = settings(max_examples=4, deadline=None, derandomize=True,
                    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
# Faults that go away: what is answered in place of the right answer, once.
PASSING: dict[str, Callable[[Reply], Reply]] = {
    "429": lambda _: Reply(429, b"slow down", {"Retry-After": "7"}),
    "503": lambda _: Reply(503, b"", {"Retry-After": "2"}),
    "500": lambda _: Reply(500, b"oops"),
    "html-200": lambda _: html(200),
    "nothing": lambda _: Reply(200, b""),
    "cut": lambda right: cut(right.body, len(right.body) // 2),
    "cut-unannounced": lambda right: cut_unannounced(right.body, len(right.body) // 2),
    "cut-gzip": lambda right: cut_gzip(right.body, max(20, len(right.body) // 8)),
    "reset": lambda right: replace(right, stop=len(right.body) // 2, reset=True),
}
# Faults that stay, and what they are called: any of these words must stand in the error.
STAYING: dict[str, tuple[Callable[[Reply], Reply], str]] = {
    "403-html": (lambda _: html(403), "403"),
    "200-html": (lambda _: html(200), "web page"),
    "pointer": (lambda _: Reply(200, POINTER), "LFS"),
    "401": (lambda _: Reply(401, b"{}"), "401"),
    "503": (lambda _: Reply(503), "503"),
    "cut": (lambda right: cut(right.body, len(right.body) // 2), ""),
    "reset": (lambda right: replace(right, stop=len(right.body) // 2, reset=True), "connection"),
}  # fmt: skip
# A byte a while: no byte comes too late, and the answer never ends. Held against a deadline in true seconds.
DRIP, DRIPPING = Manners(total_timeout=1.5, attempts=2), 0.5


@dataclass
class Museum:
    """The records that the played server has, and how it misbehaves as a list."""

    rows: list[Any]
    empty_last: bool = False  # an empty page comes after the last one
    loops: bool = False  # the second page names the first as the one after it
    vanished: set[str] = field(default_factory=set)  # listed, and not there when asked for alone

    def page(self, start: int, size: int) -> tuple[list[Any], int | None]:
        """The rows from `start` (from 0), at most `size`, and where the next page starts; None after the last."""
        rows = self.rows[start : start + size]
        beyond = start + size
        if self.loops and start > 0:
            return rows, 0
        if beyond < len(self.rows) or (self.empty_last and start < len(self.rows)):
            return rows, beyond
        return rows, None


class HttpSourceContract(SourceContract):
    """The promises; `path` is where the API lies on the played server.

    `fixed_pages` says that the server sets the size of pages (it is then `size`, which `answer` must read); `lists`
    that records come in lists, which may repeat, end in an empty page or lead in a circle; `details` that each
    record is asked for by itself, and may have vanished meanwhile.
    """

    path: ClassVar[str] = ""
    size: int = 3
    fixed_pages: ClassVar[bool] = False
    lists: ClassVar[bool] = True
    details: ClassVar[bool] = False
    ordered: ClassVar[bool] = False
    """Whether the server itself promises one order: then another order of records is not tried."""

    def rows(self) -> list[Any]:
        """Seven records or more."""
        raise NotImplementedError

    def answer(self, asked: Asked) -> Reply:
        """What the true server would say."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def played(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        with self.playing(tmp_path, monkeypatch):
            yield

    @contextmanager
    def playing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """While the server is played."""
        described = self.described()
        assert described.http is not None
        if described.key:
            monkeypatch.setenv(described.key, "a-Secret/Key+1")
        self.monkeypatch = monkeypatch
        self.museum = Museum(self.rows())
        self.cache = tmp_path / "http.db"
        self.pages_of(3)
        self.clock = Clock()
        self.spoil: Callable[[int, Reply], Reply] = lambda _, right: right
        self.requests = 0
        self.manners: Manners | None = None
        with Server() as self.server:
            self.server.hears = self._spoilt
            yield

    def _spoilt(self, asked: Asked) -> Reply:
        number = self.requests
        self.requests += 1
        return self.spoil(number, self.answer(asked))

    def pages_of(self, size: int) -> None:
        """From here on the source asks for pages of `size`, or the server gives them so."""
        self.size = size
        described = self.described()
        changed = msgspec.structs.replace(described, http=msgspec.structs.replace(described.http, page_size=size))
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)

    def input(self, tmp_path: Path) -> str:
        return f"{self.server.url}{self.path}"

    def fetcher(self) -> Fetch:
        senses = self.clock.senses()
        return lambda described, refresh: Fetcher(
            described, refresh=refresh, stored=Cache(self.cache, senses.now), senses=senses, tell=lambda _: None,
            manners=self.manners,
        )  # fmt: skip

    def goes(self, folder: Path, **more: Any) -> dict[str, Any]:
        """Import into a new library with an empty cache; all its rows but where an import goes on."""
        self.cache = folder.with_suffix(".http.db")
        self.requests = 0
        self.bring(folder, self.input(folder), **more)
        return self.content(folder)

    def content(self, folder: Path) -> dict[str, Any]:
        """All rows of a library but `imports` and `issues`, which tell of the way and not of what came."""
        with Library.open(folder) as library:
            sound(library, self.source)
        found = dump(folder)
        for told in ("imports", "issues", "sources"):
            found.pop(told)
        found["records"] = [row[:5] for row in found["records"]]  # without where it stood and which import brought it
        return found

    @pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.slow)])
    def test_every_fault_that_goes_away_changes_nothing(self, tmp_path: Path, everywhere: bool) -> None:
        """Each fault at one request, another for each; and, slowly, each at every request."""
        whole = self.goes(tmp_path / "whole")
        total = self.requests
        assert total >= 3, "three requests or more, so that each kind is met by each fault"
        for number, (name, fault) in enumerate(PASSING.items()):
            for at in range(total) if everywhere else [number % total]:
                self.spoil = lambda asked, right, at=at, fault=fault: fault(right) if asked == at else right
                assert self.goes(tmp_path / f"{name}-{at}") == whole, f"{name} at request {at}"
                assert self.requests > total, "the request that failed was made again"

    @pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.slow)])
    def test_every_fault_that_stays_is_named_and_what_came_goes_on(self, tmp_path: Path, everywhere: bool) -> None:
        whole = self.goes(tmp_path / "whole")
        total = self.requests
        for number, (name, (fault, word)) in enumerate(STAYING.items()):
            for at in range(total) if everywhere else [(number + 1) % total]:
                folder = tmp_path / f"{name}-{at}"
                self.spoil = lambda asked, right, at=at, fault=fault: fault(right) if asked >= at else right
                with pytest.raises((FetchError, InputError)) as caught:
                    self.goes(folder)
                assert word in str(caught.value), f"{name} at request {at}: {caught.value}"
                assert "\n" not in str(caught.value)
                self.spoil = lambda _, right: right
                self.bring(folder, self.input(folder), resume=True)
                assert self.content(folder) == whole, f"{name} at request {at}, resumed"

    @pytest.mark.slow
    def test_a_server_that_drips_is_given_up(self, tmp_path: Path) -> None:
        """Once: it is asked again, and nothing changes. For ever: it is named, and what came before goes on."""
        whole = self.goes(tmp_path / "whole")
        total = self.requests
        self.manners = DRIP
        self.spoil = lambda asked, right: replace(right, pause=DRIPPING) if asked == 0 else right
        assert self.goes(tmp_path / "once") == whole
        assert self.requests > total
        self.spoil = lambda asked, right: replace(right, pause=DRIPPING) if asked >= total - 1 else right
        with pytest.raises(FetchError, match="too slowly"):
            self.goes(tmp_path / "ever")
        self.spoil, self.manners = lambda _, right: right, None
        self.bring(tmp_path / "ever", self.input(tmp_path / "ever"), resume=True)
        assert self.content(tmp_path / "ever") == whole

    def test_the_size_of_pages_makes_no_difference(self, tmp_path: Path) -> None:
        whole = self.goes(tmp_path / "whole")
        for size in (1, 7, 100):
            self.pages_of(size)
            assert self.goes(tmp_path / f"of-{size}") == whole, f"pages of {size}"

        @PROPERTY
        @given(size=st.integers(2, 12))
        def holds(size: int) -> None:
            self.pages_of(size)
            folder = tmp_path / f"any-{size}-{len(list(tmp_path.iterdir()))}"
            assert self.goes(folder) == whole, f"pages of {size}"

        holds()

    def test_the_order_of_records_makes_no_difference(self, tmp_path: Path) -> None:
        if self.ordered:
            pytest.skip("the server promises one order")
        whole, rows = self.goes(tmp_path / "whole"), self.museum.rows

        @PROPERTY
        @given(order=st.permutations(range(len(rows))))
        def holds(order: Sequence[int]) -> None:
            self.museum.rows = [rows[number] for number in order]
            assert self.goes(tmp_path / f"any-{len(list(tmp_path.iterdir()))}") == whole, order

        holds()

    def test_records_that_stand_twice_come_once(self, tmp_path: Path) -> None:
        if not self.lists:
            pytest.skip("records do not come in lists")
        whole = self.goes(tmp_path / "whole")
        self.museum.rows = [*self.museum.rows, self.museum.rows[0], self.museum.rows[2]]
        assert self.goes(tmp_path / "twice") == whole

    def test_an_empty_page_after_the_last_one(self, tmp_path: Path) -> None:
        if not self.lists:
            pytest.skip("records do not come in lists")
        whole = self.goes(tmp_path / "whole")
        self.museum.empty_last = True
        assert self.goes(tmp_path / "empty") == whole

    def test_a_list_that_leads_in_a_circle_ends(self, tmp_path: Path) -> None:
        """With a clear word, or because the list says how long it is; never without end."""
        if not self.lists:
            pytest.skip("records do not come in lists")
        self.museum.loops = True
        most = 40 * len(self.museum.rows)

        def bounded(number: int, right: Reply) -> Reply:
            assert number < most, "it asks without end"
            return right

        self.spoil = bounded
        said = "circle"
        try:
            self.goes(tmp_path / "circle")
        except CultureDataError as error:
            said = error.message
        assert "circle" in said or "page" in said
        assert self.requests < most

    def test_what_vanished_between_list_and_record_is_reported(self, tmp_path: Path) -> None:
        if not self.details:
            pytest.skip("records are not asked for by themselves")
        whole = self.goes(tmp_path / "whole")
        gone = self.key_of(self.museum.rows[1])
        self.museum.vanished = {gone}
        less = self.goes(tmp_path / "less")
        assert len(less["works"]) == len(whole["works"]) - 1
        with Library.open(tmp_path / "less") as library:
            [(raw,)] = library.culture.execute("SELECT coalesce(record_id, raw) FROM issues WHERE code = 'vanished'")
        assert gone in raw

    def test_what_the_source_deleted_is_marked_and_stays(self, tmp_path: Path) -> None:
        """A second import of everything, without one record: it is marked; with it again: it is as before."""
        folder, rows = tmp_path / "library", list(self.museum.rows)
        whole = self.goes(folder)
        marked = [row[0] for row in whole["records"]]
        for left in (rows[:1] + rows[2:], rows):
            self.museum.rows = left
            counts = self.bring(folder, self.input(folder), refresh=True).counts
            assert self.content(folder) == whole
            with Library.open(folder) as library:
                found = [r for (r,) in library.culture.execute("SELECT record_id FROM records WHERE gone_at NOT NULL")]
            assert len(found) == counts.gone == len(rows) - len(left)
            assert set(found) <= set(marked)

    def key_of(self, row: Any) -> str:
        """The key under which a row is asked for alone (a source with `details` says it)."""
        raise NotImplementedError

    def test_it_says_who_asks_and_keeps_to_the_limit(self, tmp_path: Path) -> None:
        described = self.described()
        assert described.http is not None
        moments: list[float] = []

        def noted(_: int, right: Reply) -> Reply:
            moments.append(self.clock.at)
            return right

        self.spoil = noted
        self.goes(tmp_path / "library")
        assert all(asked.headers["user-agent"].startswith("culturedata/") for asked in self.server.asked)
        spent = moments[-1] - moments[0]
        burst = 2  # the bucket may start full
        assert spent >= (len(moments) - 1 - burst) * 60 / described.http.requests_per_minute

    def test_the_key_is_nowhere(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        key_name = self.described().key
        if not key_name:
            pytest.skip("it needs no key")
        secret = os.environ[key_name]
        self.goes(tmp_path / "library")
        assert any(secret in " ".join(a.headers.values()) or secret in a.query.values() for a in self.server.asked)
        told = ""
        for status in (401, 400, 503):
            self.spoil = lambda _, right, status=status: Reply(status, right.body + secret.encode())
            with pytest.raises(CultureDataError) as caught:
                self.goes(tmp_path / f"refused-{status}")
            told += str(caught.getrepr(style="short", showlocals=False)) + repr(caught.value.__cause__)
        told += "".join(capfd.readouterr())
        for hidden in {secret, secret.replace("/", "%2F").replace("+", "%2B")}:
            assert hidden not in told
            for path in tmp_path.rglob("*"):
                assert not path.is_file() or hidden.encode() not in path.read_bytes(), path.name
        self.monkeypatch.delenv(key_name)
        self.spoil = lambda _, right: right
        with pytest.raises(CultureDataError, match=key_name):
            self.goes(tmp_path / "without")

    @pytest.mark.slow
    def test_killed_after_any_request_and_resumed_it_is_the_same(self, tmp_path: Path) -> None:
        """A real process, killed with -9 while it waits for each of its answers in turn."""
        whole = self.goes(tmp_path / "whole")
        total = self.requests
        for at in range(total):
            folder = tmp_path / f"killed-{at}"
            self.describe(folder)
            self.cache = folder.with_suffix(".http.db")
            self.spoil = killing = Killing(at)
            self.requests = 0
            child = ImportProcess(run.descriptor(self.source), self.input(folder), folder, self.cache)
            killing.begun.put(child)
            assert child.was_killed(), f"request {at} of {total}"
            self.spoil = lambda _, right: right
            if not (folder / "culture.db").exists():
                self.bring(folder, self.input(folder))
            else:
                self.bring(folder, self.input(folder), resume=True)
            assert self.content(folder) == whole, f"killed at request {at} of {total}"
