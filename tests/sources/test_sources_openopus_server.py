"""openopus over HTTP: its API, and its dump that the lists of the same server mend; all answers are synthetic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import FetchError, GaveUp
from culturedata.importing.source import Issue
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import entities
from tests.http_faults import Asked, Reply, file
from tests.sources.test_sources_openopus import (
    COMPOSERS,
    NOTHING,
    answered,
    composer_list,
    dumped,
    folder,
    lists,
    reader,
    works,
)


class TestServer(HttpSourceContract):
    """The API."""

    source = "openopus"
    understood = frozenset()
    composed = frozenset({""})

    def rows(self) -> list[Any]:
        return works()

    def answer(self, asked: Asked) -> Reply:
        found = answered(asked.address, self.museum.rows)
        return Reply(404) if found is None else Reply(200, json.dumps(found).encode(), JSON)

    def test_each_list_is_asked_for_once_at_its_address(self, tmp_path: Path) -> None:
        self.goes(tmp_path / "library")
        assert [asked.address for asked in self.server.asked if asked.address != "/robots.txt"] == [
            "/composer/list/name/all.json", "/composer/list/pop.json", "/composer/list/rec.json",
            *(f"/work/list/composer/{one['id']}/genre/all.json" for one in COMPOSERS),
        ]  # fmt: skip

    def test_the_api_the_mended_dump_and_files_say_the_same(self, tmp_path: Path) -> None:
        found = entities(self.reader(self.input(tmp_path)))
        assert (len(found[0]), len(found[1])) == (7, 4)
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        issues: list[Issue] = []
        assert entities(self.reader(f"{self.server.url}/work/dump.json", report=issues.append)) == found
        assert entities(reader(folder(tmp_path / "a", **lists()), issues)) == found
        assert entities(reader(folder(tmp_path / "b", dump=dumped(works()), **lists()), issues)) == found
        assert not issues

    def test_a_refusal_is_no_empty_list(self, tmp_path: Path) -> None:
        """It comes with 200, as all answers do."""
        refused = json.dumps({"status": {"success": "false", "error": "Bad request"}}).encode()
        self.spoil = lambda number, right: Reply(200, refused, JSON) if number >= 4 else right
        with pytest.raises(FetchError, match="Bad request"):
            self.goes(tmp_path / "library")
        self.spoil = lambda _, right: right
        self.bring(tmp_path / "library", self.input(tmp_path), resume=True)
        assert len(self.content(tmp_path / "library")["works"]) == 7

    def test_a_list_without_composers_is_no_end(self, tmp_path: Path) -> None:
        self.spoil = lambda _, right: Reply(200, json.dumps(NOTHING).encode(), JSON)
        with pytest.raises(GaveUp, match="no composers"):
            self.goes(tmp_path / "library")

    def test_a_list_that_is_shorter_than_it_says_deletes_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.museum.rows = [one for one in works() if one["id"] != "102"]
        self.spoil = lambda _, right: Reply(200, right.body.replace(b'"rows": 3', b'"rows": 4'), JSON)
        self.bring(folder, self.input(folder), refresh=True)
        with Library.open(folder) as library:
            assert library.culture.execute("SELECT count(*) FROM records WHERE gone_at NOT NULL").fetchone() == (0,)
            assert library.culture.execute("SELECT record_id, raw FROM issues WHERE code = 'count-differs'").fetchall()

    def test_another_list_of_composers_is_read_from_its_beginning(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.spoil = lambda number, right: Reply(503) if number >= 5 else right
        with pytest.raises(FetchError):
            self.goes(folder)
        first = json.dumps(composer_list("name", "all", [COMPOSERS[3], *COMPOSERS[:3]])).encode()
        self.spoil = lambda _, right: Reply(200, first, JSON) if right.body.count(b'"name"') > 3 else right
        self.bring(folder, self.input(folder), resume=True, refresh=True)
        found = self.content(folder)
        assert (len(found["works"]), len(found["agents"])) == (7, 4)


class TestDumpOfServer(HttpSourceContract):
    """The dump, mended from the lists of the same server."""

    source = "openopus"
    understood = frozenset()
    composed = frozenset({""})

    def rows(self) -> list[Any]:
        return works()

    def input(self, tmp_path: Path) -> str:
        return f"{self.server.url}/work/dump.json"

    @property
    def cache(self) -> Path:
        return self._cache

    @cache.setter
    def cache(self, path: Path) -> None:
        """In a folder of its own, for beside it lie the files that were brought."""
        self._cache = path.parent / path.name.replace(".", "-") / "http.db"

    def test_what_was_deleted_since_the_dump_was_made_does_not_come_back(self, tmp_path: Path) -> None:
        old = json.dumps(dumped(works())).encode()
        self.museum.rows = works()[1:]
        self.spoil = lambda _, right: file(old) if b'"dump"' in right.body else right
        found = self.goes(tmp_path / "library")
        assert len(found["works"]) == 6
        with Library.open(tmp_path / "library") as library:
            assert library.culture.execute("SELECT code, record_id FROM issues").fetchall() == []

    def test_a_work_that_has_another_title_now_comes_once(self, tmp_path: Path) -> None:
        old = json.dumps(dumped(works())).encode()
        self.museum.rows = [one | {"title": "Sonate"} if one["id"] == "102" else one for one in works()]
        self.spoil = lambda _, right: file(old) if b'"dump"' in right.body else right
        assert len(self.goes(tmp_path / "library")["works"]) == 7
        with Library.open(tmp_path / "library") as library:
            [(code, raw)] = library.culture.execute("SELECT code, raw FROM issues").fetchall()
        assert (code, json.loads(raw)["title"]) == ("not-in-list", "Sonata no. 1")

    def test_a_composer_whom_the_list_calls_otherwise_now_comes_once(self, tmp_path: Path) -> None:
        older = dumped(works())
        older["composers"][0]["complete_name"] = "A. Invented"
        self.spoil = lambda _, right: file(json.dumps(older).encode()) if b'"dump"' in right.body else right
        found = self.goes(tmp_path / "library")
        assert (len(found["works"]), len(found["agents"])) == (7, 4)
        with Library.open(tmp_path / "library") as library:
            [(code, raw)] = library.culture.execute("SELECT code, raw FROM issues").fetchall()
        assert (code, json.loads(raw)["complete_name"]) == ("not-in-list", "A. Invented")

    def answer(self, asked: Asked) -> Reply:
        found = answered(asked.address, self.museum.rows)
        if found is None:
            return Reply(404)
        body = json.dumps(found).encode()
        return file(body) if asked.address == "/work/dump.json" else Reply(200, body, JSON)
