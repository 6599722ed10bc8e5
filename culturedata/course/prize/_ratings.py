"""What these exercises ask: the ratings beside a catalogue, what was trained on them, and what was measured."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from culturedata.course._base import library
from culturedata.data.dataset import Dataset
from culturedata.errors import ExerciseError, ModelError
from culturedata.recommend._base import Recommender
from culturedata.registry import Seam
from culturedata.store.catalogue.works import LINKED, titles_in
from culturedata.store.library import AUDIENCE, CULTURE, Library
from culturedata.store.people import behaviour, models

DOMAIN = "film"
_RECOMMENDERS = Seam("culturedata.recommend", "recommender")
Stamp = tuple[tuple[str, int, int], ...]


@contextmanager
def beside(culture: sqlite3.Connection | None) -> Iterator[Library]:
    """The whole library of which `culture` is the catalogue, to read."""
    with Library.open(_folder(culture)) as found:
        yield found


def ratings(culture: sqlite3.Connection | None) -> Dataset:
    """Its ratings of films. Raises ExerciseError if it has none."""
    folder = _folder(culture)
    return _ratings(folder, stamp(folder))


def trained(culture: sqlite3.Connection | None, name: str) -> Recommender:
    """Its newest model of a recommender for films, without what describes them. Raises ExerciseError."""
    folder = _folder(culture)
    return _trained(folder, stamp(folder), name)


def make(name: str, options: dict[str, Any] | None = None) -> Recommender:
    """An untrained recommender."""
    made: Recommender = _RECOMMENDERS.load(name)(**(options or {}))
    return made


def titles(culture: sqlite3.Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What films that were rated are called, in French and English, by their ids."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    asked = (
        f"SELECT left_id, right_id FROM matches WHERE left_id IN ({marks}) AND {LINKED} ORDER BY score, right_id DESC"
    )
    linked = dict(culture.execute(asked, wanted).fetchall())
    works = {id_: linked.get(id_, id_) for id_ in wanted}
    french, english = (titles_in(culture, works.values(), lang) for lang in ("fr", "en"))
    return {id_: (french.get(work, id_), english.get(work, id_)) for id_, work in works.items()}


def source(dataset: Dataset) -> str:
    """The source of the ratings, as the table `ratings` names it."""
    return dataset.user_ids.ids[0].partition(":")[0]


def _folder(culture: sqlite3.Connection | None) -> Path:
    return Path(library(culture).execute("PRAGMA database_list").fetchone()[2]).parent


def stamp(folder: Path) -> Stamp:
    """What is another one when the library was written to."""
    files = (folder / f"{name}{end}" for name in (CULTURE, AUDIENCE) for end in ("", "-wal"))
    there = ((file.name, file.stat()) for file in files if file.exists())
    return tuple((name, said.st_mtime_ns, said.st_size) for name, said in there)


@lru_cache(maxsize=2)
def _ratings(folder: Path, stamp: Stamp) -> Dataset:
    with Library.open(folder) as found:
        try:
            return behaviour.ratings(found, DOMAIN)
        except ModelError as error:
            raise ExerciseError(
                "this library has no ratings of films.", "culturedata demo makes one that has."
            ) from error


@lru_cache(maxsize=8)
def _trained(folder: Path, stamp: Stamp, name: str) -> Recommender:
    dataset = _ratings(folder, stamp)
    with Library.open(folder) as found:
        row = models.newest_model(found.audience, name, DOMAIN)
    if row is None or row["fingerprint"] != dataset.fingerprint:
        raise ExerciseError(f"{name} was not trained on these ratings.", f"Train it: culturedata train {name} -L demo.")
    return make(name, json.loads(row["config"])).load(row["state"], dataset, None, row["seed"])
