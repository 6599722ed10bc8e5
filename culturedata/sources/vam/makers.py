"""Who made an object of the Victoria and Albert Museum: persons, peoples and organisations, with what each did."""

from __future__ import annotations

from culturedata.data.records import Agent, Credit, Text
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution
from culturedata.importing.values.text import plain, slug
from culturedata.sources.vam.words import Audit, Row, both, said, text

UNKNOWN = "A1848"  # the number under which half of the collection has «Unknown» for its maker: that is nobody
KINDS = {"artistMakerPerson": "person", "artistMakerPeople": "group", "artistMakerOrganisation": "group"}
# Words of the museum that attribution.role does not know, and the nearest role.
ROLES = {
    "maker": "artist", "makers": "artist", "manufacturer": "manufacturer", "manufacturers": "manufacturer",
    "retailer": "contributor", "founder": "contributor", "silversmith": "artist", "furniture designer": "designer",
}  # fmt: skip


def makers(
    row: Row, context: Context, audit: Audit, name: str
) -> tuple[list[Agent], tuple[Credit, ...], tuple[Text, ...]]:
    """The makers, what each did, and what is said of a maker who is not known. All of it is taken out of the row."""
    agents: list[Agent] = []
    credits: list[Credit] = []
    unknown: list[Text] = []
    for field, kind in KINDS.items():
        for one in both(row, field, audit):
            named = one.pop("name", None) or {}
            at, printed = text(named, "id"), plain(text(named, "text"))
            audit(named)
            how, note = said(one, "association", audit), plain(text(one, "note"))
            if at == UNKNOWN or not printed:
                if how or note:
                    words = ", ".join(filter(None, (printed, how, note)))
                    unknown.append(Text(kind="makers as printed", text=words, lang="en"))
                continue
            agent = _agent(at, printed, kind)
            agents.append(agent)
            credits.append(_credit(agent.id, how, note, context, name))
    shown = row.pop("_primaryMaker", None) or {}
    printed, how = plain(text(shown, "name")), text(shown, "association")
    audit(shown)
    if printed and printed != "Unknown" and not agents:
        agents.append(_agent("", printed, "unknown"))
        credits.append(_credit(agents[0].id, how, "", context, name))
    return list(dict.fromkeys(agents)), tuple(dict.fromkeys(credits)), tuple(unknown)


def _agent(at: str, printed: str, kind: str) -> Agent:
    """A maker; «Surname, Forename» is the form for sorting, too."""
    sorted_by = printed if kind == "person" and ", " in printed else None
    return Agent(id=f"vam:agent:{at or f'name-{slug(printed)}'}", name=printed, kind=kind, sort_name=sorted_by)


def _credit(agent: str, how: str, note: str, context: Context, name: str) -> Credit:
    attributed = attribution.attribution(how) if how else None
    role = "artist" if attributed or not how else ROLES.get(how.lower()) or attribution.role(how)
    if role is None:
        message = f"unknown role {how!r}: kept as a note"
        context.report(Issue("unknown-role", message, record=name, field="association", raw=how))
        role = "contributor"
    if attributed is None and note:
        attributed = attribution.attribution(note)
    plainly = how.lower() in ("", "artist", "maker", role)
    words = "; ".join(filter(None, ("" if plainly else how, note))) or None
    return Credit(agent=agent, role=role, attribution=attributed, note=words)
