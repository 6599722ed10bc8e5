"""culturedata doctor: what it looks at, what it says of it, and when it ends with 1."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.cli.library import doctor
from culturedata.importing import descriptor as room
from culturedata.importing.descriptor import Descriptor, Http, descriptor
from culturedata.importing.web import addresses
from tests.cli.conftest import Run, Said
from tests.http_faults import Reply, Server

KEY = "museum-key-of-this-test"  # synthetic
Usage = namedtuple("Usage", "total used free")
Offered = Callable[..., None]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no cache of this machine."""
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "keys.toml"))
    monkeypatch.setenv("CULTUREDATA_CACHE", str(tmp_path / "cache" / "deep"))
    monkeypatch.delenv("MUSEUM_KEY", raising=False)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """`offered(descriptor, …)`: these sources are all there are."""

    def offer(*sources: Descriptor) -> None:
        monkeypatch.setattr(room, "packaged", lambda: {source.name: source for source in sources})
        monkeypatch.setattr(room, "paths", lambda: [Path(f"{source.name}.yml") for source in sources])
        monkeypatch.setattr(room, "read", lambda path, own=False: room.packaged()[path.stem])

    return offer


def museum(base: str = "https://api.museum.example", name: str = "museum", key: str = "MUSEUM_KEY") -> Descriptor:
    """A source that needs a key (synthetic)."""
    return msgspec.structs.replace(
        descriptor("artic"), name=name, aliases=(), key=key, homepage="https://museum.example/keys",
        http=Http(base=base, params={"key": "{key}"} if key else {}),
    )  # fmt: skip


def found(said: Said) -> dict[str, dict[str, Any]]:
    return {finding["what"]: finding for finding in said.json}


# The machine


def test_everything_in_order(run: Run, folder: Path) -> None:
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 0
    keys = {finding["what"] for finding in said.json if finding["ok"] is None}
    assert all(finding["ok"] is True for finding in said.json if finding["what"] not in keys)
    assert all(what.startswith("key of ") for what in keys)
    assert [finding["what"] for finding in said.json][:13] == [
        "Python", "SQLite", "SQLite: full-text search (FTS5)", "SQLite: JSON functions", "disk of the library",
        "disk of the cache", "culture.db: pages", "culture.db: references", "audience.db: pages",
        "audience.db: references", "search index", "unfinished imports", "descriptors",
    ]  # fmt: skip
    assert found(said)["SQLite"]["found"] == sqlite3.sqlite_version
    table = run("doctor", "-L", folder)
    assert table.lines[0] == ["what", "", "found"]
    assert [[line[0], line[2]] for line in table.lines[1:]] == [[row["what"], row["found"]] for row in said.json]
    assert {line[1] for line in table.lines[1:] if line[0] not in keys} == {"ok"}


def test_an_sqlite_without_full_text_search(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor(sqlite3.Connection):
        def execute(self, sql: str, *more: Any) -> Any:
            if "fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, *more)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda path, **more: connect(path, factory=Poor if path == ":memory:" else sqlite3.Connection, **more),
    )
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 1
    assert [finding["what"] for finding in said.json if finding["ok"] is False] == ["SQLite: full-text search (FTS5)"]
    assert "no such module: fts5" in found(said)["SQLite: full-text search (FTS5)"]["found"]


def test_a_disk_that_is_almost_full(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, doctor.LEAST_FREE - 1))
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 1
    wrong = [finding["what"] for finding in said.json if finding["ok"] is False]
    assert wrong == ["disk of the library", "disk of the cache"]
    assert found(said)["disk of the library"]["found"] == f"0.5 GB free in {folder}"
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, doctor.LEAST_FREE))
    assert run("doctor", "-L", folder).code == 0


# The library


def test_a_library_that_was_named_must_be_there(run: Run, process: Run, tmp_path: Path) -> None:
    for said in (
        run("doctor", "-L", tmp_path, "--json"),
        process("doctor", "--json", CULTUREDATA_LIBRARY=str(tmp_path)),
    ):
        assert (said.code, said.out, said.error["code"]) == (1, "", "library-missing")


def test_without_a_library_the_rest_is_checked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("doctor", "--json")
    assert said.code == 0
    assert found(said)["library"]["ok"] is True
    assert f"there is no library in {tmp_path}" in found(said)["library"]["found"]
    assert not (tmp_path / "culture.db").exists()


@pytest.mark.parametrize("content", [b"not a database" * 500, b""])
def test_a_library_that_does_not_open(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "culture.db").write_bytes(content)
    said = run("doctor", "-L", tmp_path, "--json")
    assert said.code == 1
    assert found(said)["library"]["ok"] is False
    assert "culture.db" in found(said)["library"]["found"] or "is not a database" in found(said)["library"]["found"]
    assert found(said)["descriptors"]["ok"] is True


def test_what_is_wrong_in_a_library(run: Run, folder: Path) -> None:
    with sqlite3.connect(folder / "culture.db") as db:
        db.execute("UPDATE imports SET status = 'running' WHERE source = 'b'")
    db.close()
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 1
    assert [finding["found"] for finding in said.json if finding["ok"] is False] == [
        "b: go on with culturedata import b --resume"
    ]


# Descriptors


def test_a_descriptor_that_cannot_be_read(run: Run, folder: Path) -> None:
    (folder / "catalogues").mkdir()
    (folder / "catalogues" / "broken.yml").write_text("title: [", encoding="utf-8")
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 1
    assert [finding["what"] for finding in said.json if finding["ok"] is False] == ["descriptor broken.yml"]
    assert found(said)["descriptors"]["found"] == f"{len(list(room.paths()))} can be read"


def test_two_descriptors_of_one_name(run: Run, folder: Path) -> None:
    shutil.copytree(
        room.resources.catalogues(), folder / "catalogues", ignore=lambda path, names: set(names) - {"artic.yml"}
    )
    text = (folder / "catalogues" / "artic.yml").read_text(encoding="utf-8")
    (folder / "catalogues" / "artic.yml").write_text(text + "reader: artic\n", encoding="utf-8")
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 1
    assert "is the name of another source" in next(f["found"] for f in said.json if f["ok"] is False)


# Keys


def test_a_key_is_told_to_be_set_and_never_shown(
    run: Run, folder: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered(museum(), museum(name="free", key=""))
    said = run("doctor", "-L", folder, "--json")
    assert said.code == 0, "nobody asked for that source"
    assert found(said)["key of museum"] == {
        "what": "key of museum",
        "ok": None,
        "found": "MUSEUM_KEY is not set, needed for museum only. Get one at https://museum.example/keys, then set "
        f'MUSEUM_KEY in the environment, or write MUSEUM_KEY = "…" into {tmp_path / "keys.toml"}.',
    }
    assert [line[1] for line in run("doctor", "-L", folder).lines if line[0] == "key of museum"] == ["–"]
    assert [line[1] for line in run("doctor", "museum", "-L", folder).lines if line[0] == "key of museum"] == ["NOT OK"]
    assert "key of free" not in found(said)
    asked = run("doctor", "museum", "-L", folder, "--json")
    assert (asked.code, found(asked)["key of museum"]["ok"]) == (1, False)
    assert run("doctor", "free", "-L", folder).code == 0
    monkeypatch.setenv("MUSEUM_KEY", KEY)
    for said in (run("doctor", "museum", "-L", folder, "--json"), run("doctor", "museum", "-L", folder)):
        assert said.code == 0
        assert "MUSEUM_KEY is set" in said.out
        assert KEY not in said.out + said.err


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_of_keys_that_others_may_read(run: Run, folder: Path, offered: Offered, tmp_path: Path) -> None:
    offered(museum())
    (tmp_path / "keys.toml").write_text(f'MUSEUM_KEY = "{KEY}"\n', encoding="utf-8")
    (tmp_path / "keys.toml").chmod(0o644)
    said = run("doctor", "-L", folder, "--json")
    assert (said.code, found(said)["key of museum"]["ok"]) == (1, False)
    assert "chmod 600" in found(said)["key of museum"]["found"]
    assert KEY not in said.out + said.err
    (tmp_path / "keys.toml").chmod(0o600)
    assert run("doctor", "museum", "-L", folder).code == 0


def test_a_source_that_there_is_not(run: Run, folder: Path) -> None:
    said = run("doctor", "artik", "-L", folder, "--json")
    assert (said.code, said.error["code"]) == (2, "unknown-name")


# Servers


@pytest.mark.parametrize(("status", "code"), [(200, 0), (404, 0), (403, 0), (503, 1)])
def test_a_server_is_asked_once(
    run: Run, folder: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    """Without a key, and with one that it does not hear."""
    monkeypatch.setattr(addresses, "_is_private", lambda host: False)
    heard: list[tuple[str, dict[str, str]]] = []
    with Server() as server:
        monkeypatch.setattr(server, "reply", lambda path, headers, *_: heard.append((path, headers)) or Reply(status))
        offered(museum(server.url), msgspec.structs.replace(museum(name="dump", key=""), http=None))
        assert run("doctor", "-L", folder).code == 0
        assert heard == []
        monkeypatch.setenv("MUSEUM_KEY", KEY)
        said = run("doctor", "-L", folder, "--online", "--json")
    assert said.code == code
    host = server.url.removeprefix("http://")
    assert {what: one for what, one in found(said).items() if what.startswith("server")} == {
        f"server of museum: {host}": {
            "what": f"server of museum: {host}",
            "ok": code == 0,
            "found": "answers" if code == 0 else "answers 503",
        }
    }
    [(path, headers)] = heard
    assert path == "/robots.txt"
    assert KEY not in str(headers)
    assert headers["user-agent"].startswith("culturedata/")


def test_each_host_of_a_source_is_asked_and_its_own_words_go_to_the_first_alone(
    run: Run, folder: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = museum("http://api.museum.example/v1")
    http = msgspec.structs.replace(
        source.http, hosts=("files.museum.example", "api.museum.example"), headers={"X-Asks": "a class"}
    )
    offered(msgspec.structs.replace(source, http=http))
    monkeypatch.setenv("MUSEUM_KEY", KEY)
    heard: dict[str, dict[str, str]] = {}

    def reply(path: str, headers: dict[str, str], *_: object) -> Reply:
        heard[path] = headers
        return Reply(503 if "files" in path else 200)

    with Server() as proxy:
        monkeypatch.setattr(proxy, "reply", reply)
        monkeypatch.setenv("http_proxy", proxy.url)
        said = run("doctor", "museum", "-L", folder, "--online", "--json")
    assert said.code == 1
    assert {what: one["found"] for what, one in found(said).items() if what.startswith("server")} == {
        "server of museum: api.museum.example": "answers",
        "server of museum: files.museum.example": "answers 503",
    }
    assert {path: headers.get("x-asks") for path, headers in heard.items()} == {
        "http://api.museum.example/robots.txt": "a class",
        "http://files.museum.example/robots.txt": None,
    }
    assert KEY not in str(heard)


def test_a_server_that_does_not_answer(
    run: Run, folder: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_is_private", lambda host: False)
    with Server() as server:
        pass
    offered(museum(server.url))
    said = run("doctor", "-L", folder, "--online", "--json")
    assert said.code == 1
    host = server.url.removeprefix("http://")
    assert "refused the connection" in found(said)[f"server of museum: {host}"]["found"]


def test_a_private_address_is_not_asked(run: Run, folder: Path, offered: Offered) -> None:
    with Server() as server:
        offered(museum(server.url))
        said = run("doctor", "-L", folder, "--online", "--json")
        assert server.asked == []
    assert said.code == 1
    host = server.url.removeprefix("http://")
    assert "a private address" in found(said)[f"server of museum: {host}"]["found"]


def test_only_the_servers_of_named_sources_are_asked(
    run: Run, folder: Path, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_is_private", lambda host: False)
    with Server() as server:
        offered(museum(server.url, "here", ""), museum("http://127.0.0.1:1", "gone", ""))
        said = run("doctor", "here", "-L", folder, "--online", "--json")
    assert said.code == 0
    assert not any(what.startswith("server of gone") for what in found(said))
