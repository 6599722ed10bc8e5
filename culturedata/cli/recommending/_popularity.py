"""What `popularity` reads and prints: times, figures, and the words of its tables in French and English."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from culturedata.vocabularies import LANGUAGES

if TYPE_CHECKING:
    from culturedata.signals.popularity._known import Known

_DAYS = {"h": 1 / 24, "d": 1.0, "j": 1.0, "w": 7.0}
_WORDS: dict[str, tuple[str, str]] = {
    "about": (
        "{interactions} interactions de {users} personnes avec {works} œuvres, {dataset} ({tier}){at}.",
        "{interactions} interactions of {users} people with {works} works, {dataset} ({tier}){at}.",
    ),
    "at": (", avant le {day} (UTC)", ", before {day} (UTC)"),
    "open": ("données ouvertes", "open"),
    "classroom": ("données de la classe", "classroom"),
    "simulated": ("données simulées", "simulated"),
    "nothing": (
        "{name} n’est défini pour aucune œuvre ici\u00a0: il y manque ce dont la mesure est faite.",
        "{name} is undefined for every work here: what it is made of is missing.",
    ),
    "no pair": ("Moins de deux mesures sont définies ici.", "Fewer than two measures are defined here."),
    "matrix": (
        "τ-b de Kendall au-dessus de la diagonale, ρ de Spearman au-dessous\u00a0; un chiffre manque quand une mesure "
        "est la même pour toutes les œuvres.",
        "Kendall’s τ-b above the diagonal, Spearman’s ρ below; a figure is missing where a measure is the same for all "
        "works.",
    ),
    "moves": (
        "Les œuvres dont le rang change le plus entre {name} et chaque autre mesure, parmi celles qui ont les "
        "deux\u00a0: rang 1 pour la plus haute, rang moyen pour les ex æquo.",
        "The works whose rank moves most between {name} and each other measure, among those that have both: rank 1 for "
        "the highest, the mean rank for ties.",
    ),
    "rank": ("rang", "rank"),
    "title": ("titre", "title"),
    "measure": ("mesure", "measure"),
    "other": ("autre mesure", "other measure"),
    "works": ("œuvres", "works"),
    "tau": ("τ-b", "τ-b"),
    "rho": ("ρ", "ρ"),
    "interval": ("intervalle à 95\u00a0%", "95% interval"),
    "rank by one": ("rang par l’une", "rank by one"),
    "rank by other": ("rang par l’autre", "rank by other"),
    "places": ("places", "places"),
}


def say(lang: str, key: str, **values: object) -> str:
    """The words of `key` in a language."""
    return _WORDS[key][LANGUAGES.index(lang)].format(**values)


def days(said: str | float) -> float:
    """«7d», «36h», «2w» or «7» as days. Raises UsageError."""
    from culturedata.errors import UsageError

    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([hdjw]?)", str(said).strip())
    value = float(found[1].replace(",", ".")) * _DAYS[found[2] or "d"] if found else 0.0
    if value <= 0:
        raise UsageError(f"{said!r} is no length of time.", "Write it like 7d, 36h or 2w.")
    return value


def moment(said: str | int) -> int:
    """The UTC seconds at which a day of ISO 8601 begins; a time of the day may be said too. Raises UsageError."""
    from datetime import UTC, datetime

    from culturedata.errors import UsageError

    if isinstance(said, int):
        return said
    try:
        told = datetime.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"{said!r} is no date.", "Write it like 2016-10-01.") from error
    return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())


def figure(value: float | None, lang: str, form: str = "") -> str:
    """A figure in a language, with four significant digits unless `form` says otherwise; empty if undefined."""
    if value is None or not math.isfinite(value):
        return ""
    text = format(value, form or (",.0f" if abs(value) >= 1000 else ".4g"))
    if lang == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return text


def about(known: Known, as_of: int | None) -> dict[str, Any]:
    """What figures were made of: of which data and tier, how many interactions, people and works, before which day."""
    import numpy as np

    from culturedata.signals.most_popular import day

    data = known.interactions
    return {
        "dataset": data.name, "provenance": data.provenance, "unit": known.unit, "interactions": len(data),
        "users": len(np.unique(data.users)), "works": int(known.met.sum()),
        "as_of": None if as_of is None else day(as_of), "last": None if known.at is None else day(known.at - 1),
    }  # fmt: skip


def told(said: dict[str, Any], lang: str) -> str:
    """`about` in one line."""
    counted = {name: figure(said[name], lang, ",.0f") for name in ("interactions", "users", "works")}
    at = say(lang, "at", day=said["as_of"]) if said["as_of"] else ""
    return say(lang, "about", dataset=said["dataset"], tier=say(lang, said["provenance"]), at=at, **counted)


def matrix(pairs: list[dict[str, Any]], lang: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The heads and rows of a table of all pairs: τ-b above the diagonal, ρ below."""
    names = list(dict.fromkeys(name for pair in pairs for name in (pair["one"], pair["other"])))
    cells = {(pair["one"], pair["other"]): pair["tau"] for pair in pairs}
    cells |= {(pair["other"], pair["one"]): pair["rho"] for pair in pairs}
    rows = [(one, *(figure(cells.get((one, other)), lang, ".2f") for other in names)) for one in names]
    return ("τ \\ ρ", *names), rows


def pair(said: dict[str, Any], lang: str) -> tuple[str, ...]:
    """A pair of measures as cells of a table."""
    return (
        said["one"], said["other"], figure(said["works"], lang, ",.0f"), figure(said["tau"], lang, ".3f"),
        _interval(said["tau_interval"], lang), figure(said["rho"], lang, ".3f"), _interval(said["rho_interval"], lang),
    )  # fmt: skip


def move(of: dict[str, Any], said: dict[str, Any], lang: str) -> tuple[str, ...]:
    """A work that moves between a pair of measures as cells of a table."""
    ranks = (figure(said[key], lang, form) for key, form in
             (("rank_one", ",.1f"), ("rank_other", ",.1f"), ("places", "+,.1f")))  # fmt: skip
    return (of["one"], of["other"], *ranks, said["title"])


def _interval(ends: Sequence[float | None], lang: str) -> str:
    """«0.12 to 0.34»."""
    low, high = (figure(end, lang, ".3f") for end in ends)
    return f"{low} {'à' if lang == 'fr' else 'to'} {high}" if low and high else ""
