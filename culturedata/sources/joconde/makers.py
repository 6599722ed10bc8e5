"""Joconde's makers: «NOM Prénom (attribué à) ; NOM (graveur, d'après)», «école allemande», «anonyme».

An author is a person or a workshop by name. A school of a country is no maker: it becomes a term of culture; a school
that is called by a place is a movement; nobody is called «anonyme». The words of these are kept as a text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from culturedata.data.records import Agent, Credit, Term, Text, WorkTerm
from culturedata.importing.values import attribution, attribution_words, whom
from culturedata.importing.values.attribution import Maker
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.life_years import life_years
from culturedata.importing.values.text import slug
from culturedata.sources.joconde.terms import split, term

_OF = r"(?:de\b|du\b|des\b|d['’])"
_SCHOOL = re.compile(rf"[ée]coles?\s+(?!{_OF})[^\W\d_][^()]*", re.IGNORECASE)
_SCHOOL_INSIDE = re.compile(rf"\(\s*([ée]coles?\s+(?!{_OF}|ou\b|et\b)[^\W\d_][^(),;]*?)\s*[,)]", re.IGNORECASE)
_SCHOOL_TURNED = re.compile(rf"[^()]*\s[ée]coles?\s+{_OF}", re.IGNORECASE)  # «Hollande École de (École hollandaise)»
_MOVEMENT = re.compile(
    r"[ée]cole\s+(?:de\s+|d['’])(?:barbizon|crozant|fontainebleau|la haye|nancy|paris|pont[- ]aven|rouen)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:auteur |artiste )?(?:anonymes?|inconnue?s?|non identifiee?s?)(?: (?!ou ).*)?")
_LIFE = re.compile(r"\s*\((?=[^()]*[\d–-])([\d.?\s–-]*)\)")  # «(1841-1919)», «(?-1996)», «(-)»; «(?)» is doubt
_EVENT = re.compile(r"([^\d,;]+),\s*[^,;]*\d{3,4}[^,;]*")
# A name of letters only, in which no word stands that may say more than a name: most are, and are read at once.
_PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_SAYING = frozenset(
    part
    for table in (attribution_words.ATTRIBUTIONS, attribution_words.ROLES, attribution_words.OR)
    for phrase in table
    for word in phrase.split()
    for part in (word, *re.split(r"\W", word))
)
_LONGEST_NAME = 100  # characters: what is longer tells a story


class Makers(NamedTuple):
    """What a field of makers says: credits with their agents, terms, and the words that are no name."""

    credits: tuple[Credit, ...] = ()
    agents: tuple[Agent, ...] = ()
    terms: tuple[Term, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def used(self) -> tuple[WorkTerm, ...]:
        """How the terms describe the work."""
        return tuple(WorkTerm(facet=one.facet, term=one.id) for one in self.terms)


def of(row: dict[str, str]) -> Makers:
    """The makers of a record, then those to whom it was formerly attributed; the fields are taken out of it."""
    found = makers(row.pop("auteur", ""), row.pop("precisions_sur_l_auteur", ""))
    former = row.pop("ancienne_attribution", "")
    if not former:
        return found
    before = _former(former)
    return Makers(found.credits + before.credits, found.agents + before.agents, found.terms, found.texts + before.texts)


class _Piece(NamedTuple):
    """What one of the names of the field says: the schools in it, and the makers; whether it names nobody (too)."""

    schools: tuple[Term, ...]
    makers: tuple[Maker, ...]
    life: str | None
    nobody: bool


def makers(text: str, about: str = "") -> Makers:
    """The makers that `text` names. `about` is printed about them: the life of one who is alone, else a text."""
    pieces = split(text, ";")
    credits: list[Credit] = []
    agents: list[Agent] = []
    terms: list[Term] = []
    texts: list[Text] = []
    for piece in pieces:
        said = _read(piece)
        terms += said.schools
        if said.nobody:
            texts.append(Text(kind="maker", text=piece, lang="fr"))
        for maker in said.makers:
            agent = _agent(maker, said.life, about if len(pieces) == 1 else "")
            agents.append(agent)
            credits += [
                Credit(agent=agent.id, role=role, attribution=maker.attribution, note=maker.note)
                for role in _roles(maker)
            ]
    if about and (len(pieces) != 1 or not agents):
        texts.append(Text(kind="about the makers", text=about, lang="fr"))
    return Makers(tuple(credits), tuple(agents), tuple(dict.fromkeys(terms)), tuple(texts))


@lru_cache(maxsize=10_000)
def _read(piece: str) -> _Piece:
    """One piece of the field, read."""
    schools, named = _schools(piece)
    printed = _LIFE.search(piece)
    rest = " ".join(_LIFE.sub(" ", piece).split())
    if named and _PLAIN.fullmatch(rest) and _SAYING.isdisjoint(folded(rest).replace("’", "'").split()):
        found: tuple[Maker, ...] = (Maker(name=unicodedata.normalize("NFC", rest)),)
    else:
        found = attribution.read(rest) if named else ()
    known = tuple(maker for maker in found if not whom.is_nobody(maker.name))
    return _Piece(tuple(schools), known, _life(printed), nobody=not known or len(known) < len(found))


@lru_cache(maxsize=10_000)
def _former(text: str) -> Makers:
    """Those to whom the work was attributed; a story about it is kept as a text."""
    pieces = split(text, ";")
    if any(len(piece) > _LONGEST_NAME or not _schools(piece)[1] for piece in pieces):
        return Makers(texts=(Text(kind="former attribution", text=text, lang="fr"),))
    found = makers(text)
    return Makers(
        tuple(
            Credit(agent=one.agent, role=one.role, attribution="formerly attributed to", note=_with(one.note))
            for one in found.credits
        ),
        found.agents,
        texts=tuple(Text(kind="former attribution", text=one.text, lang="fr") for one in found.texts),
    )


def _with(note: str | None) -> str:
    return f"ancienne attribution; {note}" if note else "ancienne attribution"


def _schools(piece: str) -> tuple[list[Term], bool]:
    """The schools that a piece of the field names, and whether it names a maker too."""
    bare = " ".join(re.sub(r"\([^()]*\)", " ", piece).split())
    if _MOVEMENT.fullmatch(bare):
        return [term("movement", bare.casefold())], False
    if _SCHOOL.fullmatch(bare):
        return [term("culture", bare.casefold())], False
    inside = [term("culture", label.casefold()) for label in _SCHOOL_INSIDE.findall(piece)]
    nobody = _NOBODY.fullmatch(folded(bare)) or (inside and _SCHOOL_TURNED.fullmatch(bare))
    return inside, not nobody


def _roles(maker: Maker) -> tuple[str, ...]:
    """All that a maker did, «graveur, inventeur»; an artist, where nothing is said."""
    said = (attribution.role(word) for word in re.split(r"[,;]", maker.note)) if maker.note else ()
    return tuple(filter(None, dict.fromkeys((maker.role, *said)))) or ("artist",)


@lru_cache(maxsize=10_000)
def _agent(maker: Maker, printed: str | None, about: str) -> Agent:
    life = printed or maker.life or about or None
    born, died = life_years(life) if life else (None, None)
    where = [_EVENT.fullmatch(event.strip()) for event in about.split(";")]
    born_place, died_place = (
        (found[1].strip() if found else None for found in where) if len(where) == 2 else (None,) * 2
    )
    return Agent(
        id=f"joconde:agent:{slug(maker.name)}",
        name=maker.name,
        kind=whom.kind(maker.name),
        born=born,
        died=died,
        life_text="; ".join(dict.fromkeys(filter(None, (life, about)))) or None,
        born_place=born_place,
        died_place=died_place,
    )


def _life(found: re.Match[str] | None) -> str | None:
    """The years in brackets behind a name; None for «(-)» and «(?-?)», which say nothing."""
    return found[1].strip() if found and any(letter.isdigit() for letter in found[1]) else None
