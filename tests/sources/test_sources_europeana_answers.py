"""What Europeana's APIs answered, kept in files: pages, items, whole records in JSON as in XML (synthetic)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent
from culturedata.errors import InputEmpty
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.europeana.source import Europeana
from tests.contract_source import SourceContract
from tests.sources.test_sources_europeana import CC_BY, OF_ITEMS, files, item, rdf, read

# The same, in JSON; what the record says of itself a second time; where a place is on the map, and what users gave.
OF_RECORDS = frozenset({
    "about", "providedCHOs[].about", "aggregations[].about", "proxies[].about", "proxies[].proxyFor",
    "europeanaAggregation.about", "aggregations[].webResources[].ebucoreHasMimeType", "proxies[].year.def[]",
    "europeanaAggregation.dcCreator.def[]", "europeanaAggregation.edmPreview",
    "type", "title[]", "year[]", "language[]", "places[].latitude", "aggregations[].edmUgc",
})  # fmt: skip


def whole(number: int) -> dict[str, Any]:
    """The same object as `rdf` says, as the Record API answers."""
    about, image, agent = f"/99/item_{number}", f"https://m.example.org/{number}.jpg", "http://data.europeana.eu/agent/"
    concepts, span = "http://data.europeana.eu/concept/", "http://semium.org/time/184x"
    return {
        "about": about, "type": "IMAGE", "title": [f"Deux bateaux {number}"], "year": ["1844"], "language": ["fr"],
        "europeanaCompleteness": 8, "timestamp_update": "2026-01-02T10:00:00.000Z", "edmDatasetName": ["99_A_Museum"],
        "providedCHOs": [{"about": f"/item{about}"}],
        "agents": [{
            "about": f"{agent}{number}", "prefLabel": {"en": ["Person, A."]}, "altLabel": {"fr": ["Personne, A."]},
            "rdaGr2DateOfBirth": {"def": ["1820-03-01"]}, "end": {"def": ["1880"]},
            "owlSameAs": ["http://www.wikidata.org/entity/Q12345"],
        }],
        "concepts": [
            {"about": f"{concepts}48", "prefLabel": {"en": ["Boat"], "fr": ["Bateau"]}, "broader": [f"{concepts}47"]},
            {"about": f"{concepts}47", "prefLabel": {"en": ["Vehicle"]}, "broader": [f"{concepts}48"]},
        ],
        "places": [{"about": "http://data.europeana.eu/place/1", "prefLabel": {"en": ["Paris"]}, "latitude": 48.8}],
        "timespans": [{
            "about": span, "prefLabel": {"en": ["1840s"]}, "begin": {"def": ["1840-01-01"]},
            "end": {"def": ["1849-12-31"]},
        }],
        "aggregations": [{
            "about": f"/aggregation/provider{about}", "edmDataProvider": {"def": ["A Museum"]},
            "edmProvider": {"def": ["An Aggregator"]}, "edmIsShownAt": f"https://m.example.org/{number}",
            "edmIsShownBy": image, "hasView": [image], "edmObject": f"https://m.example.org/{number}-small.jpg",
            "edmRights": {"def": [CC_BY]}, "edmUgc": "false",
            "webResources": [{
                "about": image, "webResourceDcRights": {"def": ["A credit"]}, "webResourceEdmRights": {"def": [CC_BY]},
                "dcCreator": {"def": ["A photographer"]}, "ebucoreHasMimeType": "image/jpeg", "ebucoreWidth": 400,
                "ebucoreHeight": 300, "svcsHasService": [f"https://iiif.example.org/{number}"],
                "textAttributionSnippet": "Deux bateaux - A Museum",
            }],
        }],
        "proxies": [
            {
                "about": f"/proxy/provider{about}", "europeanaProxy": False, "proxyFor": f"/item{about}",
                "dcTitle": {"fr": [f"Deux bateaux {number}"], "en": [f"Two boats {number}"]},
                "dcCreator": {"def": ["A. Person (1820-1880)"]}, "dcIdentifier": {"def": [f"INV.{number}"]},
                "dcDescription": {"fr": ["Deux bateaux et un rivage."]}, "dcType": {"en": ["painting"]},
                "dcSubject": {"fr": ["bateau"]}, "dctermsCreated": {"def": ["vers 1845"]},
                "dctermsIssued": {"def": [span]}, "dctermsMedium": {"def": ["huile"]},
                "dctermsExtent": {"def": ["height 10.5 cm x width 20 cm"]},
                "dctermsIsPartOf": {"def": ["A series"]}, "dcCoverage": {"def": ["Lyon"]},
                "dcRights": {"def": ["Domaine public"]}, "edmType": "IMAGE",
            },
            {
                "about": f"/proxy/europeana{about}", "europeanaProxy": True, "year": {"def": ["1844"]},
                "dcCreator": {"def": [f"{agent}{number}"]}, "dcSubject": {"def": [f"{concepts}48"]},
                "dcDate": {"def": [span]}, "dctermsSpatial": {"def": ["http://data.europeana.eu/place/1"]},
            },
        ],
        "europeanaAggregation": {
            "about": f"/aggregation/europeana{about}", "dcCreator": {"def": ["Europeana"]},
            "edmCountry": {"def": ["France"]}, "edmPreview": f"https://api.europeana.eu/thumbnail/{number}",
        },
    }  # fmt: skip


def test_a_whole_record_says_the_same_in_json_as_in_xml() -> None:
    issues: list[Issue] = []
    (work, found), (other, others) = read(json.dumps(whole(3)), issues), read(rdf(3))
    assert issues == []
    assert found == others
    assert work == other


class TestWholeRecords(SourceContract):
    source = "europeana"
    choices = ("broader[]", "owlSameAs[]", "svcsHasService[]", "begin.def[]", "end.def[]")
    understood = OF_RECORDS

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "records.jsonl"
        path.write_text("\n".join(json.dumps({"success": True, "object": whole(n)}) for n in (3, 1, 2)), "utf-8")
        return str(path)


class TestItems(SourceContract):
    source = "europeana"
    understood = OF_ITEMS

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "page.json"
        path.write_text(json.dumps({"success": True, "items": [item(n) for n in (3, 1, 2)]}), "utf-8")
        return str(path)


SAVED = {
    "a page of the search": {"success": True, "totalResults": 2, "items": [item(1), item(2)]},
    "a list of items": [item(1), item(2)],
    "a list of answers": [{"object": whole(1)}, {"items": [item(2)]}],
}


@pytest.mark.parametrize("said", SAVED.values(), ids=SAVED)
def test_answers_in_a_file(tmp_path: Path, said: Any) -> None:
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    issues: list[Issue] = []
    assert [(one.key, one.cursor, one.format) for one in files(path, issues)] == [
        ("99/item_1", "1", "json"), ("99/item_2", "2", "json"),
    ]  # fmt: skip
    assert [one.key for one in files(path, issues, cursor="1")] == ["99/item_2"]
    assert issues == []


def test_answers_and_edm_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps({"success": True, "object": whole(1)}), encoding="utf-8")
    (tmp_path / "2.xml").write_text(rdf(2), encoding="utf-8")
    (tmp_path / "3.jsonl").write_text(f"{json.dumps(item(3))}\n{json.dumps(item(4))}\n", encoding="utf-8")
    (tmp_path / "4.json").write_text("{", encoding="utf-8")
    issues: list[Issue] = []
    assert [one.key for one in files(tmp_path, issues)] == [f"99/item_{n}" for n in (1, 2, 3, 4)]
    assert [(one.code, one.located) for one in issues] == [("unreadable-file", "4.json")]


def test_no_key_of_a_saved_answer_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text(json.dumps({"apikey": "a-Secret/Key+1", "success": True, "items": [item(1)]}), encoding="utf-8")
    [record] = files(path, [])
    assert b"a-Secret" not in record.body
    assert json.loads(record.body)["guid"] == "https://www.europeana.eu/item/99/item_1?utm_campaign=…"
    assert json.loads(record.body)["link"] == "https://api.europeana.eu/record/v2/99/item.json?wskey=…"


def test_a_saved_answer_that_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text(json.dumps({"success": False, "error": "Invalid query", "apikey": "x"}), encoding="utf-8")
    issues: list[Issue] = []
    with pytest.raises(InputEmpty):
        files(path, issues)
    assert [(one.code, one.field) for one in issues] == [("no-key", "id")]


def test_the_recorded_items(shared: Path) -> None:
    folder, issues = shared / "fixtures" / "europeana", list[Issue]()
    records = [
        record
        for name in ("search_response_3items.json", "image_data_example.json")
        for record in files(folder / name, issues)
    ]
    assert [len(records), len({record.key for record in records})] == [4, 3]
    for record in records:
        found: dict[str, Any] = {
            entity.id: entity
            for entity in Europeana(Context(descriptor("europeana"), report=issues.append)).parse(record)
        }
        work = found[f"europeana:{record.key}"]
        names = [found[one.agent].name for one in work.credits]
        assert len(names) == 3
        assert "Pérez Villaamil, Genaro" in names
        lives = {(entity.born, entity.died) for entity in found.values() if isinstance(entity, Agent)}
        assert (1807, 1854) in lives
        [image] = work.images
        assert (image.open, image.licence) == (True, "https://creativecommons.org/publicdomain/zero/1.0/")
        assert image.thumbnail
        assert {one.facet for one in work.terms} >= {"subject", "period", "type", "language"}
        assert {found[one.term].label for one in work.terms if one.facet == "period"} == {
            "1840s", "19th century", "2nd millennium", "1st half of the 19th century",
        }  # fmt: skip
        [subject] = [found[one.term] for one in work.terms if one.facet == "subject"]
        assert subject.label.endswith("-Grabados")
        [holding] = work.holdings
        assert (holding.name, holding.country) == ("Biblioteca Digital de Castilla y León", "Spain")
        assert len(work.texts) == 2
    assert issues == []
