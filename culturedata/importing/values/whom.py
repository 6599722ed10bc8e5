"""Whom a maker's name names: nobody («anonyme», «école florentine»), a workshop or a firm, or who can't be told."""

from __future__ import annotations

import re
from functools import lru_cache

from culturedata.importing.values import attribution_words as words
from culturedata.importing.values.attribution import is_of_nation, is_of_place
from culturedata.importing.values.dating_words import folded

_WORD = re.compile(r"[^\W_]+")
# French, English, German, Dutch, Italian, Spanish; all in folded letters.
_NOBODY = frozenset((
    "anonyme", "anonymes", "inconnu", "inconnue", "inconnus", "inconnues", "anonymous", "anon", "unknown",
    "unidentified", "anonym", "anonymer", "unbekannt", "unbekannte", "unbekannter", "anoniem", "anonieme", "onbekend",
    "onbekende", "anonimo", "anonima", "ignoto", "ignota", "sconosciuto", "sconosciuta", "desconocido", "desconocida",
))  # fmt: skip
_NOT = frozenset(("non", "not", "nicht", "niet", "no"))
_TOLD = frozenset((
    "identifie", "identifiee", "identifies", "identifiees", "identified", "known", "bekannt", "bekend", "identifiziert",
    "geidentificeerd", "identificato", "identificata", "identificado", "identificada",
))  # fmt: skip
# What may stand beside these, and still names nobody: «Artiste inconnu», «Anonymous, French, 17th century».
_BESIDE = (words.SCHOOLS | words.ABOUT | {word for role in words.ROLES for word in role.split()} | {
    "author", "autore", "autor", "autora", "artista", "pintor", "pittore", "scultore", "escultor", "fotografo",
    "writer", "master", "maitre", "meister", "meester", "maestro", "un", "une", "an", "a", "l",
}) - set(words.OR)  # fmt: skip
_WORKS = re.compile(
    r"\w*(?:manufaktur|fabrik|fabriek)(?:en)?|manufactur(?:es?|a)|manufactor(?:y|ies)|manufactuur|manifattura|"
    r"factor(?:y|ies)|fabriques?|usines?"
)
_ROOM = re.compile(r"ateliers?|workshops?|studios?|\w*werkstatt(?:e|en)?|werkplaats")
_FIRM = re.compile(r"(?:&|\b(?:and|et|und|en))\s+(?:co|company|cie|compagnie|sons?|fils|sohne?|zoon|zonen)\.?$")
# Words after which a workshop is only spoken of: «peintre de la manufacture», «Master of the Workshop».
_OF = frozenset(("de", "d", "la", "l", "du", "of", "the", "der", "des", "van", "het", "at", "della", "in"))


@lru_cache(maxsize=4_000)
def is_nobody(name: str) -> bool:
    """Whether the name says that the maker is not known: «Anonyme», «École florentine». Of «Anonimo Gaddiano»
    somebody is known: False."""
    if is_of_nation(name):
        return True
    said = set(_WORD.findall(folded(name)))
    if not (said & _NOBODY or (said & _NOT and said & _TOLD)):
        return False
    return all(word in _BESIDE or word[0].isdigit() for word in said - _NOBODY - _NOT - _TOLD)


@lru_cache(maxsize=4_000)
def kind(name: str) -> str:
    """«group» for what is called a manufactory, a factory, a workshop, a studio, a firm or the school of a place; else
    «unknown»."""
    said = folded(name)
    if _FIRM.search(said) or is_of_place(name) or any(_is_workshop(_WORD.findall(part)) for part in said.split(",")):
        return "group"
    return "unknown"


def _is_workshop(said: list[str]) -> bool:
    """Whether a word is that of a workshop itself: of a room, which «in the studio» has too, at either end."""
    return any(
        (_WORKS.fullmatch(word) or (at in (0, len(said) - 1) and _ROOM.fullmatch(word)))
        and (at == 0 or said[at - 1] not in _OF)
        for at, word in enumerate(said)
    )
