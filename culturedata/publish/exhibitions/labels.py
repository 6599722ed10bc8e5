"""Labels as they hang beside works: what, who, when, made of what, kept where, whose picture, which licence."""

from __future__ import annotations

from typing import Any

from culturedata.data.exhibitions import Cartel
from culturedata.data.licences import licence
from culturedata.publish.views import makers
from culturedata.publish.words.language import Translator


def cartel(work: dict[str, Any], uri: str, image: dict[str, Any] | None, t: Translator) -> Cartel:
    """The label of a whole `work` (works.work) in the language of `t`, for its picture `image` under the licence `uri`.

    Without a credit of the picture's own, the source is named as it asks to be.
    """
    titles = [title for title in work["titles"] if title["kind"] != "group"]
    title = next((one["text"] for one in titles if one["lang"] == t.lang), work["title"])
    source = work["source_described"]
    return Cartel(
        title=title,
        original=work["title"] if title != work["title"] else "",
        maker=_maker(work, t),
        date=_date(work, t),
        made_of=_made_of(work, t),
        kept=_kept(work, t),
        credit=_credit((image or {}).get("credit") or "", t.of(source, "attribution")),
        licence=licence_name(uri, t),
    )


def licence_name(uri: str, t: Translator) -> str:
    """What a licence is called in the language of `t`; its address where it has no name."""
    read = licence(uri)
    return t.capital(read.name_fr if t.lang == "fr" else read.name) if read else uri


def _credit(picture: str, source: str) -> str:
    """Whom to name: who made the picture, and the source as it asks to be named, unless that names them already."""
    return source if picture in source else " · ".join(filter(None, [picture, source]))


def _maker(work: dict[str, Any], t: Translator) -> str:
    """The line of makers; the life of one who stands alone."""
    line = "".join(part.text for part in makers.line(work["maker"], work["credits"], t))
    alone = [credit for credit in work["credits"] if credit["role"] != "donor"]
    if not line or len(alone) != 1 or alone[0]["born"] is None:
        return line
    born, died = alone[0]["born"], alone[0]["died"]
    return f"{line} ({t.year(born)}–{t.year(died) if died is not None else ''})"


def _date(work: dict[str, Any], t: Translator) -> str:
    """When it was made; when a museum acquired it is another matter."""
    made = (date for date in work["dates"] if date["kind"] != "acquired")
    return next((t.date(date["text"], date["precision"] == "month") for date in made), "")


def _made_of(work: dict[str, Any], t: Translator) -> str:
    """The technique or the materials, in the source's words where it has no terms for them."""
    for facet in ("technique", "material"):
        named = [t.of(term, "label") for term in work["terms"] if term["facet"] == facet]
        if named:
            return ", ".join(named)
    return next((str(text["text"]) for text in work["texts"] if text["kind"] == "medium"), "")


def _kept(work: dict[str, Any], t: Translator) -> str:
    """Where the work is, with its inventory number; the owner where no keeper is named."""
    known = sorted((h for h in work["holdings"] if h["name"] or h["city"]), key=lambda h: h["kind"] != "keeper")
    if not known:
        return ""
    first = known[0]
    return ", ".join(filter(None, [t.of(first, "name"), t.of(first, "city"), first["inventory"]]))
