"""XML records as nested dicts, and the records of a big XML file one after another.

No document type is let in, so that nothing can be declared in it: no entity that grows, none that reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from types import SimpleNamespace
from typing import IO, Any
from xml.parsers import expat

import xmltodict
from lxml import etree

from culturedata.errors import InputEmpty, InputFormat, InputTruncated
from culturedata.importing.inputs import files

DEEPEST = 200  # elements in each other; lxml's own limit is 256
LONGEST_START = 10_000_000  # bytes before the outermost element; lxml's own limit of a text
MOST_ATTRIBUTES = 1_000  # of an element: the canonical form sorts them one by one
_XML = "http://www.w3.org/XML/1998/namespace"
_CHUNK = 1 << 16
# How libxml2 says that something is beyond its limits: 256 elements in each other, a text of ten million letters.
_TOO_MUCH = re.compile(r"(?i)XML_PARSE_HUGE|excessive depth|huge text|too (?:long|big)")
_CROWDED = etree.XPath(f"boolean(descendant-or-self::*/@*[{MOST_ATTRIBUTES + 1}])")
_BEYOND = "What came before is in. No usual record is so: was the file put together wrongly?"


def tree(body: bytes, prefixes: Mapping[str, str]) -> dict[str, Any]:
    """An XML document as {name of the root: its content}.

    A content is a dict of attributes («@name»), of text («#text», without white space around it; absent if there is
    none) and of children: for each name the list of the contents in their order. Names in a namespace of `prefixes`
    (namespace → short prefix) are «prefix:name», with the prefix "" bare names, those in other namespaces
    «namespace:name»; xml: is always known. The order among children of different names is not kept, nor are comments.
    Raises ValueError if it is not well-formed, has a document type or is deeper than DEEPEST.
    """

    def content(path: Any, name: str, value: Any) -> Any:
        if len(path) > DEEPEST:
            raise ValueError(f"it is more than {DEEPEST} elements deep")
        return None if name == "@xmlns" else (name, {} if value is None else value)

    try:
        found: dict[str, Any] = xmltodict.parse(
            body,
            expat=SimpleNamespace(ParserCreate=_strict_parser),
            process_namespaces=True,
            namespaces={_XML: "xml", **prefixes},
            force_list=lambda path, name, value: bool(path) and name != "#text",
            force_cdata=True,
            postprocessor=content,
        )
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"it is not well-formed XML: {error}") from error
    return found


def untree(document: Mapping[str, Any], prefixes: Mapping[str, str]) -> bytes:
    """The XML of what `tree` gave with these prefixes, in UTF-8: `tree` of it is the same again."""
    spaces: dict[str, str] = {"xml": _XML}
    for space, prefix in prefixes.items():
        spaces.setdefault(prefix, space)
    (name, content), *more = document.items()
    if more:
        raise ValueError("a document has one root")
    root = etree.Element(_clark(name, spaces), nsmap={prefix or None: space for prefix, space in spaces.items()})
    _fill(root, content, spaces)
    packed: bytes = etree.tostring(root, encoding="utf-8")
    return packed


def _fill(element: etree._Element, content: Mapping[str, Any], spaces: Mapping[str, str]) -> None:
    for name, value in content.items():
        if name == "#text":
            element.text = value
        elif name.startswith("@"):
            element.set(_clark(name[1:], spaces, attribute=True), value)
        else:
            for one in value:
                _fill(etree.SubElement(element, _clark(name, spaces)), one, spaces)


def _clark(name: str, spaces: Mapping[str, str], attribute: bool = False) -> str:
    """A name of `tree` as {namespace}name; an attribute without a prefix has no namespace."""
    prefix, colon, local = name.rpartition(":")
    if not colon:
        return local if attribute or "" not in spaces else f"{{{spaces['']}}}{local}"
    return f"{{{spaces.get(prefix, prefix)}}}{local}"


def _strict_parser(encoding: str | None, separator: str | None) -> Any:
    """A parser of the standard library that takes no document type."""

    def refuse(*_: object) -> None:
        raise ValueError("it has a document type (DOCTYPE), which is not read")

    parser = expat.ParserCreate(encoding, separator)
    parser.StartDoctypeDeclHandler = refuse
    return parser


def records(
    stream: IO[bytes], names: Collection[str], located: str, after: int = 0, *, canonical: bool = True
) -> Iterator[tuple[int, bytes]]:
    """Each element of an XML stream that has one of these names ({namespace}local) and lies in no other such one: its
    number from 1, and its own XML. Those up to the number `after` are passed over.

    The XML is in the exclusive canonical form (W3C, Exclusive XML Canonicalization 1.0, with comments): the same
    element gives the same bytes whatever stands around it, and declares the namespaces that its names use. If that is
    not asked for (`canonical`), it is as it stands, in UTF-8 and with all namespaces around it: that is faster. Memory
    holds one record at a time. `located` names the stream in errors. Raises InputEmpty; InputFormat with the line if
    it is not well-formed or has a document type; InputTruncated if it ends in the middle: after what came before.
    """
    number = 0
    try:
        for number, element in enumerate(_elements(stream, frozenset(names), located, few=canonical), 1):
            if number > after and canonical:
                yield number, etree.tostring(element, method="c14n", exclusive=True)
            elif number > after:
                yield number, etree.tostring(element, encoding="utf-8", with_tail=False)
    except (*files.BROKEN_OFF, OSError) as error:
        raise files.broken_off(located, f"record {number:,}", error) from error


def _elements(stream: IO[bytes], wanted: frozenset[str], located: str, *, few: bool) -> Iterator[etree._Element]:
    """The elements of `records`, each whole until the next one is asked for; `few`: none has too many attributes."""
    pieces = iter(partial(getattr(stream, "read1", stream.read), _CHUNK), b"")
    root_name, start = _root(pieces, located)
    # Without a document type there are no entities; with resolve_entities=False lxml would pass over unknown ones.
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=(*wanted, root_name), resolve_entities="internal", no_network=True,
        load_dtd=False, huge_tree=False, collect_ids=False,
    )  # fmt: skip
    root = None
    for piece in chain(start, pieces, [b""]):
        broken = None
        try:
            parser.feed(piece) if piece else parser.close()
        except etree.XMLSyntaxError as error:
            broken = error
        for event, element in parser.read_events():
            root = element if root is None else root
            if event == "end" and element.tag in wanted and not _inside(element, wanted):
                if few and _CROWDED(element):
                    said = f"an element has more than {MOST_ATTRIBUTES:,} attributes"
                    raise InputFormat(f"{located} can't be read beyond line {element.sourceline:,}: {said}.", _BEYOND)
                yield element
                element.clear(keep_tail=True)
        if broken is not None:
            raise _broken(located, broken, at_end=not piece) from broken
        if root is not None:
            _forget(root, wanted)


def _root(pieces: Iterable[bytes], located: str) -> tuple[str, list[bytes]]:
    """The name of the outermost element, and the pieces that were read to find it. Raises as `records`."""
    found: list[str] = []
    parser = _strict_parser(None, "}")

    def stop(name: str, _: object) -> None:
        found.append(name)
        raise StopIteration

    parser.StartElementHandler = stop
    read: list[bytes] = []
    asked, size, waiting = 0, 0, list[bytes]()
    try:
        for piece in pieces:
            read.append(piece)
            waiting.append(piece)
            size += len(piece)
            # What is not whole is searched again from its beginning with each piece: so each is as long as all before.
            if size >= 2 * asked or size > LONGEST_START:
                parser.Parse(b"".join(waiting), False)
                asked = size
                waiting.clear()
            if size > LONGEST_START:
                said = f"{located} has no element in its first {LONGEST_START:,} bytes."
                raise InputFormat(said, "Is it XML? A remark or a name before the first record is too long.")
        if not read:
            raise InputEmpty(f"{located} is empty.", "Download it again.")
        parser.Parse(b"".join(waiting), True)
    except StopIteration:
        return ("{" if "}" in found[0] else "") + found[0], read
    except expat.ExpatError as error:
        said = f"{located} is not XML: {error}."
        raise InputFormat(said, "Is it the right file?") from error
    except (ValueError, LookupError) as error:
        said = f"{located} can't be read: {error}."
        raise InputFormat(said, "Is it the right file, and not a web page that a server sent in its place?") from error
    raise AssertionError("a whole document has an element")


def _inside(element: etree._Element, wanted: frozenset[str]) -> bool:
    return any(around.tag in wanted for around in element.iterancestors())


def _broken(located: str, error: etree.XMLSyntaxError, at_end: bool) -> InputFormat | InputTruncated:
    if _TOO_MUCH.search(error.msg):
        deep = "depth" in error.msg.lower()
        said = "elements lie too deep in each other" if deep else "a text or a name is too long"
        return InputFormat(f"{located} can't be read beyond line {error.lineno:,}: {said}.", _BEYOND)
    kind, said = (InputTruncated, "ends in the middle") if at_end else (InputFormat, "is broken XML")
    hint = "What came before is in. Download it again, then --resume."
    return kind(f"{located} {said}, in line {error.lineno:,}: {error.msg}.", hint)


def _forget(root: etree._Element, wanted: frozenset[str]) -> None:
    """Take all elements out of the tree that are closed and don't belong to a record that is open.

    How many children an open record has is not asked: they are counted one by one, and there may be millions.
    """
    node = root
    while node.tag not in wanted and len(node):
        del node[:-1]
        node = node[-1]
