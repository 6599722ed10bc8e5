"""Who keeps a work of Joconde and who owns it: the place of deposit, the museum, and what is said of the property."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from culturedata.data.records import Agent, Holding, Identifier, Term, WorkTerm
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.text import slug
from culturedata.sources.joconde import owners
from culturedata.sources.joconde.terms import places, split

PAGE = "https://www.pop.culture.gouv.fr/notice/museo/"
_FRANCE = places("France").used  # where neither region nor town is given: the museum's country says so
# What happens to a work in «Lieu_de_depot», in folded letters; the last of several is what holds. A museum to which
# it was once assigned is not where it is, if «Localisation» says so.
_MOVES = re.compile(r"(?P<depot>depots?)\b(?!-)|(?:affectation|attribution|transfert|envoi)\b(?!-)")
_DOUBTED = re.compile(r"\?|\b(?:prets?|retours?|restitu\w*|fin|ancien\w*|recuper\w*|manquant\w*|disparu\w*|vole\w*)\b")


class _Place(NamedTuple):
    """Where a work is, «Paris ; musée d'Orsay»: an institution alone has no city."""

    city: str | None
    name: str


def holdings(row: dict[str, str]) -> tuple[tuple[Holding, ...], tuple[Agent | Term, ...]]:
    """The keepers, then the owner; and the terms for where the museum lies, then the museum's agent. The fields are
    taken out of the record.

    The museum of the record keeps the work. Where «Localisation», or else «Lieu_de_depot», names another place, the
    work is deposited there: that is the first keeper. How the work came in stands with the owner, and, where no owner
    is said, with the museum.
    """
    around = places(f"France,{row.pop('region', '')},{row.pop('departement', '')},{row.get('ville', '')}")
    museum = _museum(row.pop("code_museofile", ""), row.pop("nom_officiel_musee", ""), around.used)
    town, inventory = row.pop("ville", None), row.get("numero_inventaire")
    status, moved, where = row.pop("statut_juridique", None), row.pop("lieu_de_depot", ""), row.pop("localisation", "")
    keepers = _keepers(museum, town, where, moved)
    owner = owners.owner(status) if status else None
    deposit = " ; ".join(filter(None, (moved, row.pop("date_de_depot", "")))) or None
    if not keepers and (deposit or (status and not owner)):
        keepers = [Holding(kind="keeper")]
    _credit(keepers, 0, deposit)
    if owner:
        keepers.append(Holding(kind="owner", name=owner.name, city=owner.city, country=owner.country))
    _credit(keepers, -1, status)
    found = tuple(msgspec.structs.replace(one, inventory=inventory) for one in keepers)
    return found, (*(around.terms if museum.terms else ()), museum) if museum else ()


def _credit(holdings: list[Holding], at: int, said: str | None) -> None:
    """Put a text to what one of the holdings says of how the work came there."""
    if said:
        line = " ; ".join(filter(None, (holdings[at].credit_line, said)))
        holdings[at] = msgspec.structs.replace(holdings[at], credit_line=line)


def _keepers(museum: Agent | None, town: str | None, where: str, moved: str) -> list[Holding]:
    """Where the work is deposited, then the museum. All museums of the catalogue are in France; a town hall or an
    embassy that has a deposit may be anywhere but in the museum's own town.
    """
    place = _place(where)
    here = place is not None and museum is not None and _same(place, museum.name, town)
    away = _deposited(moved, here) if place is None or here else place
    if away and museum and _is_museum(away, museum.name, town, here):
        away = None
    found: list[Holding] = []
    if away:
        near = museum is None or owners.MUSEUM.match(folded(away.name)) or _town(away.city, town)
        found.append(Holding(kind="keeper", name=away.name, city=away.city, country="FR" if near else None))
    if museum:
        city = place.city if place and here else None
        found.append(
            Holding(kind="keeper", holder=museum.id, name=museum.name, city=city or town or None, country="FR")
        )
    return found


@lru_cache(maxsize=5_000)
def _museum(code: str, name: str, around: tuple[WorkTerm, ...]) -> Agent | None:
    """The museum, known by its number in Muséofile, the directory of the museums of France; in its town."""
    if not (code or name):
        return None
    return Agent(
        id=f"joconde:agent:museofile-{code}" if code else f"joconde:agent:museum-{slug(name)}",
        name=name or code,
        kind="group",
        country="FR",
        url=f"{PAGE}{code}" if code else None,
        identifiers=(Identifier(scheme="museofile", value=code),) if code else (),
        terms=() if around == _FRANCE else around,
    )


@lru_cache(maxsize=10_000)
def _place(text: str) -> _Place | None:
    """City and institution of «Paris ; musée d'Orsay»; None where nothing is said."""
    pieces = split(text, ";")
    if len(pieces) < 2:
        return _Place(None, pieces[0]) if pieces else None
    return _Place(pieces[0], " ; ".join(pieces[1:]))


@lru_cache(maxsize=10_000)
def _deposited(text: str, only: bool) -> _Place | None:
    """Where the last move of «dépôt;Rouen;musée des beaux-arts» took the work; None if it is doubted, lent or over.

    `only`: a deposit counts, and no other move.
    """
    pieces = split(text, ";")
    moves = [(n, found) for n, piece in enumerate(pieces) if (found := _MOVES.match(folded(piece)))]
    last, move = moves[-1] if moves else (-1, None)
    if only and move and not move["depot"]:
        return None
    if any(_DOUBTED.search(folded(piece)) for piece in pieces[max(last, 0) :]):
        return None
    return _place(";".join(piece for piece in pieces[last + 1 :] if any(letter.isalpha() for letter in piece)))


def _is_museum(away: _Place, museum: str, town: str | None, here: bool) -> bool:
    """Whether the place of deposit is the museum, also under an older name where the work is said to be there."""
    older = here and _town(away.city, town) and owners.MUSEUM.match(folded(away.name)) is not None
    return older or _same(away, museum, town)


@lru_cache(maxsize=10_000)
def _same(place: _Place, museum: str, town: str | None) -> bool:
    """Whether a place is the museum: the same words, or all those of one at an end of the other; in one town, all those
    of one anywhere in the other («musée Dobrée», «musée départemental Dobrée»); in another town never.
    """
    shorter, longer = sorted((slug(folded(place.name)), slug(folded(museum))), key=len)
    if place.city and town:
        return _town(place.city, town) and set(shorter.split("-")) <= set(longer.split("-"))
    return longer == shorter or (
        len(shorter) > 8 and (longer.startswith(f"{shorter}-") or longer.endswith(f"-{shorter}"))
    )


def _town(one: str | None, other: str | None) -> bool:
    """Whether two towns are one: «Paris» is also «Paris 8e arrondissement»."""
    shorter, longer = sorted((slug(folded(one or "")), slug(folded(other or ""))), key=len)
    return shorter != "" and (longer == shorter or longer.startswith(f"{shorter}-"))
