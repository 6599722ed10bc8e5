"""What a column may be: the targets of a mapping, each with the fields that a descriptor may say of it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from culturedata.vocabularies import (
    AGENT_KINDS,
    ATTRIBUTIONS,
    DATE_KINDS,
    FACETS,
    RIGHTS_COVERS,
    ROLES,
    TITLE_KINDS,
)

Words = dict[str, tuple[str, ...]]
HOLDING_KINDS = ("keeper", "owner")


class From(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a value beside the column's own comes from: another `column`, or a fixed `value`.

    `values` says what the source's words mean: {F: female}; a word that it lacks stands as it is.
    """

    column: str = ""
    value: str = ""
    values: dict[str, str] = {}


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="to"):
    """Base of all targets. A cell may hold several values with `separator` between them; `values` as in From.

    `froms` names the fields that come From elsewhere, `words` the closed list of a field, `needed` what must be said.
    Where a target is `placed`, its values belong to those of another column by their place: a blank one has a place.
    """

    froms: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[Words] = {}
    needed: ClassVar[tuple[str, ...]] = ()
    placed: ClassVar[bool] = False
    separator: str = ""
    values: dict[str, str] = {}


class Key(Target, frozen=True, kw_only=True, tag="key"):
    """What names the record for ever."""


class Url(Target, frozen=True, kw_only=True, tag="url"):
    """The work's page."""


class Domain(Target, frozen=True, kw_only=True, tag="domain"):
    """The work's domain, where the source has several."""


class TitleOf(Target, frozen=True, kw_only=True, tag="title"):
    """A title."""

    words: ClassVar[Words] = {"kind": TITLE_KINDS}
    lang: str | None = None
    kind: str = "original"


class MakerOf(Target, frozen=True, kw_only=True, tag="maker"):
    """Who made it. `role` holds for all, `role_from` for each; `id` is the source's own id of the person."""

    froms: ClassVar[tuple[str, ...]] = (
        "role_from", "attribution_from", "id", "born", "died", "life", "gender", "country", "born_place", "died_place",
        "sort_name", "url",
    )  # fmt: skip
    words: ClassVar[Words] = {"role": ROLES, "kind": AGENT_KINDS, "attribution": ATTRIBUTIONS}
    role: str = ""
    kind: str = "unknown"
    attribution: str | None = None
    role_from: From | None = None
    attribution_from: From | None = None
    id: From | None = None
    born: From | None = None
    died: From | None = None
    life: From | None = None
    gender: From | None = None
    country: From | None = None
    born_place: From | None = None
    died_place: From | None = None
    sort_name: From | None = None
    url: From | None = None
    identifiers: dict[str, From] = {}


class DateOf(Target, frozen=True, kw_only=True, tag="date"):
    """When, as printed; `earliest` and `latest` are years."""

    froms: ClassVar[tuple[str, ...]] = ("earliest", "latest")
    words: ClassVar[Words] = {"kind": DATE_KINDS}
    kind: str = "created"
    earliest: From | None = None
    latest: From | None = None


class TermOf(Target, frozen=True, kw_only=True, tag="term"):
    """A word that describes the work, under a facet."""

    froms: ClassVar[tuple[str, ...]] = ("id", "url", "label_fr", "label_en")
    words: ClassVar[Words] = {"facet": FACETS}
    needed: ClassVar[tuple[str, ...]] = ("facet",)
    facet: str
    lang: str | None = None
    id: From | None = None
    url: From | None = None
    label_fr: From | None = None
    label_en: From | None = None


class TextOf(Target, frozen=True, kw_only=True, tag="text"):
    """A text about the work."""

    froms: ClassVar[tuple[str, ...]] = ("licence",)
    kind: str = "description"
    lang: str | None = None
    licence: From | None = None


class ImageOf(Target, frozen=True, kw_only=True, tag="image"):
    """The address of a picture."""

    placed: ClassVar[bool] = True
    froms: ClassVar[tuple[str, ...]] = ("thumbnail", "iiif", "width", "height", "alt", "credit", "licence")
    thumbnail: From | None = None
    iiif: From | None = None
    width: From | None = None
    height: From | None = None
    alt: From | None = None
    credit: From | None = None
    licence: From | None = None


class Thumbnail(Target, frozen=True, kw_only=True, tag="thumbnail"):
    """The small version of the picture in the same place; by itself, the picture."""

    placed: ClassVar[bool] = True


class Iiif(Target, frozen=True, kw_only=True, tag="iiif"):
    """The IIIF image service of the picture in the same place; by itself, the picture."""

    placed: ClassVar[bool] = True


class RightsIn(Target, frozen=True, kw_only=True, tag="rights"):
    """The rights in one thing."""

    froms: ClassVar[tuple[str, ...]] = ("holder",)
    words: ClassVar[Words] = {"covers": RIGHTS_COVERS}
    needed: ClassVar[tuple[str, ...]] = ("covers",)
    covers: str
    lang: str | None = None
    holder: From | None = None


class IdentifierOf(Target, frozen=True, kw_only=True, tag="identifier"):
    """The work's identifier in another scheme."""

    needed: ClassVar[tuple[str, ...]] = ("scheme",)
    scheme: str


class DimensionOf(Target, frozen=True, kw_only=True, tag="dimension"):
    """A measurement of the object; what is no number is kept as text."""

    froms: ClassVar[tuple[str, ...]] = ("part", "unit_from")
    kind: str = "text"
    unit: str | None = None
    unit_from: From | None = None
    part: From | None = None


class HoldingOf(Target, frozen=True, kw_only=True, tag="holding"):
    """Who keeps or owns the work: the name, and what is known beside it."""

    froms: ClassVar[tuple[str, ...]] = ("city", "city_fr", "country", "inventory", "credit_line")
    words: ClassVar[Words] = {"kind": HOLDING_KINDS}
    kind: str = "keeper"
    city: From | None = None
    city_fr: From | None = None
    country: From | None = None
    inventory: From | None = None
    credit_line: From | None = None


class Inventory(Target, frozen=True, kw_only=True, tag="inventory"):
    """The inventory number, with the keeper or owner that `kind` says."""

    words: ClassVar[Words] = {"kind": HOLDING_KINDS}
    kind: str = "keeper"


class CreditLine(Target, frozen=True, kw_only=True, tag="credit_line"):
    """The credit line, with the keeper or owner that `kind` says."""

    words: ClassVar[Words] = {"kind": HOLDING_KINDS}
    kind: str = "keeper"


class MeasureOf(Target, frozen=True, kw_only=True, tag="measure"):
    """A figure, with its unit."""

    froms: ClassVar[tuple[str, ...]] = ("at",)
    needed: ClassVar[tuple[str, ...]] = ("kind", "unit")
    kind: str
    unit: str
    at: From | None = None


class RelationOf(Target, frozen=True, kw_only=True, tag="relation"):
    """A link to another work of the source: its name, and with `target` its key."""

    froms: ClassVar[tuple[str, ...]] = ("target",)
    needed: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str
    target: From | None = None


TARGETS: dict[str, type[Target]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        Key, Url, Domain, TitleOf, MakerOf, DateOf, TermOf, TextOf, ImageOf, Thumbnail, Iiif, RightsIn, IdentifierOf,
        DimensionOf, HoldingOf, Inventory, CreditLine, MeasureOf, RelationOf,
    )
}  # fmt: skip
# Short names: any facet, role, keeper, size … is a target by itself. The facet `key` is a work's key in music and is
# written out: {to: term, facet: key}.
SHORT: dict[str, dict[str, str]] = (
    {facet: {"to": "term", "facet": facet} for facet in FACETS if facet not in TARGETS}
    | {role: {"to": "maker", "role": role} for role in ROLES}
    | {kind: {"to": "text", "kind": kind} for kind in ("description", "inscription", "provenance")}
    | {kind: {"to": "dimension", "kind": kind} for kind in ("height", "width", "depth", "diameter", "weight")}
    | {kind: {"to": "holding", "kind": kind} for kind in HOLDING_KINDS}
    | {"dimensions": {"to": "dimension"}}
)
