"""Recall of the corner of a page by hand, and which row falls when no work may stand twice."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from culturedata.course._base import Exercise, Part, Sheet, Slip, table
from culturedata.evaluate.pages import precision_at, recall_at
from culturedata.recommend.pages.layout import Laid, Shape, lay
from culturedata.recommend.rows._base import Row

LETTERS = "ABCD"
COLUMNS, WORKS, HELD = 3, 14, 4  # places of a row; works there are; works that a row holds
SHAPE = Shape(len(LETTERS), COLUMNS)
CORNER = (2, 2)
_NONE = "∅"


@dataclass(frozen=True)
class Home:
    """Four rows of four works, by their numbers, of which a screen shows three, and the `liked` works, sorted."""

    rows: tuple[tuple[int, ...], ...]
    liked: tuple[int, ...]

    @cached_property
    def printed(self) -> list[tuple[int, ...]]:
        """What is shown if a work may stand twice."""
        return [row[:COLUMNS] for row in self.rows]

    @cached_property
    def laid(self) -> list[Laid]:
        """What is shown if no work may, as every home page is laid."""
        rows = [
            Row("genre", letter, "", np.array(works, dtype=np.int64), len(works), letter, letter)
            for letter, works in zip(LETTERS, self.rows, strict=True)
        ]
        return lay(rows, SHAPE)

    @property
    def once(self) -> list[tuple[int, ...]]:
        """The works of the rows that are left."""
        return [one.works for one in self.laid]

    @property
    def fallen(self) -> list[str]:
        """The letters of the rows that fall."""
        return [letter for letter in LETTERS if letter not in {one.row.key for one in self.laid}]

    @property
    def moved(self) -> dict[str, int]:
        """By the letter of a row that loses one work, the work that takes the empty place: its fourth."""
        return {one.row.key: one.works[-1] for one in self.laid if one.works != tuple(one.row.works[:COLUMNS].tolist())}

    def recall(self, grid: Sequence[Sequence[int]], rows: int = len(LETTERS), columns: int = COLUMNS) -> float:
        """Which share of the liked works stands in the first rows and columns."""
        return recall_at(grid, self.liked, rows, columns)

    def teaches(self, fallen: str) -> bool:
        """Whether that row falls, another loses one work, and both recalls change, none of them being 0 or 1."""
        if self.fallen != [fallen] or len(self.moved) != 1:
            return False
        corners = {self.recall(grid, *CORNER) for grid in (self.printed, self.once)}
        wholes = {self.recall(grid) for grid in (self.printed, self.once)}
        unseen = set(self.liked) - {work for row in (*self.printed, *self.once) for work in row}
        return len(corners) == len(wholes) == 2 and 0 not in corners and bool(unseen)


class RecallTwoByTwo(Exercise):
    """The same four rows with works that stand twice, and laid again so that none does."""

    name = "recall-two-by-two"
    summary = "Recall@2×2 by hand, and which row of a page falls when no work may stand twice"
    summary_fr = "Le rappel@2×2 à la main, et quelle rangée d’une page tombe quand aucune œuvre ne doit revenir"

    def sheet(self, random: random.Random, culture: sqlite3.Connection | None) -> Sheet:
        home = drawn(random)
        return Sheet(_data(home, 0), _data(home, 1), (_printed(home), *_rows(home), *_once(home)))


def drawn(random: random.Random) -> Home:
    """Rows of which B, C or D falls, each as often, and five to eight liked works, one of them on no screen."""
    fallen = random.choice(LETTERS[1:])
    while True:
        rows = tuple(tuple(random.sample(range(1, WORKS + 1), HELD)) for _ in LETTERS)
        liked = tuple(sorted(random.sample(range(1, WORKS + 1), random.randint(5, 8))))
        home = Home(rows, liked)
        if home.teaches(fallen):
            return home


def _data(home: Home, lang: int) -> str:
    heads = (("rangée", "1", "2", "3", "attend"), ("row", "1", "2", "3", "waits"))[lang]
    lines = table(heads, [(letter, *row) for letter, row in zip(LETTERS, home.rows, strict=True)])
    liked = ", ".join(map(str, home.liked))
    told = (
        f"La personne a aimé ensuite **{len(home.liked)}** œuvres\u00a0: {liked}.",
        f"The person liked **{len(home.liked)}** works afterwards: {liked}.",
    )[lang]
    return f"{lines}\n\n{told}"


def _printed(home: Home) -> Part:
    return Part(
        "Page telle qu’elle est imprimée\u00a0: quel est le rappel@2×2 (entre 0 et 1)\u00a0?",
        "The page as it is printed: what is the recall@2×2 (between 0 and 1)?",
        home.recall(home.printed, *CORNER),
        "Œuvres aimées dans les quatre places du coin, chacune une fois ÷ toutes les œuvres aimées, vues ou non.",
        "Liked works in the four places of the corner, each once ÷ all liked works, seen or not.",
        tolerance=0.006,
        slips=_recall_slips(home, home.printed),
        worked_fr=_worked(home, home.printed, 0),
        worked_en=_worked(home, home.printed, 1),
    )


def _recall_slips(home: Home, grid: Sequence[Sequence[int]]) -> tuple[Slip, ...]:
    """Divided by the places, by the liked works that are seen, with a work counted twice, or of the whole page."""
    rows, columns = CORNER
    corner = [work for row in grid[:rows] for work in row[:columns]]
    seen = {work for row in grid for work in row} & set(home.liked)
    once = len(set(corner) & set(home.liked))
    return (
        Slip(
            precision_at(grid, home.liked, rows, columns),
            f"C’est la précision\u00a0: vous avez divisé par les 4 places. Le rappel divise par les {len(home.liked)} "
            "œuvres aimées.",
            f"That is precision: you divided by the 4 places. Recall divides by the {len(home.liked)} liked works.",
        ),
        Slip(
            sum(work in home.liked for work in corner) / len(home.liked),
            "Une œuvre qui est deux fois dans le coin ne compte qu’une fois.",
            "A work that stands twice in the corner counts once.",
        ),
        Slip(
            once / max(len(seen), 1),
            "Divisez par toutes les œuvres aimées, aussi par celles qu’aucun écran ne montre.",
            "Divide by all liked works, those that no screen shows as well.",
        ),
        Slip(
            home.recall(grid),
            "C’est le rappel de la page entière\u00a0: ne regardez que deux rangées et deux colonnes.",
            "That is the recall of the whole page: look at two rows and two columns only.",
        ),
    )


def _worked(home: Home, grid: Sequence[Sequence[int]], lang: int, *, whole: bool = False) -> str:
    """The works of the corner, or of the whole page, those of them that are liked, and the division."""
    rows, columns = (len(LETTERS), COLUMNS) if whole else CORNER
    corner = sorted({work for row in grid[:rows] for work in row[:columns]})
    found = [work for work in corner if work in home.liked]
    works, liked = ", ".join(map(str, corner)), ", ".join(map(str, found)) or _NONE
    words = (("Œuvres", "aimées"), ("Works", "liked"))[lang]
    colon = ("\u00a0:", ":")[lang]
    share = f"{len(found)} ÷ {len(home.liked)} = {home.recall(grid, rows, columns):.4f}"
    return f"{words[0]}{colon} {works}; {words[1]}{colon} {liked}; {share}".replace(";", ("\u00a0;", ";")[lang])


def _rows(home: Home) -> tuple[Part, ...]:
    (fallen,), ((loser, work),) = home.fallen, home.moved.items()
    left = [w for w in home.rows[LETTERS.index(fallen)] if w not in _above(home, fallen)]
    printed = home.rows[LETTERS.index(loser)][:COLUMNS]
    (lost,) = [w for w in printed if w in _above(home, loser)]
    few, left_said = len(left), ", ".join(map(str, left)) or _NONE
    return (
        Part(
            "Aucune œuvre ne doit revenir\u00a0: quelle rangée tombe (B, C ou D)\u00a0?",
            "No work may stand twice: which row falls (B, C or D)?",
            fallen,
            "De haut en bas, rayez dans chaque rangée ce qu’une rangée restée plus haut montre déjà. Sa quatrième "
            "œuvre peut remplacer\u00a0; à moins de trois, la rangée tombe.",
            "From the top, cross out in each row what a row that stayed above shows already. Its fourth work may step "
            "in; with fewer than three the row falls.",
            form="[A-D]",
            example="A, B, C or D",
            slips=(
                Slip(
                    loser,
                    f"{loser} perd une œuvre, mais sa quatrième prend la place\u00a0: il en reste trois.",
                    f"{loser} loses a work, but its fourth takes the place: three are left.",
                ),
                Slip("A", "Rien n’est au-dessus de A\u00a0: elle garde tout.", "Nothing is above A: it keeps all."),
            ),
            worked_fr=f"Il reste à {fallen}\u00a0: {left_said}\u00a0; {few} sur quatre, et il en faut trois.",
            worked_en=f"{fallen} is left with: {left_said}; {few} of four, and it takes three.",
        ),
        Part(
            "Une rangée qui reste perd une œuvre\u00a0: laquelle prend la place libre (son numéro)\u00a0?",
            "A row that stays loses a work: which one takes the free place (its number)?",
            float(work),
            "Celle qui attend derrière le bord de l’écran.",
            "The one that waits behind the edge of the screen.",
            slips=(
                Slip(
                    float(lost),
                    f"{lost} est celle qu’on raye\u00a0: elle est déjà plus haut.",
                    f"{lost} is the one that is crossed out: it stands above already.",
                ),
            ),
            worked_fr=f"{loser}\u00a0: {lost} est déjà plus haut\u00a0; {work} avance.",
            worked_en=f"{loser}: {lost} stands above already; {work} moves up.",
        ),
    )


def _above(home: Home, letter: str) -> set[int]:
    """The works of the rows that stayed above one."""
    return {work for one in home.laid if one.row.key < letter for work in one.works}


def _once(home: Home) -> tuple[Part, ...]:
    return (
        Part(
            "Quel est alors le rappel@2×2\u00a0?",
            "What is the recall@2×2 then?",
            home.recall(home.once, *CORNER),
            "Recopiez la page\u00a0: les rangées qui restent remontent, les œuvres rayées cèdent leur place.",
            "Copy the page out: the rows that stay move up, the works to the right move into the gaps.",
            tolerance=0.006,
            slips=(
                Slip(
                    home.recall(home.printed, *CORNER),
                    "C’est celui de la page imprimée\u00a0: le coin a changé.",
                    "That is the one of the printed page: the corner has changed.",
                ),
                *_recall_slips(home, home.once),
            ),
            worked_fr=_worked(home, home.once, 0),
            worked_en=_worked(home, home.once, 1),
        ),
        Part(
            "De combien le rappel de la page entière change-t-il (après moins avant)\u00a0?",
            "By how much does the recall of the whole page change (after less before)?",
            home.recall(home.once) - home.recall(home.printed),
            "Avant\u00a0: quatre rangées, chaque œuvre une fois. Après\u00a0: trois. Négatif si on perd.",
            "Before: four rows, each work once. After: the three that stay. Below zero if something is lost.",
            tolerance=0.006,
            slips=(
                Slip(
                    home.recall(home.printed) - home.recall(home.once),
                    "Le signe\u00a0: après moins avant.",
                    "The sign: after less before.",
                ),
                Slip(
                    home.recall(home.once),
                    "C’est le rappel après\u00a0: retranchez celui d’avant.",
                    "That is the recall after: take away the one before.",
                ),
            ),
            worked_fr=f"{_worked(home, home.once, 0, whole=True)}\u00a0; avant\u00a0: {home.recall(home.printed):.4f}",
            worked_en=f"{_worked(home, home.once, 1, whole=True)}; before: {home.recall(home.printed):.4f}",
        ),
    )
