"""Which of the museums of the City of Paris keeps a work."""

from __future__ import annotations

import re

from culturedata.data.records import Agent, Holding, Identifier, Title
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.text import slug
from culturedata.sources.parismusees.parts import Row, said
from culturedata.sources.parismusees.reading import Reading

# The fourteen by their short titles in the API. The address of a work's page begins with that title in plain letters,
# «petit-palais/oeuvres/…»: it names the museum where nothing else does.
NAMES = (
    "Maison de Balzac", "Musée Bourdelle", "Musée Carnavalet", "Musée Cernuschi", "Musée Cognacq-Jay",
    "Palais Galliera", "Musée d’Art moderne", "Musée Jean Moulin", "Maison de Victor Hugo",
    "Musée de la Vie romantique", "Petit Palais", "Musée Zadkine", "Crypte archéologique Notre-Dame",
    "Catacombes de Paris",
)  # fmt: skip
_BY_ADDRESS = {re.sub(r"[^a-z0-9]+", "-", folded(name)): name for name in NAMES}


def of(row: Row, read: Reading, numbers: list[str], how: str | None) -> tuple[tuple[Agent, ...], tuple[Holding, ...]]:
    """The museum that keeps the work, and how the work came in; empty where neither is said."""
    address = (said(row, "fieldUrlAlias") or "").strip("/").partition("/")[0]
    museum, city = _said(row, read) or _addressed(address) or (None, None)
    if not (museum or numbers or how):
        return (), ()
    holding = Holding(
        holder=museum.id if museum else None, name=museum.name if museum else None, city=city,
        country=museum.country if museum else None, inventory=numbers[0] if numbers else None, credit_line=how,
    )  # fmt: skip
    return (museum,) if museum else (), (holding,)


def _said(row: Row, read: Reading) -> tuple[Agent, str | None] | None:
    """The museum that the record names, and its town."""
    found = None
    for entity in read.entities(row, "fieldMusee"):
        id_, long = read.identified(entity)
        name, code = said(entity, "fieldMuseeTitreCourt") or long, said(entity, "fieldMuseeCode")
        address = entity.pop("fieldAdresse", None) or {}
        city, country = said(address, "locality"), said(address, "countryCode")
        read.audit(address)
        read.audit(entity)
        if name:
            numbers = (Identifier(scheme="parismusees museum", value=code),) if code else ()
            key = f"parismusees:agent:{id_ or slug(name)}"
            others = (Title(text=long, kind="alternative"),) if long and long != name else ()
            found = Agent(id=key, name=name, kind="group", country=country, names=others, identifiers=numbers), city
    return found


def _addressed(address: str) -> tuple[Agent, str] | None:
    """The museum whose name begins the address of the work's page; None if it is none of the fourteen."""
    name = _BY_ADDRESS.get(address)
    if name is None:
        return None
    return Agent(id=f"parismusees:agent:{slug(name)}", name=name, kind="group", country="FR"), "Paris"
