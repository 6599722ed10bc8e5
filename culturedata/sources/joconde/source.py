"""Joconde, the catalogue of the museums of France: the ministry's CSV, its tabular API, and older files of it.

A record's body is the row as an object, without its empty cells; of the API and of JSON files it is their own bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from culturedata.data.licences import IN_COPYRIGHT, LICENCE_OUVERTE_2
from culturedata.data.records import Entity, Identifier, RawRecord, Rights, Text, Work
from culturedata.errors import UsageError
from culturedata.importing.inputs.ways import DUMP, client, way
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Source
from culturedata.importing.values.address import split
from culturedata.importing.values.identifying import identifiers
from culturedata.importing.values.text import NoText, plain
from culturedata.sources.joconde import dates, fields, terms
from culturedata.sources.joconde import files as inputs
from culturedata.sources.joconde import makers as joconde_makers
from culturedata.sources.joconde import museums as joconde_museums
from culturedata.sources.joconde import object as joconde_object

PAGE = "https://www.pop.culture.gouv.fr/notice/joconde/"
METADATA = Rights(covers="metadata", licence=LICENCE_OUVERTE_2, statement="Licence Ouverte 2.0")
PICTURE = Rights(
    covers="image",
    statement="POP shows a picture, of which the open data give neither the address nor the rights",
    statement_fr="POP montre une image dont les données ouvertes ne donnent ni l'adresse ni les droits",
)
OLD_HOST = "data.culture.gouv.fr"
_USUAL = re.compile(r"[0-9A-Z]{6,25}")
_MARKED = re.compile(r"[<&\x00\x80-\x9f]")
_decode = msgspec.json.Decoder(dict[str, object]).decode


class Joconde(Source):
    """The cursor is the number of a row of the file, of a folder with the file's name behind it; of the API «file's
    id/page rows done»."""

    name = "joconde"
    summary = "Joconde, the museums of France: the ministry's CSV or its tabular API"
    ignored: ClassVar[frozenset[str]] = fields.IGNORED

    def records(self) -> Iterator[RawRecord]:
        since = Since(self.context.since)
        if split(self.context.input or "").hostname == OLD_HOST:
            raise UsageError(
                f"{OLD_HOST} was switched off in July 2026: it answers with the web page of another site.",
                "Say dump for the ministry's file, api for data.gouv.fr, or give a file that you have.",
            )
        found = way(self.context, default=DUMP)
        if found.path is not None:
            yield from inputs.read(found.path, self.context, since)
            return
        with client(self.context, found.base) as (fetcher, http):
            given = found.base != http.base.rstrip("/")
            tabular = found.base if given else str(self.descriptor.options["tabular"]).rstrip("/")
            yield from inputs.ask(fetcher, found.base, tabular, self.context, since)

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        row: dict[str, str] = {}
        left: dict[str, object] = {}
        for name, value in _decode(record.body).items():
            said = value.strip() if type(value) is str else fields.text(value)
            if said:
                row[fields.field(name)] = said
            elif said is None and fields.field(name) not in self.ignored:
                left[name] = NoText(value) if fields.field(name) in fields.NAMES else value
        reference = row.pop("reference", record.key)
        makers = joconde_makers.of(row)
        museums, keepers = joconde_museums.holdings(row)
        titles = joconde_object.titles(row)
        texts = list(_texts(row))
        words = terms.described(row)
        numbers = terms.split(row.pop("numero_inventaire", ""), ";")
        work = Work(
            id=f"joconde:{record.key}",
            domain="museum",
            titles=titles,
            url=f"{PAGE}{reference}",
            credits=makers.credits,
            dates=dates.of(row, self.context, record.key),
            terms=tuple(dict.fromkeys((*words.used, *makers.used))),
            texts=(*makers.texts, *texts),
            rights=tuple(_rights(row)),
            identifiers=(
                *self._identifier(reference, record.key),
                *(Identifier(scheme="accession", value=number) for number in dict.fromkeys(numbers)),
            ),
            dimensions=joconde_object.dimensions(row.pop("mesures")) if "mesures" in row else (),
            holdings=museums,
            relations=tuple(joconde_object.relations(row, numbers)),
        )
        self.context.audit(row | left, self.ignored, record.key)
        return iter((*words.terms, *makers.terms, *makers.agents, *keepers, work))

    def _identifier(self, reference: str, record: str) -> tuple[Identifier, ...]:
        """The reference as an identifier, at once where it is written as nearly all are."""
        if _USUAL.fullmatch(reference):
            return (Identifier(scheme="joconde", value=reference),)
        return identifiers(self.context, record, joconde=reference)


def _texts(row: dict[str, str]) -> Iterator[Text]:
    """The texts of the record, and of its fields with words those that say more than terms do."""
    for name in [name for name in row if name in fields.TEXTS]:
        said = row.pop(name)
        text = plain(said) if _MARKED.search(said) and not name.startswith("lien_") else said
        if text:
            yield Text(kind=fields.TEXTS[name], text=text, lang="fr")
    if "materiaux_techniques" in row:
        yield Text(kind="medium", text=row["materiaux_techniques"], lang="fr")
    for name, facet, separators in terms.FACETS:
        if name in row and facet != "technique" and terms.sentences(row[name], separators):
            yield Text(kind=facet, text=row[name], lang="fr")
    for name in terms.PLACES:
        if name in row:
            yield Text(kind="place", text=row[name], lang="fr")


def _rights(row: dict[str, str]) -> Iterator[Rights]:
    """The rights in the record, in the picture that there is, and in the work; a picture is never open here."""
    holder = row.pop("copyright", None)
    yield msgspec.structs.replace(METADATA, holder=holder) if holder else METADATA
    if row.pop("presence_image", "").casefold() == "oui":
        yield PICTURE
    under, free = row.pop("artiste_sous_droits", None), row.pop("date_entree_dans_le_domaine_public", None)
    if under or free:
        said = [f"artiste sous droits : {under}"] if under else []
        said += [f"entrée dans le domaine public : {free}"] if free else []
        closed = under is not None and under.casefold() != "non"
        yield Rights(
            covers="work", licence=IN_COPYRIGHT if closed else None, statement="; ".join(said),
            statement_fr="; ".join(said),
        )  # fmt: skip
