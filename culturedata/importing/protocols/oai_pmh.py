"""OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html): the records of a repository, list page by list page.

A page names the next one by a resumption token, which lives for a while. If it is not known any more when the list is
taken up again, the list is begun anew: the records that are known by then are unchanged.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

from lxml import etree

from culturedata.errors import GaveUp, InputError, ServerFault, WrongContent
from culturedata.importing.inputs import xml
from culturedata.importing.protocols.paging import Page, walk
from culturedata.importing.protocols.since import Since
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.scrub import scrub

T = TypeVar("T")
OAI = "http://www.openarchives.org/OAI/2.0/"
PREFIXES = {OAI: "oai", "http://www.w3.org/2001/XMLSchema-instance": "xsi"}
_SPACE = f"{{{OAI}}}"
_LATER = "What came before is safe: come back later with --resume."
_HINTS = {
    "cannotDisseminateFormat": "See which formats it has (verb=ListMetadataFormats), and say one as «prefix».",
    "noSetHierarchy": "It has no sets: take «set» out of the descriptor's options.",
    "noSetHierachy": "It has no sets: take «set» out of the descriptor's options.",
    "badArgument": "Check «prefix» and «set» in the descriptor's options, and the date of --since.",
    "badVerb": "Is the address that of an OAI-PMH repository?",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: the format (`metadataPrefix`), the set (empty: all), and the days or moments they changed in."""

    prefix: str
    set: str = ""
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a repository says of itself: the form of its datestamps, and whether it tells what it deleted
    («no», «transient», «persistent»)."""

    name: str
    granularity: str
    deleted_record: str

    def stamp(self, said: str) -> str:
        """An ISO date as this repository wants it in `from` and `until`. Raises UsageError."""
        since = Since(said)
        return since.instant if "hh" in self.granularity else since.day


@dataclass(frozen=True, slots=True)
class Harvested:
    """A record: what names it, when it changed, whether it was deleted, and its own XML (header and metadata)."""

    identifier: str
    datestamp: str
    deleted: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    """A page of a list: its records, the token of the next page (empty: none), and how many the whole list has."""

    records: tuple[Harvested, ...]
    token: str
    size: int | None


class _TokenUnknown(Exception):
    """The repository does not know the resumption token (any more)."""


class Repository:
    """The OAI-PMH repository at `base`."""

    def __init__(self, fetcher: Fetcher, base: str, context: Context) -> None:
        self._fetcher = fetcher
        self._base = base
        self._context = context

    def identify(self) -> Identity:
        """What it says of itself. Raises FetchError."""
        return self._get({"verb": "Identify"}, _identity)

    def records(self, asked: Asked, cursor: str | None = None) -> Iterator[tuple[Harvested, str]]:
        """The records of a list in the repository's order, each with the cursor after it; from the one after `cursor`.

        A record without identifier is reported and left out. Nothing for an empty list. A list that is shorter than it
        said at its beginning is reported, and the context is marked as partial. Raises FetchError, UsageError.
        """
        arguments = self._arguments(asked)
        try:
            yield from self._list(arguments, cursor, again=False)
            return
        except _TokenUnknown:
            pass
        try:  # past the cache: the tokens in it are as old as the one that is unknown
            yield from self._list(arguments, None, again=True)
        except _TokenUnknown as error:
            said = f"{self._host} gives resumption tokens that it does not know a moment later."
            raise GaveUp(said, _LATER) from error

    def _arguments(self, asked: Asked) -> dict[str, object]:
        arguments: dict[str, object] = {"metadataPrefix": asked.prefix}
        if asked.set:
            arguments["set"] = asked.set
        if asked.since or asked.until:
            identity = self.identify()
            if asked.since:
                arguments["from"] = identity.stamp(asked.since)
            if asked.until:
                arguments["until"] = identity.stamp(asked.until)
            if asked.since and identity.deleted_record == "no":
                message = f"{identity.name} does not tell what it deleted: import all of it now and then"
                self._context.report(Issue("deletions-untold", message))
        return arguments

    def _list(self, arguments: dict[str, object], cursor: str | None, again: bool) -> Iterator[tuple[Harvested, str]]:
        """The records of the list; a cursor is «how many of the list are done, a blank, the cursor of paging.walk»."""
        done, _, where = (cursor or "0  0").partition(" ")
        number, size = int(done), 0

        def ask(token: str, past_cache: bool) -> Page[Harvested]:
            nonlocal size
            query = {"resumptionToken": token} if token else arguments
            answer = self._get({"verb": "ListRecords"} | query, _answer, again or past_cache)
            size = max(size, answer.size or 0)
            return Page(answer.records, answer.token or None)

        for item in walk(ask, "", where):
            number += 1
            if item.value.identifier:
                yield item.value, f"{number} {item.cursor}"
            else:
                message = "the record has no identifier: it is left out"
                raw = item.value.body.decode()[:2000]
                self._context.report(Issue("no-key", message, field="identifier", raw=raw, located=self._base))
        if number < size:
            self._context.partial = True
            message = f"the list ended after {number:,} records, though it said that it has {size:,}"
            self._context.report(Issue("short-list", message, located=self._base))

    def _get(self, query: Mapping[str, object], reader: Callable[[bytes], T], again: bool = False) -> T:
        """What `reader` makes of the answer; what the repository calls an error is raised, and not stored."""

        def read(body: bytes) -> T:
            try:
                return reader(body)
            except _Refused as refused:
                self._refuse(refused, str(query["verb"]))
            except InputError as error:
                raise ValueError(error.message) from error

        found = self._fetcher.get(self._base, query, reader=read, accept="text/xml", again=again)
        if found is None:
            raise ServerFault(f"there is no OAI-PMH repository at {scrub(self._base)} (404).", "Check the address.")
        return found

    def _refuse(self, refused: _Refused, verb: str) -> NoReturn:
        if refused.code == "badResumptionToken":
            raise _TokenUnknown
        said = f": {scrub(refused.said)}" if refused.said else ""
        hint = _HINTS.get(refused.code, "The repository may have changed: see its homepage.")
        raise WrongContent(f"{self._host} answers to {verb} with the error {refused.code}{said}.", hint)

    @property
    def _host(self) -> str:
        return urlsplit(self._base).netloc


class _Refused(Exception):
    """An answer that is an error of the protocol."""

    def __init__(self, code: str, said: str) -> None:
        self.code = code
        self.said = " ".join(said.split())[:200]


def _parts(body: bytes, *names: str) -> Iterator[tuple[str, bytes, etree._Element]]:
    """The elements of an answer that have these names, each with its own XML. Raises InputError; _Refused."""
    wanted = {f"{_SPACE}{name}" for name in (*names, "error", "responseDate")}
    met = False
    for _, part in xml.records(io.BytesIO(body), wanted, "the answer"):
        element = etree.fromstring(part)
        name, met = etree.QName(element).localname, True
        if name == "error":
            raise _Refused(element.get("code", ""), element.text or "")
        yield name, part, element
    if not met:
        raise ValueError("it is no answer of an OAI-PMH repository")


def _answer(body: bytes) -> _Answer:
    records, token, size = [], "", None
    try:
        for name, part, element in _parts(body, "record", "resumptionToken"):
            if name == "record":
                records.append(harvested(element, part))
            elif name == "resumptionToken":
                token = (element.text or "").strip()
                said = element.get("completeListSize", "")
                size = int(said) if said.isdecimal() else None
    except _Refused as refused:
        if refused.code != "noRecordsMatch":
            raise
    return _Answer(tuple(records), token, size)


def harvested(element: etree._Element, body: bytes) -> Harvested:
    """The record that an element `oai:record` is, whose own XML is `body`."""
    header = element.find(f"{_SPACE}header")
    if header is None:
        return Harvested("", "", False, body)
    identifier, datestamp = (header.findtext(f"{_SPACE}{name}", "").strip() for name in ("identifier", "datestamp"))
    return Harvested(identifier, datestamp, header.get("status") == "deleted", body)


def _identity(body: bytes) -> Identity:
    said = {
        name: (element.text or "").strip()
        for name, _, element in _parts(body, "repositoryName", "granularity", "deletedRecord")
    }
    if "granularity" not in said:
        raise ValueError("the repository does not say its granularity")
    return Identity(said.get("repositoryName", ""), said["granularity"], said.get("deletedRecord", ""))
