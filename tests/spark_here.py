"""Whether Spark can be tried on this machine: a mark for the tests that need it, which says why if it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.errors import CultureDataError
from culturedata.recommend import _spark

TWO_CORES = _spark.SparkOptions(memory_gb=1)


def why_not() -> str:
    """What is missing; «» if nothing is."""
    try:
        _spark.check(TWO_CORES)
    except CultureDataError as error:
        return str(error)
    return ""


with_spark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "Spark is here")


def commands() -> list[str]:
    """The command lines of all processes of this machine, where it tells them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip())
        except OSError:  # it ended meanwhile
            continue
    return found
