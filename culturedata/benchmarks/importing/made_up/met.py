"""Rows in the shape of MetObjects.csv: its columns, and values as varied and as often empty as there."""

from __future__ import annotations

import random

from culturedata.benchmarks.importing.made_up.words import name, rank, title, word
from culturedata.sources.met.row import COLUMN

COLUMNS = tuple(COLUMN.values())
MAKERS = 60_000
_DEPARTMENTS = tuple(f"Department {number}" for number in range(19))
_WIKIDATA = "https://www.wikidata.org/wiki/Q"
_AAT = "http://vocab.getty.edu/page/aat/30"
_TAGS = 1_100


def cells(number: int, chance: random.Random) -> dict[str, str]:
    """The cells of the object with this number that are not empty."""
    year, public = int(chance.triangular(-600, 2015, 1890)) or 1, chance.random() < 0.53
    height, width = chance.randint(20, 1500) / 10, chance.randint(20, 1500) / 10
    row = {
        "Object ID": str(number), "Object Number": f"{chance.randrange(10, 99)}.{number % 997}.{number}",
        "Is Highlight": str(number % 230 == 0), "Is Timeline Work": str(number % 60 == 0),
        "Is Public Domain": str(public), "Department": _DEPARTMENTS[rank(chance, 19)],
        "AccessionYear": str(1880 + number % 140), "Object Name": word(chance, "object", 3_000).capitalize(),
        "Title": title(chance), "Object Date": _dated(year, chance), "Object Begin Date": str(year),
        "Object End Date": str(year + chance.choice((0, 0, 0, 5, 99)) or 1),
        "Medium": f"{word(chance, 'medium', 4_000).capitalize()}, {word(chance, 'ground', 60)}",
        "Dimensions": f"{height / 2.54:.0f} x {width / 2.54:.0f} in. ({height:.1f} x {width:.1f} cm)",
        "Credit Line": f"Gift of {' '.join(name(rank(chance, 20_000)))}, {1880 + number % 140}",
        "Classification": word(chance, "class", 1_200).capitalize(),
        "Link Resource": f"http://www.metmuseum.org/art/collection/search/{number}",
        "Repository": "Metropolitan Museum of Art, New York, NY",
    }  # fmt: skip
    if chance.random() < 0.43:
        row["Culture"] = word(chance, "culture", 2_000).capitalize()
    if chance.random() < 0.19:
        row |= {"Period": word(chance, "period", 900), "Dynasty": word(chance, "dynasty", 200)}
    if chance.random() < 0.25:
        row |= {"Geography Type": "Made in", "Country": word(chance, "country", 300),
                "City": word(chance, "city", 2_000)}  # fmt: skip
    if chance.random() < 0.14:
        row["Object Wikidata URL"] = f"{_WIKIDATA}{20_000_000 + number}"
    if chance.random() < 0.58:
        row |= _made_by([rank(chance, MAKERS) for _ in range(chance.choice((1, 1, 1, 1, 2, 3)))])
    if chance.random() < 0.4:
        row |= _tagged(dict.fromkeys(rank(chance, _TAGS) for _ in range(chance.randint(1, 4))))
    return row


def _dated(year: int, chance: random.Random) -> str:
    era = f"{abs(year)}{' BCE' if year < 0 else ''}"
    return chance.choice(
        (era, era, f"ca. {era}", f"{(abs(year) - 1) // 100 + 1}th century{' BCE' if year < 0 else ''}")
    )


def _made_by(makers: list[int]) -> dict[str, str]:
    """What is said of makers, in parallel columns parted by bars."""
    named = [(*name(number), 1500 + number % 480) for number in makers]
    said = {
        "Constituent ID": map(str, makers),
        "Artist Role": ("Artist" if number % 3 else "Publisher" for number in makers),
        "Artist Prefix": ("After" if number % 40 == 0 else "" for number in makers),
        "Artist Display Name": (f"{given} {family}" for given, family, _ in named),
        "Artist Display Bio": (f"American, {born}–{born + 60}" for *_, born in named),
        "Artist Suffix": ("" for _ in makers),
        "Artist Alpha Sort": (f"{family}, {given}" for given, family, _ in named),
        "Artist Nationality": ("American" for _ in makers),
        "Artist Begin Date": (f"{born}      " for *_, born in named),
        "Artist End Date": (f"{born + 60}      " for *_, born in named),
        "Artist Gender": ("Female" if number % 5 == 0 else "" for number in makers),
        "Artist ULAN URL": (f"http://vocab.getty.edu/page/ulan/{500_000_000 + number}" for number in makers),
        "Artist Wikidata URL": (f"{_WIKIDATA}{1 + number}" for number in makers),
    }
    return {column: "|".join(values) for column, values in said.items()}


def _tagged(tags: dict[int, None]) -> dict[str, str]:
    return {
        "Tags": "|".join(f"Tag {tag}" for tag in tags),
        "Tags AAT URL": "|".join(f"{_AAT}{tag:07}" for tag in tags),
        "Tags Wikidata URL": "|".join(f"{_WIKIDATA}{100_000 + tag}" for tag in tags),
    }
