"""The dump of the Smithsonian on a played server meets every fault: an index of units, one of each, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from culturedata.importing.descriptor import descriptor
from tests.http_faults import Asked, Reply, Server, file
from tests.sources import test_sources_dumps as dumps_of_all
from tests.sources.test_sources_smithsonian import lines, record

# Without a length, what is cut between two lines can't be told from what is whole: here the cut falls within one.
UNITS = {
    "saam": {
        "00.txt": lines(record(1), record(2), record(3)),
        "5a.txt": lines(record(4)),
        "ff.txt": lines(record(5)),
    },
    "npg": {"00.txt": lines(record(1, "NPG"))},
    "chndm": {"00.txt": lines(record(1, "CHNDM"))},
}


class Units(dumps_of_all.Desk):
    """The dump as its indexes name it."""

    def __init__(self, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        at = f"{server.url}/edan"
        self.files = {f"/edan/{unit}/{name}": body for unit, all in UNITS.items() for name, body in all.items()}
        for unit, all in UNITS.items():
            self.files[f"/edan/{unit}/index.txt"] = "".join(f"{at}/{unit}/{name}\n" for name in all).encode()
        self.files["/edan/index.txt"] = "".join(f"{at}/{unit}/index.txt\n" for unit in UNITS).encode()
        described = descriptor("smithsonian")
        own = msgspec.structs.replace(described, options=described.options | {"dump": f"{at}/index.txt"})
        self.plays(own, tmp_path, server, monkeypatch)

    def _hears(self, asked: Asked) -> Reply:
        number = self.requests
        self.requests += 1
        return self.spoil(number, file(self.files[asked.address.partition("?")[0]]))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Units]:
    monkeypatch.setenv("SMITHSONIAN_API_KEY", "a-Secret/Key+1")  # a server that a person names may be an API too
    with Server() as server:
        yield Units(tmp_path, server, monkeypatch)


def test_every_fault_that_goes_away_changes_nothing(desk: Units) -> None:
    dumps_of_all.test_every_fault_that_goes_away_changes_nothing(desk)


def test_every_fault_that_stays_is_named_and_goes_on(desk: Units) -> None:
    dumps_of_all.test_every_fault_that_stays_is_named_and_goes_on(desk)


@pytest.mark.slow
def test_a_server_that_drips_is_given_up(desk: Units) -> None:
    dumps_of_all.test_a_server_that_drips_is_given_up(desk)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_after_any_request_and_resumed_it_is_the_same(desk: Units) -> None:
    dumps_of_all.test_killed_after_any_request_and_resumed_it_is_the_same(desk)
