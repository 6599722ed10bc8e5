"""The demo: from nothing to a library with films, music, museum works, ratings, recommendations and figures.

Every step is the one that a user would take by hand; a second run in the same folder refreshes what the first made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from culturedata.audience.simulate import simulate
from culturedata.data.slates import Measurement, Slate
from culturedata.importing.run import import_source
from culturedata.linking.link import Linked, link_sources
from culturedata.recommend._base import Recommender
from culturedata.recommend.pages.aim import Weights
from culturedata.recommend.pages.layout import Shape
from culturedata.recommend.pages.page import compose_all
from culturedata.recommend.pages.strategies import STRATEGIES
from culturedata.recommend.rows._seam import kinds
from culturedata.store.catalogue import works
from culturedata.store.library import Library
from culturedata.workflow import home, judge, train
from culturedata.workflow.judging import keeping
from culturedata.workflow.similar import keep_similar

SOURCES = ("bokeh-films", "movielens", "sample-museum", "sample-music")
TRAINED = ("popular", "baseline", "knn-baseline", "svd", "content", "hybrid")
PREDICTED = ("baseline", "knn-baseline", "svd")
TIMED = ("rmse", *judge.SLATE_METRICS)  # by time also what the exercise rmse-or-top-ten puts beside the slates
RANKED = ("popular", "baseline", "knn-baseline", "svd", "content", "hybrid")
SHOWN = "svd"
PEOPLE = 12  # for how many people slates are kept
DEVICE = "desk"  # for which home pages are composed
WORK = "la joconde"  # the museum work whose neighbours are shown, if the catalogue has it
Tell = Callable[[str], None]


@dataclass(slots=True)
class Demo:
    """What the demo made, for printing."""

    folder: Path
    sources: list[works.Row] = field(default_factory=list)
    linked: Linked | None = None
    audiences: dict[str, dict[str, int]] = field(default_factory=dict)
    person: str = ""
    ratings: int = 0
    slate: list[dict[str, Any]] = field(default_factory=list)
    work: works.Row = field(default_factory=dict)
    measured: list[Measurement] = field(default_factory=list)
    measured_on: str = ""


def build(folder: Path, tell: Tell, progress: Callable[[str, int], None], seed: int = 0) -> Demo:
    """Build or refresh the demo library in `folder`, telling each step."""
    demo = Demo(folder)
    with Library.open(folder, create=True) as library:
        for name in SOURCES:
            tell(f"Importing {name}")
            import_source(library, name, progress=progress)
        tell("Linking the ratings to the films, by title and year")
        demo.linked = link_sources(library)
        for domain in ("museum", "music"):
            tell(f"Simulating an audience for {domain}, since open collections come without visitors")
            demo.audiences[domain] = simulate(library, domain)
        tell("Computing the works nearest in content to each work")
        for domain in ("museum", "music", "film"):
            keep_similar(library, domain, progress=progress)
        _recommend(library, demo, tell, seed)
        demo.sources = _sources(library)
        demo.work = _work(library)
    return demo


def _recommend(library: Library, demo: Demo, tell: Tell, seed: int) -> None:
    """Train, keep slates, judge."""
    given = train.data(library, "film")
    tell(f"Training {', '.join(TRAINED)} on {len(given[0]):,} ratings")
    trained = {name: train.train(library, name, seed=seed, given=given) for name in TRAINED}
    for domain in ("museum", "music"):
        model_id, recommender = train.train(library, "hybrid", domain, seed=seed)
        train.keep_slates(library, model_id, recommender, _some_people(recommender, 4))
    model_id, recommender = trained[SHOWN]
    people = _some_people(recommender, PEOPLE)
    train.keep_slates(library, model_id, recommender, people)
    demo.person = recommender.dataset.user_ids.ids[people[0]]
    query = recommender.query(people[0])
    demo.ratings = len(query.history)
    demo.slate = _told(recommender, recommender.recommend(query, 10))
    tell(f"Composing the home pages of a stranger and of {demo.person}, by {len(STRATEGIES)} strategies")
    _keep_homes(library, (None, demo.person))
    tell("Judging: five random folds for predicted ratings, the latest ratings of each person for slates")
    for kind, names, metrics in (("folds", PREDICTED, judge.RATING_METRICS), ("time", RANKED, TIMED)):
        asked, entrants = judge.Asked(metrics, seed=seed), [judge.Entrant(name) for name in names]
        found = judge.evaluate(*given, entrants, [kind], asked, pairs=True, tell=tell)
        keeping.keep(library, given[0], found, asked)
        demo.measured += found.measurements
    demo.measured_on = judge.described(library, given[0], seed)


def _keep_homes(library: Library, people: Iterable[str | None]) -> None:
    """The page of every strategy for each of `people`, None being a stranger."""
    house, weights = home.home(library, home.stocked(library)), Weights()
    told = {"device": DEVICE, "seed": 0,
            "weights": {"discovery": weights.discovery, "breadth": weights.breadth, "freshness": 0.0}}  # fmt: skip
    for person in people:
        users = home.known_as(house, library, person) if person is not None else {}
        pages = compose_all(house.visitor(users), kinds(), Shape.of(DEVICE), STRATEGIES, weights)
        for strategy, page in pages.items():
            home.keep(
                library, house, page, users, {**told, "strategy": strategy, "made_of": home.made_of(house, users)}
            )


def _some_people(recommender: Recommender, count: int) -> list[int]:
    """The first people with a middling number of ratings (40 to 120), else simply the first."""
    sizes = recommender.dataset.matrix.getnnz(axis=1)
    middling = [user for user, size in enumerate(sizes.tolist()) if 40 <= size <= 120]
    return (middling or list(range(len(sizes))))[:count]


def _told(recommender: Recommender, slate: Slate) -> list[dict[str, Any]]:
    return [
        {"title": recommender.title(int(item)), "score": float(score), "reasons": reasons}
        for item, score, reasons in zip(slate.items, slate.scores, slate.reasons, strict=True)
    ]


def _sources(library: Library) -> list[works.Row]:
    """What came in: works, agents and ratings by source, with its licence, its terms and traps, and its tier."""
    found = works.rows(
        library.culture,
        """SELECT source, licence, publish, provenance, terms, notes,
                  (SELECT count(*) FROM works AS w WHERE w.source = s.source) AS works,
                  (SELECT count(*) FROM agents AS a WHERE a.source = s.source) AS agents,
                  (SELECT count(*) FROM issues AS i WHERE i.source = s.source) AS issues
           FROM sources AS s ORDER BY works DESC, source""",
    )
    rated = dict(library.audience.execute("SELECT source, count(*) FROM ratings GROUP BY source").fetchall())
    return [{**row, "ratings": rated.get(row["source"], 0)} for row in found]


def _work(library: Library) -> works.Row:
    """The museum work that is shown with its neighbours."""
    found = library.culture.execute(
        """SELECT work_id FROM works JOIN similar USING (work_id) WHERE domain = 'museum'
           ORDER BY EXISTS (SELECT 1 FROM titles AS t WHERE t.work_id = works.work_id AND lower(t.text) = ?) DESC,
                    work_id LIMIT 1""",
        [WORK],
    ).fetchone()
    if not found:
        return {}
    whole = works.work(library.culture, found[0])
    titles = works.titles_in(library.culture, [found[0], *(row["item"] for row in whole["similar"])], "en")
    for row in whole["similar"]:
        row["title"] = titles[row["item"]]
    return {**whole, "title": titles[found[0]]}
