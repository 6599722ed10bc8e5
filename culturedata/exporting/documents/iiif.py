"""A work's pictures as a manifest of the IIIF Presentation API 3.0, which viewers open; and those of several works.

Built by hand, for it is a few dictionaries: `iiif-prezi3`, the library of the standard's editors, checks them in the
tests. A picture whose size is not known has a canvas of a thousand by a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from culturedata.data.licences import licence
from culturedata.exporting.credit import LOCAL_EN, LOCAL_FR, Credit
from culturedata.exporting.documents.addresses import of_work, web

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
TYPE = f'application/ld+json;profile="{CONTEXT}"'
Json = dict[str, Any]
_UNKNOWN = 1000  # pixels
_RIGHTS = ("http://creativecommons.org/", "http://rightsstatements.org/vocab/")  # what `rights` may be
_FORMATS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
            "tif": "image/tiff", "tiff": "image/tiff"}  # fmt: skip
_MAKER, _DATE, _MATERIAL = ("Maker", "Auteur"), ("Date", "Date"), ("Material", "Matériau")
_WHERE, _INVENTORY, _SOURCE = ("Collection", "Collection"), ("Inventory number", "Numéro d'inventaire"), (
    "Source", "Source"
)  # fmt: skip


def address(base: str, work_id: str) -> str:
    """Where the manifest of a work is served."""
    return f"{of_work(base, work_id)}/manifest.json"


def manifest(said: Json, base: str, source: Credit, *, closed: bool = False) -> Json:
    """The manifest of a described work. `closed`: pictures that are not openly licensed too."""
    page = web(said["url"]) or of_work(base, said["work_id"])
    summary = [(one["lang"], one["text"]) for one in said["texts"] if one["kind"] == "description"]
    return _plain({
        "@context": CONTEXT, "id": address(base, said["work_id"]), "type": "Manifest", "label": label(said),
        "summary": _texts(summary), "metadata": _metadata(said, source),
        "requiredStatement": statement(source), "provider": [_provider(source, base)],
        "homepage": [{"id": page, "type": "Text", "label": label(said), "format": "text/html"}],
        "seeAlso": [{
            "id": f"{of_work(base, said['work_id'])}.jsonld", "type": "Dataset", "format": "application/ld+json",
            "profile": "https://schema.org", "label": {"en": ["These data"], "fr": ["Ces données"]},
        }],
        "items": canvases(said, base, source, closed=closed),
    })  # fmt: skip


def canvases(said: Json, base: str, source: Credit, *, closed: bool = False) -> list[Json]:
    """A canvas for each picture that may be shown, with its own rights, credit and what is known of the work."""
    shown = [one for one in said["images"] if web(one["url"]) and (one["open"] or closed)]
    return [_canvas(said, one, f"{address(base, said['work_id'])}/{number}", source)
            for number, one in enumerate(shown, 1)]  # fmt: skip


def label(said: Json) -> dict[str, list[str]]:
    """The title, in the languages that it has."""
    titles = [(one["lang"], one["text"]) for one in said["titles"] if one["kind"] in ("original", "translated")]
    return _texts(titles) or {"none": [said["title"]]}


def statement(*sources: Credit, credit: str | None = None, uri: str | None = None) -> Json:
    """What a viewer has to show: whom to name, the licence of the picture or else of the data, what is not allowed."""
    known = licence(uri) if uri else None
    lines = [credit]
    for one in sources:
        lines += [one.attribution, known.name if known else uri or one.licence]
    value = {"none": list(dict.fromkeys(filter(None, lines)))}
    if any(one.local for one in sources):
        value |= {"en": [LOCAL_EN], "fr": [LOCAL_FR]}
    return {"label": {"en": ["Attribution"], "fr": ["Mention obligatoire"]}, "value": value}


def _canvas(said: Json, one: Json, id_: str, source: Credit) -> Json:
    width, height = one["width"] or _UNKNOWN, one["height"] or _UNKNOWN
    url = str(web(one["url"]))
    body = {
        "id": url, "type": "Image", "format": _FORMATS.get(url.partition("?")[0].rpartition(".")[2].lower()),
        "width": one["width"], "height": one["height"], "service": _service(web(one["iiif"])),
    }  # fmt: skip
    painting = {
        "id": f"{id_}/annotation",
        "type": "Annotation",
        "motivation": "painting",
        "body": _plain(body),
        "target": id_,
    }
    thumbnail = web(one["thumbnail"])
    return _plain({
        "id": id_, "type": "Canvas", "label": label(said), "width": width, "height": height,
        "summary": {"none": [one["alt"]]} if one["alt"] else None,
        "metadata": _metadata(said, source), "rights": _rights(one["licence"]),
        "requiredStatement": statement(source, credit=one["credit"], uri=one["licence"]),
        "thumbnail": [{"id": thumbnail, "type": "Image"}] if thumbnail else None,
        "items": [{"id": f"{id_}/page", "type": "AnnotationPage", "items": [painting]}],
    })  # fmt: skip


def _service(address: str | None) -> list[Json] | None:
    """The image service; a viewer reads its version and sizes there."""
    if address is None:
        return None
    if "/iiif/3/" in address:
        return [{"id": address.rstrip("/"), "type": "ImageService3", "profile": "level1"}]
    level = "http://iiif.io/api/image/2/level1.json"
    return [{"@id": address.rstrip("/"), "@type": "ImageService2", "profile": level}]


def _rights(uri: str | None) -> str | None:
    """The licence as the standard wants it: only these two vocabularies, with http."""
    plain = (uri or "").replace("https://", "http://", 1)
    return plain if plain.startswith(_RIGHTS) else None


def _metadata(said: Json, source: Credit) -> list[Json]:
    holders = [", ".join(filter(None, (one["holder"], one["city"]))) for one in said["holdings"]]
    found: list[tuple[tuple[str, str], Iterable[str | None]]] = [
        (_MAKER, [said["maker"]]),
        (_DATE, [one["text"] for one in said["dates"] if one["kind"] != "acquired"]),
        (_WHERE, holders),
        (_INVENTORY, [one["inventory"] for one in said["holdings"]]),
        (_SOURCE, [source.title]),
    ]
    pairs = [_pair(name, {"none": values}) for name, said_ in found if (values := _once(said_))]
    materials = [one for one in said["terms"] if one["facet"] in ("material", "technique")]
    if materials:
        words = {lang: _once(one[f"label_{lang}"] or one["label"] for one in materials) for lang in ("en", "fr")}
        pairs.insert(2, _pair(_MATERIAL, words))
    return pairs


def _pair(name: tuple[str, str], value: dict[str, list[str]]) -> Json:
    english, french = name
    return {"label": {"en": [english], "fr": [french]}, "value": value}


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, values)))


def _provider(source: Credit, base: str) -> Json:
    page = web(source.homepage) or f"{base}/sources"
    name = {"en": [source.title], "fr": [source.title_fr]}
    return {
        "id": page, "type": "Agent", "label": name,
        "homepage": [{"id": page, "type": "Text", "label": name, "format": "text/html"}],
    }  # fmt: skip


def _texts(said: Iterable[tuple[str | None, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for lang, text in said:
        found.setdefault(lang or "none", []).append(text)
    return found


def _plain(said: Json) -> Json:
    """Without what is empty."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
