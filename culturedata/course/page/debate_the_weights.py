"""What the weights of a page do to its figures, on the library's own ratings, for who is to argue for some of them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from culturedata.course._base import Exercise, Part, Sheet, Slip, table
from culturedata.course.prize import _ratings
from culturedata.data.pages import Patience, examined
from culturedata.errors import ExerciseError, UsageError
from culturedata.recommend.pages.aim import Weights
from culturedata.recommend.pages.layout import Shape
from culturedata.store.library import Library

if TYPE_CHECKING:
    from culturedata.workflow.judging.pages import Ready

RECOMMENDER, STRATEGY, PEOPLE = "cooccurrence", "stagewise", 12
SHAPE = Shape.of("desk", 4, 4)
SETTINGS = ((0.0, 0.0), (0.9, 0.0), (0.0, 0.9), (0.9, 0.9))  # discovery and breadth
PAIRS = tuple((a, b) for a in SETTINGS for b in SETTINGS if (a[0] == b[0]) != (a[1] == b[1]))
METRICS = ("recall@4x4", "page value", "diversity", "novelty", "calibration")
LESS_IS_BETTER = ("calibration",)
DIGITS = 4  # as figures are printed
_USUAL = Patience()
_FEW = ("nobody rated enough films in this library.", "culturedata demo makes one.")
Setting = tuple[float, float]
Measured = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Two settings that differ in one weight, three of the figures, and the patience of somebody on another screen."""

    settings: tuple[Setting, Setting]
    asked: tuple[str, str, str]
    patience: Patience


class DebateTheWeights(Exercise):
    """The same people and works under two settings: what a weight gives, what it costs, and who would want it."""

    name = "debate-the-weights"
    summary = "Let us debate the indicators: what the weights of a page give and cost, and who would want them"
    summary_fr = "Débattons des indicateurs\u00a0: ce que les poids d’une page donnent et coûtent, et qui les voudrait"
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        one, two, three = random.sample(METRICS, 3)
        patience = Patience(random.randrange(40, 75, 5) / 100, random.randrange(40, 80, 5) / 100)
        mine = Drawn(random.choice(PAIRS), (one, two, three), patience)
        figures = tuple(measured(culture, setting) for setting in mine.settings)
        return Sheet(
            _data(mine, 0),
            _data(mine, 1),
            (
                _figure(mine, *figures),
                _change(mine, *figures),
                _per_cent(mine, *figures),
                _better(*figures),
                _far(mine),
            ),
        )


def command(setting: Setting) -> str:
    """What prints the figures of a setting."""
    return (
        f"culturedata evaluate-page --recommender {RECOMMENDER} --strategy {STRATEGY} --rows {SHAPE.rows} "
        f"--columns {SHAPE.columns} --people {PEOPLE} {options(setting)} -L demo"
    )


def options(setting: Setting) -> str:
    """The weights as they are typed."""
    return f"--discovery {setting[0]:g} --breadth {setting[1]:g}"


def measured(culture: sqlite3.Connection | None, setting: Setting) -> Measured:
    """The figures that `command` prints of a setting, by metric. Raises ExerciseError for a library without ratings."""
    _ratings.ratings(culture)
    with _ratings.beside(culture) as found:
        return _measured(found.folder, _ratings.stamp(found.folder), setting)


@lru_cache(maxsize=2 * len(SETTINGS))
def _measured(folder: Path, stamp: _ratings.Stamp, setting: Setting) -> Measured:
    from culturedata.workflow.judging.pages import Asked, judge_ready

    asked = Asked((STRATEGY,), SHAPE, people=PEOPLE, weights=Weights(*setting))
    judged = judge_ready(_ready(folder, stamp), asked)
    found = {one.metric: one.mean for one in judged.measurements if one.mean is not None}
    if not found.keys() >= set(METRICS):
        raise ExerciseError(*_FEW)
    return {name: round(found[name], DIGITS) for name in METRICS}


@lru_cache(maxsize=1)
def _ready(folder: Path, stamp: _ratings.Stamp) -> Ready:
    from culturedata.workflow.judging.pages import ready

    with Library.open(folder) as library:
        try:
            return ready(library, RECOMMENDER, _ratings.DOMAIN)
        except UsageError as error:
            raise ExerciseError(*_FEW) from error


def _data(mine: Drawn, lang: int) -> str:
    heads = (("réglage", "poids"), ("setting", "weights"))[lang]
    lines = [(letter, f"`{options(one)}`") for letter, one in zip("AB", mine.settings, strict=True)]
    one, two, three = (f"`{name}`" for name in mine.asked)
    row, column = mine.patience.row, mine.patience.column
    usual = f"{_USUAL.row:g}", f"{_USUAL.column:g}"
    told = (
        f"Vos mesures\u00a0: {one} (question 1), {two} (2), {three} (3). Sur un autre écran, on passe à la rangée "
        f"suivante avec la chance **{row:.2f}** (au lieu de {usual[0]}), à la place suivante avec **{column:.2f}** (au "
        f"lieu de {usual[1]}).",
        f"Your figures: {one} (question 1), {two} (2), {three} (3). On another screen one goes on to the next row with "
        f"the chance **{row:.2f}** (in place of {usual[0]}), to the next place with **{column:.2f}** (in place of "
        f"{usual[1]}).",
    )[lang]
    return f"{table(heads, lines)}\n\n{told}"


def _figure(mine: Drawn, a: Measured, b: Measured) -> Part:
    name = mine.asked[0]
    return Part(
        f"Que vaut `{name}` avec le réglage A\u00a0?",
        f"What is `{name}` with setting A?",
        a[name],
        "La colonne « figure » de la commande, avec les poids de A.",
        "The column “figure” of the command, with the weights of A.",
        tolerance=0.0006,
        slips=(Slip(b[name], "C’est le chiffre du réglage B.", "That is the figure of setting B."),),
        worked_fr=f"`{command(mine.settings[0])}`\u00a0: {a[name]:.4f}",
        worked_en=f"`{command(mine.settings[0])}`: {a[name]:.4f}",
    )


def _change(mine: Drawn, a: Measured, b: Measured) -> Part:
    name = mine.asked[1]
    return Part(
        f"De combien `{name}` change-t-elle de A à B (B moins A)\u00a0?",
        f"By how much does `{name}` change from A to B (B less A)?",
        b[name] - a[name],
        "Deux commandes, une par réglage\u00a0; négatif si le chiffre baisse.",
        "Two commands, one a setting; below zero if the figure falls.",
        tolerance=0.0011,
        slips=(
            Slip(a[name] - b[name], "Le signe\u00a0: B moins A.", "The sign: B less A."),
            Slip(b[name], "C’est le chiffre de B\u00a0: retranchez celui de A.", "That is B’s figure: take away A’s."),
            Slip(a[name], "C’est le chiffre de A\u00a0: B moins A.", "That is A’s figure: B less A."),
        ),
        worked_fr=f"{b[name]:.4f} − {a[name]:.4f} = {signed(b[name] - a[name])}",
        worked_en=f"{b[name]:.4f} − {a[name]:.4f} = {signed(b[name] - a[name])}",
    )


def signed(value: float) -> str:
    """A figure as it is written down, with a minus."""
    return f"{value:.4f}".replace("-", "−")


def _per_cent(mine: Drawn, a: Measured, b: Measured) -> Part:
    name = mine.asked[2]
    before, after = a[name], b[name]
    share = 100 * (after / before - 1) if before else 0.0
    back = 100 * (before / after - 1) if after else 0.0
    return Part(
        f"De combien de pour cent `{name}` change-t-elle de A à B\u00a0?",
        f"By how many per cent does `{name}` change from A to B?",
        share,
        "(B ÷ A − 1) × 100, négatif si le chiffre baisse.",
        "(B ÷ A − 1) × 100, below zero if the figure falls.",
        tolerance=0.2,
        slips=(
            Slip(-share, "Le signe\u00a0: positif si B est plus grand.", "The sign: above zero if B is larger."),
            Slip(back, "À l’envers\u00a0: divisez B par A.", "The other way round: divide B by A."),
            Slip(100 * (after - before), "C’est l’écart\u00a0: divisez par A.", "That is the difference: divide by A."),
        ),
        worked_fr=f"({after:.4f} ÷ {before:.4f} − 1) × 100 = {signed(share)}",
        worked_en=f"({after:.4f} ÷ {before:.4f} − 1) × 100 = {signed(share)}",
    )


def _better(a: Measured, b: Measured) -> Part:
    rising = [name for name in METRICS if b[name] > a[name]]
    better = [name for name in METRICS if (b[name] < a[name] if name in LESS_IS_BETTER else b[name] > a[name])]
    told = ", ".join(f"`{name}`" for name in better) or "∅"
    return Part(
        "De A à B, combien des cinq indicateurs s’améliorent\u00a0?",
        "From A to B, how many of the five indicators get better?",
        float(len(better)),
        "recall, page value, diversity, novelty\u00a0: plus grand est mieux\u00a0; calibration est une distance.",
        "recall, page value, diversity, novelty: larger is better; calibration is a distance.",
        slips=(
            Slip(
                float(len(rising)),
                "La calibration est une distance au goût de la personne\u00a0: qu’elle monte n’est pas mieux.",
                "Calibration is a distance from the person’s taste: it is no better when it rises.",
            ),
        ),
        worked_fr=told,
        worked_en=told,
    )


def _far(mine: Drawn) -> Part:
    patience = mine.patience
    chance = float(examined(3, 2, patience)[2, 1])
    sums = f"{patience.row:.2f} × {patience.row:.2f} × {patience.column:.2f} = {chance:.4f}"
    return Part(
        "Sur l’autre écran, avec quelle chance regarde-t-on la place 2 de la rangée 3\u00a0?",
        "On the other screen, with which chance is place 2 of row 3 looked at?",
        chance,
        "Deux rangées plus bas, une place plus à droite\u00a0: autant de pas, autant de facteurs.",
        "Two rows down, one place to the right: as many steps, as many factors.",
        tolerance=0.003,
        slips=(
            Slip(
                patience.row**3 * patience.column**2,
                "Un pas de trop dans chaque sens\u00a0: la rangée 1, place 1 est toujours regardée.",
                "One step too many each way: row 1, place 1 is always looked at.",
            ),
            Slip(
                float(examined(3, 2, _USUAL)[2, 1]),
                "C’est celle de l’écran habituel.",
                "That is the one of the usual screen.",
            ),
        ),
        worked_fr=sums,
        worked_en=sums,
    )
