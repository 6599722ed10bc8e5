"""Names in records of the Smithsonian: who made a thing, gave it, found it or is shown in it.

The unit's own label says which («Artist», «Sitter», «Collector»); the index repeats most names in inverted form, and
sometimes says whether one is a person. A name has no id: people of one name are one agent here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from culturedata.data.records import Agent, Credit, Text
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution, dates, whom
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import slug

_SUBJECTS = frozenset({"sitter", "subject", "depicted", "person depicted", "people depicted", "portrait of"})
_OWNERS = frozenset({
    "owner", "former owner", "previous owner", "custodian", "dealer", "lender", "provenance", "source",
})  # fmt: skip
_ROLES = {
    "donor": "donor", "donor name": "donor", "collector": "collector", "author": "writer", "creator": "artist",
    "artist": "artist", "maker": "artist", "sponsor": "patron", "client": "patron", "patron": "patron",
    "distributor": "publisher", "published by": "publisher", "retailer": "contributor", "patentee": "designer",
    "composer": "composer", "performer": "performer", "writer": "writer", "director": "director",
    "producer": "producer", "depositor": "contributor", "identified by": "contributor",
}  # fmt: skip
_BESIDE = frozenset(
    {"associated", "related", "referenced", "former", "previous"}
)  # a role that was no part in the work
_BORN = re.compile(r",\s*((?:born|b\.|active|died)\b.*)$", re.IGNORECASE)
_BIRTH = re.compile(r"\b(?:born|b\.)[^;]*?(?<!\d)(\d{4})(?!\d)", re.IGNORECASE)
_DEATH = re.compile(r"\b(?:died|d\.)[^;]*?(?<!\d)(\d{4})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A name of the index: its inverted form, and its type («personal_main», «corporate_subj») where one is given."""

    name: str
    kind: str = ""


@dataclass(slots=True)
class People:
    """What the names of one record say."""

    agents: dict[str, Agent] = field(default_factory=dict)
    credits: list[Credit] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def read(self, context: Context, record: str, printed: Sequence[tuple[str, str]], index: Sequence[Indexed]) -> None:
        """Take the printed names with their labels in order, then what only the index has."""
        met: set[str] = set()
        for label, content in [(said, one) for said, entry in printed for one in _each(said, entry)]:
            said = _said(label)
            maker, born, died = _maker(content, context, record)
            same = next((one for one in index if letters(one.name) in (letters(maker.name), letters(content))), None)
            role, attributed = _role(said)
            if said in _SUBJECTS:
                self.subjects.append(maker.name if maker.life else content)
            elif (
                said in _OWNERS or whom.is_nobody(maker.name) or not slug(maker.name) or (role is None and same is None)
            ):
                self.texts.append(Text(kind=said or "name", text=content, lang="en"))
            else:
                if role is None:
                    message = f"unknown role {label!r}: kept as a note"
                    context.report(Issue("unknown-role", message, record, "name", label))
                self._credit(maker, (born, died), role or "contributor", attributed, label, same)
            if same is not None:
                met.add(same.name)
        for one in index:
            if one.name not in met:
                kind = f" ({one.kind.replace('_', ' ')})" if one.kind else ""
                self.texts.append(Text(kind="indexed name", text=f"{one.name}{kind}", lang="en"))

    def _credit(
        self, maker: attribution.Maker, life: tuple[int | None, int | None], role: str, attributed: str | None,
        label: str, same: Indexed | None,
    ) -> None:  # fmt: skip
        id_ = f"smithsonian:agent:{slug(maker.name)}"
        indexed = same.kind.partition("_")[0] if same is not None else ""
        kind = {"personal": "person", "corporate": "group"}.get(indexed) or whom.kind(maker.name)
        self.agents.setdefault(
            id_,
            Agent(
                id=id_, name=maker.name, kind=kind, born=life[0], died=life[1], life_text=maker.life,
                sort_name=same.name if same is not None and same.name != maker.name else None,
            ),
        )  # fmt: skip
        note = [label if _said(label) != role else "", maker.note or ""]
        self.credits.append(
            Credit(
                agent=id_, role=maker.role or role, attribution=attributed or maker.attribution,
                note="; ".join(filter(None, note)) or None,
            )
        )  # fmt: skip


def _role(said: str) -> tuple[str | None, str | None]:
    """The role and the attribution that a label means; None if it names no role."""
    if said in _ROLES:
        return _ROLES[said], None
    attributed = attribution.attribution(said)
    if attributed:
        return "artist", attributed
    known, words = attribution.role(said), said.split()
    if known is None and len(words) > 1 and words[0] not in _BESIDE:  # «graphic artist», «ring maker»
        known = _ROLES.get(words[-1]) or attribution.role(words[-1])
    return known, None


def _said(label: str) -> str:
    return label.casefold().strip(" :")


def _each(label: str, content: str) -> list[str]:
    """The names in an entry of makers, which are parted by semicolons, as are the two halves of a life («born …; died
    …»); any other entry as it is."""
    if _role(_said(label))[0] is None or _BORN.search(content):
        return [content]
    return [one.strip() for one in content.split(";") if one.strip()]


def _maker(content: str, context: Context, record: str) -> tuple[attribution.Maker, int | None, int | None]:
    """The printed name, with the years of «born Boston, 1738-died London, 1815» and «1 May 1855 - 17 Sep 1942»."""
    told = _BORN.search(content)
    maker = attribution.one(content[: told.start()] if told else content)
    born, died = maker.born, maker.died
    if told:
        life = ", ".join(filter(None, (maker.life, told[1])))
        maker = attribution.Maker(
            name=maker.name, attribution=maker.attribution, role=maker.role, life=life, note=maker.note
        )
        birth, death = _BIRTH.search(told[1]), _DEATH.search(told[1])
        born, died = int(birth[1]) if birth else None, int(death[1]) if death else None
    elif maker.life and (born, died) == (None, None):
        span = dates.read(maker.life)
        if span.precision == "range" and span.qualifier is None and "active" not in maker.life.casefold():
            born, died = span.earliest, span.latest
    return maker, *in_order(born, died, context, record, raw=content)


def letters(name: str) -> tuple[str, ...]:
    """The words of a name without their order and without years: by these a printed name is found in the index."""
    return tuple(sorted(re.findall(r"[^\W\d_]+", name.casefold())))
