"""Dublin Core as OAI-PMH gives it (openarchives.org/OAI/2.0/oai_dc.xsd): fifteen elements, all repeatable, all text.

Dublin Core says little: a «creator» is a maker of whatever kind, a «coverage» is a place or a time, an «identifier» a
number, an address or a picture. What a value is is told by its form, and no more than that is told.
"""

from __future__ import annotations

from typing import Any

from culturedata.data.records import Entity
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.description import Description, Said, is_address, is_picture
from culturedata.importing.values import dates
from culturedata.importing.values.identifying import identifiers

PREFIXES = {
    "http://www.openarchives.org/OAI/2.0/oai_dc/": "oai_dc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
ROOT = "oai_dc:dc"
IGNORED = frozenset({"@xsi:schemaLocation", "@xsi:type"})  # where the schema of the format is
ROLES = {"creator": None, "contributor": "contributor", "publisher": "publisher"}
FACETS = {"type": "type", "subject": "subject", "format": "form", "language": "language"}
RELATIONS = {"source": "source", "relation": "related to"}


def oai_dc(tree: dict[str, Any], context: Context, source: str, record: str) -> list[Entity]:
    """The work `source:record` that a Dublin Core record says, with its agents and terms.

    `tree` is what importing.xml.tree gives with PREFIXES; it is emptied, and what is not known is reported.
    """
    found = Description(context, source, record)
    content = tree.pop(ROOT, {})
    content = content[0] if isinstance(content, list) else content
    said = {
        name: [found.said(one, IGNORED) for one in content.pop(f"dc:{name}", ())]
        for name in (
            "title", *ROLES, *FACETS, *RELATIONS, "date", "description", "coverage", "rights", "identifier",
        )
    }  # fmt: skip
    stray = content.pop("#text", None)
    if stray:
        message = "text stands between the elements of the record: it is kept in the raw record only"
        context.report(Issue("stray-text", message, record=found.name, field=ROOT, raw=stray[:2000]))
    found.audit(content, IGNORED)
    found.audit(tree, IGNORED)
    found.titles((one, None) for one in said["title"])
    for name, role in ROLES.items():
        for one in said[name]:
            found.makers(one.text, role)
    for name, facet in FACETS.items():
        for one in said[name]:
            found.word(facet, one)
    _rest(found, said)
    return found.entities()


def _rest(found: Description, said: dict[str, list[Said]]) -> None:
    for one in said["date"]:
        found.date(one.text, "created")
    for one in said["description"]:
        found.text("description", one)
    for one in said["coverage"]:
        found.word(coverage(one.text), one)
    for one in said["rights"]:
        found.right("work", one.text)
    for name, kind in RELATIONS.items():
        for one in said[name]:
            found.relation(kind, one.text)
    _identifiers(found, [one.text for one in said["identifier"]])
    found.keeper("")
    found.metadata()


def _identifiers(found: Description, said: list[str]) -> None:
    """Numbers are inventory numbers; of the addresses one is the work's page, and pictures are pictures."""
    addresses = [text for text in said if is_address(text)]
    numbers = [text for text in said if text and not is_address(text)]
    found.add("identifiers", *identifiers(found.context, found.name, accession=numbers), *found.identified(addresses))
    for address in addresses:
        if is_picture(address):
            found.picture(address)
        elif found.url is None:
            found.url = address
        elif address != found.url:
            found.relation("see also", address)


def coverage(text: str) -> str:
    """The facet of a coverage: a period if it can be read as a date, else a place."""
    return "place" if dates.read(text).precision == "unknown" else "period"
