"""What goes together beyond chance, by hand: five songs in a few playlists, and their PPMI."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, table
from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.choices.cooccurrence import Cooccurrence

SONGS = "ABCDE"
LISTS = (8, 10)  # few enough to be counted by hand
_APART = 0.05  # between the best and the next best: rounding can't exchange them
Playlist = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked of a song: the partner with which it shares most lists, and the one with which it goes best."""

    song: int
    commonest: int
    best: int


def ppmi(playlists: Sequence[Playlist], song: int) -> list[float]:
    """How much each of the songs goes with `song` beyond chance, 0 for itself: what `cooccurrence` learns of them.

    All 0 where it goes with none.
    """
    rows = [(number, one) for number, playlist in enumerate(playlists) for one in playlist]
    users, items = np.array(rows, dtype=np.int32).T.copy()
    dataset = Dataset(
        name="playlists",
        provenance="simulated",
        scale=(1.0, 1.0),
        user_ids=Vocabulary(tuple(f"playlist {number}" for number in range(1, len(playlists) + 1))),
        item_ids=Vocabulary(tuple(SONGS)),
        users=users,
        items=items,
        values=np.ones(len(rows), dtype=np.float32),
        times=np.zeros(len(rows), dtype=np.int64),
    )
    learnt = Cooccurrence(least=1, thin=0).fit(dataset)
    if not np.diff(learnt.state.indptr)[song]:
        return [0.0] * len(SONGS)
    said: list[float] = learnt.score(Query(None, np.array([song], dtype=np.int32))).tolist()
    return said


def holding(playlists: Sequence[Playlist], *songs: int) -> int:
    """In how many lists all these songs stand."""
    return sum(set(songs) <= set(playlist) for playlist in playlists)


def asked(playlists: Sequence[Playlist], song: int) -> Pair | None:
    """The partners of `song`, if it is clear who they are, and if they are two."""
    others = [other for other in range(len(SONGS)) if other != song]
    shared = {other: holding(playlists, song, other) for other in others}
    beyond = ppmi(playlists, song)
    commonest, best = max(others, key=shared.__getitem__), max(others, key=beyond.__getitem__)
    clear = all(shared[commonest] > shared[other] for other in others if other != commonest) and all(
        beyond[best] > beyond[other] + _APART for other in others if other != best
    )
    return Pair(song, commonest, best) if clear and commonest != best else None


class ChosenTogether(Exercise):
    """The song that stands with another most often is not the one that goes with it best: everybody has it."""

    name = "chosen-together"
    summary = "What goes together: two songs that share more playlists than chance would bring about (PPMI)"
    summary_fr = "Ce qui va ensemble\u00a0: deux chansons qui partagent plus de listes que par hasard (PPMI)"
    needs_ratings = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        playlists, pair = drawn(random)
        song, best = SONGS[pair.song], SONGS[pair.best]
        lines = [
            (number, *("×" if one in playlist else "" for one in range(len(SONGS))))
            for number, playlist in enumerate(playlists, 1)
        ]
        return Sheet(
            f"**{len(playlists)}** listes de lecture, et les chansons qui y sont (×).\n\n"
            + table(("liste", *SONGS), lines),
            f"**{len(playlists)}** playlists, and the songs that stand in them (×).\n\n"
            + table(("playlist", *SONGS), lines),
            (
                *_partners(pair),
                Part(
                    f"Quelle part des listes contient à la fois {song} et {best} (entre 0 et 1)\u00a0?",
                    f"Which share of the playlists holds both {song} and {best} (between 0 and 1)?",
                    holding(playlists, pair.song, pair.best) / len(playlists),
                    "Les listes qui ont les deux ÷ toutes les listes.",
                    "The playlists that have both ÷ all playlists.",
                    tolerance=0.006,
                ),
                Part(
                    f"Combien vaut PPMI({song}, {best})\u00a0?",
                    f"What is PPMI({song}, {best})?",
                    ppmi(playlists, pair.song)[pair.best],
                    "ln de la part des deux ÷ (part de l’une × part de l’autre)\u00a0; 0 si c’est négatif.",
                    "ln of the share of both ÷ (share of the one × share of the other); 0 if that is below zero.",
                    tolerance=0.01,
                ),
            ),
        )


def _partners(pair: Pair) -> tuple[Part, Part]:
    song = SONGS[pair.song]
    return (
        Part(
            f"Quelle chanson partage le plus de listes avec {song} (lettre)\u00a0?",
            f"Which song shares most playlists with {song} (letter)?",
            SONGS[pair.commonest],
            f"Comptez les lignes où {song} et l’autre chanson ont toutes deux une croix.",
            f"Count the lines in which both {song} and the other song have a cross.",
            form="[A-E]",
            example="A, B, C, D or E",
        ),
        Part(
            f"Quelle chanson va le mieux avec {song}, par le PPMI (lettre)\u00a0?",
            f"Which song goes best with {song}, by PPMI (letter)?",
            SONGS[pair.best],
            "Celle que l’on trouve partout n’y gagne rien\u00a0: on divise par sa propre part.",
            "One that is found everywhere gains nothing by that: one divides by its own share.",
            form="[A-E]",
            example="A, B, C, D or E",
        ),
    )


def drawn(random: random.Random) -> tuple[list[Playlist], Pair]:
    """Playlists of two to four songs, one of which stands in most of them, and a song with two clear partners."""
    while True:
        common, song, *others = random.sample(range(len(SONGS)), len(SONGS))
        playlists = []
        for _ in range(random.choice(LISTS)):
            liked = [common] * (random.random() < 0.8) + [one for one in (song, *others) if random.random() < 0.45]
            playlists.append(tuple(sorted(liked)))
        pair = asked(playlists, song) if all(2 <= len(one) <= 4 for one in playlists) else None
        if pair is not None:
            return playlists, pair
