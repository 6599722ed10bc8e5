"""Whose authors died more than seventy years ago, as conditions on a work `w`.

The rule is «life plus seventy years», which protects until the end of the seventieth year after the last author's death
(directive 2006/116/EC, articles 1 and 8). Shorter and longer terms elsewhere, and wartime extensions, are left aside.
"""

from __future__ import annotations

TERM = 70
# Who is credited without being an author of the work.
_BESIDE = (
    "patron", "publisher", "contributor", "production company", "producer", "cast", "performer", "singer", "conductor",
    "bandleader",
)  # fmt: skip
# Words beside a name that leave that person the hand that made the work; «after» names the author of the model.
_HANDS = ("attributed to", "pseudonym", "with assistants")
_PARTLY = (*_HANDS, "after", "with others")


def _credit(condition: str) -> str:
    return f"""EXISTS (SELECT 1 FROM credits AS c JOIN agents AS a USING (agent_id)
        WHERE c.work_id = w.work_id AND c.role NOT IN {_BESIDE} AND {condition})"""


def _attribution(words: tuple[str, ...]) -> str:
    return f"(c.attribution IS NULL OR c.attribution IN {words})"


def long_dead(year: int) -> str:
    """In `year`, all authors are known to be dead for more than seventy years.

    At least one person is named as the hand that made the work; nobody is credited in words that leave the author open
    («follower of», «with others»), no author is a group, and every author's year of death is known.
    """
    doubt = f"""(a.died IS NULL OR a.died >= {year - TERM} OR a.kind = 'group'
        OR coalesce(c.attribution, 'after') NOT IN {(*_HANDS, "after")})"""
    return f"({_credit(_attribution(_HANDS))} AND NOT {_credit(doubt)})"


def recent(year: int) -> str:
    """In `year`, one author at least is known to have been alive seventy years before, or later."""
    return _credit(f"a.died >= {year - TERM} AND a.kind != 'group' AND {_attribution(_PARTLY)}")
