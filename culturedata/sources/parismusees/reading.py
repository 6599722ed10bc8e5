"""Reading the fields of a Paris Musées work: what they refer to is `{"entity": {…}}`, alone or in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from culturedata.data.licences import CC0, licence
from culturedata.data.records import Dimension, Image, Relation, Text
from culturedata.importing.source import Context
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.text import number, plain, text_of
from culturedata.sources.parismusees.parts import Row, printed, said, year

TEXTS = {
    "fieldOeuvreDescriptionIcono": "description", "fieldDescription": "description",
    "fieldCommentaireHistorique": "history", "fieldReferenceExport": "reference",
}  # fmt: skip
NAMED_TEXTS = {"fieldOeuvreFonction": "function", "fieldOeuvreLieuxDecouvertes": "find spot"}
# The printed kinds in folded letters: the portal writes «Epaisseur» and «Épaisseur».
KINDS = {
    "hauteur": "height", "largeur": "width", "longueur": "length", "profondeur": "depth", "epaisseur": "thickness",
    "diametre": "diameter", "poids": "weight",
}  # fmt: skip
RELATIONS = {"fieldOeuvreFaitPartieDe": "part of", "fieldOeuvresEnRapport": "related to"}


class Reading:
    """Takes fields out of rows, and has what is left at each depth audited."""

    def __init__(self, context: Context, ignored: frozenset[str], record: str) -> None:
        self._context = context
        self._ignored = ignored
        self._record = record

    def audit(self, left: Row) -> None:
        """Report what is left of a row of the record and not named as ignored."""
        self._context.audit(left, self._ignored, self._record)

    def entities(self, row: Row, field: str) -> Iterator[Row]:
        """What a field refers to: one thing or a list of them; those that are not public are null."""
        found = row.pop(field, None)
        for wrapper in found if isinstance(found, list) else [found]:
            if wrapper:
                entity = wrapper.pop("entity", None)
                self.audit(wrapper)
                if entity:
                    yield entity

    def named(self, row: Row, field: str) -> list[tuple[str | None, str]]:
        """Numbers (None: not given) and names of what a field refers to."""
        found = []
        for entity in self.entities(row, field):
            id_, name = self.identified(entity)
            self.life(entity)
            self.audit(entity)
            if name:
                found.append((id_, name))
        return found

    def names(self, row: Row, field: str) -> str | None:
        """The names of what a field refers to, as one text."""
        return "; ".join(name for _, name in self.named(row, field)) or None

    def identified(self, entity: Row) -> tuple[str | None, str | None]:
        """The number and the name of a thing; its other numbers stay in the raw record."""
        id_, label, name = said(entity, "entityId"), said(entity, "entityLabel"), said(entity, "name")
        tid = said(entity, "tid")
        entity.pop("entityUuid", None), entity.pop("fieldLrefAdlib", None)
        return id_ or tid, name or label

    def life(self, entity: Row) -> dict[str, Any]:
        """Years, places and the other name of a person; None for all of them where it is no person."""
        life: dict[str, Any] = {}
        for field, kind in (("fieldPipDateNaissance", "born"), ("fieldPipDateDeces", "died")):
            text, life[kind], _, century = self.date(entity, field)
            life[f"{kind}_text"] = "; ".join(filter(None, (text, century))) or None
        life["born_place"] = said(entity, "fieldPipLieuNaissance")
        life["died_place"] = said(entity, "fieldLieuDeces") or said(entity, "fieldPipLieuDeces")
        life["other"] = said(entity, "fieldPipNomEquivalent")
        entity.pop("fieldPipEmployePour", None)
        return life

    def date(self, row: Row, field: str) -> tuple[str | None, int | None, int | None, str | None]:
        """The date as printed, else from its parts («Entre 1870 et 1880», «19e siècle»), its two years, and the century
        where the text is another."""
        date = row.pop(field, None) or {}
        first, last, century = year(said(date, "startYear")), year(said(date, "endYear")), said(date, "century")
        text = printed(date, first, last) or century
        self.audit(date)
        return text, first, last, None if century == text else century

    def images(self, row: Row) -> Iterator[Image]:
        """The pictures: open where the museums say so of each, by «libre» or by the licence that they print."""
        for entity in self.entities(row, "fieldVisuels"):
            small, large = said(entity, "vignette"), said(entity, "publicUrl")
            rights, libre = said(entity, "fieldImageDroits"), entity.pop("fieldImageLibre", None)
            named = licence(rights) if rights else None
            free = named.open if named else libre in (True, 1, "1", "true")
            legends = (said(entity, "fieldLegende"), said(entity, "fieldImageLegendeCplementaire"))
            _, name = self.identified(entity)
            credit = "; ".join(dict.fromkeys(filter(None, (said(entity, "fieldCopyright"), rights)))) or None
            self.audit(entity)
            if small or large:
                yield Image(
                    url=large or small or "",
                    thumbnail=small,
                    alt=plain("; ".join(filter(None, legends))) or name,
                    credit=credit,
                    licence=named.uri if named else CC0 if free else None,
                    open=free,
                )

    def dimensions(self, row: Row) -> Iterator[Dimension]:
        """The sizes, each of a part and a kind, with its unit."""
        for entity in self.entities(row, "fieldOeuvreDimensions"):
            part, kind, unit = (self.names(entity, f"fieldDimension{one}") for one in ("Partie", "Type", "Unite"))
            value = said(entity, "fieldDimensionValeur")
            self.identified(entity)
            self.audit(entity)
            if value:
                text = " ".join(filter(None, (kind, value, unit)))
                known = KINDS.get(folded(kind or ""), kind or "size")
                yield Dimension(part=part, kind=known, value=number(value), unit=unit, text=text)

    def texts(self, row: Row) -> Iterator[Text]:
        """Descriptions and history, what the work was for, where it was found, inscriptions."""
        for field, kind in TEXTS.items():
            text = self.value(row, field)
            if text:
                yield Text(kind=kind, text=text, lang="fr")
        for field, kind in NAMED_TEXTS.items():
            for _, name in self.named(row, field):
                yield Text(kind=kind, text=name, lang="fr")
        found, _, _, century = self.date(row, "fieldOeuvreDateDecouverte")
        if found:
            yield Text(kind="date of discovery", text="; ".join(filter(None, (found, century))), lang="fr")
        where = self.today(row)
        if where:
            yield Text(kind="location", text=where, lang="fr")
        for entity in self.entities(row, "fieldOeuvreInscriptions"):
            parts = (
                self.names(entity, "fieldInscriptionType"), self.value(entity, "fieldInscriptionMarque"),
                self.names(entity, "fieldInscriptionEcriture"),
            )  # fmt: skip
            self.identified(entity)
            self.audit(entity)
            if any(parts):
                yield Text(kind="inscription", text=" ; ".join(filter(None, parts)), lang="fr")

    def today(self, row: Row) -> str | None:
        """Where the work hangs: a room by its name, or only that it is on show. The query does not ask for it."""
        found = row.get("fieldOeuvreExpose")
        if isinstance(found, dict | list):
            return self.names(row, "fieldOeuvreExpose")
        row.pop("fieldOeuvreExpose", None)
        return "exposée" if found is True else str(found) if found else None

    def value(self, row: Row, field: str) -> str | None:
        """The text of a field that holds HTML under `value`."""
        found = row.pop(field, None) or {}
        text = plain(text_of(found, "value"))
        found.pop("processed", None)
        self.audit(found)
        return text or None

    def relations(self, row: Row) -> Iterator[Relation]:
        """The works of which this one is a part, and those that have to do with it."""
        for field, kind in RELATIONS.items():
            found = row.pop(field, None) or []
            for target in found if isinstance(found, list) else [found]:
                id_ = said(target, "targetId") if target else None
                self.audit(target or {})
                if id_:
                    yield Relation(kind=kind, target=f"parismusees:{id_}")
