"""The museums of the City of Paris: their GraphQL API, or its answers in a file. A record's body is one work of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec

from culturedata.data.records import Agent, Credit, Date, Entity, RawRecord, Term, Text, Work, WorkTerm
from culturedata.errors import DescriptorError, InputFormat
from culturedata.importing.inputs import folder
from culturedata.importing.inputs.ways import way
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Source
from culturedata.importing.values import attribution, dates, whom
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import slug
from culturedata.sources.parismusees import answers, museums, parts
from culturedata.sources.parismusees.parts import Row, said
from culturedata.sources.parismusees.query import ask, raw
from culturedata.sources.parismusees.reading import Reading

# Fields that name things, and the facet in which these describe the work.
FACETS = {
    "fieldOeuvreTypesObjet": "classification", "fieldDenominations": "type", "fieldMateriauxTechnique": "technique",
    "fieldOeuvreThemeRepresente": "subject", "fieldLieuxConcernes": "subject", "fieldPersonnesConcernees": "subject",
    "fieldOeuvreStyleMouvement": "movement", "fieldOeuvreSiecle": "period", "fieldOeuvreEpoquePeriode": "period",
    "fieldOeuvreLieuxProductions": "place",
}  # fmt: skip


class ParisMusees(Source):
    """The cursor is «offset works done of the page»; of files the number of the work."""

    name = "parismusees"
    summary = "Paris Musées: the collections of the museums of the City of Paris, from their GraphQL API"
    # When and as what the portal made its page of the work; the museum's street, logo, place on the map and description
    # for visitors; the old name of the list of pictures and whether prints of one are sold; how a
    # text is marked up.
    ignored: ClassVar[frozenset[str]] = frozenset({
        "entityCreated", "entityChanged", "entityBundle", "entityLabel", "entityType", "sort", "description",
        "fieldMuseeLogo", "fieldGeolocation", "postalCode", "addressLine1", "addressLine2", "fieldVisuelsPrincipals",
        "fieldImageVenteTirage", "format",
    })  # fmt: skip

    def records(self) -> Iterator[RawRecord]:
        since, found = Since(self.context.since), way(self.context)
        if found.path is not None:
            yield from self._of_files(found.path, since)
            return
        if self.descriptor.http is None or self.context.fetcher is None:
            raise DescriptorError("parismusees is read over HTTP: it needs a client, and «http» in its descriptor.")
        base = found.base.removesuffix("/graphql")
        with self.context.fetcher() as fetcher:
            if base != self.descriptor.http.base.rstrip("/"):
                fetcher.trust(base)
            yield from ask(fetcher, f"{base}/graphql", self.context, since)

    def _of_files(self, path: Path, since: Since) -> Iterator[RawRecord]:
        """The works in a file of answers (one a line, a list of works, one document), or in all files of a folder."""
        after, at = int(self.context.cursor or 0), 0
        for body, located in folder.each(path, self.context, lambda _, file: answers.works(file, self.context)):
            at += 1
            record = raw(body, located, str(at), self.context, since) if at > after else None
            if record is not None:
                yield record
        if not at:
            raise InputFormat(f"{path} holds no work of Paris Musées.", "Are the answers empty?")

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: Row = msgspec.json.decode(record.body)
        read, key = Reading(self.context, self.ignored, record.key), record.key
        row.pop("entityId", None)
        address = said(row, "absolutePath")
        credits, people, nobody = _makers(row, read, self.context, key)
        givers, modes = read.named(row, "fieldDonateurs"), read.named(row, "fieldModaliteAcquisition")
        # The field also names who sold the work: that is said in the credit line alone.
        bought = bool(modes) and all(folded(mode).startswith("achat") for _, mode in modes)
        for id_, name in () if bought else givers:
            if whom.is_nobody(name):
                continue
            people.append(parts.agent(id_, name, {}, self.context, key))
            credits.append(Credit(agent=people[-1].id, role="donor", note="donateur"))
        terms = _terms(row, read)
        how = [name for _, name in (*modes, *givers)]
        numbers = [number for field in ("fieldOeuvreNumInventaire", "fieldNumeroObjet") if (number := said(row, field))]
        museum, holdings = museums.of(row, read, numbers, "; ".join(how) or None)
        images = tuple(read.images(row))
        adlib, uuid = said(row, "fieldLrefAdlib"), said(row, "entityUuid")
        work = Work(
            id=f"parismusees:{key}",
            domain="museum",
            titles=parts.titles(row),
            url=address,
            credits=tuple(credits),
            dates=tuple(_dates(row, read)),
            terms=tuple(dict.fromkeys(WorkTerm(facet=term.facet, term=term.id) for term in terms)),
            texts=(*nobody, *read.texts(row)),
            images=images,
            rights=tuple(parts.rights(images)),
            identifiers=identifiers(
                self.context, key, accession=numbers, parismusees=key, adlib=adlib, **{"parismusees uuid": uuid}
            ),
            dimensions=tuple(read.dimensions(row)),
            holdings=holdings,
            relations=tuple(read.relations(row)),
        )
        read.audit(row)
        return iter((*terms, *people, *museum, work))


def _makers(row: Row, read: Reading, context: Context, key: str) -> tuple[list[Credit], list[Agent], list[Text]]:
    """Who made the work, with the function that is printed; who is «Anonyme» is nobody, and stays a text."""
    credits: list[Credit] = []
    agents: list[Agent] = []
    nobody: list[Text] = []
    for entity in read.entities(row, "fieldOeuvreAuteurs"):
        function = read.names(entity, "fieldAuteurFonction")
        for person in read.entities(entity, "fieldAuteurAuteur"):
            id_, name = read.identified(person)
            life = read.life(person)
            read.audit(person)
            if name and whom.is_nobody(name):
                nobody.append(Text(kind="maker", text="; ".join(filter(None, (name, function))), lang="fr"))
            elif name:
                agents.append(parts.agent(id_, name, life, context, key))
                role = attribution.role(function) if function else None
                nearness = attribution.attribution(function) if function else None
                credits.append(Credit(agent=agents[-1].id, role=role or "artist", attribution=nearness, note=function))
        read.identified(entity)
        read.audit(entity)
    return credits, agents, nobody


def _terms(row: Row, read: Reading) -> list[Term]:
    """The words of the portal's lists; one without a number is known by its letters."""
    return [
        Term(id=f"parismusees:term:{facet}-{id_ or slug(name)}", facet=facet, label=name, label_fr=name)
        for field, facet in FACETS.items()
        for id_, name in read.named(row, field)
    ]


def _dates(row: Row, read: Reading) -> Iterator[Date]:
    for field, kind in (("fieldDateProduction", "created"), ("fieldDateAcquisition", "acquired")):
        text, first, last, century = read.date(row, field)
        if text:
            yield dates.bounded(text, first, last, kind)
        if century:
            yield dates.read(century, kind)
