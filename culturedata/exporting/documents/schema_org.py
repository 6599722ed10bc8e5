"""A work, a person or group, and a source, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from culturedata.exporting.credit import Credit
from culturedata.exporting.documents.addresses import elsewhere, of_agent, of_source, of_term, of_work, web
from culturedata.vocabularies import GIVERS

CONTEXT = "https://schema.org"
Json = dict[str, Any]
_TYPES = {"museum": "VisualArtwork", "music": "MusicComposition", "film": "Movie"}
# What a thing of music is, by what its source calls it; all else is a composition.
_MUSIC = {
    "release": "MusicRelease", "recording": "MusicRecording", "release group": "MusicAlbum", "master": "MusicAlbum",
    "album": "MusicAlbum", "artist": "MusicGroup",
}  # fmt: skip
_BY = {"MusicRelease": "creditedTo", "MusicRecording": "byArtist", "MusicAlbum": "byArtist"}  # whose name is on it
_TRACKS = ("track", "data track", "pregap track")
# What a role is called where schema.org has a word for it; others create a work, or contribute to it.
_ROLES = {
    ("film", "director"): "director", ("film", "cast"): "actor", ("film", "composer"): "musicBy",
    ("film", "producer"): "producer", ("film", "production company"): "productionCompany",
    ("music", "composer"): "composer", ("music", "lyricist"): "lyricist", ("music", "librettist"): "lyricist",
}  # fmt: skip
_CONTRIBUTES = (*GIVERS, "contributor", "patron", "performer", "singer", "conductor", "arranger", "bandleader")
_FACETS = {
    "type": "artform", "material": "artMedium", "technique": "artMedium", "genre": "genre", "form": "genre",
    "key": "musicalKey", "language": "inLanguage",
}  # fmt: skip
_SIZES = ("width", "height", "depth", "weight")
_DATES = {"created": "dateCreated", "published": "datePublished", "released": "datePublished"}
_UNITS = {"cm": "CMT", "mm": "MMT", "m": "MTR", "kg": "KGM", "g": "GRM", "in": "INH"}  # UN/CEFACT codes


def work(said: Json, base: str, source: Credit, *, closed: bool = False) -> Json:
    """A described work; what is free of context, so that it may stand in a graph. `closed`: pictures that are not
    openly licensed too.

    `license` is that of the work itself, `sdLicense` that of these data.
    """
    found: Json = {
        "@type": _type(said),
        "@id": of_work(base, said["work_id"]),
        "name": said["title"],
        "alternateName": [_in(one["text"], one["lang"]) for one in said["titles"] if one["text"] != said["title"]],
        "url": web(said["url"]),
        "identifier": [_identifier(one) for one in said["identifiers"]],
        "sameAs": _same(said["identifiers"]),
        "description": [_in(one["text"], one["lang"]) for one in said["texts"] if one["kind"] == "description"],
        "image": [_image(one) for one in said["images"] if one["open"] or closed],
        "license": [one["licence"] for one in said["rights"] if one["covers"] == "work" and web(one["licence"])],
        "copyrightNotice": [one["statement"] for one in said["rights"] if one["covers"] == "work" and one["statement"]],
        "creditText": [one["credit_line"] for one in said["holdings"] if one["credit_line"]],
        "provider": [_holder(one, base) for one in said["holdings"] if one["holder"]],
        "isPartOf": [_related(one, "CreativeWork", base) for one in said["relations"] if one["kind"] == "part of"],
        "track": [_related(one, "MusicRecording", base) for one in said["relations"] if one["kind"] in _TRACKS],
        "sdLicense": _licence(source),
        "sdPublisher": {"@type": "Organization", "name": source.attribution},
        "subjectOf": {"@id": of_source(base, source.source)},
    }  # fmt: skip
    _add(found, _credits(said, base))
    _add(found, _dates(said["dates"]))
    _add(found, _terms(said["terms"], base, said["domain"]))
    _add(found, _figures(said))
    return _plain(found)


def agent(said: Json, base: str, source: Credit, *, plays: bool = False) -> Json:
    """A person or group as its own source tells it (a row of store/catalogue/makers.maker), and who is the same.

    `plays`: a group that makes music.
    """
    own = said["said"][0]
    found = _agent(said | {"identifiers": []}, base)
    if plays and found["@type"] == "Organization":
        found["@type"] = "MusicGroup"
    if found["@type"] == "Person":
        found |= {
            "birthPlace": _place(said["born_place"]), "deathPlace": _place(said["died_place"]),
            "gender": said["gender"], "nationality": _country(said["country"]),
        }  # fmt: skip
    else:
        found |= {"foundingLocation": _place(said["born_place"]), "location": _country(said["country"])}
    others = [of_agent(base, one["agent_id"]) for one in said["said"][1:]]
    found |= {
        "alternateName": [_in(one["name"], one["lang"] or None) for one in own["names"] if one["name"] != said["name"]],
        "identifier": [_identifier(one) for one in own["identifiers"]],
        "sameAs": [*others, *dict.fromkeys(_same([i for one in said["said"] for i in one["identifiers"]]))],
        "description": [_in(one["text"], one["lang"]) for one in own["texts"]],
        "sdLicense": _licence(source),
        "sdPublisher": {"@type": "Organization", "name": source.attribution},
        "subjectOf": {"@id": of_source(base, source.source)},
    }
    return _plain(found)


def dataset(source: Credit, base: str) -> Json:
    """A source."""
    said = {
        "@type": "Dataset",
        "@id": of_source(base, source.source),
        "name": [_in(source.title, "en"), _in(source.title_fr, "fr")],
        "description": [_in(source.description, "en"), _in(source.description_fr, "fr")] if source.description else [],
        "url": web(source.homepage),
        "license": _licence(source),
        "creditText": source.attribution,
        "usageInfo": source.terms or None,
        "conditionsOfAccess": "must not be given on" if source.local else None,
    }
    return _plain(said)


def _type(said: Json) -> str:
    """What a work is, in music by the words of its source: «Release», «album»."""
    words = {(one["label_en"] or one["label"]).lower() for one in said["terms"] if one["facet"] == "type"}
    known = (type_ for word, type_ in _MUSIC.items() if word in words and said["domain"] == "music")
    return next(known, _TYPES[said["domain"]])


def _related(one: Json, type_: str, base: str) -> Json:
    """Another thing, with all that its source prints of it, and its address if it has an id."""
    target = one["target_id"]
    return _plain({"@type": type_, "@id": of_work(base, target) if target else None, "name": one["text"] or target})


def _licence(source: Credit) -> Any:
    return web(source.licence_url) or {"@type": "CreativeWork", "name": source.licence}


def _in(text: str, lang: str | None) -> Any:
    return {"@value": text, "@language": lang} if lang else text


def _identifier(one: Json) -> Json:
    return {"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["value"]}


def _same(identifiers: list[Json]) -> list[str]:
    found = (elsewhere(one["scheme"], one["value"]) for one in identifiers)
    return [address for address in found if address]


def _place(name: str | None) -> Json | None:
    return {"@type": "Place", "name": name} if name else None


def _country(name: str | None) -> Json | None:
    return {"@type": "Country", "name": name} if name else None


def _image(one: Json) -> Json:
    return _plain({
        "@type": "ImageObject", "contentUrl": web(one["url"]), "thumbnailUrl": web(one["thumbnail"]),
        "width": one["width"], "height": one["height"], "caption": one["alt"], "creditText": one["credit"],
        "license": web(one["licence"]),
    })  # fmt: skip


def _holder(one: Json, base: str) -> Json:
    id_ = of_agent(base, one["holder_id"]) if one["holder_id"] else None
    return _plain({"@type": "Organization", "@id": id_, "name": one["holder"], "url": web(one["holder_url"])})


def _credits(said: Json, base: str) -> Iterable[tuple[str, Json]]:
    """Who made it. What is attributed, or has a role without a word of its own, is said by a Role."""
    for one in said["credits"]:
        property_ = _ROLES.get((said["domain"], one["role"]))
        if one["role"] == "performer" and not one["note"]:
            property_ = _BY.get(_type(said))
        word = property_ or ("contributor" if one["role"] in _CONTRIBUTES else "creator")
        agent = _agent(one, base)
        if one["attribution"] or property_ is None:
            name = f"{one['role']}, {one['attribution']}" if one["attribution"] else one["role"]
            yield word, {"@type": "Role", "roleName": name, word: agent}
        else:
            yield word, agent


def _agent(one: Json, base: str) -> Json:
    person = one["kind"] != "group"
    born, died = ("birthDate", "deathDate") if person else ("foundingDate", "dissolutionDate")
    return _plain({
        "@type": "Person" if person else "Organization", "@id": of_agent(base, one["agent_id"]), "name": one["name"],
        born: _year(one["born"]), died: _year(one["died"]), "url": web(one["url"]), "sameAs": _same(one["identifiers"]),
    })  # fmt: skip


def _dates(dates: list[Json]) -> Iterable[tuple[str, str]]:
    """A year, or an interval of ISO 8601."""
    for one in dates:
        word = _DATES.get(one["kind"])
        bounds = [_year(one[bound]) for bound in ("earliest", "latest")]
        if word and all(bounds):
            yield word, str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}/{bounds[1]}"


def _year(year: int | None) -> str | None:
    """A year as ISO 8601 counts them: 1 BCE is 0000, 500 BCE is -0499."""
    if year is None:
        return None
    counted = year + 1 if year < 0 else year
    return f"-{-counted:04}" if counted < 0 else f"{counted:04}"


def _terms(terms: list[Json], base: str, domain: str) -> Iterable[tuple[str, Any]]:
    for one in terms:
        if one["facet"] == "type" and domain != "museum":
            yield "additionalType", one["label_en"] or one["label"]
        elif one["facet"] in _FACETS:
            yield _FACETS[one["facet"]], one["label_en"] or one["label"]
        elif one["facet"] == "subject":
            yield "about", _term(one, base)
        elif one["facet"] == "country":
            yield "countryOfOrigin", {"@type": "Country", "name": one["label_en"] or one["label"]}
        else:
            yield "keywords", _term(one, base)


def _term(one: Json, base: str) -> Json:
    labels = [_in(one[f"label_{lang}"], lang) for lang in ("en", "fr") if one[f"label_{lang}"]]
    address = web(one["url"]) or of_term(base, one["term_id"])
    return {"@type": "DefinedTerm", "@id": address, "name": labels or one["label"], "inDefinedTermSet": one["facet"]}


def _figures(said: Json) -> Iterable[tuple[str, Any]]:
    for one in said["dimensions"]:
        if one["kind"] in _SIZES and one["value"] is not None and one["part"] in (None, "object", "support"):
            unit = {"unitCode": _UNITS[one["unit"]]} if one["unit"] in _UNITS else {"unitText": one["unit"]}
            yield one["kind"], _plain({"@type": "QuantitativeValue", "value": one["value"], **unit})
    for one in said["measures"]:
        if one["kind"] == "runtime" and one["unit"] == "min":
            yield "duration", f"PT{one['value']:.0f}M"


def _add(found: Json, more: Iterable[tuple[str, Any]]) -> None:
    for word, value in more:
        values = found.setdefault(word, [])
        if value not in values:
            values.append(value)


def _plain(said: Json) -> Json:
    """Without what is empty; a list of one is that one."""
    kept = {word: value for word, value in said.items() if value not in (None, "", [])}
    return {word: value[0] if isinstance(value, list) and len(value) == 1 else value for word, value in kept.items()}
