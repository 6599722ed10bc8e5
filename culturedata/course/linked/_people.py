"""People of a library whose years are known, and families: people who share the last word of their names."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from culturedata.course._base import library
from culturedata.errors import ExerciseError

LEAST = 20  # people, and
LEAST_FAMILIES = 6  # families, without which nothing can be confused
_MOST = 20_000
_PEOPLE = f"""SELECT agent_id, name, born, died,
  (SELECT n.name FROM agent_names AS n
   WHERE n.agent_id = a.agent_id AND n.kind = 'alternative' AND n.lang IN ('fr', 'en') ORDER BY n.name) AS other
FROM agents AS a WHERE kind = 'person' AND born IS NOT NULL AND name LIKE '% %' ORDER BY agent_id LIMIT {_MOST}"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with the years of a life, and another form of the name if there is one."""

    id: str
    name: str
    born: int
    died: int | None
    other: str | None

    @property
    def family(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]

    @property
    def life(self) -> str:
        """«1840–1926», «1946–»."""
        return f"{self.born}–{'' if self.died is None else self.died}"


def people(culture: sqlite3.Connection | None) -> tuple[list[Somebody], list[list[Somebody]]]:
    """The people of the library, by their ids, and its families of two or more people who were born in other years.

    Raises ExerciseError if there are too few of them.
    """
    everybody = [Somebody(*row) for row in library(culture).execute(_PEOPLE)]
    named: dict[str, dict[int, Somebody]] = defaultdict(dict)
    for one in everybody:
        named[one.family].setdefault(one.born, one)
    families = [list(members.values()) for _, members in sorted(named.items()) if len(members) > 1]
    if len(everybody) < LEAST or len(families) < LEAST_FAMILIES:
        raise ExerciseError("this library knows too few people.", "Import sample-museum and sample-music.")
    return everybody, families
