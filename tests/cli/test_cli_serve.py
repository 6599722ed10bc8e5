"""serve: it looks before it speaks, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from culturedata.errors import CultureDataError
from culturedata.publish import server
from tests.cli.conftest import Run

PROGRAM = "from culturedata.cli.main import run; run()"
SLOW_COPY = """
import time
from culturedata.store.upkeep import public
def slowly(copy, local):
    print("copying", flush=True)
    time.sleep(60)
public._strip = slowly
"""
Serve = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may get so far that it is served."""

    def served(*_: object) -> None:
        raise AssertionError("it was served")

    monkeypatch.setattr(server, "run", served)


@pytest.mark.usefixtures("unserved")
class TestTheLibraryIsCheckedFirst:
    @pytest.mark.parametrize("name", ["culture", "audience"])
    def test_made_by_a_newer_version(self, run: Run, folder: Path, name: str) -> None:
        with closing(sqlite3.connect(folder / f"{name}.db")) as db, db:
            db.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, 'm999', '2030-01-01')",
                [f"culturedata.{name}"],
            )
        said = run("serve", folder, "--port", 0)
        assert (said.code, said.out, said.err) == (
            1, "", f"Error: {name}.db was made by a newer version of culturedata (m999)."
                   " Upgrade: pip install -U culturedata.\n",
        )  # fmt: skip

    @pytest.mark.parametrize("name", ["culture", "audience"])
    @pytest.mark.parametrize("kept", [0, 100, 4096, 20480])
    def test_damaged(self, run: Run, folder: Path, name: str, kept: int) -> None:
        """Whatever is left of the file's beginning, the rest is garbage."""
        data = (folder / f"{name}.db").read_bytes()
        (folder / f"{name}.db").write_bytes(data[:kept] + b"\xa5" * (len(data) - kept))
        said = run("serve", folder, "--port", 0)
        assert (said.code, said.out, said.err) == (
            1, "", f"Error: a file in {folder} is not a database, or is damaged."
                   " Restore a backup, or import again.\n",
        )  # fmt: skip

    def test_missing(self, run: Run, tmp_path: Path) -> None:
        said = run("serve", tmp_path, "--port", 0)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(f"Error: there is no library in {tmp_path}. Make one: ")
        assert said.err.count("\n") == 1

    def test_a_copy_of_a_damaged_one_is_not_made(self, run: Run, folder: Path, tmp_path: Path) -> None:
        (folder / "culture.db").write_bytes(b"no database" * 1000)
        said = run("serve", folder, "--host", "0.0.0.0", "--port", 0)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert "is not a database, or is damaged" in said.err


@pytest.mark.usefixtures("unserved")
class TestTheAddressIsTestedFirst:
    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
    def test_a_port_that_is_taken(self, run: Run, folder: Path, host: str) -> None:
        with socket.create_server((host, 0)) as other:
            port = other.getsockname()[1]
            said = run("serve", folder, "--host", host, "--port", port)
        assert (said.code, said.out, said.err) == (
            1, "", f"Error: port {port} of {host} is taken. Choose another one, or any free one: --port 0.\n",
        )  # fmt: skip

    @pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "256.0.0.1", "no..name"])
    def test_no_address_of_this_machine(
        self, run: Run, folder: Path, host: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """192.0.2.0/24 and 2001:db8::/32 are nobody's: they stand in documents only (RFC 5737, RFC 3849)."""
        resolve = socket.getaddrinfo

        def numeric(host: str, port: int, **more: int) -> object:
            return resolve(host, port, flags=socket.AI_NUMERICHOST, **more)

        monkeypatch.setattr(socket, "getaddrinfo", numeric)
        said = run("serve", folder, "--host", host, "--port", 0)
        assert (said.code, said.out, said.err) == (
            1, "", f"Error: {host} is not an address of this machine. Choose another one: --host 127.0.0.1.\n",
        )  # fmt: skip

    def test_a_port_that_only_the_system_may_have(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(socket, "create_server", refused)
        with pytest.raises(
            CultureDataError, match=r"^port 80 of 127\.0\.0\.1 is not permitted\. Choose one above 1023"
        ):
            server.listening("127.0.0.1", 80)

    def test_port_0_is_a_free_one(self) -> None:
        with server.listening("127.0.0.1", 0) as one, server.listening("localhost", 0) as other:
            assert one.getsockname()[0] == other.getsockname()[0] == "127.0.0.1"
            assert 0 != one.getsockname()[1] != other.getsockname()[1]


class TestStopped:
    @pytest.fixture
    def scratch(self, tmp_path: Path) -> Path:
        """Where the processes of these tests put what is temporary."""
        (tmp_path / "scratch").mkdir()
        return tmp_path / "scratch"

    @pytest.fixture
    def serve(self, scratch: Path) -> Iterator[Serve]:
        """`serve folder …` as a process of its own."""
        children: list[subprocess.Popen[str]] = []

        def start(*arguments: object, before: str = "") -> subprocess.Popen[str]:
            environment = {**os.environ, "TMPDIR": str(scratch)}
            command = [sys.executable, "-c", before + PROGRAM, "serve", *map(str, arguments), "--port", "0"]
            children.append(
                subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
                )
            )  # fmt: skip
            return children[-1]

        yield start
        for child in children:
            child.kill()
            child.communicate()

    def test_while_it_copies(self, serve: Serve, folder: Path, scratch: Path) -> None:
        child = serve(folder, "--host", "0.0.0.0", before=SLOW_COPY)
        assert child.stdout is not None
        assert child.stdout.readline() == "copying\n"
        assert [made.name for made in scratch.glob("culturedata-*/.*")] == [".culture.db.partial"]
        child.send_signal(signal.SIGTERM)
        assert child.communicate(timeout=30) == ("", "")
        assert child.returncode == 0
        assert list(scratch.iterdir()) == []

    @pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
    @pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
    def test_while_it_serves(self, serve: Serve, folder: Path, scratch: Path, host: str, by: signal.Signals) -> None:
        child = serve(folder, "--host", host)
        port = _port(child)
        assert b"culturedata" in _front(port).lower()
        assert len(list(scratch.glob("culturedata-*/culture.db"))) == (host == "0.0.0.0")
        child.send_signal(by)
        out, err = child.communicate(timeout=30)
        assert (child.returncode, out) == (0, "")
        assert "Traceback" not in err
        assert list(scratch.iterdir()) == []


def _port(child: subprocess.Popen[str]) -> int:
    """The port that a starting server says it listens on."""
    assert child.stderr is not None
    for line in child.stderr:
        if found := re.match(r"Serving .* on http://[\d.]+:(\d+)/", line):
            return int(found[1])
    raise AssertionError("it never said where it serves")


def _front(port: int) -> bytes:
    """The front page, asked for until the server is there."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
