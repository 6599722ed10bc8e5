"""Each reranker by hand, against its definition written plainly, and against the metric of its aim."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import e, log, sqrt

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.special import rel_entr

from culturedata.data.documents import Documents
from culturedata.data.slates import Query, Slate
from culturedata.evaluate.metrics.variety.calibration import Calibration as CalibrationMetric
from culturedata.evaluate.metrics.variety.diversity import Diversity
from culturedata.evaluate.metrics.variety.novelty import Novelty
from culturedata.recommend.rerank._chain import Chain
from culturedata.recommend.rerank._works import Works
from culturedata.recommend.rerank.at_most import AtMost
from culturedata.recommend.rerank.calibration import ALPHA, Calibration
from culturedata.recommend.rerank.hidden_gems import HiddenGems
from culturedata.recommend.rerank.mmr import Mmr
from culturedata.recommend.rerank.openness import Openness
from tests.evaluate.conftest import shown
from tests.recommend import made

CLOSE = {"rtol": 0, "atol": 1e-9}


def candidates(*scores: float) -> Slate:
    """Works 0, 1, 2 … with these falling scores."""
    return Slate(np.arange(len(scores), dtype=np.int32), np.array(scores, dtype=np.float64))


def works(tokens: list[list[str]], rated: list[tuple[int, int]] | None = None, **more: object) -> Works:
    """Works that are described so, rated by these (person, work)s."""
    pairs = [(0, 0)] if rated is None else rated
    data = made.dataset([(user, item, 4.0) for user, item in pairs], items=len(tokens))
    return Works(data, replace(made.described(tokens), **more))


def drawn(seed: int, n: int = 6) -> tuple[Works, Slate, Query]:
    """n candidates and three works that somebody met, described by some of five words, one not at all."""
    rng = np.random.default_rng(seed)
    tokens = [[f"t{t}" for t in rng.choice(5, rng.integers(1, 4), replace=False)] for _ in range(n + 3)]
    tokens[int(rng.integers(n))] = []
    return works(tokens), candidates(*-np.sort(-rng.random(n))), made.asked(n, n + 1, n + 2)


def relevance(slate: Slate) -> np.ndarray:
    return (slate.scores - slate.scores[-1]) / (slate.scores[0] - slate.scores[-1])


class TestMmr:
    """weight 1/2; rel is 1, 2/3, 1/3, 0; work 1 is described as work 0 is, work 2 half so, work 3 otherwise."""

    def found(self) -> Slate:
        described = works([["x", "y"], ["x", "y"], ["x"], ["z"]])
        return Mmr().rerank(candidates(4, 3, 2, 1), Query(), described)

    def test_the_order_and_the_scores(self) -> None:
        found = self.found()
        assert found.items.tolist() == [0, 3, 1, 2]
        np.testing.assert_allclose(found.scores, [1 / 2, 0, 1 / 3 - 1 / 2, 1 / 6 - sqrt(1 / 2) / 2], **CLOSE)

    def test_the_reason(self) -> None:
        said = self.found().reasons
        assert [len(one) for one in said] == [0, 1, 0, 0]
        assert said[1][0].text_fr == "à la place de «\u00a0Œuvre 1\u00a0», proche de «\u00a0Œuvre 0\u00a0»"
        assert said[1][0].text_en == "in place of “Work 1”, which is like “Work 0”"
        assert (said[1][0].kind, said[1][0].items) == ("variety", ("i1", "i0"))

    def test_a_work_of_which_nothing_is_said(self) -> None:
        """Its likeness is the mean of that of the described: (0 + 1 + 0) / 3 after work 0, as work 0 itself has 0."""
        found = Mmr().rerank(candidates(4, 3, 2, 1), Query(), works([["x"], ["x"], [], ["z"]]))
        assert found.items.tolist() == [0, 2, 3, 1]
        np.testing.assert_allclose(found.scores[:2], [1 / 2, (1 / 3 - 1 / 3) / 2], **CLOSE)

    @pytest.mark.parametrize("weight", [0.2, 0.5, 0.9])
    @pytest.mark.parametrize("seed", range(4))
    def test_of_all_orders_the_first_by_its_values(self, seed: int, weight: float) -> None:
        """Brute force: of all orders of the candidates, the one whose values are the greatest from the top."""
        described, slate, query = drawn(seed)
        told = [n for n in range(6) if described.described[n]]
        slate = Slate(np.array(told, dtype=np.int32), slate.scores[: len(told)])
        rows, rel = described.rows.toarray()[told], relevance(slate)

        def values(order: tuple[int, ...]) -> list[float]:
            near = [max((rows[i] @ rows[j] for j in order[:n]), default=0.0) for n, i in enumerate(order)]
            return [round((1 - weight) * rel[i] - weight * far, 9) for i, far in zip(order, near, strict=True)]

        orders = itertools.permutations(range(len(told)))
        best = max(orders, key=lambda order: (values(order), [-n for n in order]))
        found = Mmr(weight=weight).rerank(slate, query, described)
        np.testing.assert_allclose(found.scores, values(best), **CLOSE)
        assert found.items.tolist() == [told[n] for n in best]

    def test_the_metric_of_diversity_rises(self) -> None:
        described = works([["x", "y"], ["x", "y"], ["x"], ["z"]])
        slates = [Mmr(weight=w).rerank(candidates(4, 3, 2, 1), Query(), described, 2).items for w in (0, 1)]
        judged = shown(slates, [{}, {}], 2, 4, features=(described.rows.toarray() > 0) * 1.0)
        np.testing.assert_allclose(Diversity().of(judged), [0, 1], **CLOSE)


class TestCalibration:
    """Somebody met one x and one y: p is 1/2, 1/2. Works 0 and 1 are x, work 2 is y; rel is 1, 1/2, 0; weight 1/2."""

    described = works([["x"], ["x"], ["y"], ["x"], ["y"]])
    query = made.asked(3, 4)

    def found(self, **options: float) -> Slate:
        return Calibration(**options).rerank(candidates(3, 2, 1), self.query, self.described)

    def test_the_order_and_the_scores(self) -> None:
        one_x = (log(0.5 / 0.995) + log(0.5 / 0.005)) / 2  # KL of a slate of x only: 1.9585
        all_three = (log(0.5 / 0.665) + log(0.5 / 0.335)) / 2  # 0.0576
        found = self.found()
        assert found.items.tolist() == [0, 2, 1]
        expected = [0.5 + (log(100) - one_x) / 2, one_x / 2, 0.25 - all_three / 2]
        np.testing.assert_allclose(found.scores, expected, **CLOSE)

    def test_the_reason(self) -> None:
        said = self.found().reasons
        assert [len(one) for one in said] == [0, 1, 0]
        assert said[1][0].text_fr == (
            "pour respecter vos goûts\u00a0: y-fr, 50\u00a0% des œuvres que vous connaissez, "
            "0\u00a0% de celles qui précèdent"
        )
        assert said[1][0].text_en == "to keep to your tastes: y, 50% of the works that you know, 0% of those above"
        assert (said[1][0].terms, said[1][0].value) == (("y",), 0.5)

    def test_shares_are_of_works(self) -> None:
        """Of the three described works that somebody met one has z, one x and two y, whatever else they have."""
        described = works([["z"], ["z", "x"], ["y", "x"], ["z"], ["y"], ["y", "x"], []])
        found = Calibration().rerank(candidates(3, 2.9, 1), made.asked(3, 4, 5, 6), described)
        assert found.items.tolist() == [1, 2, 0]
        assert (
            found.reasons[0][0].text_en
            == "to keep to your tastes: z, 33% of the works that you know, 0% of those above"
        )
        assert found.reasons[1][0].text_en.startswith("to keep to your tastes: y, 67% of the works that you know, 0%")

    def test_a_slate_like_the_profile_has_no_distance(self) -> None:
        found = self.found(weight=1)
        assert found.items[:2].tolist() == [0, 2]
        assert found.scores[:2].sum() == pytest.approx(log(1 / ALPHA), abs=1e-9)

    def test_a_score_is_never_above_the_one_before(self) -> None:
        """Where a work adds more than the one above did, it has the score of that one."""
        found = Calibration(weight=1).rerank(candidates(2, 1), made.asked(2), works([["x", "y"], ["z"], ["x"]]))
        assert (np.diff(found.scores) <= 0).all()

    @pytest.mark.parametrize("weight", [0.3, 0.5, 1.0])
    @pytest.mark.parametrize("seed", range(5))
    def test_step_by_step_as_it_is_defined(self, seed: int, weight: float) -> None:
        """The same with scipy's relative entropy on whole mixtures, over all that may come next."""
        described, slate, query = drawn(seed, 7)
        mixtures, rel = described.mixtures.toarray(), relevance(slate)
        chosen: list[int] = []
        gains = []
        while len(chosen) < 7:
            now = objective(chosen, mixtures, rel, query, weight)
            rest = [n for n in range(7) if n not in chosen]
            values = {n: objective([*chosen, n], mixtures, rel, query, weight) - now for n in rest}
            best = max(values, key=lambda n: (round(values[n], 9), -n))
            gains.append(values[best])
            chosen.append(best)
        found = Calibration(weight=weight).rerank(slate, query, described)
        assert found.items.tolist() == chosen
        np.testing.assert_allclose(found.scores, np.minimum.accumulate(gains), **CLOSE)

    @pytest.mark.parametrize("seed", range(20))
    def test_beside_the_best_slate_there_is(self, seed: int) -> None:
        """Brute force: work after work it is never better than the best three of seven, and not below 1 − 1/e of it."""
        described, slate, query = drawn(seed, 7)
        mixtures, rel = described.mixtures.toarray(), relevance(slate)
        worth = [objective(list(three), mixtures, rel, query, 0.5) for three in itertools.combinations(range(7), 3)]
        mine = objective(Calibration().rerank(slate, query, described, 3).items.tolist(), mixtures, rel, query, 0.5)
        nothing = objective([], mixtures, rel, query, 0.5)
        assert mine <= max(worth) + 1e-9
        assert mine - nothing >= (1 - 1 / e) * (max(worth) - nothing)

    @pytest.mark.parametrize("seed", range(5))
    def test_the_metric_says_the_same_distance(self, seed: int) -> None:
        """With all weight on the aim, the scores add up to what the metric of calibration has lost of ln 1/α."""
        described, slate, query = drawn(seed, 7)
        found = Calibration(weight=1).rerank(slate, query, described, 3)
        judged = shown([found.items], [{}], 3, 10, met=[query.history.tolist()], features=counts(described))
        [distance] = CalibrationMetric().of(judged)
        mixtures = described.mixtures.toarray()
        again = -objective(found.items.tolist(), mixtures, np.zeros(10), query, 1.0)
        assert distance == pytest.approx(again, abs=1e-9)
        assert found.scores.sum() <= log(1 / ALPHA) - distance + 1e-9

    def test_of_whom_nothing_described_is_known(self) -> None:
        for query in (Query(), made.asked(5)):
            found = Calibration(weight=1).rerank(
                candidates(3, 2, 1), query, works([["x"], ["x"], ["y"], ["x"], ["y"], []])
            )
            assert (found.items.tolist(), found.reasons) == ([0, 1, 2], ((), (), ()))


def objective(chosen: list[int], mixtures: np.ndarray, rel: np.ndarray, query: Query, weight: float) -> float:
    """(1 − λ) Σ rel − λ KL(p‖q̃), by whole mixtures."""
    p = mixtures[query.history].sum(axis=0)
    p = p / p.sum()
    q = mixtures[chosen].sum(axis=0)
    q = q / max(q.sum(), 1e-300)
    distance = rel_entr(p, (1 - ALPHA) * q + ALPHA * p).sum()
    return float((1 - weight) * rel[chosen].sum() - weight * distance)


def counts(described: Works) -> np.ndarray:
    return (described.rows.toarray() > 0) * 1.0


class TestAtMost:
    described = works([["a"]] * 6, makers=(("m",), ("m", "n"), ("m",), (), ("n",), ("o",)),
                      labels={"m": ("Mme M", "Ms M"), "n": ("N", "N"), "a": ("a", "a")})  # fmt: skip

    def test_two_of_each(self) -> None:
        found = AtMost().rerank(candidates(6, 5, 4, 3, 2, 1), Query(), self.described)
        assert (found.items.tolist(), found.scores.tolist()) == ([0, 1, 3, 4, 5], [6, 5, 3, 2, 1])
        assert [len(said) for said in found.reasons] == [0, 0, 1, 0, 0]
        assert found.reasons[2][0].text_fr == "à la place de «\u00a0Œuvre 2\u00a0»\u00a0: au plus 2 œuvres de Mme M"
        assert found.reasons[2][0].text_en == "in place of “Work 2”: at most 2 works of Ms M"

    def test_one_of_each(self) -> None:
        """Works 1 and 2 are of a maker who is there; 4 is of one who would be, had 1 not been left out."""
        found = AtMost(most=1).rerank(candidates(6, 5, 4, 3, 2, 1), Query(), self.described)
        assert found.items.tolist() == [0, 3, 4, 5]
        assert found.reasons[1][0].text_fr.endswith(": au plus 1 œuvre de Mme M")
        assert found.reasons[1][0].items == ("i1",)

    def test_whose_maker_is_not_known(self) -> None:
        nobody = works([["a"]] * 4, makers=((),) * 4)
        assert len(AtMost(most=1).rerank(candidates(4, 3, 2, 1), Query(), nobody)) == 4
        assert len(AtMost(most=1).rerank(candidates(4, 3, 2, 1), Query(), works([["a"]] * 4))) == 4


class TestHiddenGems:
    """Three people; works are known by 3, 1 and 0 of them: novelty is 0, 1/2 and 1."""

    described = works([["a"]] * 3, [(0, 0), (1, 0), (2, 0), (0, 1)])

    def test_the_order_and_the_scores(self) -> None:
        found = HiddenGems().rerank(candidates(3, 2, 1), Query(), self.described)
        assert found.items.tolist() == [0, 1, 2]
        np.testing.assert_allclose(found.scores, [0.5, 0.5, 0.5], **CLOSE)
        found = HiddenGems(weight=0.75).rerank(candidates(3, 2, 1), Query(), self.described)
        assert found.items.tolist() == [2, 1, 0]
        np.testing.assert_allclose(found.scores, [0.75, 0.5, 0.25], **CLOSE)

    def test_the_reason(self) -> None:
        first, second, third = HiddenGems(weight=0.75).rerank(candidates(3, 2, 1), Query(), self.described).reasons
        assert first[0].text_fr == "moins connu\u00a0: de 0 personne, et «\u00a0Œuvre 0\u00a0» de 3"
        assert second[0].text_en == "less known: to 1 person, and “Work 0” to 3"
        assert (second[0].value, third) == (1.0, ())

    def test_the_metric_of_novelty_is_the_same_up_to_its_unit(self) -> None:
        """−log2 p in bits, of which there are log2 (people + 1) at most."""
        met = [[0, 1], [0], [0]]
        judged = shown([[0], [1], [2]], [{}] * 3, 1, 3, met=met)
        found = HiddenGems(weight=1).rerank(candidates(3, 2, 1), Query(), self.described)
        np.testing.assert_allclose(found.scores[::-1] * 2, Novelty().of(judged), **CLOSE)


class TestOpenness:
    described = works([["a"]] * 5, open_images=(False, False, True, True, False))

    def test_only_the_open_ones(self) -> None:
        found = Openness().rerank(candidates(5, 4, 3, 2, 1), Query(), self.described)
        assert (found.items.tolist(), found.scores.tolist()) == ([2, 3], [3, 2])
        assert [len(said) for said in found.reasons] == [1, 0]
        assert found.reasons[0][0].text_fr == (
            "à la place de «\u00a0Œuvre 0\u00a0», dont aucune image n’est librement réutilisable"
        )
        assert found.reasons[0][0].text_en == "in place of “Work 0”, of which no picture may be freely reused"

    def test_of_which_nothing_is_known(self) -> None:
        assert len(Openness().rerank(candidates(2, 1), Query(), works([["a"]] * 2))) == 0


class TestChain:
    """Works 0, 1 and 2 are of one maker; only 1 and 3 have an open picture."""

    described = works([["a"]] * 4, makers=(("m",), ("m",), ("m",), ()), open_images=(False, True, False, True))

    def test_one_after_the_other(self) -> None:
        given, few, open_ = candidates(4, 3, 2, 1), AtMost(most=1), Openness()
        assert Chain((few, open_), self.described).slate(given, Query(), 10).items.tolist() == [3]
        both = Chain((open_, few), self.described).slate(given, Query(), 10)
        assert both.items.tolist() == [1, 3]
        assert [reason.kind for reason in both.reasons[0]] == ["open-image"]

    def test_a_work_that_both_moved_says_so_twice(self) -> None:
        described = works([["a"]] * 4, makers=(("m",), ("m",), ("m",), ()), open_images=(True, True, False, True))
        both = Chain((AtMost(most=1), Openness()), described).slate(candidates(4, 3, 2, 1), Query(), 10)
        assert [reason.kind for reason in both.reasons[1]] == ["at-most"]
        both = Chain((Openness(), AtMost(most=1)), described).slate(candidates(4, 3, 2, 1), Query(), 10)
        assert [reason.kind for reason in both.reasons[1]] == ["open-image", "at-most"]

    def test_no_reranker(self) -> None:
        alone = Chain((), self.described)
        found = alone.slate(candidates(4, 3, 2, 1), Query(), 2)
        assert (alone.depth(2), found.items.tolist(), found.reasons) == (2, [0, 1], ((), ()))

    def test_how_many_are_asked_for(self) -> None:
        """As many as the first one chooses from; those that only leave works out choose from all."""
        for first, k, depth in ((Mmr(), 10, 200), (Mmr(), 300, 300), (AtMost(), 10, 4)):
            assert Chain((first, Openness()), self.described).depth(k) == depth


def test_features_are_those_of_the_metrics() -> None:
    from culturedata.evaluate.setting import Setting

    documents: Documents = made.words(3, 12)
    data = made.drawn(3, items=12)
    setting, mine = Setting.of(data, documents), Works(data, documents)
    assert abs(sp.csr_matrix(setting.mixtures - mine.mixtures)).max() == 0
    assert setting.known_by.tolist() == mine.known_by.tolist()


def test_one_behind_the_other_sees_all_candidates() -> None:
    """mmr looks at the first 200; the works of other makers stand behind them, and at-most still finds them."""
    makers = tuple(("one",) if n < 300 else (f"m{n}",) for n in range(400))
    documents = replace(made.described([("x",)] * 400), makers=makers)
    works = Works(made.dataset([(0, 0, 5.0)], 1, 400), documents)
    chain = Chain((Mmr(), AtMost(most=2)), works)
    assert chain.depth(10) == 400
    candidates = Slate(np.arange(400, dtype=np.int32), -np.arange(400, dtype=np.float64))
    slate = chain.slate(candidates, Query(), 10)
    assert len(slate) == 10
    assert (slate.items < 300).sum() == 2
    assert slate.items[2:].tolist() == list(range(300, 308))
