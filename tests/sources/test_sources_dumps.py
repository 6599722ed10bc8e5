"""Every dump that a source brings from a server is met by the same faults as every API (see contract_http)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from culturedata import resources
from culturedata.errors import FetchError, InputError
from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.web.courtesy.manners import Manners
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.store.library import Library
from tests.contract_http import DRIP, DRIPPING, PASSING, STAYING
from tests.contract_source import dump
from tests.http_faults import Asked, Clock, Reply, Server, file
from tests.import_process import ImportProcess, Killing

# The source and the contract class whose small input is its dump.
DUMPS = {
    "artic": "test_sources_artic_dump.TestArticDump",
    "cleveland": "test_sources_cleveland.TestFile",
    "imdb": "test_sources_imdb.TestFolder",
    "joconde": "test_sources_joconde.TestFile",
    "lastfm": "test_sources_lastfm.TestZip",
    "met": "test_sources_met.TestFile",
    "moma": "test_sources_moma.TestFolder",
    "nga": "test_sources_nga.TestFile",
    "wikipedia-movies": "test_sources_wikipedia_movies.TestDecades",
}
# A list names its files, or lists mend it: see its own tests.
LISTED = {"discogs", "listenbrainz", "musicbrainz", "openopus", "smithsonian"}


def test_no_dump_is_left_out() -> None:
    described = (descriptor(path.stem) for path in resources.catalogues().glob("*.yml"))
    assert {one.name for one in described if one.options.get("dump")} == {*DUMPS, *LISTED}


class Desk:
    """A source's dump on a played server; `spoil` makes a fault of the right answer to a request, by its number."""

    def __init__(self, source: str, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        module, _, name = DUMPS[source].partition(".")
        made = tmp_path / "made"
        made.mkdir()
        given = Path(getattr(import_module(f"tests.sources.{module}"), name)().input(made))
        described = descriptor(source)
        said = described.options["dump"]
        names = {
            key: Path(urlsplit(url).path).name for key, url in (said if isinstance(said, dict) else {"": said}).items()
        }
        self.files = {n: (given / n if given.is_dir() else given).read_bytes() for n in names.values()}
        addresses: Any = {key: f"{server.url}/{n}" for key, n in names.items()}
        here = addresses if isinstance(said, dict) else addresses[""]
        own = msgspec.structs.replace(described, options=described.options | {"dump": here})
        self.plays(own, tmp_path, server, monkeypatch)

    def plays(self, own: Descriptor, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        """From here on the source is as `own` says, whose dump is on the played server."""
        monkeypatch.setattr(run, "descriptor", lambda *_, **__: own)
        server.hears = self._hears
        self.server, self.source, self.folder, self.own = server, own.name, tmp_path, own
        self.requests = 0
        self.manners: Manners | None = None
        self.spoil: Callable[[int, Reply], Reply] = lambda _, right: right

    def _hears(self, asked: Asked) -> Reply:
        number = self.requests
        self.requests += 1
        return self.spoil(number, file(self.files[asked.address.rsplit("/", 1)[1]]))

    def bring(self, name: str, **more: Any) -> ImportResult:
        """Import the dump into the library `name`, with a cache of its own."""
        self.requests = 0
        senses = Clock().senses()

        def fetcher(described: Descriptor, refresh: bool) -> Fetcher:
            cache = Cache(self.folder / f"{name}-cache" / "http.db", senses.now)
            made = Fetcher(
                described, refresh=refresh, stored=cache, senses=senses, tell=lambda _: None, manners=self.manners
            )
            made.trust(self.server.url)
            return made

        with Library.open(self.folder / name, create=True) as library:
            return import_source(library, self.source, "dump", fetcher=fetcher, **more)

    def begins(self, name: str) -> ImportProcess:
        """The same import, in a process of its own."""
        self.requests = 0
        cache = self.folder / f"{name}-cache" / "http.db"
        return ImportProcess(self.own, "dump", self.folder / name, cache, self.server.url)

    def content(self, name: str) -> dict[str, Any]:
        """All rows of a library but those that tell of the way."""
        found = dump(self.folder / name)
        for told in ("imports", "issues", "sources"):
            found.pop(told)
        found["records"] = [row[:5] for row in found["records"]]
        return found


@pytest.fixture(params=DUMPS)
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    with Server() as server:
        yield Desk(request.param, tmp_path, server, monkeypatch)


def test_every_fault_that_goes_away_changes_nothing(desk: Desk) -> None:
    desk.bring("whole")
    total = desk.requests
    assert total == len(desk.files)
    for number, (name, fault) in enumerate(PASSING.items()):
        at = number % total
        desk.spoil = lambda asked, right, at=at, fault=fault: fault(right) if asked == at else right
        desk.bring(name)
        assert desk.content(name) == desk.content("whole"), name
        assert desk.requests > total, f"{name}: the request that failed was made again"


def _nothing(right: Reply) -> Reply:
    return replace(right, stop=0, reset=True)


def test_every_fault_that_stays_is_named_and_goes_on(desk: Desk) -> None:
    desk.bring("whole")
    # A file that is cut hard goes on from there: it stays away only if nothing of it comes.
    for name, (fault, word) in (STAYING | {"reset": (_nothing, "connection")}).items():
        desk.spoil = lambda _, right, fault=fault: fault(right)
        with pytest.raises((FetchError, InputError)) as caught:
            desk.bring(name)
        assert word in str(caught.value), f"{name}: {caught.value}"
        assert "\n" not in str(caught.value)
        desk.spoil = lambda _, right: right
        assert desk.bring(name, resume=True).status == "done"
        assert desk.content(name) == desk.content("whole"), name


@pytest.mark.slow
def test_a_server_that_drips_is_given_up(desk: Desk) -> None:
    """Once: it is asked again, and nothing changes. For ever: it is named, and the import goes on."""
    desk.bring("whole")
    last = desk.requests - 1
    desk.manners = DRIP
    desk.spoil = lambda asked, right: replace(right, pause=DRIPPING) if asked == 0 else right
    desk.bring("once")
    assert desk.content("once") == desk.content("whole")
    desk.spoil = lambda asked, right: replace(right, pause=DRIPPING) if asked >= last else right
    with pytest.raises(FetchError, match="too slowly"):
        desk.bring("ever")
    desk.spoil, desk.manners = lambda _, right: right, None
    assert desk.bring("ever", resume=True).status == "done"
    assert desk.content("ever") == desk.content("whole")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_after_any_request_and_resumed_it_is_the_same(desk: Desk) -> None:
    """A real process, killed with -9 while it waits for each of its answers in turn."""
    desk.bring("whole")
    for at in range(desk.requests):
        name = f"killed-{at}"
        desk.spoil = killing = Killing(at)
        child = desk.begins(name)
        killing.begun.put(child)
        assert child.was_killed()
        desk.spoil = lambda _, right: right
        assert desk.bring(name, resume=(desk.folder / name / "culture.db").exists()).status == "done"
        assert desk.content(name) == desk.content("whole"), f"killed at request {at}"
