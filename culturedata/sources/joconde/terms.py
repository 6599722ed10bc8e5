"""The words with which Joconde describes works: free, with facets in brackets («figure (grotesque)»)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from culturedata.data.records import Term, WorkTerm
from culturedata.importing.values.text import slug

_HEAD = re.compile(r"([^()]*[^()\s])\s*\(.+\)")
_BEHIND = re.compile(r"\s*\([^()]*\)\s*$")
# Pieces by what parts them; brackets may stand in brackets, and one that is not closed is a letter like others.
_INSIDE = r"\((?:[^()]|\([^()]*\))*\)"
_PIECES = {parts: re.compile(rf"(?:[^(){parts}]+|{_INSIDE}|[()])+") for parts in (";", ",", ";,")}
_LONGEST = 200  # characters: a longer piece is a sentence, and no word of a vocabulary
# The field, the facet in which it describes the work, and what parts its words outside of brackets.
FACETS = (
    ("domaine", "classification", ";"), ("denomination", "type", ";"), ("genre", "genre", ";"),
    ("epoque", "period", ";"), ("ecole_pays", "culture", ";"), ("materiaux_techniques", "technique", ";,"),
    ("sujet_represente", "subject", ";,"),
)  # fmt: skip
PLACES = ("lieu_de_creation_utilisation", "geographie_historique")


class Words(NamedTuple):
    """Terms, the broader ones first, and how they describe a work."""

    terms: tuple[Term, ...] = ()
    used: tuple[WorkTerm, ...] = ()


def described(row: dict[str, str]) -> Words:
    """The terms of all fields with words; the fields are taken out of the record."""
    terms: list[Term] = []
    used: list[WorkTerm] = []
    for name, facet, separators in FACETS:
        if name in row:
            found = words(row.pop(name), facet, separators)
            terms += found.terms
            used += found.used
    for name in PLACES:
        if name in row:
            found = places(row.pop(name))
            terms += found.terms
            used += found.used
    return Words(tuple(terms), tuple(dict.fromkeys(used)))


@lru_cache(maxsize=10_000)
def words(text: str, facet: str, separators: str) -> Words:
    """The words of a field."""
    found = [_word(label, facet) for label in split(text, separators)]
    return Words(
        tuple(term for word in found for term in word.terms), tuple(used for word in found for used in word.used)
    )


@lru_cache(maxsize=10_000)
def _word(label: str, facet: str) -> Words:
    """A word with the broader one that stands before its brackets; nothing for a sentence, or no word at all."""
    if len(label) > _LONGEST or not slug(label):
        return Words()
    head = _HEAD.fullmatch(label)
    broader = [term(facet, head[1])] if head and slug(head[1]) not in ("", slug(label)) else []
    own = term(facet, label, tuple(one.id for one in broader))
    return Words((*broader, own), (WorkTerm(facet=facet, term=own.id),))


@lru_cache(maxsize=10_000)
def places(text: str) -> Words:
    """Places, of which each says in which it lies («France,Corse,Bastia (lieu de création)»): the last is used."""
    terms: list[Term] = []
    used: list[WorkTerm] = []
    for piece in split(text, ";"):
        path: list[str] = []
        above: tuple[str, ...] = ()
        for name in split(_BEHIND.sub("", piece), ","):
            path.append(slug(name))
            if path[-1] and len(name) <= _LONGEST:
                place = Term(
                    id=f"joconde:term:place-{'-'.join(path)}", facet="place", label=name, label_fr=name, parents=above
                )
                terms.append(place)
                above = (place.id,)
        used += [WorkTerm(facet="place", term=id_) for id_ in above]
    return Words(tuple(terms), tuple(used))


def term(facet: str, label: str, parents: tuple[str, ...] = ()) -> Term:
    """A word of Joconde, which has no number: it is known by its letters."""
    return Term(id=f"joconde:term:{facet}-{slug(label)}", facet=facet, label=label, label_fr=label, parents=parents)


def sentences(text: str, separators: str) -> bool:
    """Whether a part of the text is too long for a term, so that it must be kept as a text."""
    return len(text) > _LONGEST and any(len(piece) > _LONGEST for piece in split(text, separators))


def split(text: str, separators: str) -> list[str]:
    """The pieces between the separators that stand outside of brackets, without the space around them."""
    if "(" in text or ")" in text:
        pieces = _PIECES[separators].findall(text)
    else:
        pieces = text.replace(separators[-1], separators[0]).split(separators[0])
    return [said for piece in pieces if (said := " ".join(piece.split()))]
