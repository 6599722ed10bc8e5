"""What a printed medium says the work is made of: «wood, paint, and metal» are three, «oil on canvas» is one thing."""

from __future__ import annotations

import re

LONGEST = 120  # characters: a longer medium describes one object
_MOST_WORDS = 3  # of a thing in a plain list
# Words and marks by which the parts of a medium belong together: it is a sentence, and no list.
_SENTENCE = re.compile(
    r"[\d():?\[\]/+]|\b(?:on|in|with|over|under|of|by|for|to|from|at|into|onto|between|behind|without|or|as|a|an|the|some|"
    r"its|each|other|various|possibl[ey]|probabl[ey]|perhaps|heightened|mounted|traces|touches|additions|printed)\b",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*([;,])\s*(?:(and|&)\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_TOOLS = frozenset({"pen", "brush", "black"})  # «pen and ink», «black and white» are one thing each
# «iron, cast»: what was done to the thing before the comma.
_DONE = re.compile(
    r"(?!(?:reed|seed|tweed|seaweed)$)(?:.*ed|cast|blown|woven|cut|laid|wrought|spun|drawn|gilt|burnt|hewn|unknown)",
    re.IGNORECASE,
)


def terms(printed: str) -> tuple[str, ...]:
    """The words of a plain list, in small letters; of anything else the whole, if several works may be made so.

    A list has three members, or a semicolon or an «and» behind its comma: «iron, cast» is one thing. Empty for prose
    and for no text.
    """
    said = " ".join(printed.split())
    return _members(said) or ((said,) if 0 < len(said) <= LONGEST else ())


def _members(said: str) -> tuple[str, ...]:
    """The members of a plain list; empty for what is none."""
    text = said.rstrip(".")
    marks = _PARTED.findall(text)
    members = [member for member in _PARTED.sub("\n", text).split("\n") if member]
    if not marks or _SENTENCE.search(text) or (marks == [(",", "")] and not _AND.search(members[-1])):
        return ()
    if not any(word for _, word in marks):
        last = _AND.split(members[-1])
        members[-1:] = last if last[0].casefold() not in _TOOLS else [members[-1]]
    if len(members) < 2 or any(_DONE.fullmatch(one) or len(one.split()) > _MOST_WORDS for one in members):
        return ()
    return tuple(dict.fromkeys(" ".join(map(_small, one.split())) for one in members))


def _small(word: str) -> str:
    """The word in small letters; as it stands where its capitals are more than the first («PVC»)."""
    return word.lower() if word[1:] == word[1:].lower() else word
