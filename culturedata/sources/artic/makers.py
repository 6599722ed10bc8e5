"""Who made an artwork of the Art Institute of Chicago: the agents that it names, and what is printed about each.

A record names its agents by number and says in a text what each did, a line each: «Salvator Rosa (Italian, 1615–1673)»,
«published by Pietro Piranesi», or the name and, a line below, the life. A printed name is an agent of the record only
where the record leaves no other choice; who has no number there is known by name and life.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from culturedata.data.records import Agent, Credit
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution
from culturedata.importing.values.attribution import Maker
from culturedata.importing.values.attribution_words import NATIONALITIES
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.life_years import life_years
from culturedata.importing.values.text import slug

Named = Sequence[tuple[str, str]]  # the ends of agents' ids, and their names
# What the museum says somebody did, beside what attribution.role knows, and the nearest role.
ROLES = {
    "modeled by": "sculptor", "modelled by": "sculptor", "carved by": "sculptor", "woven by": "weaver",
    "written by": "writer", "text by": "writer", "illustrated by": "draughtsman", "lithographed by": "printmaker",
    "decorated by": "artist", "executed by": "artist", "embroidered by": "artist", "commissioned by": "patron",
    "edited by": "contributor", "retailed by": "contributor", "printed and published by": "publisher",
}  # fmt: skip
# Behind the bracket with a life begins another maker: «and B», «after B», «published by B».
_NEXT = re.compile(r"(?<=\)),?\s+(?:(?:and|&)\s+|(?=after\s|\w+ by\s))")
_PLACE = re.compile(r"\),\s*([^()]+)$")
_BY = re.compile(r"([a-z][a-z ]{2,30} by) (\S.*)", re.IGNORECASE)
_OLDEST = 120  # years: «North coast, Peru, 1100–1470» is no life


def makers(named: Named, text: str, context: Context, name: str) -> tuple[list[Agent], tuple[Credit, ...]]:
    """The agents of a record and what each did: those that it names, in its order, then those that are only printed."""
    found = _printed(text, context, name)
    theirs = _theirs([title for _, title in named], found)
    agents: list[Agent] = []
    credits: list[Credit] = []
    for number, (end, title) in enumerate(named):
        said = [maker for maker, whose in zip(found, theirs, strict=True) if whose == number]
        agents.append(_agent(end, title, next((maker for maker in said if maker.life), Maker(name=title))))
        credits.extend(_credit(agents[-1].id, maker) for maker in said or [Maker(name=title)])
    for maker in _others(len(named), found, theirs):
        end = slug(" ".join(filter(None, (maker.name, maker.life))))
        agents.append(_agent(f"name-{end}", maker.name, maker))
        credits.append(_credit(agents[-1].id, maker))
    return list(dict.fromkeys(agents)), tuple(dict.fromkeys(credits))


def _agent(end: str, title: str, said: Maker) -> Agent:
    return Agent(id=f"artic:agent:{end}", name=title, born=said.born, died=said.died, life_text=said.life)


def _credit(agent: str, said: Maker) -> Credit:
    return Credit(agent=agent, role=said.role or "artist", attribution=said.attribution, note=said.note)


def _printed(text: str, context: Context, name: str) -> list[Maker]:
    """The makers that the lines of the text name, in their order."""
    found: list[Maker] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if found and found[-1].life is None and _is_life(line):
            life = line[1:-1] if line.startswith("(") else line
            born, died = life_years(life)
            found[-1] = msgspec.structs.replace(found[-1], life=life, born=born, died=died)
        else:
            found += _of_a_family(_of_line(line, context, name), found)
    return [_dated(maker) for maker in found if "unknown" not in slug(maker.name).split("-")]


def _of_line(line: str, context: Context, name: str) -> list[Maker]:
    """The makers of a line; what its first did holds for all: «published by A (1758–1810) and B (1760–1820)»."""
    found: list[Maker] = []
    for piece in _NEXT.split(line):
        place = _PLACE.search(piece)
        for maker in attribution.read(piece):
            if place and maker.name.endswith(f", {place[1]}"):
                note = _joined(maker.note, place[1])
                maker = msgspec.structs.replace(maker, name=maker.name[: -len(place[1]) - 2], note=note)
            maker = _with_role(maker, context, name)
            if found and not (maker.role or maker.attribution):
                first = found[0]
                note = _joined(first.note, maker.note)
                maker = msgspec.structs.replace(maker, role=first.role, attribution=first.attribution, note=note)
            found.append(maker)
    return found


def _of_a_family(line: list[Maker], before: Sequence[Maker]) -> list[Maker]:
    """«Francesco» of «Francesco (…) and Pietro Piranesi» with the family's name, if one of it is named `before`."""
    families = [maker.name.split()[1:][-1:] for maker in line]
    known = [maker.name.split()[1:][-1:] for maker in before]
    return [
        msgspec.structs.replace(maker, name=f"{maker.name} {after[0]}")
        if after and after in known and " " not in maker.name
        else maker
        for maker, after in zip(line, [*families[1:], []], strict=True)
    ]


def _is_life(line: str) -> bool:
    """Whether a line below a name tells its life: «American, 1838–1909», «(founded 1864)»."""
    if line.startswith("("):
        return line.endswith(")") and line.count("(") == 1
    said = attribution.one(line)
    nation = folded(re.split(r"[\W\d_]", line, maxsplit=1)[0]) in NATIONALITIES
    return "(" not in line and not (said.role or said.attribution) and (nation or bool(re.search(r"\d{3,4}", line)))


def _dated(maker: Maker) -> Maker:
    if maker.born is not None and maker.died is not None and maker.died - maker.born > _OLDEST:
        return msgspec.structs.replace(maker, born=None, died=None)
    return maker


def _with_role(maker: Maker, context: Context, name: str) -> Maker:
    """The maker without «modeled by» before the name, which is the note."""
    found = None if maker.role or maker.attribution else _BY.fullmatch(maker.name)
    if found is None:
        return maker
    role = ROLES.get(found[1].lower())
    if role is None:
        message = f"unknown role {found[1]!r}: kept as a note"
        context.report(Issue("unknown-role", message, record=name, field="artist_display", raw=found[1]))
    note = _joined(found[1], maker.note)
    return msgspec.structs.replace(maker, name=found[2], role=role or "contributor", note=note)


def _joined(*words: str | None) -> str | None:
    return "; ".join(filter(None, words)) or None


def _theirs(titles: Sequence[str], found: Sequence[Maker]) -> list[int | None]:
    """Whose each printed maker is, as the number of a title: the only one of its name, or the only one that it can be.

    «Rembrandt» can be «Rembrandt van Rijn», if no other title and no other printed name that is left has these words.
    """
    same = [[n for n, title in enumerate(titles) if _words(title) == _words(maker.name)] for maker in found]
    whose = [numbers[0] if len(numbers) == 1 else None for numbers in same]
    free = [number for number in range(len(titles)) if number not in whose]
    left = [number for number, known in enumerate(whose) if known is None]
    can = [(n, at) for n in left for at in free if _may_be(_words(found[n].name), _words(titles[at]))]
    for n, at in can:
        if [n for n, _ in can].count(n) == 1 == [at for _, at in can].count(at):
            whose[n] = at
    return whose


def _may_be(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).replace(",", " ").translate(str.maketrans("()[]", "    ")).split())


def _others(count: int, found: Sequence[Maker], theirs: Sequence[int | None]) -> list[Maker]:
    """The printed makers that are none of the `count` named ones.

    A title that is not printed may be any of them under another name: then nobody is added who may be the same. One
    without a role must have a year of life, or it is a place or a dynasty.
    """
    unseen = count - len({whose for whose in theirs if whose is not None})
    rest = [maker for maker, whose in zip(found, theirs, strict=True) if whose is None]
    plain = [maker for maker in rest if not (maker.role or maker.attribution) and _lived(maker)]
    others = [maker for maker in rest if maker.role or maker.attribution]
    chosen = [*(others if unseen <= len(plain) else ()), *(plain if not unseen else ())]
    return [maker for maker in rest if maker in chosen]


def _lived(maker: Maker) -> bool:
    nation = folded(re.split(r"[\W\d_]", maker.life or "", maxsplit=1)[0])
    return nation in NATIONALITIES and (maker.born or maker.died) is not None
