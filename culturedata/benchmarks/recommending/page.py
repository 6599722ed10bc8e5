"""How long it takes to compose a home page from ten thousand rows that there might be."""

from __future__ import annotations

import json
import os
import statistics
import time
from itertools import pairwise

from culturedata.benchmarks._base import Benchmark
from culturedata.benchmarks.behaviour import made_up
from culturedata.benchmarks.importing.made_up import met, table
from culturedata.importing.run import import_source
from culturedata.recommend.pages.layout import Shape
from culturedata.recommend.pages.page import Page, compose
from culturedata.recommend.rows._seam import kinds
from culturedata.recommend.rows._visitor import Visitor
from culturedata.store.library import CULTURE, Library
from culturedata.workflow.home import home, stocked
from culturedata.workflow.train import train

RATINGS, WORKS, PAGES = 300_000, 120_000, 20


class HomePage(Benchmark):
    """Twenty people's pages of made-up museum works and films against as many plain pages of the table of works.

    Scores are stored: those of EASE, for each person before. On both sides a first page is made before, so that what is
    read or put in order once for all visitors is not measured. Datasette is without plugins and suggests no facets.
    """

    name = "home-page"
    summary = "a home page of 8 rows of 7, chosen as a whole from more than 10,000, against a page of a table"
    against = "Datasette's own page of 100 rows of the table of works of the same library, asked in process"
    limit = 1

    @property
    def works(self) -> int:
        """How many works of museums: `--input`, or 120,000."""
        return WORKS if self.input is None else int(self.input)

    @property
    def ratings(self) -> int:
        """How many ratings of films: in proportion."""
        return RATINGS * self.works // WORKS

    def data(self) -> str:
        return f"{self.works:,} made-up works of museums, {self.ratings:,} made-up ratings of films"

    def prepare(self) -> None:
        file, folder = self.scratch / "MetObjects.csv", self.scratch / "movielens"
        table.write(file, met.COLUMNS, met.cells, self.works)
        made_up.write_ratings(folder, self.ratings)
        with Library.open(self.scratch / "library", create=True) as library:
            import_source(library, "met", str(file))
            import_source(library, "movielens", str(folder))
            train(library, "ease")

    def before(self, side: str) -> None:
        if side == "ours":
            with Library.open(self.scratch / "library") as library:
                house = home(library, stocked(library))
            people = next(len(one.shelf.dataset.user_ids) for one in house.shelves if one.shelf.dataset is not None)
            first, *self._visitors = (house.visitor({"film": user % people}) for user in range(PAGES + 1))
            self.page(first)
        elif side == "reference":
            self._asked = Asked(str(self.scratch / "library" / CULTURE))
            self._asked.page()

    def ours(self) -> None:
        pages, times = [], [time.perf_counter()]
        for visitor in self._visitors:
            pages.append(self.page(visitor))
            times.append(time.perf_counter())
        said = {
            "rows": [sum(page.candidates.values()) for page in pages],
            "ms": [1000 * (end - start) for start, end in pairwise(times)],
        }
        (self.scratch / "ours.json").write_text(json.dumps(said))

    def reference(self) -> None:
        for _ in range(PAGES):
            self._asked.page()

    def page(self, visitor: Visitor) -> Page:
        """The page of a visitor for a desk."""
        return compose(visitor, kinds(), Shape.of("desk"))

    def beside(self, seconds: dict[str, float]) -> str:
        said, table_ms = json.loads((self.scratch / "ours.json").read_text()), 1000 * seconds["reference"] / PAGES
        times = f"{min(said['ms']):.0f}, {statistics.median(said['ms']):.0f}, {max(said['ms']):.0f} ms"
        return (
            f"from {min(said['rows']):,} to {max(said['rows']):,} rows a page; on this machine {times} a page (least, "
            f"median, most of the last run), {table_ms:.0f} ms a page of the table: 50 ms are {50 / table_ms:.1f} of it"
        )


class Asked:
    """Datasette over one file, without plugins, asked in this process."""

    def __init__(self, path: str) -> None:
        import asyncio

        os.environ["DATASETTE_LOAD_PLUGINS"] = ""
        from datasette.app import Datasette

        self._loop = asyncio.new_event_loop()
        self._datasette = Datasette([path], settings={"suggest_facets": False})

    def page(self) -> str:
        """The first page of the table of works, 100 of them. Raises RuntimeError for any other answer."""
        answer = self._loop.run_until_complete(self._datasette.client.get("/culture/works"))
        if answer.status_code != 200:
            raise RuntimeError(f"Datasette answers {answer.status_code}")
        return str(answer.text)
