"""From when on somebody's own hand made things, as far as a museum's dates tell it: the dead make nothing more.

What may be made of somebody's work after the death is left out: a cast, a print, a photograph, a book, a film; so is
what is only near to somebody (a copy, the school), and what a publisher or a manufacturer made.
"""

from __future__ import annotations

import re
import sqlite3

from culturedata.linking.normalise import fold

_AGAIN = re.compile(
    r"grav|etch|eau-forte|litho|estampe|print|druck|woodcut|xylogra|serigra|aquatint|mezzotint|drypoint|pointe seche"
    r"|burin|radierung|stich\b|\bets\b|photo|foto|negati|gelatin|albumen|\bfilm|video|bronze|fonte\b|fondu|cast\b"
    r"|moulage|plaster|platre|gips|terra|terre cuite|porcel|biscuit|faience|ceram|medal|medaille|coin|monnaie|tapis"
    r"|tapest|book|livre|edition|ouvrage|journal|cop(?:y|ie)|repli|poster|affiche|facsimil|reproduction|furniture"
    r"|mobilier|glass|verre|textile|issu"
)
_FIRST = """SELECT agent_id, works.year, (
  SELECT group_concat(label) FROM work_terms AS t JOIN terms USING (term_id)
  WHERE t.work_id = works.work_id AND t.facet IN ('type', 'material', 'technique', 'classification', 'genre', 'form'))
FROM agents JOIN credits USING (agent_id) JOIN works USING (work_id)
WHERE agents.source = ? AND agents.died IS NULL AND domain = 'museum' AND works.year IS NOT NULL
  AND role IN ('artist', 'painter', 'draughtsman', 'calligrapher')
  AND coalesce(attribution, '') IN ('', 'attributed to', 'pseudonym', 'with assistants', 'with others')"""


def first_made(connection: sqlite3.Connection, source: str) -> dict[str, int]:
    """The first year of what each agent made with its own hand, of those whose death the source does not know."""
    found: dict[str, int] = {}
    for agent, year, words in connection.execute(_FIRST, [source]):
        if not _AGAIN.search(fold(words or "")):
            found[agent] = min(year, found.get(agent, year))
    return found
