"""Which elements and attributes the records of the dumps have, from 2008 to today, and what to do with any other.

A record is read by looking for what it is known to hold. What else may stand in it is found here, by the pairs of an
element and the one that it lies in, so that nothing new goes unseen.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from culturedata.importing.source import Context

KINDS = ("artist", "label", "master", "release")
Pairs = frozenset[tuple[str, str]]


class Shape(NamedTuple):
    """The pairs of an element with a child, and of an element with an attribute, that a kind of record may hold."""

    children: Pairs
    attributes: Pairs


def _pairs(said: str) -> Pairs:
    """«release: title country; artist: id name» as pairs."""
    lines = (line.partition(":") for line in said.replace("\n", " ").split(";") if line.strip())
    return frozenset((outer.strip(), inner) for outer, _, several in lines for inner in several.split())


_IMAGES = "images: image;"
_AT_IMAGES = "image: type uri uri150 width height;"
_CREDITS = "artists: artist; artist: id name anv join role tracks;"
_VIDEOS = "videos: video; video: title description;"
_WORDS = "genres: genre; styles: style;"
_OF_VIDEOS = "video: src duration embed;"
SHAPES = {
    "artist": Shape(
        _pairs(f"""{_IMAGES} artist: images id name realname profile data_quality urls namevariations aliases members
            groups; urls: url; namevariations: name; aliases: name; members: id name; groups: name"""),
        _pairs(f"{_AT_IMAGES} name: id"),
    ),
    "label": Shape(
        _pairs(f"""{_IMAGES} label: images id name contactinfo profile data_quality urls parentLabel sublabels;
            urls: url; sublabels: label"""),
        _pairs(f"{_AT_IMAGES} parentLabel: id; label: id"),
    ),
    "master": Shape(
        _pairs(f"""{_IMAGES} {_CREDITS} {_VIDEOS} {_WORDS} master: main_release images artists genres styles year title
            notes data_quality videos"""),
        _pairs(f"{_AT_IMAGES} {_OF_VIDEOS} master: id"),
    ),
    "release": Shape(
        _pairs(f"""{_IMAGES} {_CREDITS} {_VIDEOS} {_WORDS} release: images artists title labels series extraartists
            formats genres styles country released notes data_quality master_id tracklist identifiers videos companies;
            labels: label; series: series; extraartists: artist; formats: format; format: descriptions;
            descriptions: description; tracklist: track; track: position title duration artists extraartists sub_tracks;
            sub_tracks: track; identifiers: identifier; companies: company;
            company: id name catno entity_type entity_type_name resource_url"""),
        _pairs(f"""{_AT_IMAGES} {_OF_VIDEOS} release: id status; label: id name catno; series: id name catno;
            format: name qty text; master_id: is_main_release; identifier: type description value"""),
    ),
}  # fmt: skip


def opened(body: bytes) -> Element:
    """The record as elements. Raises ValueError if it is none of the four kinds."""
    try:
        root = fromstring(body)
    except ParseError as error:
        raise ValueError(f"it is not well-formed XML: {error}") from error
    if root.tag not in KINDS:
        raise ValueError(f"<{root.tag}> is no record of Discogs")
    return root


def audit(root: Element, ignored: frozenset[str], record: str, context: Context) -> None:
    """Report what a record holds and its kind is not known to hold, once an import and a name."""
    shape = SHAPES[root.tag]
    children = {(one.tag, child.tag) for one in root.iter() if len(one) for child in one}
    attributes = {(one.tag, name) for one in root.iter() for name, _ in one.items()}
    if children <= shape.children and attributes <= shape.attributes:
        return
    left: dict[str, str] = {}
    for one in root.iter():
        for child in one:
            if (one.tag, child.tag) not in shape.children:
                left.setdefault(child.tag, tostring(child, "unicode"))
        for name, value in one.items():
            if (one.tag, name) not in shape.attributes:
                left.setdefault(f"@{name}", value)
    context.audit(left, ignored, record)


def text(parent: Element, name: str) -> str:
    """The text of a child without space at its ends; empty if there is none."""
    return (parent.findtext(name) or "").strip()


def texts(parent: Element, group: str) -> list[str]:
    """The texts of the children of a child («genres»), empty ones left out."""
    found = parent.find(group)
    return [] if found is None else [said for one in found if (said := (one.text or "").strip())]


def within(parent: Element, group: str) -> Element | tuple[()]:
    """The children of a child; nothing if it is not there."""
    found = parent.find(group)
    return () if found is None else found
