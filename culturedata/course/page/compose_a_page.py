"""Composing a small page by hand, so that it is worth more than the page that is chosen row by row."""

from __future__ import annotations

import random
import re
import sqlite3
from dataclasses import dataclass
from math import e
from typing import ClassVar

from culturedata.course._base import Exercise, Part, Sheet, Slip, decimal_commas, library, table
from culturedata.course.page._pool import LETTERS, SHAPE, Pool, pools
from culturedata.errors import ExerciseError
from culturedata.recommend.pages.layout import Laid

MISSED, APART = 0.005, 0.0005  # by what exchanges better the greedy page; what parts a greedy choice from the next
GUARANTEED = 1 - 1 / e
_EQUAL = 1e-9
PAGE = f"[{LETTERS[0]}-{LETTERS[-1]}]{{{SHAPE.rows}}}"


@dataclass(frozen=True)
class BetterPage(Part):
    """A page of one's own: right if it is worth more than the greedy one. Every answer is told what it is worth."""

    pool: Pool | None = None
    places: ClassVar[re.Pattern[str]] = re.compile(r"[\s,;.+-]+")

    def accepts(self, answer: str) -> bool:
        """Whether the page is worth more than the greedy one: «C, A, F» and «caf» are read. Raises ExerciseError."""
        pool, letters = self._read(answer)
        return pool.value(letters) > pool.value(pool.greedy) + _EQUAL

    def feedback(self, answer: str, lang: str) -> str:
        """What the page is worth, against the greedy and the best one, and which of its rows fell."""
        pool, letters = self._read(answer)
        value, greedy, best = (pool.value(page) for page in (letters, pool.greedy, pool.best))
        fallen = sorted({*letters} - {one.row.key for one in pool.page(letters)})
        shares = value / best, greedy / best
        if lang == "fr":
            told = [
                f"Elle vaut {value:.4f}.",
                _compared(value - greedy, "Elle bat la page gloutonne de", "Il lui manque, pour l’égaler,"),
                f"Part du meilleur\u00a0: {shares[0]:.3f} (gloutonne\u00a0: {shares[1]:.3f}\u00a0; "
                f"1 − 1/e = {GUARANTEED:.3f}).",
                *(f"{letter} tombe\u00a0: trop de ses œuvres sont plus haut." for letter in fallen),
                "Une rangée ne sert qu’une fois." if len({*letters}) < len(letters) else "",
                "C’est la page gloutonne elle-même." if letters == pool.greedy else "",
            ]
            return decimal_commas(" ".join(filter(None, told)))
        told = [
            f"It is worth {value:.4f}.",
            _compared(value - greedy, "It beats the greedy page by", "It is short of the greedy page by"),
            f"Share of the best: {shares[0]:.3f} (greedy: {shares[1]:.3f}; 1 − 1/e = {GUARANTEED:.3f}).",
            *(f"{letter} falls: too many of its works stand above." for letter in fallen),
            "A row serves once." if len({*letters}) < len(letters) else "",
            "That is the greedy page itself." if letters == pool.greedy else "",
        ]
        return " ".join(filter(None, told))

    def _read(self, answer: str) -> tuple[Pool, str]:
        letters = self.places.sub("", answer).upper()
        if self.pool is None or not re.fullmatch(PAGE, letters):
            raise ExerciseError(f"{answer!r} is no answer to this question.", f"Write it like {self.example}.")
        return self.pool, letters


@dataclass(frozen=True)
class GreedyPage(Part):
    """The greedy page. The last slip has its rows in the wrong order, and is told of any such order."""

    def feedback(self, answer: str, lang: str) -> str:
        """As of every part; who has the right rows is told that, if no other slip explains the answer."""
        said = Part.feedback(self, answer, lang)
        same = sorted(answer.strip().casefold()) == sorted(str(self.expected).casefold())
        return self.slips[-1].said(lang) if same and said == self.hint(lang) else said


def _compared(by: float, better: str, worse: str) -> str:
    """By how much a page is better or worse; nothing where it is neither."""
    return f"{better if by > 0 else worse} {abs(by):.4f}." if abs(by) > _EQUAL else ""


class ComposeAPage(Exercise):
    """Eight rows, three places: the greedy page, what it is worth, and a page that is worth more."""

    name = "compose-a-page"
    summary = "Compose a page by hand: three of eight rows in order, and beat the choice row by row"
    summary_fr = "Composer une page à la main\u00a0: trois rangées sur huit, en ordre, et battre le choix glouton"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        pool = drawn(random, library(culture))
        asked = random.choice([letter for letter in LETTERS if letter not in pool.greedy])
        parts = _alone(pool, asked), _greedy(pool), _value(pool), _share(pool), _yours(pool)
        return Sheet(_data(pool, 0), _data(pool, 1), parts)


def drawn(random: random.Random, culture: sqlite3.Connection) -> Pool:
    """A pool whose greedy page is sure and not the best one."""
    return next(pool for pool in pools(random, culture) if teaches(pool))


def teaches(pool: Pool) -> bool:
    """Whether the greedy choices are sure, and exchanges find a page that is worth clearly more."""
    if len(pool.greedy) < SHAPE.rows or pool.apart() < APART:
        return False
    return pool.value(pool.exchanged) - pool.value(pool.greedy) >= MISSED


def _data(pool: Pool, lang: int) -> str:
    works = [
        (n, f"« {title[lang]} »" if lang == 0 else title[lang], f"{chance:.2f}")
        for n, (title, chance) in enumerate(zip(pool.works, pool.chances, strict=True), 1)
    ]
    rows = [
        (letter, said[lang], ", ".join(str(work + 1) for work in holds))
        for letter, said, holds in zip(LETTERS, pool.rows, pool.holds, strict=True)
    ]
    looked = [(place, *map(_short, line)) for place, line in enumerate(pool.aim.looked.tolist(), 1)]
    heads = (
        (("nº", "œuvre", "chance de plaire"), ("rangée", "mot", "œuvres, en ordre"), ("rangée", "place 1", "place 2")),
        (("no.", "work", "chance to suit"), ("row", "word", "works, in order"), ("row", "place 1", "place 2")),
    )[lang]
    best = pool.values[pool.best]
    told = (
        f"Chances tirées pour vous. Chance qu’on regarde une place\u00a0:\n\n{table(heads[2], looked)}\n\n"
        f"La meilleure des {len(pool.values)} pages vaut **{best:.4f}**.",
        f"Chances drawn for you. Chance that a place is looked at:\n\n{table(heads[2], looked)}\n\n"
        f"The best of the {len(pool.values)} pages is worth **{best:.4f}**.",
    )[lang]
    return f"{table(heads[0], works)}\n\n{table(heads[1], rows)}\n\n{told}"


def _short(chance: float) -> str:
    return f"{chance:.3f}".rstrip("0").rstrip(".")


def product(pool: Pool, letters: str) -> str:
    """The sum of a page, as it is written down: 1 − (1 − 1×0.30)(1 − 0.85×0.20) … = its value."""
    looked = pool.aim.looked
    factors = [
        f"(1 − {_short(looked[i, j])}×{pool.chances[work]:.2f})"
        for i, row in enumerate(pool.page(letters)) for j, work in enumerate(row.works)
    ]  # fmt: skip
    return f"1 − {''.join(factors)} = {pool.value(letters):.4f}"


def _alone(pool: Pool, letter: str) -> Part:
    first, second = (pool.chances[work] for work in pool.page(letter)[0].works)
    right = float(pool.aim.looked[0, 1])
    return Part(
        f"La rangée {letter} est seule, en haut\u00a0: avec quelle chance y trouve-t-on quelque chose\u00a0?",
        f"Row {letter} stands alone at the top: with which chance does the person find something there?",
        pool.value(letter),
        "1 − (chance de rater la première) × (chance de rater la seconde). Rater\u00a0: 1 − regarder × plaire.",
        "1 − (chance to miss the first) × (chance to miss the second). To miss: 1 − looking × suiting.",
        tolerance=0.002,
        slips=(
            Slip(
                first + right * second,
                "Vous additionnez\u00a0: qui a déjà trouvé compterait deux fois. Multipliez les chances de rater.",
                "You add up: who has found something would count twice. Multiply the chances to miss.",
            ),
            Slip(
                1 - (1 - first) * (1 - second),
                "La place 2 n’est regardée qu’avec la chance 0.85.",
                "Place 2 is looked at with the chance 0.85 only.",
            ),
            Slip(
                (1 - first) * (1 - right * second),
                "C’est la chance de tout rater\u00a0: 1 moins cela.",
                "That is the chance to miss everything: 1 less that.",
            ),
        ),
        worked_fr=product(pool, letter),
        worked_en=product(pool, letter),
    )


def _greedy(pool: Pool) -> Part:
    steps = [
        f"{pool.greedy[: place + 1]}{colon} {pool.value(pool.greedy[: place + 1]):.4f}"
        for colon in ("\u00a0:", ":") for place in range(SHAPE.rows)
    ]  # fmt: skip
    order = Slip(
        pool.greedy[::-1],
        "Les bonnes rangées, mais dans l’ordre où le choix glouton les prend\u00a0?",
        "The right rows, but in the order in which the greedy choice takes them?",
    )
    alone = Slip(
        pool.alone,
        "Ce sont les rangées les meilleures chacune pour soi. Dès la deuxième compte ce qu’elle ajoute, sans les "
        "œuvres déjà montrées.",
        "These are the rows that are best each by itself. From the second on, what a row adds counts, without "
        "the works that are shown already.",
    )
    return GreedyPage(
        "Quelle page le choix glouton compose-t-il (trois lettres, de haut en bas)\u00a0?",
        "Which page does the greedy choice compose (three letters, from the top)?",
        pool.greedy,
        "D’abord la rangée qui vaut le plus, seule, en haut. Puis celle avec laquelle la page de deux vaut le "
        "plus\u00a0: rayez les œuvres déjà montrées, les suivantes avancent. Puis la troisième.",
        "First the row that is worth most alone at the top. Then the one with which the page of two is worth most: "
        "cross out the works shown already, the next ones move up. Then the third.",
        form=PAGE,
        example="CAF",
        slips=(alone, order),
        worked_fr="\u00a0; ".join(steps[: SHAPE.rows]),
        worked_en="; ".join(steps[SHAPE.rows :]),
    )


def _value(pool: Pool) -> Part:
    return Part(
        "Que vaut cette page (la chance d’y trouver quelque chose, entre 0 et 1)\u00a0?",
        "What is that page worth (the chance to find something there, between 0 and 1)?",
        pool.value(pool.greedy),
        "1 − le produit des six chances de rater. Aucune œuvre deux fois.",
        "1 − the product of the six chances to miss. No work twice.",
        tolerance=0.002,
        slips=(
            Slip(
                1 - pool.value(pool.greedy),
                "C’est la chance de tout rater\u00a0: 1 moins cela.",
                "That is the chance to miss everything: 1 less that.",
            ),
            Slip(
                sum(pool.value(letter) for letter in pool.greedy),
                "Vous additionnez des chances\u00a0: qui a déjà trouvé compterait deux fois.",
                "You add chances up: who has found something would count twice.",
            ),
            Slip(
                _twice(pool),
                "Vous montrez une œuvre deux fois\u00a0: rayez celles d’au-dessus, les suivantes avancent.",
                "You show a work twice: cross out those above, the next ones move up.",
            ),
        ),
        worked_fr=product(pool, pool.greedy),
        worked_en=product(pool, pool.greedy),
    )


def _twice(pool: Pool) -> float:
    """What the greedy page would be worth if each row showed its first works, whatever stands above."""
    rows = (LETTERS.index(letter) for letter in pool.greedy)
    return pool.aim.found([Laid(pool.candidates[row], pool.holds[row][: SHAPE.columns]) for row in rows])


def _share(pool: Pool) -> Part:
    greedy, best = pool.value(pool.greedy), pool.values[pool.best]
    return Part(
        "Quelle part de la meilleure page atteint-elle (entre 0 et 1)\u00a0?",
        "Which share of the best page does it reach (between 0 and 1)?",
        greedy / best,
        "Sa valeur ÷ celle de la meilleure, qui est écrite plus haut.",
        "Its value ÷ that of the best one, which is written above.",
        tolerance=0.004,
        slips=(Slip(best / greedy, "À l’envers\u00a0: glouton ÷ meilleur.", "The other way round: greedy ÷ best."),),
        worked_fr=f"{greedy:.4f} ÷ {best:.4f} = {greedy / best:.4f}",
        worked_en=f"{greedy:.4f} ÷ {best:.4f} = {greedy / best:.4f}",
    )


def _yours(pool: Pool) -> Part:
    better = sum(value > pool.value(pool.greedy) + _EQUAL for value in pool.values.values())
    return BetterPage(
        "Votre page, qui doit valoir plus que la gloutonne (trois lettres)\u00a0: laquelle\u00a0?",
        "Your page, which must be worth more than the greedy one (three letters): which one?",
        pool.best,
        "Partez de la page gloutonne\u00a0: échangez une rangée contre une autre, ou deux entre elles, et recalculez.",
        "Begin with the greedy page: exchange a row for another, or two for each other, and reckon again.",
        form=PAGE,
        example="CAF",
        worked_fr=f"{better} pages sur {len(pool.values)} battent la gloutonne. La meilleure\u00a0: "
        f"{product(pool, pool.best)}",
        worked_en=f"{better} pages of {len(pool.values)} beat the greedy one. The best: {product(pool, pool.best)}",
        pool=pool,
    )
