"""Answers of ws/2 in XML, which it gives where nobody asks for JSON: their records, and each as the JSON would have it.

What the JSON has as «aliases» is an «alias-list» here, a word with an id is an element with an attribute, and each kind
of relation has a list of its own (the schema is musicbrainz_mmd-2.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from culturedata.importing.inputs import xml

Content = dict[str, Any]
Row = dict[str, Any]
_SPACE = "http://musicbrainz.org/ns/mmd-2.0#"
_PREFIXES = {_SPACE: "", "http://musicbrainz.org/ns/ext#-2.0": ""}
STARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<metadata\b")
_LIST = "-list"
_PLURALS = {"alias": "aliases", "medium": "media", "label-info": "label-info"}
_TRUTHS = {"true": True, "false": False}
_OF_ALIASES = {"begin-date": "begin", "end-date": "end"}
_TEXTS = {"attribute": "value", "rating": "value", "alias": "name"}  # what their text is called beside the attributes
_FIRST = frozenset({"ipi", "iswc"})  # the first of several, which stand in a list too
_IN_ORDER = frozenset({"position"})  # of a disc's offsets, which stand in their order
# Of a list: how many there are, from which on, of what its relations are.
_OF_LISTS = frozenset({"count", "offset", "target-type"})


def records(stream: IO[bytes], entities: tuple[str, ...], located: str) -> Iterator[tuple[str, str | None, bytes]]:
    """Each record of an answer: of what entity, its id (None without one) and its own XML. Raises InputError."""
    names = [f"{{{_SPACE}}}{entity}" for entity in entities]
    for _, body in xml.records(stream, names, located):
        [(name, content)] = xml.tree(body, _PREFIXES).items()
        yield name, content.get("@id") or None, body


def as_json(body: bytes) -> bytes:
    """The record as the JSON of ws/2 has it; what is new in it stands there as a field. Raises ValueError if it is not
    well-formed."""
    [content] = xml.tree(body, _PREFIXES).values()
    return msgspec.json.encode(_object(content))


def _object(content: Content) -> Row:
    """An element with children: its attributes, then what each child says."""
    row = _attributes(content)
    if "primary-type" in content:  # of a release group, of which the attribute says the most special one once more
        row.pop("type", None)
    _fill(row, content)
    return row


def _fill(row: Row, content: Content, *known: str) -> None:
    """Put what the children of an element say into a row, but those that are `known`."""
    for name, several in content.items():
        if name[0] in "@#" or name in known:
            continue
        for one in several:
            if name.endswith(_LIST):
                _list(name.removesuffix(_LIST), one, row)
            elif name in _FIRST:
                row.setdefault(f"{name}s", []).append(_value(name, one, row, f"{name}-{{}}"))
            elif name == "target":  # the other end of a relation, which stands there as an element too
                _fill(row, one)
            else:
                row[name] = _value(name, one, row, f"{name}-{{}}")


def _attributes(content: Content) -> Row:
    return {name[1:]: said for name, said in content.items() if name.startswith("@")}


def _list(what: str, content: Content, row: Row) -> None:
    """Put the members of a list under its plural into the row; of tracks how many there are too."""
    member = "track" if what.endswith("track") else what
    said = _attributes(content)
    found: list[Any] = []
    for one in content.get(member, ()):
        target = said.get("target-type")
        found.append(_relation(one, target) if what == "relation" else _value(member, one, row, f"{what}-{{}}s"))
    if what == "track":
        row |= {f"track-{name}": said[name] for name in ("count", "offset") if name in said}
    row |= {name: value for name, value in said.items() if name not in _OF_LISTS}
    row.setdefault(_PLURALS.get(what, f"{what}s"), []).extend(found)
    _fill(row, content, member)


def _relation(content: Content, target: str | None) -> Row:
    """A relation: its attributes are words, each perhaps with a value or as it is credited."""
    row = {"direction": "forward", **_attributes(content), "target-type": target, "attributes": []}
    _fill(row, content, "attribute-list")
    for several in content.get("attribute-list", ()):
        _fill(row, several, "attribute")
        for word in several.get("attribute", ()):
            _word(word, row)
    if target == "url":
        there = content.get("target", [{}])[0]
        row["url"] = {"id": there.get("@id"), "resource": there.get("#text")}
    return row


def _word(word: Content, row: Row) -> None:
    """Put an attribute of a relation into its row."""
    text = word.get("#text", "")
    row["attributes"].append(text)
    for field, said in (("attribute-values", "@value"), ("attribute-credits", "@credited-as")):
        if said in word:
            row.setdefault(field, {})[text] = word[said]
    _fill(row, word)


def _value(name: str, content: Content, row: Row, beside: str) -> Any:
    """What an element says: a list, a text, a truth, or an object.

    What a text has more goes into the row that it is of; of its attributes under the name that `beside` makes.
    """
    text = content.get("#text")
    if name == "artist-credit":
        _fill(row, content, "name-credit")
        return [_object(one) for one in content.get("name-credit", ())]
    if name in _TEXTS and not (name == "attribute" and "@type" not in content):
        _fill(row, content)
        said = {_OF_ALIASES.get(key, key): one for key, one in _attributes(content).items()}
        return said | {_TEXTS[name]: text} | ({"primary": "primary" in said} if name == "alias" else {})
    if name == "annotation":
        _fill(row, content, "text")
        return _value("text", content.get("text", [{}])[0], row, beside)
    if name == "isrc":
        _fill(row, content)
        return content.get("@id")
    if text is None and content:
        return _object(content)
    _fill(row, content)
    row |= {beside.format(key): one for key, one in _attributes(content).items() if key not in _IN_ORDER}
    return _TRUTHS.get(text or "", text)
