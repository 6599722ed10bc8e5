"""Whose a work of Joconde is: «propriété de la commune;don manuel;Bourges;musée Estève».

Behind the kind of property stand how the work came in, the town, and the institution to which the work is assigned.
That institution is not the owner: what the State owns is the State's, whatever museum has it on its inventory.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from culturedata.importing.values.dating_words import folded
from culturedata.sources.joconde.terms import split

_PROPERTY = re.compile(r"propri[ée]t[ée]s?\s+(?P<of>de\s+la\s+|de\s+l['’]\s*|du\s+|de\s+|d['’]\s*(?:une?\s+)?)?", re.I)
_DOUBT = re.compile(r"\s*(?:\(\s*\?\s*\)|\?)\s*$")
# How a work came in, in folded letters: it stands among the pieces and names nobody.
_WAYS = re.compile(
    r"(?:mode d|achats?|acquis|acquisition|affectation|anciens? fonds?|attribution|cession|collecte|commande|"
    r"confiscation|dation|decouverte|depots?|dons?|donation|echange|envoi|fonds ancien|fouilles?|inconnue?|"
    r"inscription|legs|mecenat|preemption|prets?|propriete|recuperation|remise|restitution|saisie|sequestre|"
    r"souscription|transfert|usufruit|vente|versement)\b(?!-)"
)
_COLLECTIVITY = re.compile(
    r"(?:commune|ville|departement|region|communaute|collectivite|metropole|agglomeration|syndicat)\b"
)
_INSTITUTION = re.compile(
    r"(?:abbaye|academie|archives|association|bibliotheque|cabinet|cathedrale|centre|chateau|conseil|conservatoire|"
    r"ecole|eglise|eveche|fondation|fonds|frac|galerie|hopital|hospice|hotel|institut|maison|mairie|manufacture|"
    r"mediatheque|ministere|mobilier|musees?|museum|observatoire|palais|prefecture|service|societe|theatre|tribunal|"
    r"universite)(?=[\s,']|$)"
)
MUSEUM = re.compile(r"(?:les? )?(?:musees?|museum|ecomusee)\b")


class Owner(NamedTuple):
    """Whose a work is; `city` where the record gives a town beside the kind of owner; `country` where it is certain."""

    name: str
    city: str | None = None
    country: str | None = None


@lru_cache(maxsize=10_000)
def owner(status: str) -> Owner | None:
    """The owner that «Statut_juridique» says; None where it says only how the work came in."""
    pieces = split(status, ";")
    if len(pieces) == 1:
        pieces = split(status, ",")
    at = next((n for n, piece in enumerate(pieces) if _PROPERTY.match(piece)), None)
    if at is None:
        return None
    said, doubt = _DOUBT.subn("", pieces[at])
    found = _PROPERTY.match(said)
    called = said[found.end() :] if found and found["of"] else said
    named = {n: piece for n, piece in enumerate(pieces) if n > at and not _WAYS.match(folded(piece))}
    mark = " ?" if doubt else ""
    if folded(called) == "etat":
        return Owner(called + mark, country="FR")
    if _COLLECTIVITY.match(folded(called)):
        return _collectivity(called, mark, at, named)
    return _body(called, mark, list(named.values()))


def _collectivity(called: str, mark: str, at: int, named: dict[int, str]) -> Owner:
    """A commune, which is its town; another collectivity by its name, which stands directly behind its kind.

    A town that stands before the institution is that of the institution, and not the name of the département.
    """
    whole = list(named)
    assigned = len(whole) > 1 or any(_INSTITUTION.match(folded(piece)) for piece in named.values())
    before = whole[:-1] if assigned else whole
    if not before:
        return Owner(called + mark, country="FR")
    place = named[before[0]]
    apart = before[0] == at + 1 and (not assigned or whole[-1] != at + 2)
    if apart or re.match(r"(?:commune|ville)\b", folded(called)):
        return Owner(f"{place} ({called}{mark})", country="FR")
    return Owner(called + mark, place, "FR")


def _body(called: str, mark: str, named: list[str]) -> Owner:
    """A private or public body: the last that is named, unless that is the museum; then only its kind is known."""
    country = "FR" if "publi" in folded(called) else None
    if named and not MUSEUM.match(folded(named[-1])):
        return Owner(named[-1] + mark, named[0] if len(named) > 1 else None, country)
    return Owner(called + mark, country=country)
