"""What hangs on an object, from the cells of a mapping: pictures, rights, sizes, who keeps it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from culturedata.data import licences
from culturedata.data.records import Dimension, Holding, Image, Rights
from culturedata.importing.mapped import targets as t
from culturedata.importing.mapped.cells import Cell, Cells
from culturedata.importing.values.text import number

_WITH_UNIT = re.compile(r"(?P<size>.*\d)\s*(?P<unit>[^\W\d]{1,10})?\.?")


class Objects:
    """Gathers what one record says of the object. Pictures that stand in the same place of a list are one."""

    def __init__(self, cells: Cells, lang: str | None) -> None:
        self.rights: list[Rights] = []
        self.dimensions: list[Dimension] = []
        self._cells = cells
        self._lang = lang
        self._unknown: set[str] = set()  # licences that are not known, and were told
        self._parts: dict[tuple[int, ...], dict[str, list[dict[str, str]]]] = defaultdict(
            lambda: {"image": [], "thumbnail": [], "iiif": []}
        )
        self._holdings: dict[str, list[dict[str, str]]] = defaultdict(lambda: [{}])
        self.numbers: list[str] = []  # further inventory numbers of one keeper or owner
        self.adders: dict[type[t.Target], Callable[[Any, Cell], None]] = {
            t.ImageOf: self._picture, t.Thumbnail: self._thumbnail, t.Iiif: self._iiif, t.RightsIn: self._right,
            t.DimensionOf: self._dimension, t.HoldingOf: self._holding, t.Inventory: self._inventory,
            t.CreditLine: self._credit_line,
        }  # fmt: skip

    def licence(self, said: str) -> licences.Licence | None:
        """The licence that `said` is or names; None, and an issue (one a record), if that is not known."""
        found = licences.licence(said)
        if found is None and said not in self._unknown:
            self._unknown.add(said)
            self._cells.report("unknown-licence", "no licence that is known: kept in its own words", "rights", said)
        return found

    def images(self) -> tuple[Image, ...]:
        """The pictures: of each its address, or the only one that is known of it; open if its licence says so."""
        return tuple(self._image(parts) for parts in self._pictures() if {"url", "thumbnail", "iiif"} & parts.keys())

    def holdings(self) -> tuple[Holding, ...]:
        """The keepers and the owners, as far as something is known of them."""
        return tuple(Holding(kind=kind, **said) for kind, several in self._holdings.items() for said in several)

    def _pictures(self) -> Iterator[dict[str, str]]:
        """What is said of each picture; the first thumbnail belongs to the first picture, and so on."""
        for kinds in self._parts.values():
            for numbered in zip_longest(*kinds.values(), fillvalue={}):
                yield {name: text for part in numbered for name, text in part.items()}

    def _image(self, parts: dict[str, str]) -> Image:
        said, iiif = parts.get("licence"), parts.get("iiif", "").removesuffix("/info.json").rstrip("/") or None
        found = licences.licence(said) if said else self._image_licence()
        return Image(
            url=parts.get("url") or (f"{iiif}/full/max/0/default.jpg" if iiif else parts["thumbnail"]),
            thumbnail=parts.get("thumbnail"),
            iiif=iiif,
            width=_pixels(parts.get("width")),
            height=_pixels(parts.get("height")),
            alt=parts.get("alt"),
            credit=parts.get("credit"),
            licence=found.uri if found else None,
            open=bool(found and found.open),
        )

    def _image_licence(self) -> licences.Licence | None:
        """The licence that the record gives for its pictures in a column of its own."""
        said = next((right for right in self.rights if right.covers == "image"), None)
        return licences.licence(said.licence) if said and said.licence else None

    def _picture(self, target: t.ImageOf, cell: Cell) -> None:
        """A picture; a licence of which no document is known is kept in its own words, as rights."""
        self._parts[cell.at]["image"].append({**({"url": cell.text} if cell.text else {}), **cell.beside})
        said = cell.get("licence")
        found = self.licence(said) if said else None
        if said and (found is None or found.uri is None):
            self._add_right(Rights(covers="image", statement=said))

    def _thumbnail(self, _: t.Thumbnail, cell: Cell) -> None:
        self._parts[cell.at]["thumbnail"].append({"thumbnail": cell.text} if cell.text else {})

    def _iiif(self, _: t.Iiif, cell: Cell) -> None:
        self._parts[cell.at]["iiif"].append({"iiif": cell.text} if cell.text else {})

    def _right(self, target: t.RightsIn, cell: Cell) -> None:
        """The licence that the text is or names, and the text itself."""
        found = self.licence(cell.text) if cell.text else None
        lang = target.lang or self._lang
        self._add_right(
            Rights(
                covers=target.covers,
                licence=found.uri if found else None,
                statement=cell.text or None,
                statement_fr=cell.text if cell.text and lang == "fr" else None,
                holder=cell.get("holder"),
            )
        )

    def _add_right(self, right: Rights) -> None:
        if right not in self.rights:
            self.rights.append(right)

    def _dimension(self, target: t.DimensionOf, cell: Cell) -> None:
        """A number with the unit that stands behind it, beside it or in the descriptor; else the text alone."""
        if not cell.text:
            return
        found = None if target.kind == "text" else _WITH_UNIT.fullmatch(cell.text)
        size = number(found["size"]) if found else None
        unit = (found and found["unit"]) or cell.get("unit_from") or target.unit
        self.dimensions.append(
            Dimension(
                kind=target.kind,
                part=cell.get("part"),
                value=size,
                unit=None if size is None else unit,
                text=cell.text,
            )
        )

    def _holding(self, target: t.HoldingOf, cell: Cell) -> None:
        """A keeper or owner; one of another name is a further one, as where a work is deposited."""
        several = self._holdings[target.kind]
        said = {**({"name": cell.text} if cell.text else {}), **cell.beside}
        known = next((one for one in several if not cell.text or one.get("name", cell.text) == cell.text), None)
        if known is None:
            several.append(said)
        else:
            self._hold(target.kind, known, **said)

    def _inventory(self, target: t.Inventory, cell: Cell) -> None:
        self._hold(target.kind, self._holdings[target.kind][0], inventory=cell.text)

    def _credit_line(self, target: t.CreditLine, cell: Cell) -> None:
        self._hold(target.kind, self._holdings[target.kind][0], credit_line=cell.text)

    def _hold(self, kind: str, known: dict[str, str], **said: str) -> None:
        """Add to what is known of a keeper or owner. A further inventory number is kept apart; of two other values for
        one thing the first stands, and it is told."""
        for name, text in said.items():
            if known.setdefault(name, text) == text:
                continue
            if name == "inventory":
                self.numbers.append(text)
            else:
                message = f"two values for the {name} of the {kind}: {known[name]!r} stands, {text!r} is left out"
                self._cells.report("said-twice", message, name, text)


def _pixels(text: str | None) -> int | None:
    size = number(text) if text else None
    return round(size) if size is not None and size > 0 else None
