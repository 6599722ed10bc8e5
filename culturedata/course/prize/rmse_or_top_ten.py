"""Why RMSE is not the top ten: the same recommenders, in order by both, on the library's own figures."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

import msgspec

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.course.prize import _ratings
from culturedata.errors import ExerciseError
from culturedata.store.catalogue.works import rows
from culturedata.store.people.measurements import said

LETTERS = "ABCD"
RATING, RANKING = ("baseline", "knn-baseline", "svd"), "popular"  # who predicts ratings, and who only ranks
SPLIT = "by time"
METRICS = ("rmse", "ndcg", "precision")
COMMAND = (
    f"culturedata evaluate {' '.join((*RATING, RANKING))} --split time {' '.join(f'--metric {m}' for m in METRICS)}"
    " --keep -L demo"
)
_FIGURES = """SELECT recommender, config, metric, mean FROM measurements
WHERE split LIKE ? || ', last %' AND metric IN (?, ?, ?) AND coalesce(k, 10) = 10 AND fingerprint = ? AND hidden = 0
  AND share = 1 AND seed = 0 AND mean IS NOT NULL ORDER BY measurement_id"""
Measured = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The recommenders by their letters, two of them whose RMSE is compared, one whose slates are counted."""

    named: dict[str, str]
    worse: str
    better: str
    counted: str


class RmseOrTopTen(Exercise):
    """Who is first by RMSE, who by NDCG; how little an RMSE tells two apart whose slates are worlds apart."""

    name = "rmse-or-top-ten"
    summary = "Why RMSE is not the top ten: the same recommenders put in order by both, on real ratings"
    summary_fr = (
        "Pourquoi la RMSE n’est pas le top dix : les mêmes modèles rangés par l’une et l’autre, sur de vraies notes"
    )
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        found = measured(library(culture))
        order = random.sample((*RATING, RANKING), len(LETTERS))
        one, other = sorted(random.sample(RATING, 2), key=lambda name: found[name, "rmse"])
        mine = Drawn(dict(zip(LETTERS, order, strict=True)), other, one, random.choice((*RATING, RANKING)))
        return Sheet(_data(mine, 0), _data(mine, 1), (*_first(mine, found), *_how_much(mine, found)))


def measured(culture: sqlite3.Connection) -> Measured:
    """The latest figures by recommender and metric, of today's ratings and default options. Raises ExerciseError."""
    dataset = _ratings.ratings(culture)
    with _ratings.beside(culture) as found:
        lines = rows(found.audience, _FIGURES, [SPLIT, *METRICS, dataset.fingerprint])
    plain = {name: said(msgspec.to_builtins(_ratings.make(name).config)) for name in (*RATING, RANKING)}
    figures = {
        (line["recommender"], line["metric"]): float(line["mean"])
        for line in lines
        if line["config"] == plain.get(line["recommender"])
    }
    wanted = [(name, m) for name in (*RATING, RANKING) for m in METRICS if (name, m) != (RANKING, "rmse")]
    if not all(one in figures for one in wanted):
        raise ExerciseError("the figures that it compares were not measured in this library.", f"Do it: {COMMAND}.")
    return figures


def _data(mine: Drawn, lang: int) -> str:
    words = (
        ("lettre", "modèle", f"Votre paire : `{mine.better}` et `{mine.worse}`. Vos sélections : celles de "
         f"`{mine.counted}`."),
        ("letter", "model", f"Your pair: `{mine.better}` and `{mine.worse}`. Your slates: those of `{mine.counted}`."),
    )[lang]  # fmt: skip
    return f"{table(words[:2], [(letter, f'`{name}`') for letter, name in mine.named.items()])}\n\n{words[2]}"


def _first(mine: Drawn, found: Measured) -> tuple[Part, ...]:
    letters = {name: letter for letter, name in mine.named.items()}
    by_rmse = min(RATING, key=lambda name: found[name, "rmse"])
    by_ndcg = max((*RATING, RANKING), key=lambda name: found[name, "ndcg"])
    return (
        Part(
            "Quelle lettre a la plus petite RMSE ?",
            "Which letter has the smallest RMSE?",
            letters[by_rmse],
            "Tableau de la commande, lignes « rmse », colonne « figure » : la plus petite. Un modèle n’en a pas.",
            "The command’s table, lines “rmse”, column “figure”: the smallest. One model has none.",
            form="[ABCD]",
            example="A, B, C or D",
        ),
        Part(
            "Quelle lettre a le plus grand NDCG ?",
            "Which letter has the largest NDCG?",
            letters[by_ndcg],
            "Lignes « ndcg@10 » : la plus grande.",
            "Lines “ndcg@10”: the largest.",
            form="[ABCD]",
            example="A, B, C or D",
        ),
    )


def _how_much(mine: Drawn, found: Measured) -> tuple[Part, ...]:
    better, worse = found[mine.better, "rmse"], found[mine.worse, "rmse"]
    return (
        Part(
            "De combien de pour cent la RMSE du moins bon de votre paire dépasse-t-elle celle du meilleur ?",
            "By how many per cent is the RMSE of the worse of your pair above that of the better?",
            100 * (worse / better - 1),
            "(la plus grande ÷ la plus petite − 1) × 100.",
            "(the larger ÷ the smaller − 1) × 100.",
            tolerance=0.02,
        ),
        Part(
            "Sélections du meilleur de votre paire : combien de films sur mille ont été aimés ensuite ?",
            "Slates of the better of your pair: how many films of a thousand were liked afterwards?",
            1000 * found[mine.better, "precision"],
            "« precision@10 » est cette part, entre 0 et 1.",
            "“precision@10” is that share, between 0 and 1.",
            tolerance=0.1,
        ),
        Part(
            "Et celles du moins bon ?",
            "And those of the worse?",
            1000 * found[mine.worse, "precision"],
            "Le même calcul, sur l’autre ligne.",
            "The same, from the other line.",
            tolerance=0.1,
        ),
        Part(
            "Vos sélections : quelle part du meilleur NDCG de tous atteignent-elles (entre 0 et 1) ?",
            "Your slates: which share of the best NDCG of all do they reach (between 0 and 1)?",
            found[mine.counted, "ndcg"] / max(found[name, "ndcg"] for name in (*RATING, RANKING)),
            "NDCG de ce modèle ÷ le plus grand NDCG du tableau.",
            "NDCG of this model ÷ the largest NDCG of the table.",
            tolerance=0.005,
        ),
    )
