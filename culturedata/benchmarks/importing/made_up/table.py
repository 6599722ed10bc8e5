"""CSV files for the benchmarks of the importer: one that the user has, or one with as many made-up rows as wanted."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from culturedata.importing.inputs import files

FEW = 20_000  # rows if nobody says how many
SEED = 42
Cells = Callable[[int, random.Random], dict[str, str]]


def file(input: str | None) -> str | None:
    """The path that the user gave; None if it is a number of rows, or nothing."""
    return None if input is None or input.isdecimal() else input


def asked(input: str | None) -> int:
    """How many rows are to be made up."""
    return FEW if input is None else int(input)


def about(input: str | None, name: str) -> str:
    """What the rows are, in words; `name` is the museum's own file. Raises InputMissing if nothing is at `input`."""
    path = file(input)
    if path is not None:
        files.must_exist(Path(path))
        return name
    return (
        f"{asked(input):,} rows made up in the shape of {name}; say --input NUMBER for more, --input FILE for its own"
    )


def write(path: Path, columns: Sequence[str], cells: Cells, rows: int, delimiter: str = ",") -> None:
    """Write a CSV file of that many rows: `cells` makes the row of a number, from 1, out of chance.

    The same rows every time; a longer file begins with those of a shorter one. Columns that are not said are empty.
    """
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(cells(number, chance) for number in range(1, rows + 1))
