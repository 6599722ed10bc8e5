"""Who made Cleveland's works: makers as objects, with or without a number, and as printed texts."""

from __future__ import annotations

import re

from culturedata.data.records import Agent, Credit, Text, Title
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution, dates
from culturedata.importing.values.attribution import Maker
from culturedata.importing.values.life_years import in_order
from culturedata.importing.values.text import plain, slug, text_of
from culturedata.sources.cleveland.parts import Audit, Row, entries, phrases

Years = tuple[int | None, int | None]
_YEAR = re.compile(r"-?\d{1,6}(?:\.0)?")


def makers(row: Row, context: Context, audit: Audit, name: str) -> tuple[list[Agent], list[Credit], list[Text]]:
    """Who made it, in what role, and what is told of their lives."""
    agents: list[Agent] = []
    credits: list[Credit] = []
    lives: list[Text] = []
    for said in entries(row.pop("creators", None)):
        if not isinstance(said, dict):
            for maker in (one for text in phrases(said, audit) for one in attribution.read(text)):
                agents.append(_agent(maker, maker.born, maker.died))
                credits.append(_credit(agents[-1].id, maker, None, None, None))
            continue
        printed = plain(text_of(said, "description"))
        other, born, died = (text_of(said, f) for f in ("name_in_original_language", "birth_year", "death_year"))
        number, told = text_of(said, "id"), plain(text_of(said, "biography"))
        words = [plain(text_of(said, f)) or None for f in ("role", "qualifier", "extent")]
        audit(said)
        if not (printed or other):
            continue
        maker = attribution.one(printed or other)
        years = _lived(born, "birth_year", context, name), _lived(died, "death_year", context, name)
        agents.append(_agent(maker, *_life(years, maker, context, name), number=number, other=other))
        credits.append(_credit(agents[-1].id, maker, *words))
        if told:
            lives.append(Text(kind="biography", text=f"{maker.name}: {told}", lang="en"))
    return list(dict.fromkeys(agents)), list(dict.fromkeys(credits)), lives


def _life(years: Years, maker: Maker, context: Context, name: str) -> Years:
    """The years of birth and death, as fields say them or else as printed; none if they contradict each other."""
    born = maker.born if years[0] is None else years[0]
    died = maker.died if years[1] is None else years[1]
    return in_order(born, died, context, name, raw=f"{maker.name}: {born}–{died}")


def _lived(said: str, field: str, context: Context, name: str) -> int | None:
    """A year of birth or death, which is a text here; None for «c. 1830» to «1840s», which life dates print too."""
    if not said:
        return None
    if _YEAR.fullmatch(said.strip()):
        return year(said, field, context, name)
    found = dates.read(said)
    return found.earliest if found.earliest == found.latest else None


def year(said: str, field: str, context: Context, name: str) -> int | None:
    """A year; None for none, and for what is no year, which is reported."""
    if not said:
        return None
    text = said.strip()
    if _YEAR.fullmatch(text) and int(float(text)):
        return int(float(text))
    context.report(Issue("not-a-year", f"{said!r} is no year", record=name, field=field, raw=text))
    return None


def _agent(maker: Maker, born: int | None, died: int | None, *, number: str = "", other: str = "") -> Agent:
    """A maker under the museum's number, or else under the name and life as printed."""
    return Agent(
        id=f"cleveland:agent:{number or slug(' '.join(filter(None, (maker.name, maker.life))))}",
        name=maker.name,
        born=born,
        died=died,
        life_text=maker.life,
        names=(Title(text=other, kind="original"),) if other and other != maker.name else (),
    )


def _credit(agent: str, maker: Maker, role: str | None, qualifier: str | None, extent: str | None) -> Credit:
    """What a maker did. The museum's words are in the note where the lists don't say the same."""
    known = (attribution.role(role) or "contributor") if role else maker.role or "artist"
    related = next(filter(None, (attribution.attribution(said) for said in (qualifier, role) if said)), None)
    words = (role, qualifier, extent, *(maker.note or "").split("; "))
    note = "; ".join(dict.fromkeys(word for word in words if word and word.casefold() != known))
    return Credit(agent=agent, role=known, attribution=related or maker.attribution, note=note or None)
