"""europeana: whole records in schema.org's words, as its Record API gives them too (synthetic, and the real one)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Term, Work
from culturedata.errors import InputEmpty
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.europeana.source import Europeana
from tests.contract_source import SourceContract
from tests.sources.test_sources_europeana import CC_BY, files, read

OWN = "http://data.europeana.eu"
PERSON = "http://viaf.org/viaf/12345"


def text(said: str, lang: str = "") -> dict[str, str]:
    return {"@value": said, "@language": lang}


def record(number: int) -> dict[str, Any]:
    """A work with a picture, a film, and a person and a place that it explains."""
    about, image, film = (
        f"{OWN}/item/99/item_{number}",
        f"https://m.example.org/{number}.jpg",
        "https://m.example.org/f",
    )
    shows = {"encodesCreativeWork": [{"@id": about}], "name": [text(f"Deux bateaux {number}", "fr")]}
    return {"@context": "http://schema.org", "@graph": [
        {
            "@type": "Painting", "@id": about, "url": [f"https://www.europeana.eu/item/99/item_{number}"],
            "name": [text(f"Deux bateaux {number}", "fr"), text(f"Two boats {number}", "en")],
            "alternateName": [text("Bateaux")], "description": [text("Deux bateaux et un rivage.", "fr")],
            "sameAs": ["http://www.wikidata.org/entity/Q123", f"https://m.example.org/{number}"],
            "provider": [{"@type": "Organization", "name": ["A museum"]}, {"@type": "Organization", "name": ["A hub"]}],
            "about": [{"@type": "Thing", "name": ["bateau"]}, {"@id": f"{OWN}/concept/base/47"}],
            "creator": [
                {"@type": "Thing", "name": ["B. Person (1820-1880)"]}, {"@type": "Person", "@id": PERSON},
                {"@type": "Person", "@id": f"{OWN}/agent/base/6"},
            ],
            "contributor": [{"@type": "Thing", "name": ["C. Person"]}],
            "publisher": [{"@type": "Thing", "name": ["A Press"]}], "inLanguage": [{"@type": "Language", "name": "fr"}],
            "dateCreated": ["vers 1845"], "datePublished": ["1850"], "temporalCoverage": ["19th century"],
            "spatialCoverage": [{"@id": "#place_Lyon"}], "artform": [text("tableau", "fr")],
            "artMedium": [text("huile", "fr")], "hasPart": [{"@type": "CreativeWork", "name": ["A part"]}],
            "isPartOf": [{"@type": "CreativeWork", "name": ["A series"]}],
            "exampleOfWork": [{"@type": "CreativeWork", "name": ["A model"]}],
            "mentions": [{"@type": "Thing", "name": ["A book"]}], "isBasedOn": [{"@id": f"{OWN}/item/99/other"}],
            "associatedMedia": [{"@type": "ImageObject", "@id": image}, {"@type": "VideoObject", "@id": film}],
            "thumbnailUrl": [f"https://api.europeana.eu/thumbnail/{number}"],
        },
        shows | {
            "@type": "ImageObject", "@id": image, "license": [CC_BY], "contentUrl": [image],
            "description": [text("Deux bateaux et un rivage.", "fr"), text("A photograph", "en")],
            "creator": [{"@type": "Thing", "name": ["D. Photographer"]}], "encodingFormat": ["image/jpeg"],
            "width": [{"@type": "QuantitativeValue", "unitCode": "E37", "value": "598"}],
            "height": [{"@type": "QuantitativeValue", "unitCode": "E37", "value": "768"}], "contentSize": ["61347"],
        },
        shows | {
            "@type": "VideoObject", "@id": film, "license": [CC_BY], "encodingFormat": ["video/mp4"],
            "duration": ["PT2S"], "bitrate": ["400"], "uploadDate": ["2014-03-25T14:50:54.479Z"],
        },
        {
            "@type": "Person", "@id": PERSON, "name": [text("Person, A.", "en")], "birthDate": ["1801-03-01"],
            "deathDate": ["1870"], "gender": ["female"], "birthPlace": [{"@type": "Place", "name": ["Paris"]}],
            "deathPlace": [{"@type": "Place", "name": ["Roma"]}], "alternateName": [text("Personne, A.", "fr")],
        },
        {
            "@type": "Place", "@id": "#place_Lyon", "name": [text("Lyon", "fr")],
            "geo": {"@type": "GeoCoordinates", "latitude": "45.7", "longitude": "4.8"},
        },
    ]}  # fmt: skip


class TestSchemaOrg(SourceContract):
    source = "europeana"
    choices = ("@id", "@type", "encodingFormat[]", "sameAs[]")

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "records.jsonl"
        path.write_text("\n".join(json.dumps(record(number)) for number in (3, 1, 2)), encoding="utf-8")
        return str(path)


def test_every_property() -> None:
    issues: list[Issue] = []
    work, found = read(json.dumps(record(3)), issues)
    assert {(one.code, one.raw) for one in issues} == {
        ("unresolved", f"{OWN}/agent/base/6"), ("unresolved", f"{OWN}/concept/base/47"),
    }  # fmt: skip
    assert work.id == "europeana:99/item_3"
    assert [(one.text, one.lang, one.kind) for one in work.titles] == [
        ("Deux bateaux 3", "fr", "original"), ("Two boats 3", "en", "translated"), ("Bateaux", None, "alternative"),
    ]  # fmt: skip
    agents = {id_: one for id_, one in found.items() if isinstance(one, Agent)}
    assert [(agents[one.agent].name, one.role) for one in work.credits] == [
        ("B. Person", "artist"), ("Person, A.", "artist"), ("C. Person", "contributor"), ("A Press", "publisher"),
    ]  # fmt: skip
    person = agents["europeana:agent:viaf.org/viaf/12345"]
    assert (person.born, person.died, person.gender, person.born_place, person.died_place) == (
        1801, 1870, "female", "Paris", "Roma",
    )  # fmt: skip
    assert [(one.scheme, one.value) for one in person.identifiers] == [("viaf", "12345")]
    assert [(one.kind, one.text, one.earliest) for one in work.dates] == [
        ("created", "vers 1845", 1845), ("published", "1850", 1850),
    ]  # fmt: skip
    terms = {id_: one for id_, one in found.items() if isinstance(one, Term)}
    assert {(one.facet, terms[one.term].label) for one in work.terms} == {
        ("type", "Painting"), ("subject", "bateau"), ("language", "fr"), ("period", "19th century"), ("place", "Lyon"),
        ("form", "tableau"), ("material", "huile"),
    }  # fmt: skip
    assert [(one.url, one.width, one.height, one.credit, one.alt, one.open) for one in work.images] == [
        ("https://m.example.org/3.jpg", 598, 768, "D. Photographer", "A photograph", True)
    ]
    assert work.images[0].thumbnail == "https://api.europeana.eu/thumbnail/3"
    assert [(one.name, work.url) for one in work.holdings] == [("A museum", "https://m.example.org/3")]
    assert [(one.covers, one.holder) for one in work.rights if one.covers == "metadata"] == [("metadata", "A hub")]
    assert {(one.kind, one.text) for one in work.relations} == {
        ("has part", "A part"), ("part of", "A series"), ("format of", "A model"), ("refers to", "A book"),
        ("derived from", f"{OWN}/item/99/other"), ("shown by", "https://m.example.org/f"),
        ("linked by Europeana to", f"{OWN}/agent/base/6"), ("subject", f"{OWN}/concept/base/47"),
    }  # fmt: skip
    assert [(one.scheme, one.value) for one in work.identifiers] == [("wikidata", "Q123")]


def test_a_work_alone_has_no_graph(tmp_path: Path) -> None:
    work = {"@context": "http://schema.org"} | record(3)["@graph"][0]
    path = tmp_path / "one.json"
    path.write_text(json.dumps(work), encoding="utf-8")
    issues: list[Issue] = []
    assert [one.key for one in files(path, issues)] == ["99/item_3"]
    assert issues == []
    found, _ = read(json.dumps(work))
    assert found.titles[0].text == "Deux bateaux 3"


@pytest.mark.parametrize("graph", [[], [{"@type": "Painting"}], "x", [[]]])
def test_a_graph_that_names_nothing(tmp_path: Path, graph: Any) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"@context": "http://schema.org", "@graph": graph}), encoding="utf-8")
    issues: list[Issue] = []
    with pytest.raises(InputEmpty):
        files(path, issues)
    assert [one.code for one in issues] == ["no-key"]


def test_the_real_record(shared: Path) -> None:
    """From Europeana's own tests: a print with a picture and a film, credited to people, a concept and a place."""
    issues: list[Issue] = []
    [kept] = files(shared / "fixtures" / "europeana" / "fullbean.json", issues)
    assert (kept.key, issues) == ("2021618/internetserver_Details_kunst_25027", [])
    found = {one.id: one for one in Europeana(Context(descriptor("europeana"), report=issues.append)).parse(kept)}
    work = found["europeana:2021618/internetserver_Details_kunst_25027"]
    assert isinstance(work, Work)
    assert [one.text for one in work.titles] == ["Mona Lisa", "MonaLisa Painting"]
    lives = {(one.name, one.born, one.died) for one in found.values() if isinstance(one, Agent)}
    assert lives >= {("Calamatta, Luigi", 1801, 1869), ("Leonardo da Vinci", 1452, 1519)}
    [image] = work.images
    assert (image.width, image.height, image.open) == (598, 768, False)
    assert [one.name for one in work.holdings] == ["Teylers Museum"]
    assert [one.code for one in issues] == ["unresolved"] * 5, "addresses of Europeana's that the record does not name"
