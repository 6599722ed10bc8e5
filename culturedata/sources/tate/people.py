"""What Tate says of people: which part they had in a work, and years that are no birth and no death."""

from __future__ import annotations

from functools import lru_cache

from culturedata.data.records import Agent, Credit
from culturedata.importing.values.life_years import life_years
from culturedata.sources.tate import dating

FIELDS = ("id", "fc", "mda", "date", "gender")
# What stands in «role» where it is not «artist»: the attribution that it means. The words themselves go into the note.
ATTRIBUTIONS = {
    "after": "after", "prints after": "after", "attributed to": "attributed to", "manner of": "manner of",
    "style of": "manner of", "pupil of": "pupil of", "formerly attributed to": "formerly attributed to",
    "and other artists": "with others", "with": "with others", "and a pupil": "with assistants",
    "and assistants": "with assistants", "and studio": "with assistants", "pseudo": "pseudonym",
    "studio of": "workshop of", "associated with": "associated with", "imitator of": "imitator of",
    "school of": "school of", "follower of": "follower of", "doubtfully attributed to": "doubtfully attributed to",
    "circle of": "circle of",
}  # fmt: skip
ROLES = {"stylist": "contributor"}


@lru_cache(maxsize=5_000, typed=True)
def mentioned(
    id: int | str, name: str, sort_name: str | None, life: str | None, sex: str | None, birth: int | str | None
) -> Agent:
    """The maker whom a work names, by what it says in `FIELDS`, and the year of birth; that of death is in the life."""
    born, died = lived(name, life, dating.year(birth), life_years(life)[1] if life else None)
    return Agent(
        id=f"tate:agent:{id}",
        name=name,
        kind="group" if is_school(name) else "unknown",
        sort_name=sort_name,
        born=born,
        died=died,
        life_text=life or None,
        gender=gender(sex),
    )


@lru_cache(maxsize=5_000)
def credit(agent: str, role: str, behind: bool) -> Credit:
    """The part that somebody had in a work; `behind`: the word for it is printed after the name."""
    note = None if role == "artist" else f"{role} (after the name)" if behind else role
    return Credit(agent=agent, role=ROLES.get(role, "artist"), attribution=ATTRIBUTIONS.get(role), note=note)


def is_known(role: str) -> bool:
    """Whether the word for a part is one that is understood."""
    return role == "artist" or role in ATTRIBUTIONS or role in ROLES


def gender(said: str | None) -> str | None:
    """«female» for «Female»."""
    return said.lower() if said else None


def lived(name: str, life: str | None, born: int | None, died: int | None) -> tuple[int | None, int | None]:
    """The years of birth and death, where the record means such: of who was active then, or of the school of a century,
    it gives those as if they were, and of whom only the death is known it says that year twice.
    """
    printed = (life or "").casefold()
    if printed.startswith("active") or is_school(name):
        return None, None
    return (None if printed.startswith("died") else born), died


def is_school(name: str) -> bool:
    """Whether it is not a person but «British School 19th century»."""
    return " School" in name and "century" in name
