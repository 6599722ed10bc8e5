"""Who is named in a score: composers as they were typed, scanned or taken from the heading of a tune.

What stands in the field «composer» is often none: «Irish.», «Anonymous I-Rvat 4749», «collected by Cronin», a line that
a scanner read wrong. A name is taken where it looks like one; all else is kept as a text and reported. Nothing joins
«J.S. Bach» and «Bach, Johann Sebastian» here: that is for `link`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from culturedata.data.records import Agent, Credit
from culturedata.importing.values import attribution
from culturedata.importing.values.life_years import life_years
from culturedata.importing.values.text import slug
from culturedata.importing.values.whom import is_nobody

# The fields whose values are names, and the role; what is not among ROLES is a contributor with the field's own word.
ROLES = {
    "composer": "composer", "attributedComposer": "composer", "suspectedComposer": "composer", "lyricist": "lyricist",
    "librettist": "librettist", "arranger": "arranger", "orchestrator": "arranger", "conductor": "conductor",
    "singer": "singer", "instrumentalist": "performer", "musician": "performer", "producer": "producer",
    "firstPublisher": "publisher", "publisher": "publisher", "engraver": "engraver",
    "analyst": "contributor", "annotator": "contributor", "collaborator": "contributor", "compiler": "contributor",
    "editor": "contributor", "originalEditor": "contributor", "translator": "contributor", "scribe": "contributor",
    "transcriber": "contributor", "proofreader": "contributor", "electronicEditor": "contributor",
    "electronicEncoder": "contributor", "otherContributor": "contributor",
}  # fmt: skip
_ATTRIBUTED = {"attributedComposer": "attributed to", "suspectedComposer": "doubtfully attributed to"}
_COLLECTED = re.compile(r"\W*collected (?:by|from) (.+?)\W*", re.IGNORECASE)
_BY = re.compile(r"(?:(?:new set|composed),? )?by ", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*(?:\\footnotemark|\(opus dubium\)|,? \(?\d{4}\)?|\b(?:K|BWV|H)\.? ?\d+"  # a year, a number in a catalogue
    r"|(?:^|\s)\??\s?\d{3}|(?:^|\s)[A-Z]{1,2}- ?[A-Z]\w*\b.*)$"  # a manuscript: «I-Rvat 1419», «F-Pn 568»
)
_LOOKS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’()-])+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_NAMELESS = re.compile(  # words of which no name is made alone: where a tune is from, and what kind it is
    r"(?:(?:an?|old|new|irish|scot(?:ch|tish)|wel(?:sh|ch)|gaelic|french|english|highland|virginian|west|india|negroe"
    r"|airs?|tunes?|jigs?|reels?|hornpipes?|trad(?:itional)?|canto|can to|cantu|libr[oa]|madrigali|editions?|éditions?"
    r"|music21|music|young|lady|unknown)\b[ .]*)+"
)
_SENTENCE = re.compile(r"(?:play|as|edition|éditions|madrigali|anonym?ous)\b|a\s", re.IGNORECASE)
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "des", "del", "della", "da", "dal", "di", "du", "la", "le", "les", "of", "the",
    "y", "e", "and", "et", "und", "zu", "qm", "ter", "ten",
))  # fmt: skip


class Named(NamedTuple):
    """Whom a value names, and in what role."""

    agent: Agent
    credit: Credit


def named(source: str, field: str, said: str, life: str = "", word: str = "") -> Named | None:
    """Whom `said` names in a field; None where it does not look like a name. `life` is a life as Humdrum writes it,
    `word` what the source calls the role."""
    role, note = ROLES[field], None
    text = said.strip().strip('"')
    if collected := _COLLECTED.fullmatch(text):
        role, note, text = "contributor", said, collected[1]
    first = " ".join(text.split("\n(", 1)[0].split("\n", 1)[0].split())
    bare = _BEHIND.sub("", _BEHIND.sub("", _BY.sub("", first, count=1))).strip()
    name = _tidy(attribution.one(bare).name) if bare else ""
    if not is_name(name):
        return None
    turned = _turned(name)
    born, died = _years(life) if life else life_years(text.partition("\n")[2].strip("()"))
    printed = life or (text.partition("\n")[2].strip("()") if born else "")
    doubt = "doubtfully attributed to" if "dubium" in said else _ATTRIBUTED.get(field)
    called = word or (field if role == "contributor" else None)
    agent = Agent(
        id=f"{source}:agent:{slug(turned)}",
        name=turned,
        kind="person" if field != "firstPublisher" else "unknown",
        sort_name=name if turned != name else None,
        born=born,
        died=died,
        life_text=printed or None,
    )
    printed_name = said.strip() if said.strip() not in (name, turned) else None
    notes = "; ".join(filter(None, (note or called, None if note else printed_name)))
    return Named(agent, Credit(agent=agent.id, role=role, attribution=doubt, note=notes or None))


def is_name(name: str) -> bool:
    """Whether this looks like the name of somebody."""
    return bool(
        len(name) > 2
        and _LOOKS.fullmatch(name)
        and not _NAMELESS.fullmatch(name.casefold())
        and not _SENTENCE.match(name)
        and not is_nobody(name)
        and all(map(_is_cased, re.split(r"[ .,'’()-]+", name)))
    )


def _is_cased(word: str) -> bool:
    """Whether the letters are large and small as in a name («McFadden», «van»), not as misread («LrVlO»)."""
    bare = re.sub(r"^Ma?c(?=[^\W\d_])", "", word)
    return bare.isupper() or (bare[1:] == bare[1:].lower() and (bare[:1] != bare[:1].lower() or _is_small(bare)))


def _is_small(word: str) -> bool:
    """A particle, one letter, or a word of a script that has no large letters."""
    return word in _PARTICLES or len(word) < 2 or word.upper() == word


def _tidy(name: str) -> str:
    """Without the full stop at its end, except of initials; not in capitals throughout."""
    words = re.sub(r"\.(?=[^\W\d_]{3})", ". ", name).split()
    said = " ".join(words)
    if said.endswith(".") and not _INITIALS.fullmatch(words[-1]):
        said = said[:-1]
    return said.title() if said.isupper() and not _INITIALS.fullmatch(said) else said


def _turned(name: str) -> str:
    """«Bach, Johann Sebastian» as it is spoken."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _years(life: str) -> tuple[int | None, int | None]:
    """The years of «1685/3//-1750/7/28/»; a side that says more than one year («1525/^1526/») or a doubt gives none."""
    sides = life.split("-")
    years = [re.fullmatch(r"(\d{4})(?:/\d{0,2}){0,3}", side.strip()) for side in sides]
    if len(sides) != 2:
        return None, None
    born, died = (int(found[1]) if found else None for found in years)
    return (born, died) if born is None or died is None or born <= died else (None, None)
