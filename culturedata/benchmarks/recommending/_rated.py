"""Made-up ratings in a library, and the way in which Surprise reads them from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from culturedata.benchmarks.behaviour import made_up
from culturedata.importing.run import import_source
from culturedata.store.library import Library

SEED = 0


def make(folder: Path, ratings: int) -> None:
    """Import so many made-up ratings of films, in the order in which they were given, into the library `folder`."""
    files = folder.with_name(f"{folder.name}-files")
    made_up.write_ratings(files, ratings, by_time=True)
    with Library.open(folder, create=True) as library:
        import_source(library, "movielens", str(files))


class Table:
    """The library's ratings as Surprise's `load_from_df` asks for them: person, film and value, row after row.

    What it reads from a data frame is `itertuples`; this gives them straight from SQLite, in less time and memory than
    with a data frame between.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def itertuples(self, index: bool) -> Iterator[tuple[int, int, float]]:
        """Rows without an index."""
        found: Iterator[tuple[int, int, float]] = self._library.audience.execute(
            "SELECT user, item, value FROM ratings ORDER BY rating_id"
        )
        return found


def surprise_data(folder: Path) -> Any:
    """The ratings of a library as Surprise's own Dataset."""
    from surprise import Dataset, Reader

    with Library.open(folder) as library:
        low, high = library.culture.execute(
            "SELECT rating_low, rating_high FROM sources WHERE source = 'movielens'"
        ).fetchone()
        return Dataset.load_from_df(Table(library), Reader(rating_scale=(low, high)))
