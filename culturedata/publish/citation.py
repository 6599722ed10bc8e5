"""How a work is cited, in the French and in the English manner."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from culturedata.data.years import in_french
from culturedata.publish.views import makers
from culturedata.publish.words.language import Translator

_ENDS = (".", "?", "!", "…")


class Citation(NamedTuple):
    """A citation in its language; a page sets the title, which stands between the two, in italics."""

    lang: str
    before: str
    title: str
    after: str


def cited(work: dict[str, Any], title: str, address: str, day: date, lang: str) -> Citation:
    """Maker, title, date, keeper, source, licence, address and day of access; what is not known is left out.

    `work` is what the catalogue says of it, `title` the one in `lang`. «Claude Monet, Nymphéas, 1906, …» in French,
    “Claude Monet. Water Lilies. 1906. …” in English.
    """
    t = Translator(lang)
    maker = "".join(part.text for part in makers.line(work["maker"], work["credits"], t))
    dated = next((t.date(one["text"], one["precision"] == "month") for one in work["dates"]), "")
    source = work["source_described"]
    said = t("cite:source", source=t.of(source, "title"), licence=t.of(source, "licence"))
    seen = t("cite:seen", address=address, day=in_french(day_in_words(day)) if lang == "fr" else day_in_words(day))
    parts = list(filter(None, (dated, *(_kept(one, t) for one in work["holdings"][:1]))))
    if lang == "fr":
        return Citation(
            lang, f"{maker}, " if maker else "", title, "".join(f", {one}" for one in [*parts, said, seen]) + "."
        )
    first = "" if title.endswith(_ENDS) else "."
    return Citation(lang, _sentence(maker), title, f"{first} {''.join(map(_sentence, [*parts, said, seen]))}".rstrip())


def day_in_words(day: date) -> str:
    """29 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _sentence(text: str) -> str:
    return text and text + (" " if text.endswith(_ENDS) else ". ")


def _kept(holding: dict[str, Any], t: Translator) -> str:
    """Keeper, town and inventory number."""
    return ", ".join(filter(None, (t.of(holding, "name"), t.of(holding, "city"), holding["inventory"])))
