"""music21: what may be wrong with a bundle or the package, and that reading one runs nothing of what it names."""

from __future__ import annotations

import gzip
import os
import pickle
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from culturedata.data.records import Work
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context
from culturedata.sources.music21 import bundle
from culturedata.sources.music21.source import Music21
from culturedata.store.library import Library
from tests.sources.test_sources_music21 import entry, packed, read, written


def test_nothing_that_a_pickle_names_is_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (os.mkdir, (str(tmp_path / "made"),))

    (tmp_path / "core.p.gz").write_bytes(gzip.compress(pickle.dumps(Evil())))
    with pytest.raises(InputFormat, match=r"it names \w+\.mkdir, which no bundle does"):
        read(str(tmp_path / "core.p.gz"))
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (None, InputMissing, "there is nothing at"),
        (b"", InputEmpty, "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer, "Git LFS pointer"),
        (b"<html>not found</html>", InputFormat, "is no metadata bundle"),
        (gzip.compress(b"\x80\x05\x8d\xff\xff\xff\xff\xff\xff\xff\x7fx"), InputFormat, "is no metadata bundle"),
        (gzip.compress(b"<html>"), InputFormat, "is no metadata bundle"),
        (gzip.compress(b""), InputFormat, "is no metadata bundle"),
        (gzip.compress(pickle.dumps({"a": 1})), InputFormat, "is a pickle, but no metadata bundle"),
        (packed(entry())[:-40], InputTruncated, "breaks off"),
        (packed(), InputFormat, "bundle without entries"),
    ],
)
def test_what_is_no_bundle(tmp_path: Path, content: bytes | None, error: type[InputError], message: str) -> None:
    path = tmp_path / "core.p.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=message):
        read(str(path))


def test_a_pickle_that_holds_itself_over_and_over_ends(tmp_path: Path) -> None:
    bomb: list[Any] = ["x"]
    for _ in range(60):
        bomb = [bomb] * 50
    entities, _ = read(written(tmp_path, entry(tempos=bomb)))
    assert any(isinstance(entity, Work) for entity in entities)


def test_the_installed_packages_bundle_is_told_from_the_next_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that was broken off does not go on in the bundle of another version."""
    written(tmp_path, entry("a/1.mxl"), entry("a/2.mxl"))
    monkeypatch.setattr(bundle, "located", lambda _: tmp_path / "core.p.gz")
    context = Context(descriptor("music21"), None, cursor="1")
    assert [record.key for record in Music21(context).records()] == ["a_2_mxl"]
    written(tmp_path, entry("a/0.mxl"), entry("a/2.mxl"))
    assert [record.key for record in Music21(context).records()] == ["a_0_mxl", "a_2_mxl"]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "find_spec", lambda _: None)
    with pytest.raises(InputMissing, match=r"pip install 'culturedata\[music\]'"):
        read(None)


def test_music21_itself_is_not_imported(tmp_path: Path) -> None:
    given = written(tmp_path, entry())
    with patch.dict(sys.modules, {"music21": None}):
        entities, _ = read(given)
    assert any(isinstance(entity, Work) for entity in entities)


def test_a_bundle_that_changed_is_read_from_its_beginning(tmp_path: Path) -> None:
    given = written(tmp_path, entry("a/1.mxl"), entry("a/2.mxl"))
    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, "music21", given)
        written(tmp_path, entry("a/2.mxl"), entry("a/3.mxl"))
        counts = import_source(library, "music21", given).counts
    assert (counts.added, counts.gone) == (1, 1)
