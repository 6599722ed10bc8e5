"""Composing an exhibition by hand: two of four works that show as many of five themes as can be."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from culturedata.course._base import Exercise, Part, Sheet, library, table
from culturedata.errors import ExerciseError

LETTERS = "ABCD"
PAIRS = tuple(combinations(range(len(LETTERS)), 2))
THEMES = 5
MOST = 3000  # works that are looked through
COMMON = 40  # subjects, of which the themes are drawn
_SUBJECTS = f"""SELECT w.work_id, w.title, wt.term_id, coalesce(t.label_fr, t.label), coalesce(t.label_en, t.label)
FROM (SELECT work_id, title FROM works WHERE domain = 'museum' AND work_id IN
        (SELECT work_id FROM work_terms WHERE facet = 'subject') ORDER BY work_id LIMIT {MOST}) AS w
JOIN work_terms AS wt USING (work_id) JOIN terms AS t USING (term_id)
WHERE wt.facet = 'subject' ORDER BY w.work_id, wt.term_id"""
_TRIES, _SHUFFLES = 100, 300


@dataclass(frozen=True, slots=True)
class Room:
    """Four works by their titles, five themes in French and English, and which work shows which theme."""

    titles: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]
    shows: tuple[frozenset[int], ...]

    def covers(self, *works: int) -> int:
        """How many themes these works show together."""
        return len(frozenset().union(*(self.shows[work] for work in works)))

    def greedy(self) -> list[int]:
        """The two works that are taken by how many themes each adds; of equals the first by letter."""
        chosen: list[int] = []
        while len(chosen) < 2:
            seen = frozenset().union(*(self.shows[work] for work in chosen))
            chosen.append(max(range(len(LETTERS)), key=lambda work: (len(self.shows[work] - seen), -work)))
        return chosen

    def best(self, without: int | None = None) -> int:
        """How many themes the best pair shows; without one of the works, if that is said."""
        return max(self.covers(*pair) for pair in PAIRS if without not in pair)

    @property
    def by_chance(self) -> float:
        """How many themes a pair shows on average, if it is drawn."""
        return sum(self.covers(*pair) for pair in PAIRS) / len(PAIRS)


class ExhibitionByHand(Exercise):
    """Maximum coverage with four works and five themes: the greedy choice, the best choice, and a constraint."""

    name = "exhibition"
    summary = "Compose an exhibition under constraints: two of four works, as many of five themes as can be"
    summary_fr = "Composer une exposition sous contraintes : deux œuvres sur quatre, le plus possible de cinq thèmes"
    needs_library = True

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        room = _drawn(random, library(culture))
        closed = random.choice(room.greedy())
        return Sheet(
            _table(room, 0) + f"\n\nL’œuvre qui n’a pas d’image libre : {LETTERS[closed]}.",
            _table(room, 1) + f"\n\nThe work without an open picture: {LETTERS[closed]}.",
            (*_chosen(room), *_counted(room, closed)),
        )


def _drawn(random: random.Random, culture: sqlite3.Connection) -> Room:
    """Four works and five of the commonest subjects; in many cases the greedy choice is not the best one.

    Raises ExerciseError if the library has no such works.
    """
    titles: dict[str, str] = {}
    subjects: dict[str, set[str]] = defaultdict(set)
    named: dict[str, tuple[str, str]] = {}
    for work_id, title, term, french, english in culture.execute(_SUBJECTS):
        titles[work_id] = title
        subjects[work_id].add(term)
        named[term] = (french, english)
    counted = Counter(term for terms in subjects.values() for term in terms)
    common = [term for term, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:COMMON]]
    rich = [work for work, terms in subjects.items() if len(terms & set(common)) >= 3]
    wanted = random.sample(range(len(LETTERS)), 2)
    for _ in range(_TRIES if rich else 0):
        first = random.sample(sorted(subjects[random.choice(rich)] & set(common)), 3)
        beside = sorted(
            {t for terms in subjects.values() if terms & set(first) for t in terms} & set(common) - set(first)
        )
        if len(beside) < THEMES - len(first):
            continue
        themes = random.sample([*first, *random.sample(beside, THEMES - len(first))], THEMES)
        by_set: dict[frozenset[int], list[str]] = defaultdict(list)
        for work, terms in subjects.items():
            by_set[frozenset(n for n, term in enumerate(themes) if term in terms)].append(work)
        sets = [some for some in by_set if some]
        trap = len(LETTERS) - 1 not in wanted and random.random() < 0.95  # the last letter wins no tie: no trap with it
        for _ in range(_SHUFFLES if len(sets) >= len(LETTERS) else 0):
            shows = tuple(random.sample(sets, len(LETTERS)))
            if not _teaches(Room((), (), shows), wanted, trap):
                continue
            works = (random.choice(by_set[some]) for some in shows)
            return Room(tuple(titles[work] for work in works), tuple(named[term] for term in themes), shows)
    raise ExerciseError("the works of this library name too few subjects.", "Import sample-museum.")


def _teaches(room: Room, wanted: list[int], trap: bool) -> bool:
    """Whether all themes are shown, the greedy choice is the pair that is `wanted`, and not the best one (`trap`)."""
    if room.covers(*range(len(LETTERS))) < THEMES or room.greedy() != wanted:
        return False
    reached = room.covers(*wanted)
    return reached > room.covers(wanted[0]) and (room.best() > reached) == trap


def _table(room: Room, lang: int) -> str:
    heads = ("thème", "theme")[lang], *LETTERS
    lines = [(theme[lang], *("×" if n in some else "" for some in room.shows)) for n, theme in enumerate(room.themes)]
    works = "\n".join(
        f"- {letter}. {f'« {title} »' if lang == 0 else title}"
        for letter, title in zip(LETTERS, room.titles, strict=True)
    )
    return f"{works}\n\n{table(heads, lines)}"


def _chosen(room: Room) -> tuple[Part, ...]:
    first, second = room.greedy()
    return (
        Part(
            "Quelle œuvre le choix glouton prend-il d’abord (A, B, C ou D) ?",
            "Which work does the greedy choice take first (A, B, C or D)?",
            LETTERS[first],
            "Celle qui montre le plus de thèmes : comptez les croix. À égalité, la première dans l’alphabet.",
            "The one that shows most themes: count the crosses. Of equals, the first by the alphabet.",
            form="[ABCD]",
            example="A, B, C or D",
        ),
        Part(
            "Laquelle prend-il ensuite ?",
            "Which one does it take next?",
            LETTERS[second],
            "Rayez les thèmes déjà montrés, puis recomptez les croix qui restent.",
            "Cross out the themes that are shown already, then count the crosses that are left.",
            form="[ABCD]",
            example="A, B, C or D",
        ),
    )


def _counted(room: Room, closed: int) -> tuple[Part, ...]:
    pair = room.greedy()
    one, other = (room.shows[work] for work in pair)
    return (
        Part(
            "Combien de thèmes la meilleure des six paires montre-t-elle ?",
            "How many themes does the best of the six pairs show?",
            float(room.best()),
            "Essayez les six : AB, AC, AD, BC, BD, CD. Un thème montré deux fois compte une fois.",
            "Try all six: AB, AC, AD, BC, BD, CD. A theme that is shown twice counts once.",
        ),
        Part(
            "Combien de thèmes une paire tirée au sort montre-t-elle en moyenne ?",
            "How many themes does a pair drawn by lot show on average?",
            room.by_chance,
            "Additionnez les thèmes des six paires, puis divisez par six.",
            "Add up the themes of the six pairs, then divide by six.",
            tolerance=0.02,
        ),
        Part(
            "Quelle part du meilleur le choix glouton atteint-il (entre 0 et 1) ?",
            "Which share of the best does the greedy choice reach (between 0 and 1)?",
            room.covers(*pair) / room.best(),
            "Thèmes de la paire gloutonne ÷ thèmes de la meilleure paire.",
            "Themes of the greedy pair ÷ themes of the best pair.",
            tolerance=0.01,
        ),
        Part(
            "Combien de thèmes la meilleure paire montre-t-elle sans l’œuvre qui n’a pas d’image libre ?",
            "How many themes does the best pair show without the work that has no open picture?",
            float(room.best(without=closed)),
            "Rayez sa colonne : il reste trois paires.",
            "Cross out its column: three pairs are left.",
        ),
        Part(
            "Quelle est la distance de Jaccard des deux œuvres du choix glouton (entre 0 et 1) ?",
            "What is the Jaccard distance of the two works of the greedy choice (between 0 and 1)?",
            1 - len(one & other) / len(one | other),
            "1 − thèmes montrés par les deux ÷ thèmes montrés par l’une ou l’autre.",
            "1 − themes shown by both ÷ themes shown by one or the other.",
            tolerance=0.01,
        ),
    )
