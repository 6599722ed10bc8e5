"""French or English: by the visitor's choice, else by what the browser asks for, else French."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from culturedata.data.years import decade_in_words, in_french, year_in_words
from culturedata.publish.words.interface import WORDS
from culturedata.publish.words.of_evaluation import SPLITS, UNTIMED
from culturedata.publish.words.of_works import COUNTED
from culturedata.vocabularies import LANGUAGES

COOKIE = "culturedata_lang"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_MONTH = re.compile(r"(\d{4}-\d\d)(?:-00)?")
_VOTES = "votes for "  # and the tag that people gave, as they wrote it


def choose(request: Any) -> str:
    """«fr» or «en»: `?lang=`, then the cookie that it set, then Accept-Language by its weights, then French."""
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return str(asked)
    return _accepted(request.headers.get("accept-language", ""))


def _accepted(header: str) -> str:
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        language = tag.strip().lower().split("-")[0]
        if language in LANGUAGES and weight > 0:
            weighted.append((-weight, place, language))
    return min(weighted)[2] if weighted else "fr"


class Translator:
    """Says the interface's words in one language: `t("search")`; an unknown word is an error, not an empty page."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.other = "en" if lang == "fr" else "fr"

    def __call__(self, key: str, **values: object) -> str:
        said = WORDS[key][LANGUAGES.index(self.lang)]
        if any(isinstance(value, Markup) for value in values.values()):  # a date with its element
            return Markup(escape(said)).format(**values)
        return said.format(**values) if values else said

    def of(self, row: dict[str, Any], name: str) -> str:
        """`row`'s value of `name` in this language (`name_fr`, `name_en`), else the plain one."""
        return str(row.get(f"{name}_{self.lang}") or row.get(name) or "")

    def licence(self, url: str | None) -> str:
        """The name of a licence or rights statement by its address, if it is one that we name; else nothing."""
        key = f"licence:{(url or '').partition('//')[2].rstrip('/')}"
        return self(key) if key in WORDS else ""

    def split(self, text: str) -> str:
        """How a split is called; the half of a prize is left out."""
        text = re.sub(r"^prize, (.+): (quiz|test)$", r"\1", text)
        if self.lang == "en":
            return text
        if text.endswith(UNTIMED):
            return f"{self.split(text.removesuffix(UNTIMED))}, moments tus"
        return next((match.expand(said) for rule, said in SPLITS if (match := re.fullmatch(rule, text))), text)

    def facet(self, facet: str) -> str:
        """The name of a facet, or of any other closed word, as it stands if there is no translation."""
        return self.known(facet) or facet

    def known(self, word: str) -> str:
        """A word that a source writes («medium», «Sheet») in this language; empty where there is no translation."""
        if word.startswith(_VOTES):
            return self("votes for", what=word.removeprefix(_VOTES))
        key = next((key for key in (f"word:{word}", f"word:{word.casefold()}") if key in WORDS), None)
        return self(key) if key else ""

    def capital(self, text: str) -> str:
        """`text` with its first letter in upper case, and the others as they are."""
        return text[:1].upper() + text[1:]

    def year(self, year: int) -> str:
        """1872; before year 1 «1000 av. J.-C.», “1000 BCE”."""
        return year_in_words(year)[LANGUAGES.index(self.lang)]

    def day(self, iso: str, month: bool = False) -> str:
        """A day as a reader says it: «29 novembre 2026», “29 November 2026” for 2026-11-29T08:00:00.

        With `month` also what is known to be a month, for 1911-12 may be two years. Empty for anything else.
        """
        found = (_MONTH.fullmatch(iso) if month else None) or _DAY.fullmatch(iso)
        if not found:
            return ""
        try:
            first = datetime.fromisoformat(f"{found[1]}-01"[:10])
        except ValueError:
            return ""
        said = f"{month_name[first.month]} {found[1][:4]}"
        said = said if len(found[1]) < 10 else f"{first.day} {said}"
        return in_french(said) if self.lang == "fr" else said

    def date(self, text: str, month: bool = False) -> str:
        """A dating as its source writes it, or in French where it says no more than can be said in French."""
        return self.day(text, month) or (in_french(text) if self.lang == "fr" else text)

    def decade(self, decade: int) -> str:
        """«années 1870», “1870s”."""
        return decade_in_words(decade)[LANGUAGES.index(self.lang)]

    def figure(self, value: float) -> str:
        """A figure with the language's signs, as many decimals as it needs: «1 234,5», “1,234.5”."""
        whole, _, decimals = f"{value:,.4f}".rstrip("0").rstrip(".").partition(".")
        if self.lang == "fr":
            whole = whole.replace(",", "\u202f")
        return whole + (("," if self.lang == "fr" else ".") + decimals if decimals else "")

    def fixed(self, value: float, places: int = 4) -> str:
        """A figure with so many decimals, that figures stand under each other: «0,9340», “0.9340”."""
        said = f"{round(value, places) + 0.0:,.{places}f}"  # what is next to nothing is 0, not −0
        return said.replace(",", "\u202f").replace(".", ",") if self.lang == "fr" else said

    def amount(self, value: float, unit: str | None, kind: str) -> str:
        """A measured `value` with its unit: «41,9 cm», for the share 0.125 «12,5 %» and “12.5%”.

        A unit that says no more than the `kind` of what is measured is left out: «rang : 164».
        """
        if unit == "share":
            return self("percent", n=self.figure(100 * value))
        if (unit or "") in (*COUNTED, kind):
            return self.figure(value)
        return f"{self.figure(value)}\u00a0{self.facet(unit or '')}"

    def number(self, value: float) -> str:
        """A whole number with the language's thousands separator."""
        return f"{value:,.0f}".replace(",", "\u202f" if self.lang == "fr" else ",")
