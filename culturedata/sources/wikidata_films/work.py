"""An item of Wikidata as a film: titles, people, releases with their places, figures, prizes, subjects and links."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from culturedata.data.records import Date, Entity, Measure, Relation, Term, Text, Work, WorkTerm
from culturedata.importing.source import Context
from culturedata.importing.standards import wikibase
from culturedata.importing.standards.wikibase import Audit, Claims, Json, Quantity, Statement, Time, Unreadable
from culturedata.importing.standards.wikidata import item
from culturedata.importing.standards.wikidata.names import Names
from culturedata.importing.values.identifying import identifiers
from culturedata.sources.wikidata_films import words
from culturedata.sources.wikidata_films.credits import people

LANGUAGES = ("fr", "en", "mul", "de", "es", "it", "pt", "nl", "ru", "ja", "zh")
PLACE, WHEN, WINNER, REVIEWER = "P291", "P585", "P1346", "P447"
_OF_WHAT = ("P518", "P3831", "P3005", PLACE)  # which version, territory or place a figure is of
SCORE, VIDEO, CHARACTER = "P444", "P10", "P674"
ITEMS = (
    "P7763", "P6216", "P275", SCORE, CHARACTER, *words.PEOPLE, *words.WORDS, *words.RATINGS, *words.RELATIONS,
    *words.PRIZES, *words.FIGURES, *words.DATES,
)  # fmt: skip


def work(
    row: Json, names: Names, context: Context, audit: Audit, unreadable: Unreadable, name: str
) -> Iterator[Entity]:
    """The words and people that an item names, then the film; what is not known stays in `row`."""
    held = row.pop("claims", None)
    claims = Claims(held if isinstance(held, dict) else {}, audit, unreadable)  # PHP writes [] for an empty object
    at, pages = row.pop("id"), row.get("sitelinks")
    agents, credits, played = people(claims, names, context)
    source = name.partition(":")[0]
    characters, parts = _characters(claims, names, source)
    terms = item.words(claims, names, words.WORDS) | characters | played | _ratings(claims, names)
    tongues = {words.TONGUES.get((one.url or "").rpartition("/")[2]) for one in terms.values()}
    figures, versions = _figures(claims, names)
    images = item.images(claims, words.PICTURES)
    yield from terms.values()
    yield from agents
    yield Work(
        id=name,
        domain="film",
        titles=tuple(item.titles(row, claims, at, LANGUAGES, {one for one in tongues if one})),
        url=f"{item.PAGE}{at}",
        credits=credits,
        dates=tuple(_dates(claims, names)),
        terms=tuple(WorkTerm(facet=term.facet, term=term.id) for term in terms.values()),
        texts=(*item.descriptions(row, claims), *_texts(claims, names), *versions),
        images=images,
        rights=tuple(item.rights(claims, names, pictured=bool(images))),
        measures=(*figures, *_known(pages)),
        relations=(*item.relations(claims, names, words.RELATIONS, source), *parts),
        identifiers=(
            *identifiers(context, name, wikidata=at),
            *item.elsewhere(row, claims, context, name, words.SCHEMES),
        ),
    )
    audit(claims.left)


def _characters(claims: Claims, names: Names, source: str) -> tuple[dict[str, Term], list[Relation]]:
    """Who appears in it: as subjects, as a painter may be, and as links that say that they are characters."""
    found = [names.term("subject", one.main.text) for one in claims.take(CHARACTER) if one.main.text]
    parts = [
        Relation(kind="character", target=f"{source}:{one.id.rpartition('-')[2]}", text=one.label) for one in found
    ]
    return {one.id: one for one in found}, parts


def _ratings(claims: Claims, names: Names) -> dict[str, Term]:
    """Age ratings as words, with who gives them."""
    found = {}
    for property, giver in words.RATINGS.items():
        for one in claims.take(property):
            if one.main.text:
                term = names.term("classification", one.main.text)
                said = {what: f"{giver} {text}" for what in ("label", "label_fr", "label_en")
                        if (text := getattr(term, what))}  # fmt: skip
                found[term.id] = msgspec.structs.replace(term, **said)
    return found


def _dates(claims: Claims, names: Names) -> Iterator[Date]:
    """The releases, the first one first, each with its places in its text; then when it was made."""
    for kind in dict.fromkeys(words.DATES.values()):
        found: dict[Date, None] = {}
        for property in (name for name, of in words.DATES.items() if of == kind):
            for one in claims.take(property):
                date, places = wikibase.date(one, kind), names.labels(one.qualifiers.get(PLACE, []))
                if date is not None:
                    found[msgspec.structs.replace(date, text=_with(date.text, places))] = None
        yield from sorted(found, key=lambda date: (date.earliest is None, date.earliest or 0, date.text))


def _figures(claims: Claims, names: Names) -> tuple[list[Measure], list[Text]]:
    """One figure of a kind, of the film as a whole if there is one; those of other versions and places in texts."""
    figures, others = [], []
    for property, kind in words.FIGURES.items():
        said = [(one, _of(one, names)) for one in claims.take(property) if isinstance(one.main.value, Quantity)]
        for number, (one, of) in enumerate(sorted(said, key=lambda pair: bool(pair[1]))):
            value, unit = _amount(one, kind)
            if number == 0:
                figures.append(Measure(kind=kind, value=value, unit=unit))
            if number or of:
                others.append(Text(kind=kind, text=_with(f"{value:.10g} {unit}", of), lang="en"))
    return figures, others


def _amount(one: Statement, kind: str) -> tuple[float, str]:
    """A figure and its unit: minutes, a currency's code, or the id of any other unit."""
    quantity = one.main.value
    assert isinstance(quantity, Quantity)
    if kind == words.FIGURES["P2047"] and quantity.unit in words.MINUTES:
        return round(quantity.amount * words.MINUTES[quantity.unit], 2), "min"
    return quantity.amount, words.MONEY.get(quantity.unit or "", quantity.unit or "none")


def _of(one: Statement, names: Names) -> list[str]:
    return [label for name in _OF_WHAT for label in names.labels(one.qualifiers.get(name, []))]


def _texts(claims: Claims, names: Names) -> Iterator[Text]:
    """Its addresses, prizes and nominations with year and winners, scores of reviewers, files of its pictures."""
    yield from item.texts(claims, words.TEXTS)
    for property, before in words.PRIZES.items():
        for one in claims.take(property):
            if one.main.text:
                year = one.first(WHEN)
                when = [year.value.text] if year and isinstance(year.value, Time) else []
                winners = names.labels(one.qualifiers.get(WINNER, []))
                yield Text(
                    kind="awards", text=_with(f"{before}{names.label(one.main.text)}", [*when, *winners]), lang="en"
                )
    for one in claims.take(SCORE):
        if one.main.text:
            yield Text(
                kind="reviews", text=_with(one.main.text, names.labels(one.qualifiers.get(REVIEWER, []))), lang="en"
            )
    for one in claims.take(VIDEO):
        if one.main.text:
            yield Text(kind="link to a video", text=item.file(one.main.text))


def _known(pages: object) -> Iterator[Measure]:
    """How many pages of Wikimedia's wikis are about it: how well it is known."""
    if isinstance(pages, dict) and pages:
        yield Measure(kind="sitelinks", value=float(len(pages)), unit="page")


def _with(text: str, more: list[str]) -> str:
    return f"{text} ({', '.join(more)})" if more else text
