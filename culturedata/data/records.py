"""What a source yields: plain frozen values in the common shape of all collections.

Ids are the source's prefix and its raw id: works `tate:A00001`, the rest with their kind, `tate:agent:38`,
`tate:term:1050`. Years are astronomical integers of the proleptic Gregorian calendar as people write them
(−500 is 500 BCE; there is no year 0 in any source so far, and none is invented). None means «the source does not say».
"""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all values: frozen, compared by content."""


class Title(Value, frozen=True, kw_only=True):
    """One title of a work. `lang` is an ISO 639 code; `kind` is one of TITLE_KINDS."""

    text: str
    lang: str | None = None
    kind: str = "original"


class Text(Value, frozen=True, kw_only=True):
    """A text about a work or an agent (`description`, `biography` …). `licence` only where it differs."""

    kind: str
    text: str
    lang: str | None = None
    licence: str | None = None


class Credit(Value, frozen=True, kw_only=True):
    """Who did what. `role` is one of ROLES, `attribution` one of ATTRIBUTIONS, `note` the source's own words."""

    agent: str
    role: str
    attribution: str | None = None
    note: str | None = None


class Date(Value, frozen=True, kw_only=True):
    """When. `text` as the source prints it; bounds as years, both included; precision and qualifier from the lists."""

    text: str
    kind: str = "created"
    earliest: int | None = None
    latest: int | None = None
    precision: str = "unknown"
    qualifier: str | None = None


class Dimension(Value, frozen=True, kw_only=True):
    """One measurement of an object: `part` («support», «frame»), `kind` (height …), `value` in `unit`; or `text`."""

    kind: str
    part: str | None = None
    value: float | None = None
    unit: str | None = None
    text: str | None = None


class Image(Value, frozen=True, kw_only=True):
    """A picture that is elsewhere. `open` says that its licence allows free reuse; `licence` is a URI."""

    url: str
    thumbnail: str | None = None
    iiif: str | None = None
    width: int | None = None
    height: int | None = None
    alt: str | None = None
    credit: str | None = None
    licence: str | None = None
    open: bool = False


class Rights(Value, frozen=True, kw_only=True):
    """The rights in one thing: `covers` is one of RIGHTS_COVERS, `licence` a URI where one is known."""

    covers: str
    licence: str | None = None
    statement: str | None = None
    statement_fr: str | None = None
    holder: str | None = None


class Identifier(Value, frozen=True, kw_only=True):
    """An identifier in another scheme («wikidata», «imdb», «accession»), in its canonical form."""

    scheme: str
    value: str


class Holding(Value, frozen=True, kw_only=True):
    """Who owns or keeps a work: `kind` is `owner` or `keeper`; `holder` an agent's id or None."""

    kind: str = "keeper"
    holder: str | None = None
    name: str | None = None
    city: str | None = None
    city_fr: str | None = None
    country: str | None = None
    inventory: str | None = None
    credit_line: str | None = None


class Measure(Value, frozen=True, kw_only=True):
    """A figure that the source gives for a work or an agent («runtime», «box office», «rating»), with its unit."""

    kind: str
    value: float
    unit: str
    at: str | None = None


class Relation(Value, frozen=True, kw_only=True):
    """A link from a work or an agent to something of the same source: `kind` («part of», «member of»), `target` its id,
    `text` its name."""

    kind: str
    target: str | None = None
    text: str | None = None


class WorkTerm(Value, frozen=True, kw_only=True):
    """A term that describes a work, under the facet in which it does so."""

    facet: str
    term: str


class Term(Value, frozen=True, kw_only=True):
    """A word of a source's vocabulary. `parents` are ids of broader terms."""

    id: str
    facet: str
    label: str
    label_fr: str | None = None
    label_en: str | None = None
    parents: tuple[str, ...] = ()
    url: str | None = None


class Agent(Value, frozen=True, kw_only=True):
    """A person or group. `born` and `died` are years (a group: founded, disbanded); `life_text` as printed.

    `authority` is 1 where the source gives the agent a record of its own, 0 where a work merely mentions it:
    a record outranks any number of mentions, whatever their order.
    """

    id: str
    name: str
    kind: str = "unknown"
    sort_name: str | None = None
    born: int | None = None
    died: int | None = None
    life_text: str | None = None
    gender: str | None = None
    country: str | None = None
    born_place: str | None = None
    died_place: str | None = None
    url: str | None = None
    names: tuple[Title, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    terms: tuple[WorkTerm, ...] = ()
    texts: tuple[Text, ...] = ()
    measures: tuple[Measure, ...] = ()
    relations: tuple[Relation, ...] = ()
    authority: int = 0


class Work(Value, frozen=True, kw_only=True):
    """A work that may be recommended. Tuples keep the source's order; empty where it says nothing."""

    id: str
    domain: str
    titles: tuple[Title, ...]
    url: str | None = None
    credits: tuple[Credit, ...] = ()
    dates: tuple[Date, ...] = ()
    terms: tuple[WorkTerm, ...] = ()
    texts: tuple[Text, ...] = ()
    images: tuple[Image, ...] = ()
    rights: tuple[Rights, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    holdings: tuple[Holding, ...] = ()
    measures: tuple[Measure, ...] = ()
    relations: tuple[Relation, ...] = ()


class Interaction(Value, frozen=True, kw_only=True):
    """What somebody did with an item: `kind` is one of INTERACTION_KINDS, `at` in UTC seconds.

    `unit` is that of the value («listens»); a rating has none, but its source's scale.
    """

    user: str
    item: str
    kind: str = "rating"
    value: float | None = None
    unit: str | None = None
    at: int | None = None


class Follow(Value, frozen=True, kw_only=True):
    """Somebody follows somebody: two ids of people. Friends follow each other."""

    user: str
    followed: str


class RawRecord(Value, frozen=True, kw_only=True):
    """A record as the source has it: `key` names it for ever, `body` its bytes, `located` where it stood.

    `cursor` is where to go on after this record (see importing.run); `format` is «json», «csv» …
    `private`: about a person, so kept in audience.db, never in the catalogue, and never parsed. `gone`: the source
    says that it deleted the record; `body` is empty then, and what is known of it stays, marked.
    """

    key: str
    body: bytes
    located: str
    cursor: str
    format: str = "json"
    private: bool = False
    gone: bool = False


Entity = Work | Agent | Term
