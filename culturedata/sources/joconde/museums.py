"""Who owns a work of Joconde and who keeps it: the museum, the place of deposit, and what is said of the property."""

from __future__ import annotations

import re
from functools import lru_cache

from culturedata.data.records import Agent, Holding, Identifier, Term, WorkTerm
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.text import slug
from culturedata.sources.joconde.terms import places, split

PAGE = "https://www.pop.culture.gouv.fr/notice/museo/"
# How a work came in, in folded letters: it stands among the pieces of «Statut_juridique» and names nobody.
_WAYS = re.compile(
    r"(?:mode |achat|acquis|acquisition|affectation|ancien|attribution|cession|collecte|commande|confiscation|dation|"
    r"depot|don\b|donation|echange|envoi|fonds ancien|fouille|legs|preemption|propriete|recuperation|saisie|"
    r"souscription|transfert|vente|versement)"
)
_FRANCE = places("France").used  # where neither region nor town is given: the museum's country says so


def holdings(row: dict[str, str]) -> tuple[tuple[Holding, ...], tuple[Agent | Term, ...]]:
    """The keeper, then the owner; and the terms for where the museum lies, then the museum's agent. The fields are
    taken out of the record.

    The museum of the record keeps the work if «Localisation» is empty or names it. Where it names another place the
    work is deposited there, and the museum is the owner unless «Statut_juridique» names one.
    """
    around = places(f"France,{row.pop('region', '')},{row.pop('departement', '')},{row.get('ville', '')}")
    museum = _museum(row.pop("code_museofile", ""), row.pop("nom_officiel_musee", ""), around.used)
    city, place = _place(row.pop("localisation", ""))
    own_city, inventory = row.pop("ville", None), row.get("numero_inventaire")
    status, deposit = row.pop("statut_juridique", None), _joined(row.pop("lieu_de_depot", ""), row)
    owner = _owner(status) if status else None
    at_home = museum is not None and (place is None or _same(place, museum.name))
    found: list[Holding] = []
    if at_home and museum:
        found.append(_kept(museum, city or own_city, inventory, deposit))
    elif place or city:
        found.append(Holding(kind="keeper", name=place or city, city=city, inventory=inventory, credit_line=deposit))
    elif deposit:
        found.append(Holding(kind="keeper", inventory=inventory, credit_line=deposit))
    owned = museum is not None and (_same(owner, museum.name) if owner else not at_home)
    if owned and museum:
        found.append(_owned(museum, own_city, inventory, status))
    elif status:
        found.append(Holding(kind="owner", name=owner or _property(status), inventory=inventory, credit_line=status))
    if museum and not at_home and not owned:
        found.append(_kept(museum, own_city, inventory, None))
    return tuple(found), (*(around.terms if museum.terms else ()), museum) if museum else ()


def _kept(museum: Agent, city: str | None, inventory: str | None, credit_line: str | None) -> Holding:
    return Holding(
        kind="keeper", holder=museum.id, name=museum.name, city=city, country="FR", inventory=inventory,
        credit_line=credit_line,
    )  # fmt: skip


def _owned(museum: Agent, city: str | None, inventory: str | None, credit_line: str | None) -> Holding:
    return Holding(
        kind="owner", holder=museum.id, name=museum.name, city=city, country="FR", inventory=inventory,
        credit_line=credit_line,
    )  # fmt: skip


def _joined(deposit: str, row: dict[str, str]) -> str | None:
    """Where the work is deposited and since when, as printed."""
    return " ; ".join(filter(None, (deposit, row.pop("date_de_depot", "")))) or None


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


@lru_cache(maxsize=20_000)
def _place(text: str) -> tuple[str | None, str | None]:
    """City and institution of «Paris ; musée d'Orsay»; an institution alone has no city."""
    pieces = split(text, ";")
    if len(pieces) < 2:
        return None, pieces[0] if pieces else None
    return pieces[0], " ; ".join(pieces[1:])


@lru_cache(maxsize=20_000)
def _owner(status: str) -> str | None:
    """The institution that stands last in «propriété de l'Etat;don manuel;musée …»; None if none does."""
    pieces = split(status, ";")
    last = pieces[-1] if len(pieces) > 1 else ""
    return last if last and not _WAYS.match(folded(last)) else None


@lru_cache(maxsize=20_000)
def _property(status: str) -> str | None:
    """The kind of owner: «propriété de la commune»."""
    return next((piece for piece in split(status, ";") if folded(piece).startswith("propriete")), None)


@lru_cache(maxsize=20_000)
def _same(one: str, other: str) -> bool:
    """Whether two names are of one institution: the same words, or all those of one at an end of the other."""
    shorter, longer = sorted((slug(folded(one)), slug(folded(other))), key=len)
    return longer == shorter or (
        len(shorter) > 8 and (longer.startswith(f"{shorter}-") or longer.endswith(f"-{shorter}"))
    )
