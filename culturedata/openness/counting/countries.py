"""Countries as sources print them, in one vocabulary: the codes of ISO 3166-1 (and XK), told by names of Unicode CLDR.

A continent («Europe») or a people («American») is no country, and nothing is made of it.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from functools import cache, lru_cache

from culturedata.openness.counting.licences import quoted

_READ_IN = ("en", "fr", "de", "es", "it", "nl", "pt")
# In CLDR, and no country of its own: unions, unknown, test locales, and parts that have no code in the standard.
_NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
# Names that museums and aggregators print and CLDR does not give, or gives otherwise.
_ALSO = {
    "CI": ("Ivory Coast",),
    "CN": ("People's Republic of China", "République populaire de Chine"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "République tchèque"),
    "GB": (
        "Great Britain", "Grande-Bretagne", "Großbritannien", "England", "Angleterre", "Scotland", "Écosse", "Wales",
        "Pays de Galles", "Northern Ireland", "Irlande du Nord",
    ),
    "HK": ("Hong Kong",),
    "IE": ("Republic of Ireland", "République d'Irlande"),
    "IR": ("Islamic Republic of Iran",),
    "KR": ("Republic of Korea", "Korea, Republic of", "République de Corée"),
    "MK": ("Macedonia",),
    "MM": ("Burma", "Birmanie"),
    "NL": ("Holland", "Hollande"),
    "PS": ("Palestine",),
    "RU": ("Russian Federation", "Fédération de Russie"),
    "TR": ("Turkey",),
    "US": ("United States of America", "U.S.A.", "U.S.", "États-Unis d'Amérique"),
    "VA": ("Vatican", "Holy See", "Holy See (Vatican City State)", "Saint-Siège"),
    "VN": ("Viet Nam", "Viêt Nam"),
}  # fmt: skip


@lru_cache(maxsize=10_000)
def code(said: str | None) -> str | None:
    """The code of the country that is `said`: a code of two or three letters, or its name in any of seven languages."""
    return _codes().get(_plain(said or ""))


def written(connection: sqlite3.Connection) -> list[str]:
    """All that the library writes for countries."""
    return [row[0] for row in connection.execute("SELECT DISTINCT country FROM holdings WHERE country IS NOT NULL")]


def placed_in(country: str | None, said: list[str]) -> str:
    """The condition on a holding `h` that it is in `country`, of all that is `said` for countries; None: in none."""
    if country is not None:
        return f"h.country IN {quoted(text for text in said if code(text) == country)}"
    return f"h.country IN {quoted(text for text in said if code(text))} IS NOT TRUE"


@cache
def _codes() -> dict[str, str]:
    """The code of every plain code and name; where languages disagree the first one counts."""
    from babel import Locale
    from babel.core import get_global

    found: dict[str, str] = {}
    for lang in _READ_IN:
        for territory, name in Locale(lang).territories.items():
            if len(territory) == 2 and territory not in _NO_COUNTRY:
                found.setdefault(_plain(territory), territory)
                found.setdefault(_plain(name), territory)
    for territory, names in _ALSO.items():
        found.update(dict.fromkeys(map(_plain, names), territory))
    known = set(found.values())
    for other, meant in get_global("territory_aliases").items():
        if len(meant) == 1 and meant[0] in known and other.isalpha():
            found.setdefault(_plain(other), meant[0])
    return found


def _plain(text: str) -> str:
    """Small letters without accents, one space between words, no article before them."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", kept)).removeprefix("the ")
