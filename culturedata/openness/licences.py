"""What a licence or rights statement allows, by its address or its words.

Open means: anybody may use, change and share for any purpose, subject at most to attribution and share-alike
(Open Definition 2.1, opendefinition.org; the same line is drawn by the Open GLAM survey of McCarthy and Wallace).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

PUBLIC_DOMAIN = "public domain"  # no right is kept: CC0, Public Domain Mark, PDDL, words for the public domain
OPEN = "open"  # attribution or share-alike at most: CC BY, CC BY-SA, Licence Ouverte, ODbL, OGL …
CLOSED = "closed"  # commercial use or changes are forbidden, or all rights are reserved
UNSETTLED = "unsettled"  # nothing is said, or nothing that settles the question: «no known copyright», «undetermined»

# First what takes freedom away, so that «CC BY-NC» is not read as «CC BY»; a rule that fits ends the reading.
_RULES = [
    (CLOSED, r"creativecommons\.org/licen[sc]es/[a-z+-]*(nc|nd|sampling|devnations)"),
    (CLOSED, r"rightsstatements\.org/\w+/(inc(-\w+)*|noc-(cr|nc|oklr))\b"),
    (UNSETTLED, r"rightsstatements\.org/"),
    (CLOSED, r"\bcc[ -]*by[ -]*([a-z]{2}[ -]*)?(nc|nd)\b|\b(by|sa)-(nc|nd)\b"),
    (CLOSED, r"non[ -]?commerci|no[ -]?deriv|pas d['’ ]?(utilisation|usage) commercial|pas de modification"),
    (CLOSED, r"kogl\D*type\D*[234]|\btype[ -]?[234]\b.*kogl"),
    (CLOSED, r"\b(not|non|pas|never|jamais)\b.{0,25}(public domain|domaine public)"),
    (CLOSED, r"all rights reserved|tous droits r[ée]serv[ée]s|droits? r[ée]serv[ée]s?|alle rechte vorbehalten"),
    (UNSETTLED, r"no known (copyright|restriction)|\bnkc\b|aucun droit.{0,10} connu|undetermined|ind[ée]termin[ée]"),
    (UNSETTLED, r"no copyright|not evaluated|non [ée]valu[ée]|\bunknown\b|inconnu"),
    (OPEN, r"creativecommons\.org/licen[sc]es/by(-sa)?(/|$)|\bcc[ -]*by([ -]*sa)?\b"),
    (OPEN, r"creative commons (attribution|paternit[ée])"),
    (OPEN, r"etalab|licence ouverte|open licen[cs]e\b|\blo[ -]?(v|\d)\S*"),
    (OPEN, r"opendatacommons\.org/licen[sc]es/(by|odbl)|\bodbl\b|\bodc[ -]?by\b"),
    (OPEN, r"open[- ]government[- ]licen[cs]e|\bogl\b"),
    (OPEN, r"govdata\.de/dl-de/by|\bdl-de[-/ ]by\b|kogl\D*type\D*1|\bnlod\b"),
    (OPEN, r"free art licen[cs]e|licence art libre|artlibre\.org|\bgfdl\b|gnu free documentation"),
    (PUBLIC_DOMAIN, r"creativecommons\.org/(publicdomain/(zero|mark)|licen[sc]es/publicdomain)"),
    (PUBLIC_DOMAIN, r"\bcc[ -]?(0|zero)\b|\bpddl\b|opendatacommons\.org/licen[sc]es/pddl|dl-de[-/ ]zero"),
    (PUBLIC_DOMAIN, r"public domain|domaine public|\bgemeinfrei\b|\bpdm\b"),
    (CLOSED, r"©|\(c\)|copyright|droits? d['’]auteur|prot[ée]g[ée]|\bprotected\b|\brmn\b"),
]  # fmt: skip
_COMPILED = [(standing, re.compile(pattern)) for standing, pattern in _RULES]


@cache
def standing(licence: str | None) -> str:
    """PUBLIC_DOMAIN, OPEN, CLOSED or UNSETTLED, for an address (CC, rightsstatements.org, Etalab …) or free words.

    Where several licences are named, the least open one counts. What is not recognised is UNSETTLED, never guessed.
    """
    text = (licence or "").strip().casefold()
    return next((found for found, pattern in _COMPILED if pattern.search(text)), UNSETTLED)


def is_open(licence: str | None) -> bool:
    """Whether anybody may use it for any purpose."""
    return standing(licence) in (PUBLIC_DOMAIN, OPEN)


def quoted(texts: Iterable[str]) -> str:
    """`texts` as a list for SQL's IN: «('a', 'b')»; «(NULL)», which nothing is in, for none."""
    marked = ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(texts))
    return f"({marked or 'NULL'})"
