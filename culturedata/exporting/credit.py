"""Whom to name, and under which licence: what goes along with every export, of each source in it."""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

from culturedata.store.catalogue.works import rows

LOCAL_EN = "It holds data that must not be given on: keep it on this machine."
LOCAL_FR = "Elle contient des données qui ne doivent pas être transmises : gardez-la sur cette machine."


class Credit(NamedTuple):
    """What has to be said of one source; texts that it lacks are empty."""

    source: str
    title: str
    title_fr: str
    description: str
    description_fr: str
    licence: str
    licence_url: str
    attribution: str
    homepage: str
    terms: str
    local: bool

    @property
    def licence_name(self) -> str:
        """The licence as a word without spaces: «CC0-1.0»."""
        return re.sub(r"[^-a-zA-Z0-9._]+", "-", self.licence).strip("-") or "other"


def credits(connection: sqlite3.Connection, source: str | None = None) -> list[Credit]:
    """Of every source in a catalogue, by name; or of one."""
    said = rows(connection, "SELECT * FROM sources WHERE source = coalesce(?, source) ORDER BY source", [source])
    return [
        Credit(
            one["source"], one["title"], one["title_fr"] or one["title"], one["description"] or "",
            one["description_fr"] or one["description"] or "", one["licence"], one["licence_url"] or "",
            one["attribution"] or one["title"], one["homepage"] or "", one["terms"] or "", one["publish"] == "local",
        )
        for one in said
    ]  # fmt: skip


def page(named: list[Credit], *, local: bool, about: str) -> str:
    """The README of an export: `about` the format, then every source with its licence, in French and in English."""
    lines = ["# culturedata export", "", about, ""]
    if local:
        lines += [f"**{LOCAL_EN} {LOCAL_FR}**", ""]
    lines += [
        "Each source has its own licence; ids begin with the source's name. "
        "Chaque source a sa propre licence ; les identifiants commencent par le nom de la source.",
        "",
    ]
    for one in named:
        address = f" <{one.licence_url}>" if one.licence_url else ""
        lines.append(f"- `{one.source}` {one.title} / {one.title_fr}: {one.licence}{address}. {one.attribution}")
        lines += [f"  {' '.join(one.terms.split())}"] if one.terms else []
    return "\n".join(lines) + "\n"
