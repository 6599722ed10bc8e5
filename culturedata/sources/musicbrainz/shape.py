"""The shape of MusicBrainz's JSON: what each object may hold, told strictly, so that a field that is new is seen.

A record in this shape is read at once. One that has another is read field by field: what is new is reported, what is
not of the kind that its field has is reported and left out, and the rest is read in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from culturedata.importing.values.text import NoText

Text = str | None
Number = int | None
Texts = list[Text] | None
T = TypeVar("T", bound="Part")
Audit = Callable[[dict[str, Any]], None]
_OF = "-relations"  # «artist-relations»: how programs that keep answers part the relations by what they lead to


class Part(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", kw_only=True, gc=False):
    """Base of all objects. A field that is Raw is ignored by the source."""


class Tag(Part):
    """A word that people gave, or a genre, and how many votes it has."""

    name: Text = None
    count: Number = None
    disambiguation: Text = None
    id: Text = None


class Rating(Part):
    """The mean of people's ratings, from 0 to 5."""

    value: float | None = None
    votes_count: Number = None


class Alias(Part):
    """Another name; `primary` if it is the first choice in its language."""

    name: Text = None
    sort_name: Text = None
    locale: Text = None
    primary: bool | None = None
    type: Text = None
    type_id: msgspec.Raw = msgspec.Raw()
    begin: Text = None
    end: Text = None
    ended: bool | None = None


class LifeSpan(Part):
    """Birth and death, or beginning and end; `ended` also where it is not known when."""

    begin: Text = None
    end: Text = None
    ended: bool | None = None


class Described(Part):
    """What any entity may have."""

    id: Text = None
    type: Text = None
    type_id: msgspec.Raw = msgspec.Raw()
    disambiguation: Text = None
    annotation: Text = None
    aliases: list[Alias | None] | None = None
    tags: list[Tag | None] | None = None
    genres: list[Tag | None] | None = None
    moods: list[Tag | None] | None = None
    rating: Rating | None = None
    relations: list[Relation | None] | None = None
    user_tags: msgspec.Raw = msgspec.Raw()
    user_genres: msgspec.Raw = msgspec.Raw()
    user_moods: msgspec.Raw = msgspec.Raw()
    user_rating: msgspec.Raw = msgspec.Raw()
    collections: msgspec.Raw = msgspec.Raw()
    score: msgspec.Raw = msgspec.Raw()


class Thing(Described):
    """What is neither an agent nor a work: an area, a place, a series, an event, an instrument, an address, a genre."""

    name: Text = None
    sort_name: Text = None
    resource: Text = None
    description: Text = None
    address: Text = None
    coordinates: msgspec.Raw = msgspec.Raw()
    area: Thing | None = None
    life_span: LifeSpan | None = None
    iso_3166_1_codes: Texts = None
    iso_3166_2_codes: Texts = None
    iso_3166_3_codes: Texts = None
    time: Text = None
    cancelled: bool | None = None
    setlist: Text = None


class Artist(Described):
    """An artist or a label."""

    name: Text = None
    sort_name: Text = None
    gender: Text = None
    gender_id: msgspec.Raw = msgspec.Raw()
    country: Text = None
    area: Thing | None = None
    begin_area: Thing | None = None
    end_area: Thing | None = None
    begin_area_: Thing | None = msgspec.field(default=None, name="begin_area")
    end_area_: Thing | None = msgspec.field(default=None, name="end_area")
    life_span: LifeSpan | None = None
    isnis: Texts = None
    ipis: Texts = None
    label_code: Number = None
    releases: list[Piece | None] | None = None
    release_groups: list[Piece | None] | None = None
    recordings: list[Piece | None] | None = None
    works: list[Piece | None] | None = None


class Credited(Part):
    """A part of an artist credit: who, under which name, and what stands before the next one."""

    name: Text = None
    joinphrase: Text = None
    artist: Artist | None = None


class Attribute(Part):
    """What else is said of a work: its key, its number at a society."""

    type: Text = None
    type_id: msgspec.Raw = msgspec.Raw()
    value: Text = None
    value_id: msgspec.Raw = msgspec.Raw()


class Relation(Part):
    """How an entity is connected with another, which stands under the name of its kind."""

    type: Text = None
    type_id: msgspec.Raw = msgspec.Raw()
    target_type: Text = None
    direction: Text = None
    attributes: Texts = None
    attribute_ids: msgspec.Raw = msgspec.Raw()
    attribute_values: dict[str, Text] | None = None
    attribute_credits: dict[str, Text] | None = None
    begin: Text = None
    end: Text = None
    ended: bool | None = None
    ordering_key: Number = None
    source_credit: Text = None
    target_credit: Text = None
    artist: Artist | None = None
    label: Artist | None = None
    recording: Piece | None = None
    release: Piece | None = None
    release_group: Piece | None = None
    release_group_: Piece | None = msgspec.field(default=None, name="release_group")
    work: Piece | None = None
    area: Thing | None = None
    place: Thing | None = None
    series: Thing | None = None
    event: Thing | None = None
    instrument: Thing | None = None
    url: Thing | None = None
    genre: Thing | None = None
    mood: Thing | None = None


class Event(Part):
    """When a release came out, and where."""

    date: Text = None
    area: Thing | None = None


class LabelInfo(Part):
    """Who brought a release out, under which number."""

    catalog_number: Text = None
    label: Artist | None = None


class Writing(Part):
    """In which language and script the titles of a release are."""

    language: Text = None
    script: Text = None


class Disc(Part):
    """A disc that was seen, by the id that is made of its table of contents."""

    id: Text = None
    offset_count: msgspec.Raw = msgspec.Raw()
    offsets: msgspec.Raw = msgspec.Raw()
    sectors: msgspec.Raw = msgspec.Raw()


class Track(Part):
    """A recording as it stands on a medium."""

    id: Text = None
    number: Text = None
    position: Number = None
    title: Text = None
    length: Number = None
    recording: Piece | None = None
    artist_credit: list[Credited | None] | None = None


class Medium(Part):
    """A disc, a side of tape, a set of files."""

    id: Text = None
    position: Number = None
    title: Text = None
    format: Text = None
    format_id: msgspec.Raw = msgspec.Raw()
    track_count: Number = None
    track_offset: Number = None
    discs: list[Disc | None] | None = None
    pregap: Track | None = None
    tracks: list[Track | None] | None = None
    data_tracks: list[Track | None] | None = None
    track: list[Track | None] | None = None


class CoverArt(Part):
    """What the Cover Art Archive has of a release."""

    front: bool | None = None
    back: bool | None = None
    artwork: bool | None = None
    darkened: bool | None = None
    count: Number = None


_SIZES = {"of_250": "250", "of_500": "500", "of_1200": "1200", "small": "small", "large": "large"}


class Thumbnails(Part, rename=_SIZES):
    """Smaller forms of a picture, by their width in pixels."""

    of_250: Text = None
    of_500: Text = None
    of_1200: Text = None
    small: Text = None
    large: Text = None


class Picture(Part):
    """A picture of the Cover Art Archive."""

    id: str | int | None = None
    types: Texts = None
    front: bool | None = None
    back: bool | None = None
    approved: bool | None = None
    comment: Text = None
    edit: Number = None
    image: Text = None
    thumbnails: Thumbnails | None = None


class Pictures(Part):
    """What the Cover Art Archive answers about a release."""

    images: list[Picture | None] | None = None
    release: Text = None


class Piece(Described):
    """A release group, a release, a recording or a work; the fields of each follow those that several have."""

    title: Text = None
    artist_credit: list[Credited | None] | None = None
    first_release_date: Text = None
    releases: list[Piece | None] | None = None
    primary_type: Text = None
    primary_type_id: msgspec.Raw = msgspec.Raw()
    secondary_types: Texts = None
    secondary_type_ids: msgspec.Raw = msgspec.Raw()
    language: Text = None
    languages: Texts = None
    iswcs: Texts = None
    attributes: list[Attribute | None] | None = None
    length: Number = None
    video: bool | None = None
    isrcs: Texts = None
    status: Text = None
    status_id: msgspec.Raw = msgspec.Raw()
    quality: msgspec.Raw = msgspec.Raw()
    packaging: Text = None
    packaging_id: msgspec.Raw = msgspec.Raw()
    text_representation: Writing | None = None
    date: Text = None
    country: Text = None
    barcode: Text = None
    asin: Text = None
    release_events: list[Event | None] | None = None
    label_info: list[LabelInfo | None] | None = None
    release_group: Piece | None = None
    media: list[Medium | None] | None = None
    track_count: Number = None
    count: Number = None
    cover_art_archive: CoverArt | None = None
    cover_art: Pictures | None = None


_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {kind: msgspec.json.Decoder(kind) for kind in (Artist, Piece)}


def read(body: bytes, kind: type[T], audit: Audit) -> T:
    """The record; `audit` is given what is new or of another kind than its field. Raises ValueError if it is no JSON
    object."""
    try:
        found: T = _DECODERS[kind].decode(body)
    except msgspec.ValidationError:
        whole = msgspec.json.decode(body)
        if not isinstance(whole, dict):
            raise
        fitting = _fitted(whole, _info(kind), "", audit)
        found = _DECODERS[kind].decode(msgspec.json.encode(fitting))
    return found


@cache
def _info(kind: type[Part]) -> inspect.Type:
    return inspect.type_info(kind)


def _named(value: dict[str, Any], known: dict[str, inspect.Type]) -> dict[str, Any]:
    """The fields under the names that MusicBrainz gives, where a program wrote «sort_name» and «artist_relations»."""
    named: dict[str, Any] = {}
    for name, inner in value.items():
        hyphened = name.replace("_", "-")
        if name not in known and hyphened.endswith(_OF) and "relations" in known and isinstance(inner, list):
            named["relations"] = [*(named.get("relations") or ()), *inner]
        else:
            named[name if name in known or hyphened in value or hyphened not in known else hyphened] = inner
    return named


def _fitted(value: Any, kind: inspect.Type, field: str, audit: Audit) -> Any:
    """What of a value is of the kind that its field has; the rest is given to `audit` under the field's name."""
    if isinstance(kind, inspect.UnionType):
        return None if value is None else _of_union(value, kind, field, audit)
    if isinstance(kind, inspect.RawType):
        return value
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        known = {one.encode_name: one.type for one in kind.fields}
        named = _named(value, known)
        audit({name: inner for name, inner in named.items() if name not in known})
        return {name: _fitted(named[name], of, name, audit) for name, of in known.items() if name in named}
    if isinstance(kind, inspect.ListType) and isinstance(value, list):
        return [_fitted(one, kind.item_type, field, audit) for one in value]
    if isinstance(kind, inspect.DictType) and isinstance(value, dict):
        return {name: _fitted(one, kind.value_type, field, audit) for name, one in value.items()}
    return _scalar(value, kind, field, audit)


def _of_union(value: Any, kind: inspect.UnionType, field: str, audit: Audit) -> Any:
    kinds = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    exact = [one for one in kinds if isinstance(one, inspect.IntType) and type(value) is int]
    return _fitted(value, (exact or kinds)[0], field, audit)


def _scalar(value: Any, kind: inspect.Type, field: str, audit: Audit) -> Any:
    """A text, a number or a truth; None, told to `audit`, for what is none of the kind."""
    if isinstance(kind, inspect.StrType) and isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(kind, inspect.BoolType) and isinstance(value, bool):
        return value
    if isinstance(kind, inspect.IntType | inspect.FloatType) and isinstance(value, str | int | float):
        try:
            number = float(value)
            return int(number) if isinstance(kind, inspect.IntType) else number
        except (ValueError, OverflowError):
            pass
    audit({field: NoText(value)})
    return None
