"""Judging content without visitors: part of the catalogue is hidden, and near works are asked whether they share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from culturedata.data.documents import KINDS, Documents
from culturedata.errors import ModelError
from culturedata.evaluate import likeness
from culturedata.evaluate.likeness import Figures, Known, Likeness, Numbers
from culturedata.recommend.content.nearest import nearest_of
from culturedata.recommend.content.recommender import Content
from culturedata.store.catalogue import described
from culturedata.store.catalogue.documents import documents
from culturedata.store.library import Library
from culturedata.workflow.similar import nobody, works_of

MOVEMENT = "movement"
PLAIN, CHANCE, COMMON = "tf-idf", "by chance", "most common terms"
PRECISION, RECALL = "hidden terms: precision", "hidden terms: recall"
SAME, BY_MAKER = "same movement", "same movement, each maker once"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is judged: the `k` works near to each of a `sample`, with a `share` of each work's terms hidden.

    Beside the ways that there always are, the comparison on so many `factors`, and by sentence `vectors` for so large
    shares of it, each from above 0 to 1.
    """

    facet: str = "subject"
    share: float = 0.2
    sample: int = 2000
    k: int = 10
    factors: int = 100
    seed: int = 0
    vectors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The figures, and of how much they are: works in all and with enough terms to hide some; terms hidden; works with
    a maker of whom a movement is known, and all makers of these. Nobody's behaviour is in any of it."""

    works: int
    with_hidden: int
    hidden: int
    with_movement: int
    makers: int
    figures: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """All that is known of the works, and who is asked: works with hidden terms, works with a movement."""

    asked: Asked
    documents: Documents
    known: Known
    movements: sp.csr_matrix
    makers: sp.csr_matrix
    of_terms: Numbers
    of_movements: Numbers

    def by_maker(self, values: Figures) -> Figures:
        """The mean of the values of each maker's works, (makers that are asked,): whoever made much counts once."""
        mine = self.makers[self.of_movements]
        works = np.asarray(mine.sum(axis=0)).ravel()
        means: Figures = (mine.T @ values)[works > 0] / works[works > 0]
        return means


def judge(library: Library, domain: str, asked: Asked, source: str | None = None, tell: Tell | None = None) -> Judged:
    """How alike near works are in hidden terms, and in the movements of other makers, one way after another.

    Hidden for all ways: a share of each work's terms of one facet, at least one where it has two or more, and every
    movement. Raises ModelError if too few works have terms.
    """
    question, names = _question(library, domain, asked, source)
    figures: list[Likeness] = []
    before: dict[str, Figures] = {}
    for way, values in _ways(question, tell or (lambda _: None)):
        for measure, each in values.items():
            beside = before.get(measure) if way != PLAIN else None
            figures.append(likeness.of(way, measure, asked.k, each, beside, asked.seed))
        before = before or values
    return Judged(
        works=len(names), with_hidden=int((question.known.hidden.getnnz(axis=1) > 0).sum()),
        hidden=question.known.hidden.nnz, with_movement=int((question.movements.getnnz(axis=1) > 0).sum()),
        makers=int((question.makers[question.movements.getnnz(axis=1) > 0].sum(axis=0) > 0).sum()),
        figures=tuple(figures),
    )  # fmt: skip


def _question(library: Library, domain: str, asked: Asked, source: str | None) -> tuple[_Question, list[str]]:
    ids = [work for work in works_of(library, domain) if source is None or work.startswith(f"{source}:")]
    true, terms = described.terms(library.culture, ids, asked.facet)
    rng = np.random.default_rng(asked.seed)
    known = Known(true, hide(true, asked.share, rng))
    hidden = known.hidden
    if hidden.getnnz(axis=1).astype(bool).sum() < 2:
        raise ModelError(
            f"too few works of {source or domain} have two terms of the facet {asked.facet!r}.",
            "Name another with --facet, or import works that are described.",
        )
    movements, _ = described.makers_terms(library.culture, ids, MOVEMENT)
    own, names = described.terms(library.culture, ids, MOVEMENT)
    away = [
        {*(terms[n] for n in _places(hidden, row)), *(names[n] for n in _places(own, row))} for row in range(len(ids))
    ]
    makers, _ = described.makers(library.culture, ids)
    said = documents(library.culture, ids).hiding(away)
    drawn = (_drawn(table.getnnz(axis=1) > 0, asked.sample, rng) for table in (hidden, movements))
    return _Question(asked, said, known, movements, makers, *drawn), ids


def hide(true: sp.csr_matrix, share: float, rng: np.random.Generator) -> sp.csr_matrix:
    """The table without a share of each row's terms, drawn at random: one at least, and none of a row that has one."""
    rows = np.repeat(np.arange(true.shape[0]), true.getnnz(axis=1))
    order = np.lexsort((rng.random(true.nnz), rows))
    place = np.arange(true.nnz) - np.repeat(true.indptr[:-1], true.getnnz(axis=1))
    count = true.getnnz(axis=1)
    away = np.where(count > 1, np.maximum(1, np.rint(share * count)), 0)
    seen = true.copy()
    seen.data[order] = place >= away[rows]
    seen.eliminate_zeros()
    return seen


def _ways(question: _Question, tell: Tell) -> Iterator[tuple[str, dict[str, Figures]]]:
    """Each way to find near works with its values: by all words, on axes, by vectors too, without a kind, by chance."""
    asked = question.asked
    known, on_axes = question.documents, f"{PLAIN} on {asked.factors} axes"
    ways: list[tuple[str, Documents, dict[str, float]]] = [
        (PLAIN, known, {}),
        (on_axes, known, {"factors": asked.factors}),
    ]
    ways += [(f"{PLAIN} with vectors, {share:g}", known, {"vectors": share}) for share in asked.vectors]
    ways += [(f"{PLAIN} without {kind}", known.without({kind}), {}) for kind in KINDS]
    for way, said, options in ways:
        if not said.described:
            continue
        tell(f"{way} …")
        content = Content(**options).fit(nobody(said.ids), said, asked.seed)
        yield way, _values(question, content.rows)
    yield CHANCE, _by_chance(question)
    yield COMMON, {RECALL: likeness.recall_of_common(question.known, question.of_terms)}


def _values(question: _Question, rows: sp.csr_matrix) -> dict[str, Figures]:
    k = question.asked.k
    near, cosines = nearest_of(rows, question.of_terms, k, lambda item: np.array([item]))
    values = _of_terms(question, near, cosines)
    if len(question.of_movements):
        others = _others(question)
        near, _ = nearest_of(rows, question.of_movements, k, lambda item: np.flatnonzero(~others(item)))
        values |= _of_movements(question, likeness.alike(question.movements, question.of_movements, near))
    return values


def _by_chance(question: _Question) -> dict[str, Figures]:
    """The same of works drawn at random; of movements the exact share of all works that might have been drawn."""
    rng, k = np.random.default_rng(question.asked.seed), question.asked.k
    near = rng.integers(0, len(question.documents) - 1, (len(question.of_terms), k)).astype(np.int32)
    near += near >= question.of_terms[:, None]
    values = _of_terms(question, near, np.ones(near.shape))
    others, shares = _others(question), np.full(len(question.of_movements), np.nan)
    for n, item in enumerate(question.of_movements.tolist()):
        same = (question.movements @ question.movements[item].T).toarray().ravel() > 0
        among = others(item)
        shares[n] = same[among].mean() if among.any() else np.nan
    return values | (_of_movements(question, shares) if len(shares) else {})


def _of_terms(question: _Question, near: Numbers, weights: Figures) -> dict[str, Figures]:
    return {
        PRECISION: likeness.precision(question.known, question.of_terms, near),
        RECALL: likeness.recall(question.known, question.of_terms, near, weights),
    }


def _of_movements(question: _Question, values: Figures) -> dict[str, Figures]:
    return {SAME: values, BY_MAKER: question.by_maker(values)}


def _others(question: _Question) -> Callable[[int], npt.NDArray[np.bool_]]:
    """Of a work, the works of other makers of whom a movement is known, (n,)."""
    placed = question.movements.getnnz(axis=1) > 0

    def of(item: int) -> npt.NDArray[np.bool_]:
        own = (question.makers @ question.makers[item].T).toarray().ravel() > 0
        found: npt.NDArray[np.bool_] = placed & ~own
        return found

    return of


def _drawn(may: npt.NDArray[np.bool_], sample: int, rng: np.random.Generator) -> Numbers:
    """At most so many of the works that may be asked, in the order of their numbers."""
    found = np.flatnonzero(may)
    return np.sort(rng.permutation(found)[:sample]).astype(np.int32)


def _places(table: sp.csr_matrix, row: int) -> list[int]:
    found: list[int] = table.indices[table.indptr[row] : table.indptr[row + 1]].tolist()
    return found
