"""The makers of a work from the cells of a mapping: who, in which role, with which doubt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from culturedata.data.records import Agent, Credit, Text
from culturedata.importing.mapped.cells import Cell, Cells
from culturedata.importing.mapped.targets import MakerOf
from culturedata.importing.source import Context
from culturedata.importing.values import attribution, identifying, life_years, whom
from culturedata.vocabularies import ATTRIBUTIONS, ROLES

_YEAR = re.compile(r"\+?(?P<year>-?\d{1,4})(?:-\d\d-\d\d(?:T.*)?)?")


class People:
    """Gathers the makers of one record. `id_of` makes an id of the source from a kind and a raw id.

    Who is said to be unknown («anonyme») is nobody: the words stay as `texts`.
    """

    def __init__(
        self, cells: Cells, context: Context, key: str, id_of: Callable[[str, str], str], lang: str | None
    ) -> None:
        self.agents: dict[str, Agent] = {}
        self.credits: dict[Credit, None] = {}
        self.texts: dict[Text, None] = {}
        self._lang = lang
        self._cells = cells
        self._context = context
        self._key = key
        self._id_of = id_of

    def add(self, target: MakerOf, cell: Cell) -> None:
        """Add whom a cell names; several where its text names several."""
        makers = attribution.read(cell.text, separator=target.separator or None) if cell.text else ()
        # Of «A, after B» A is described, as one is who stands alone.
        of_first = bool(makers) and all(maker.attribution == "after" for maker in makers[1:])
        if not makers:
            said = cell.text or "; ".join(f"{name}: {text}" for name, text in cell.beside.items())
            self._cells.report("no-name", f"{said!r} names nobody", "maker", said)
        elif cell.beside and not of_first:
            message = f"{cell.text!r} names {len(makers)}: it can't be told of whom {', '.join(cell.beside)} is said"
            self._cells.report("unpaired", message, "maker", cell.text)
        for maker in makers:
            if whom.is_nobody(maker.name):
                text = "; ".join(dict.fromkeys((cell.text, *(cell.beside.values() if of_first else ()))))
                self.texts[Text(kind="maker", text=text, lang=self._lang)] = None
                continue
            beside = cell if of_first and maker is makers[0] else Cell(cell.text, {}, cell.at)
            of_each = beside if of_first else cell
            id_ = self._id_of("agent", beside.get("id") or _folded(maker.name))
            self.agents[id_] = self._agent(target, beside, id_, maker)
            role, note = self._role(target, of_each, maker)
            doubt = self._attribution(of_each) or maker.attribution or target.attribution
            self.credits[Credit(agent=id_, role=role, attribution=doubt, note=note)] = None

    def year(self, cell: Cell, name: str) -> int | None:
        """The year beside a cell: a number, or the year of an ISO date. None where there is none; 0 is no year."""
        said = cell.get(name)
        if said is None:
            return None
        found = _YEAR.fullmatch(said)
        if found is None or int(found["year"]) == 0:
            self._cells.report("not-a-year", f"{said!r} is no year, in {name}", name, said)
            return None
        return int(found["year"])

    def _agent(self, target: MakerOf, cell: Cell, id_: str, maker: attribution.Maker) -> Agent:
        born, died = self._life(cell, maker)
        schemes = {
            name.partition(".")[2]: text for name, text in cell.beside.items() if name.startswith("identifiers.")
        }
        return Agent(
            id=id_,
            name=maker.name,
            kind=whom.kind(maker.name) if target.kind == "unknown" and not cell.get("gender") else target.kind,
            sort_name=cell.get("sort_name"),
            born=born,
            died=died,
            life_text=cell.get("life") or maker.life,
            gender=cell.get("gender"),
            country=cell.get("country"),
            born_place=cell.get("born_place"),
            died_place=cell.get("died_place"),
            url=cell.get("url"),
            identifiers=identifying.identifiers(self._context, self._key, **schemes),
        )

    def _life(self, cell: Cell, maker: attribution.Maker) -> tuple[int | None, int | None]:
        """Birth and death: the columns', or where they say nothing the text's; none where they are in wrong order."""
        born, died = self.year(cell, "born"), self.year(cell, "died")
        born, died = maker.born if born is None else born, maker.died if died is None else died
        return life_years.in_order(born, died, self._context, self._key, raw=cell.text)

    def _role(self, target: MakerOf, cell: Cell, maker: attribution.Maker) -> tuple[str, str | None]:
        """The role of the column, of the text or of the descriptor, and what is kept of its own words."""
        fixed = target.role or "artist"
        said = cell.get("role_from") or maker.role
        if said is None:
            return fixed, maker.note
        if said.casefold() in ROLES:
            return said.casefold(), maker.note
        if cell.get("role_from"):
            message = f"unknown role {said!r}: kept as a note; say what it is in «values»"
            self._cells.report("unknown-role", message, "role_from", said)
        return fixed, said if maker.note is None else f"{said}; {maker.note}"

    def _attribution(self, cell: Cell) -> str | None:
        said = cell.get("attribution_from")
        if said is None or said.casefold() in ATTRIBUTIONS:
            return said and said.casefold()
        message = f"unknown attribution {said!r}: left out; say what it is in «values»"
        self._cells.report("unknown-attribution", message, "attribution_from", said)
        return None


def _folded(name: str) -> str:
    """A name as part of an id: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())
