"""What Tate says of people: which part they had in a work, and years that are no birth and no death."""

from __future__ import annotations

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
