"""Records for the benchmarks of the importer: Tate's own where somebody has them, else made up in their shape.

More records than there are come from going round them again with other ids: of artworks, artists and contributors.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import files
from culturedata.importing.source import Context

ARTWORKS, ARTISTS = 69_202, 3_538  # lines in Tate's two files
ROUND = 1_000_000  # what is added to ids in each further round; Tate's own are smaller
_WORDS = ("river", "castle", "figure", "study", "head", "sea", "tree", "night", "church", "red", "woman", "bridge")


def about(input: str | None) -> str:
    """What the records are, in words. Raises InputMissing if nothing is at `input`."""
    if input is None:
        return f"{ARTWORKS:,} records made up in the shape of Tate's; say --input FOLDER for Tate's own"
    files.must_exist(Path(input))
    return "Tate's own records"


def write(folder: Path, artworks: int, input: str | None) -> None:
    """Write a folder that the source tate reads: that many `artworks`, and the artists of each round of them."""
    folder.mkdir(parents=True)
    rounds = -(-artworks // ARTWORKS)
    _write(folder / "tate_artists.jsonl.gz", islice(_rounds("artists", ARTISTS, input), rounds * ARTISTS))
    _write(folder / "tate_artworks.jsonl.gz", islice(_rounds("artworks", ARTWORKS, input), artworks))


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def _rounds(kind: str, size: int, input: str | None) -> Iterator[dict[str, Any]]:
    """The records of one kind without end: as they are, then with other ids, and so on."""
    for number in count():
        rows = (_artist(n) if kind == "artists" else _artwork(n) for n in range(size))
        for row in rows if input is None else _read(Path(input), kind):
            yield _renamed(row, number) if number else row


def _read(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    context = Context(descriptor("tate"))
    for path in sorted(folder.glob(f"*{kind}*.jsonl*")):
        for line in files.lines(path, context):
            row: dict[str, Any] = json.loads(line.body)
            yield row


def _renamed(row: dict[str, Any], number: int) -> dict[str, Any]:
    row["id"] += number * ROUND
    if "acno" in row:
        row["acno"] += f"-{number}"
        for person in row["contributors"]:
            person["id"] += number * ROUND
    return row


def _artist(number: int) -> dict[str, Any]:
    born = 1500 + number % 480
    name = f"{_WORDS[number % 12].title()} {_WORDS[number // 12 % 12].title()}"
    return {
        "activePlaceCount": 0, "birth": {"place": {"name": "London", "placeName": "London", "placeType": "city"},
        "time": {"startYear": born}}, "birthYear": born, "date": f"born {born}", "fc": f"{name} {number}",
        "gender": "Female" if number % 3 else "Male", "id": number, "mda": f"{number}, {name}", "movements": [],
        "startLetter": name[0], "totalWorks": 20, "url": f"http://www.tate.org.uk/art/artists/{number}",
    }  # fmt: skip


def _artwork(number: int) -> dict[str, Any]:
    """An artwork with as many fields, terms and words as Tate's have; the same number gives the same one.

    As in Tate's own, the fields of width and height are the wrong way round (see sources.tate.sizes).
    """
    chance = random.Random(number)
    artist = _artist(chance.randrange(ARTISTS))
    title = " ".join(chance.choices(_WORDS, k=5))
    height, width, year = chance.randint(90, 999), chance.randint(90, 999), chance.randint(1700, 2010)
    acno = f"X{number:05}"
    return {
        "acno": acno, "acquisitionYear": 1900 + number % 110, "all_artists": artist["fc"],
        "catalogueGroup": {"accessionRanges": "X1-X9", "completeStatus": "COMPLETE", "finbergNumber": None,
        "groupType": "group", "id": number // 50, "shortTitle": f"Sketchbook {number // 50}"} if number % 2 else {},
        "classification": chance.choice(("painting", "on paper, unique", "sculpture")), "contributorCount": 1,
        "contributors": [{"birthYear": artist["birthYear"], "date": artist["date"], "displayOrder": 1,
        "fc": artist["fc"], "gender": artist["gender"], "id": artist["id"], "mda": artist["mda"], "role": "artist",
        "startLetter": artist["startLetter"]}], "creditLine": f"Presented by {chance.choice(_WORDS)} {number % 90}",
        "dateRange": {"endYear": year + 1, "startYear": year, "text": f"{year}-{year + 1}"}, "dateText": f"c.{year}",
        "depth": "", "dimensions": f"support: {height} x {width} mm", "foreignTitle": None,
        "groupTitle": f"Sketchbook {number // 50}", "height": str(width), "id": number, "inscription": None,
        "medium": f"{chance.choice(_WORDS)} on {chance.choice(_WORDS)}, {number % 1200}", "movementCount": 0,
        "subjectCount": 6, "subjects": {"id": 1, "name": "subject", "children": _subjects(chance)},
        "thumbnailCopyright": None, "thumbnailUrl": f"http://www.tate.org.uk/art/images/work/X/{acno}_8.jpg",
        "title": title, "units": "mm", "url": f"http://www.tate.org.uk/art/artworks/{title.replace(' ', '-')}-{acno}",
        "width": str(height),
    }  # fmt: skip


def _subjects(chance: random.Random) -> list[dict[str, Any]]:
    """Two branches of the tree, three levels deep, with three leaves each."""
    tops = chance.sample(range(16), 2)
    return [
        {"id": 2 + top, "name": f"{_WORDS[top % 12]} {top}", "children": [{"id": 100 + top, "name": f"kind {top}",
         "children": [{"id": 1000 + 500 * top + leaf, "name": f"{_WORDS[leaf % 12]} {leaf}"}
                      for leaf in sorted(chance.sample(range(500), 3))]}]}
        for top in tops
    ]  # fmt: skip
