"""What every export format promises; subclass it with a fixture `kind` that gives the format's class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import UsageError
from culturedata.exporting import _base, run
from culturedata.exporting._base import Format
from tests.exporting.conftest import CLOSED, MARK, Export


def said(out: Path) -> str:
    """All that an export says, whatever the format: texts as they are, tables of Parquet as values."""
    files = sorted(out.iterdir()) if out.is_dir() else [out]
    return "\n".join(_text(path) for path in files)


def _text(path: Path) -> str:
    if path.suffix != ".parquet":
        return path.read_text(encoding="utf-8")
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return f"{table.schema.metadata}\n{table.to_pylist()}"


class FormatContract:
    """Nothing goes out that must not; whom to name goes along; a file is whole or not there."""

    def test_it_says_what_it_is(self, kind: type[Format]) -> None:
        assert kind.name
        assert kind.summary
        assert not kind.summary.endswith(".")

    def test_something_is_written(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        done = written(kind.name)
        assert (tmp_path / "out").is_dir() == kind.folder
        assert sum(done.rows.values()) > 0
        assert done.works == {"a": 4, "b": 3, "c": 4}
        assert {one.source for one in done.sources} == {"a", "b", "c"}

    def test_nothing_that_must_not_be_given_on(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        done = written(kind.name)
        text = said(tmp_path / "out")
        for trace in (MARK, CLOSED, "d:9", "/somebody/home"):
            assert trace not in text
        assert (done.home, done.in_copyright, done.local) == (("d",), {"a": 1}, False)

    def test_sources_licences_and_attributions_go_along(
        self, kind: type[Format], written: Export, tmp_path: Path
    ) -> None:
        written(kind.name)
        text = said(tmp_path / "out")
        shown = ("a",) if kind.name in ("linked-art",) else ("a", "b", "c")  # only museum works
        assert [one for one in shown if f"Thanks to {one}" not in text] == []
        assert any(licence in text for licence in ("CC0 1.0", "publicdomain/zero/1.0"))

    def test_local_says_so(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        done = written(kind.name, local=True)
        text = said(tmp_path / "out")
        assert (done.home, done.in_copyright, done.local) == ((), {}, True)
        if kind.name != "linked-art":
            assert MARK in text
            assert any(word in text for word in ("must not be given on", "NON_PUBLIC"))

    def test_a_choice_of_works(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        assert written(kind.name, works=("a:4",)).works == {"a": 1}
        text = said(tmp_path / "out")
        assert kind.name == "dcat" or "Nymphéas" in text
        assert "Göttingen" not in text

    def test_a_query(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        written(kind.name, query="SELECT work_id, title FROM works WHERE work_id = 'a:4'")
        text = said(tmp_path / "out")
        assert kind.name == "dcat" or "Nymphéas" in text
        assert "Göttingen" not in text

    def test_nothing_is_overwritten_unless_asked(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        written(kind.name)
        before = said(tmp_path / "out")
        with pytest.raises(UsageError, match=r"out exists\. Choose another name, or say --force to overwrite it\."):
            written(kind.name, works=("a:4",))
        assert said(tmp_path / "out") == before
        written(kind.name, works=("a:4",), force=True)
        assert said(tmp_path / "out") != before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "out"]

    def test_what_is_no_export_is_never_deleted(self, kind: type[Format], written: Export, tmp_path: Path) -> None:
        precious = tmp_path / "out"
        if kind.folder:
            precious.mkdir()
            precious = precious / "letter.txt"
            precious.write_text("precious")
        else:
            precious.mkdir()
        with pytest.raises(UsageError, match=r"is not an earlier export\. Choose another name"):
            written(kind.name, force=True)
        assert precious.exists()

    def test_what_stops_it_leaves_nothing(
        self, kind: type[Format], written: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(*_: Any) -> None:
            raise KeyboardInterrupt

        written(kind.name)
        before = said(tmp_path / "out")
        monkeypatch.setattr(run, "_move", stop)
        for out, force in (("out", True), ("other", False)):
            with pytest.raises(KeyboardInterrupt):
                written(kind.name, out, force=force)
        assert said(tmp_path / "out") == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "out"]

    def test_a_package_that_is_missing_is_named(
        self, kind: type[Format], written: Export, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from culturedata.errors import CultureDataError

        monkeypatch.setattr(_base, "find_spec", lambda _: None)
        if not kind.needs:
            written(kind.name)
            return
        with pytest.raises(
            CultureDataError, match=rf"{kind.needs[0]}\. Install it: pip install 'culturedata\[export\]'"
        ):
            written(kind.name)
