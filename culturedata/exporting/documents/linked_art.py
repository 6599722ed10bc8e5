"""A museum work, and a person or group, as Linked Art 1.0 (https://linked.art).

Only what stands in the model's schemas is said: what has no place of its own in them, subjects say, is a statement.
Whoever is not known to be a group is a person, for the model has nothing between the two.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from culturedata.exporting.credit import Credit
from culturedata.exporting.documents.addresses import elsewhere, of_agent, of_term, of_work, web

CONTEXT = "https://linked.art/ns/v1/linked-art.json"
Json = dict[str, Any]
# Numbers of the Art & Architecture Thesaurus.
_PRIMARY, _ALTERNATE, _SORTING = ("300404670", "Primary Name"), ("300264273", "Alternate Title"), (
    "300404672", "Sorting Name"
)  # fmt: skip
_KINDS_OF_NAMES = {"original": _PRIMARY, "translated": ("300417194", "Translated Title"), "sort": _SORTING}
_BRIEF = ("300418049", "Brief Text")
_FACETS = {"type": ("300435443", "Type of Work"), "classification": ("300435444", "Classification")}
_TEXTS = {
    "description": ("300435416", "Description"), "inscription": ("300435414", "Inscription"),
    "provenance": ("300435438", "Provenance"), "medium": ("300435429", "Material Statement"),
    "culture": ("300435431", "Culture Statement"), "period": ("300435432", "Period Statement"),
    "size": ("300435430", "Dimension Statement"), "credit line": ("300026687", "Credit Statement"),
    "rights": ("300435434", "Copyright Statement"), "life": ("300435422", "Biography Statement"),
}  # fmt: skip
_SIZES = {
    "height": ("300055644", "Height"), "width": ("300055647", "Width"), "depth": ("300072633", "Depth"),
    "length": ("300055645", "Length"), "diameter": ("300055624", "Diameter"), "thickness": ("300055646", "Thickness"),
    "circumference": ("300055623", "Circumference"), "weight": ("300056240", "Weight"),
}  # fmt: skip
_UNITS = {
    "cm": ("300379098", "centimeters"), "mm": ("300379097", "millimeters"), "in": ("300379100", "inches"),
    "m": ("300379099", "meters"), "kg": ("300379226", "kilograms"), "g": ("300379225", "grams"),
}  # fmt: skip
_ATTRIBUTIONS = {
    "attributed to": "300404269", "doubtfully attributed to": "300435722", "workshop of": "300404274",
    "circle of": "300404283", "school of": "300404434", "follower of": "300404282", "manner of": "300404288",
    "after": "300404286", "imitator of": "300404287",
}  # fmt: skip
_LANGUAGES = {
    "en": ("300388277", "English"), "fr": ("300388306", "French"), "de": ("300388344", "German"),
    "nl": ("300388256", "Dutch"), "es": ("300389311", "Spanish"), "it": ("300388474", "Italian"),
    "la": ("300388693", "Latin"),
}  # fmt: skip


def work(said: Json, base: str, source: Credit, *, closed: bool = False) -> Json:
    """A described work of a museum. `closed`: pictures that are not openly licensed too."""
    found: Json = {
        "@context": CONTEXT, "id": of_work(base, said["work_id"]), "type": "HumanMadeObject", "_label": said["title"],
        "identified_by": _named(said), "classified_as": _classified(said, base),
        "referred_to_by": _statements(said, base), "equivalent": _equivalent(said["identifiers"], "HumanMadeObject"),
        "produced_by": _production(said, base),
        "changed_ownership_through": [
            {"type": "Acquisition", "timespan": _span(one)} for one in said["dates"] if one["kind"] == "acquired"
        ],
        "dimension": [_size(one) for one in said["dimensions"] if _is_size(one)],
        "made_of": [_thing("Material", one, base) for one in said["terms"] if one["facet"] == "material"],
        "current_owner": _holders(said, "owner", base), "current_custodian": _holders(said, "keeper", base),
        "representation": [_picture(one) for one in said["images"] if web(one["url"]) and (one["open"] or closed)],
        "subject_of": _documented(said, source),
    }  # fmt: skip
    whole = next((one["target_id"] for one in said["relations"] if one["kind"] == "part of" and one["target_id"]), None)
    if whole:
        found["part_of"] = {"id": of_work(base, whole), "type": "HumanMadeObject"}
    return _plain(found)


def agent(said: Json, base: str) -> Json:
    """A person or group, with the years of its life."""
    person = said["kind"] != "group"
    names = [{"type": "Name", "content": said["name"], "classified_as": [_aat(*_PRIMARY)]}]
    if said["sort_name"]:
        names.append({"type": "Name", "content": said["sort_name"], "classified_as": [_aat(*_SORTING)]})
    began, ended = (("born", "Birth"), ("died", "Death")) if person else (
        ("formed_by", "Formation"), ("dissolved_by", "Dissolution")
    )  # fmt: skip
    return _plain({
        "@context": CONTEXT, **_who(said, base), "identified_by": names,
        "referred_to_by": [_statement("life", said["life_text"], base)] if said["life_text"] else [],
        "equivalent": _equivalent(said["identifiers"], "Person" if person else "Group"),
        **{
            property_: {"type": kind, "timespan": _years(year, year)}
            for (property_, kind), year in ((began, said["born"]), (ended, said["died"])) if year is not None
        },
    })  # fmt: skip


def _aat(number: str, label: str, kind: str = "Type", **more: Any) -> Json:
    return {"id": f"http://vocab.getty.edu/aat/{number}", "type": kind, "_label": label, **more}


def _named(said: Json) -> list[Json]:
    names = [_in({"type": "Name", "content": one["text"],
                  "classified_as": [_aat(*_KINDS_OF_NAMES.get(one["kind"], _ALTERNATE))]}, one["lang"])
             for one in said["titles"]]  # fmt: skip
    numbers = dict.fromkeys(one["inventory"] for one in said["holdings"] if one["inventory"])
    numbers |= dict.fromkeys(one["value"] for one in said["identifiers"] if one["scheme"] == "accession")
    accession = _aat("300312355", "Accession Number")
    return names + [{"type": "Identifier", "content": one, "classified_as": [accession]} for one in numbers]


def _classified(said: Json, base: str) -> list[Json]:
    return [
        _thing("Type", one, base, classified_as=[_aat(*_FACETS[one["facet"]])])
        for one in said["terms"] if one["facet"] in _FACETS
    ]  # fmt: skip


def _statements(said: Json, base: str) -> list[Json]:
    """Texts, printed sizes, credit lines, rights, and the words that have no place of their own."""
    found = [_in(_statement(one["kind"], one["text"], base), one["lang"]) for one in said["texts"]]
    found += [_statement("size", _printed(one), base) for one in said["dimensions"] if not _is_size(one)]
    found += [_statement("credit line", one["credit_line"], base) for one in said["holdings"] if one["credit_line"]]
    rights = (" ".join(filter(None, (one["statement"], one["licence"]))) for one in said["rights"]
              if one["covers"] == "work")  # fmt: skip
    found += [_statement("rights", one, base) for one in rights if one]
    words: dict[str, list[str]] = {}
    for one in said["terms"]:
        if one["facet"] not in (*_FACETS, "material", "technique"):
            words.setdefault(one["facet"], []).append(one["label_en"] or one["label"])
    return found + [_statement(facet, "; ".join(labels), base) for facet, labels in words.items()]


def _statement(kind: str, text: str, base: str) -> Json:
    brief = [_aat(*_BRIEF)]
    known = _TEXTS.get(kind)
    own = {"id": f"{base}/search?{urlencode({'facet': kind})}", "type": "Type", "_label": kind, "classified_as": brief}
    classed = _aat(*known, classified_as=brief) if known else own
    return {"type": "LinguisticObject", "content": text, "classified_as": [classed]}


def _in(said: Json, lang: str | None) -> Json:
    return said | ({"language": [_aat(*_LANGUAGES[lang], kind="Language")]} if lang in _LANGUAGES else {})


def _equivalent(identifiers: list[Json], kind: str) -> list[Json]:
    found = (elsewhere(one["scheme"], one["value"]) for one in identifiers)
    return [{"id": address, "type": kind} for address in found if address]


def _thing(kind: str, term: Json, base: str, **more: Any) -> Json:
    address = web(term["url"]) or of_term(base, term["term_id"])
    return {"id": address, "type": kind, "_label": term["label_en"] or term["label"], **more}


def _production(said: Json, base: str) -> Json | None:
    """When it was made, how, and a part for each maker, whose role and doubt are said in words too."""
    made: Json = {"type": "Production"}
    created = next((one for one in said["dates"] if one["kind"] == "created"), None)
    if created:
        made["timespan"] = _span(created)
    techniques = [_thing("Type", one, base) for one in said["terms"] if one["facet"] == "technique"]
    parts = [_maker(one, base) for one in said["credits"] if one["role"] not in ("donor", "collector")]
    made |= ({"technique": techniques} if techniques else {}) | ({"part": parts} if parts else {})
    return made if len(made) > 1 else None


def _maker(one: Json, base: str) -> Json:
    text = (
        f"{one['role']}: {one['attribution']} {one['name']}" if one["attribution"] else f"{one['role']}: {one['name']}"
    )
    made = {
        "type": "Production", "carried_out_by": [_who(one, base)],
        "referred_to_by": [_statement("description", text, base)],
    }  # fmt: skip
    if one["attribution"] in _ATTRIBUTIONS:
        made["classified_as"] = [_aat(_ATTRIBUTIONS[one["attribution"]], one["attribution"])]
    return made


def _who(one: Json, base: str) -> Json:
    kind = "Group" if one["kind"] == "group" else "Person"
    return {"id": of_agent(base, one["agent_id"]), "type": kind, "_label": one["name"]}


def _span(one: Json) -> Json:
    return _years(one["earliest"], one["latest"]) | {"identified_by": [{"type": "Name", "content": one["text"]}]}


def _years(earliest: int | None, latest: int | None) -> Json:
    """A time span; years before our era as they are written, -0500 for 500 BCE."""
    said: Json = {"type": "TimeSpan"}
    if earliest is not None:
        said["begin_of_the_begin"] = f"{_year(earliest)}-01-01T00:00:00Z"
    if latest is not None:
        said["end_of_the_end"] = f"{_year(latest)}-12-31T23:59:59Z"
    return said


def _year(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _is_size(one: Json) -> bool:
    return one["kind"] in _SIZES and one["value"] is not None and one["unit"] in _UNITS


def _size(one: Json) -> Json:
    kind, unit = _aat(*_SIZES[one["kind"]]), _aat(*_UNITS[one["unit"]], kind="MeasurementUnit")
    said = {"type": "Dimension", "value": one["value"], "unit": unit, "classified_as": [kind]}
    return said | ({"_label": one["part"]} if one["part"] else {})


def _printed(one: Json) -> str:
    value = f"{one['value']:g} {one['unit'] or ''}".strip() if one["value"] is not None else one["text"] or ""
    return value if one["kind"] == "text" else f"{one['kind']}: {value}"


def _holders(said: Json, kind: str, base: str) -> list[Json]:
    """Owners or keepers; one without an id has the address of a search for its name."""
    found = {}
    for one in said["holdings"]:
        if one["kind"] == kind and one["holder"]:
            own = f"{base}/search?{urlencode({'q': one['holder']})}"
            address = of_agent(base, one["holder_id"]) if one["holder_id"] else own
            found[address] = {"id": address, "type": "Group", "_label": one["holder"]}
    return list(found.values())


def _picture(one: Json) -> Json:
    """A picture; its licence and credit are statements, for the model's schema has no rights there."""
    file: Json = {"type": "DigitalObject", "access_point": [{"id": web(one["url"]), "type": "DigitalObject"}]}
    statements = [("rights", one["licence"]), ("credit line", one["credit"])]
    said = [
        {"type": "LinguisticObject", "content": text, "classified_as": [_aat(*_TEXTS[kind])]}
        for kind, text in statements if text
    ]  # fmt: skip
    return {"type": "VisualItem", "digitally_shown_by": [file | ({"referred_to_by": said} if said else {})]}


def _documented(said: Json, source: Credit) -> list[Json]:
    """The page at the source, and the licence of these data with whom to name."""
    licence = f"{source.licence} {source.licence_url}".strip()
    found: Json = {
        "type": "LinguisticObject", "_label": source.title,
        "referred_to_by": [
            {"type": "LinguisticObject", "content": licence, "classified_as": [_aat(*_TEXTS["rights"])]},
            {"type": "LinguisticObject", "content": source.attribution,
             "classified_as": [_aat(*_TEXTS["credit line"])]},
        ],
    }  # fmt: skip
    if page := web(said["url"]):
        found["digitally_carried_by"] = [{
            "type": "DigitalObject", "format": "text/html", "classified_as": [_aat("300264578", "Web Page")],
            "access_point": [{"id": page, "type": "DigitalObject"}],
        }]  # fmt: skip
    return [found]


def _plain(said: Json) -> Json:
    """Without what is empty."""
    return {name: value for name, value in said.items() if value not in (None, "", [])}
