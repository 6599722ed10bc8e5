"""Any OAI-PMH repository: a library's own descriptor says its address, the format of its records, and the set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from culturedata.data.records import Entity, RawRecord
from culturedata.errors import DescriptorError, UsageError
from culturedata.importing.inputs.ways import API
from culturedata.importing.protocols import oai_records
from culturedata.importing.protocols.oai_pmh import Asked
from culturedata.importing.protocols.oai_records import FORMATS, OaiRecords, format_of
from culturedata.importing.source import Context, Source
from culturedata.importing.standards import oai_dc
from culturedata.importing.standards.edm import resources as edm_resources

OPTIONS = frozenset({"prefix", "format", "set", "sets", "until", "role", "language"})


class OaiPmh(Source):
    """Reads the repository at the descriptor's `http.base`, or at the address that is given; or its answers in files.

    `options`: `prefix` is the metadataPrefix (oai_dc where none is said), `format` the standard behind it where its
    name does not say so (prefix: oai_lido, format: lido); `set` a set, `sets` names for sets by their codes, `until` a
    last day, `role` what a maker is called of whom a record says no more.
    """

    name = "oai-pmh"
    summary = "Any OAI-PMH repository, in Dublin Core, EDM or LIDO"
    general: ClassVar[bool] = True
    ignored = oai_records.IGNORED | oai_dc.IGNORED | edm_resources.IGNORED

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        options = self.descriptor.options
        unknown = sorted(set(options) - OPTIONS)
        if unknown:
            raise DescriptorError(
                f"{self.descriptor.name}.yml: oai-pmh has no option {unknown[0]!r}.",
                f"There are: {', '.join(sorted(OPTIONS))}.",
            )
        prefix = str(options.get("prefix") or "oai_dc")
        form = format_of(str(options.get("format") or (prefix if prefix in FORMATS else prefix.removeprefix("oai_"))))
        until = options.get("until")
        asked = Asked(prefix, str(options.get("set") or ""), context.since, None if until is None else str(until))
        self._path = _file(context.input)
        self._list = OaiRecords(context, "" if self._path else self._base(), asked, form)

    def _base(self) -> str:
        """The repository's address. Raises UsageError for what is no address, DescriptorError if none is known."""
        said, http = self.context.input or API, self.descriptor.http
        if said != API:
            if not said.startswith(("http://", "https://")):
                raise UsageError(f"{said!r} is no address of an OAI-PMH repository.", "It begins with https://.")
            return said.rstrip("/")
        if http is None:
            name = self.descriptor.name
            raise DescriptorError(f"{name}.yml names no repository.", "Say http: {base: https://…} in it.")
        return http.base.rstrip("/")

    def records(self) -> Iterator[RawRecord]:
        yield from self._list.saved(self._path) if self._path else self._list.records()

    def parse(self, record: RawRecord) -> Iterator[Entity]:
        yield from self._list.parse(record)


def _file(given: str | None) -> Path | None:
    """The file or folder that is given, if one of that name is there."""
    return Path(given) if given and given != API and Path(given).exists() else None
