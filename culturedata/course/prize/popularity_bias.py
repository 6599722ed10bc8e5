"""Popularity bias: which share of what is recommended everybody knows already, against the share people chose."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.course.prize import _ratings
from culturedata.errors import ExerciseError

MODELS = ("baseline", "knn-baseline", "popular", "svd")
HEAD = 0.2  # of the films that somebody rated, the most rated ones
SLATE = 10
MIDDLING = (30, 150)  # ratings of the people who are drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A recommender's slate for somebody: id, titles and number of ratings; what the person and all people rated.

    A film is known from `least` ratings. `own` and `everybody` are (ratings of known films, all ratings).
    """

    model: str
    user: str
    source: str
    least: int
    films: list[tuple[str, tuple[str, str], int]]
    own: tuple[int, int]
    everybody: tuple[int, int]

    @property
    def known(self) -> int:
        """How many films of the slate are known."""
        return sum(rated >= self.least for _, _, rated in self.films)


class PopularityBias(Exercise):
    """One real slate against its person's own ratings; the effective catalogue size of three films by hand."""

    name = "popularity-bias"
    summary = "Popularity bias: what everybody knows takes more of a top ten than of people’s own ratings"
    summary_fr = "Le biais de popularité : le connu prend plus de place dans les dix premiers que dans les notes"
    needs_library = True
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        mine, shown = _drawn(random, library(culture)), sorted(random.sample(range(1, 31), 3), reverse=True)
        return Sheet(_data(mine, shown, 0), _data(mine, shown, 1), (*_counted(mine), *_by_hand(shown)))


def least(rated: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """From how many ratings a film is one of the most rated fifth (with all that have as many as the last of them)."""
    there = np.sort(rated[rated > 0])[::-1]
    return int(there[max(1, round(HEAD * len(there))) - 1])


def _drawn(random: random.Random, culture: sqlite3.Connection) -> Drawn:
    name = random.choice(MODELS)
    model = _ratings.trained(culture, name)
    data = model.dataset
    rated = np.bincount(data.items, minlength=len(data.item_ids))
    many, from_ = np.bincount(data.users, minlength=len(data.user_ids)), least(rated)
    known = np.bincount(data.users, weights=rated[data.items] >= from_, minlength=len(data.user_ids))
    most = min(MIDDLING[1], len(data.item_ids) - SLATE)  # so that ten films are left
    people = np.flatnonzero((many >= MIDDLING[0]) & (many <= most) & (known > 0)).tolist()
    if not people:
        raise ExerciseError(
            "nobody here rated 30 to 150 films, known ones among them.", "culturedata demo makes a larger library."
        )
    user = random.choice(people)
    slate = model.recommend(model.query(user), SLATE, reasons=False).items.tolist()
    ids = data.item_ids.names(np.array(slate, dtype=np.int32))
    named, own = _ratings.titles(culture, ids), data.items[data.users == user]
    return Drawn(
        name, data.user_ids.ids[user], _ratings.source(data), from_,
        [(id_, named[id_], int(rated[item])) for id_, item in zip(ids, slate, strict=True)],
        (int((rated[own] >= from_).sum()), len(own)), (int((rated[data.items] >= from_).sum()), len(data)),
    )  # fmt: skip


def _data(mine: Drawn, shown: list[int], lang: int) -> str:
    said = (
        (f"Votre modèle : `{mine.model}`. Votre personne : `{mine.user}`. Un film est connu à partir de "
         f"**{mine.least}** notes : c’est le cinquième des films le plus noté. Ses dix premiers :",
         ("rang", "film", "titre", "notes"), "Refaites-le, puis comptez ses notes, et celles de tout le monde :",
         f"Trois films inventés sont montrés **{shown[0]}**, **{shown[1]}** et **{shown[2]}** fois."),
        (f"Your model: `{mine.model}`. Your person: `{mine.user}`. A film is known from **{mine.least}** ratings on: "
         "that is the fifth of films that is rated most. Their top ten:",
         ("rank", "film", "title", "ratings"), "Make it again, then count their own ratings, and everybody’s:",
         f"Three invented films are shown **{shown[0]}**, **{shown[1]}** and **{shown[2]}** times."),
    )[lang]  # fmt: skip
    lines = [(n, id_, titles[lang], rated) for n, (id_, titles, rated) in enumerate(mine.films, 1)]
    counting = (
        f"WITH films AS (SELECT item, count(*) AS people FROM ratings WHERE source = '{mine.source}' GROUP BY item) "
        f"SELECT sum(people >= {mine.least}) AS known, count(*) AS rated FROM ratings JOIN films USING (item)"
    )
    own = f"JOIN users USING (user) WHERE user_id = '{mine.user}'"
    commands = (
        f"culturedata recommend {mine.user} -r {mine.model}{(' --lang fr', '')[lang]} -L demo",
        f'sqlite-utils demo/audience.db "{counting} {own}"',
        f'sqlite-utils demo/audience.db "{counting}"',
    )
    blocks = "\n\n".join(f"```sh\n{command}\n```" for command in commands)
    return f"{said[0]}\n\n{table(said[1], lines)}\n\n{said[2]}\n\n{blocks}\n\n{said[3]}"


def _counted(mine: Drawn) -> tuple[Part, ...]:
    own, slate = mine.own[0] / mine.own[1], mine.known / len(mine.films)
    return (
        Part(
            "Combien des dix films recommandés sont connus ?",
            "How many of the ten recommended films are known?",
            float(mine.known),
            "Comptez les lignes dont le nombre de notes atteint le seuil.",
            "Count the lines whose number of ratings reaches the threshold.",
        ),
        Part(
            "Quelle part des notes de votre personne va à des films connus (entre 0 et 1) ?",
            "Which share of your person’s ratings goes to known films (between 0 and 1)?",
            own,
            "Deuxième commande : known ÷ rated.",
            "Second command: known ÷ rated.",
            tolerance=0.005,
        ),
        Part(
            "Quel est le biais : la part recommandée ÷ la part notée ?",
            "What is the bias: share recommended ÷ share rated?",
            slate / own,
            "Films connus parmi les dix, divisés par 10, puis par la part précédente. 1 : aucun biais.",
            "Known films among the ten, divided by 10, then by the share before. 1: no bias.",
            tolerance=0.02,
        ),
        Part(
            "Quelle part de toutes les notes va à des films connus (entre 0 et 1) ?",
            "Which share of all ratings goes to known films (between 0 and 1)?",
            mine.everybody[0] / mine.everybody[1],
            "Troisième commande : known ÷ rated.",
            "Third command: known ÷ rated.",
            tolerance=0.005,
        ),
    )


def effective_size(shown: list[int]) -> float:
    """ECS = 2 Σ i·p_i − 1, in falling order of p."""
    falling = sorted(shown, reverse=True)
    return 2 * sum(place * times for place, times in enumerate(falling, 1)) / sum(falling) - 1


def _by_hand(shown: list[int]) -> tuple[Part, ...]:
    size = effective_size(shown)
    return (
        Part(
            "Films inventés : quelle est la taille effective de ce catalogue de trois films (de 1 à 3) ?",
            "Invented films: what is the effective size of this catalogue of three films (from 1 to 3)?",
            size,
            "Du plus montré au moins montré : 1 × le premier + 2 × le deuxième + 3 × le troisième ; fois 2 ; divisé "
            "par leur somme ; moins 1.",
            "From the most to the least shown: 1 × the first + 2 × the second + 3 × the third; times 2; divided by "
            "their sum; less 1.",
            tolerance=0.006,
        ),
        Part(
            "Et leur coefficient de Gini (0 : tous montrés également) ?",
            "And their Gini coefficient (0: all are shown alike)?",
            1 - size / len(shown),
            "1 − taille effective ÷ nombre de films.",
            "1 − effective size ÷ number of films.",
            tolerance=0.005,
        ),
    )
