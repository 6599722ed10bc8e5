"""Whole works read back."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from culturedata.errors import UsageError
from culturedata.store.catalogue import works
from culturedata.store.library import Library


def test_everything_about_a_work(library: Library) -> None:
    culture = library.culture
    culture.execute("INSERT INTO texts VALUES ('a:2', 1, 'description', 'Le port au matin.', 'fr', NULL)")
    culture.execute("INSERT INTO dimensions VALUES ('a:2', 1, 'support', 'height', 48, 'cm', NULL)")
    culture.execute("INSERT INTO relations VALUES ('a:2', 1, 'part of', 'a:4', NULL)")
    culture.execute("INSERT INTO measures VALUES ('a:2', 'weight', 3.5, 'kg', NULL)")
    culture.execute("INSERT INTO identifiers VALUES ('a:2', 'accession', '4014'), ('a:3', 'accession', 'RF 2849')")
    culture.execute(
        """INSERT INTO holdings (work_id, position, kind, holder_id, city, inventory)
           VALUES ('a:2', 1, 'owner', 'a:agent:Claude Monet', 'Paris', '4014')"""
    )
    whole = works.work(culture, "a:2")
    plain = ("work_id", "title", "domain", "source", "maker", "year", "decade", "open_image", "url", "record_id")
    assert [whole[key] for key in plain] == [
        "a:2", "Impression, soleil levant", "museum", "a", "Claude Monet", 1872, 1870, 1, None, "a:2"
    ]  # fmt: skip
    assert [(t["text"], t["lang"], t["kind"]) for t in whole["titles"]] == [
        ("Impression, soleil levant", None, "original"), ("Impression, Sunrise", "en", "translated")
    ]  # fmt: skip
    assert [(d["text"], d["earliest"], d["latest"], d["precision"]) for d in whole["dates"]] == [
        ("1872", 1872, 1872, "year")
    ]
    assert whole["texts"][0]["text"] == "Le port au matin."
    assert (whole["dimensions"][0]["value"], whole["dimensions"][0]["unit"]) == (48, "cm")
    assert whole["relations"][0]["target_id"] == "a:4"
    assert whole["measures"] == [{"kind": "weight", "value": 3.5, "unit": "kg", "at": None}]
    assert whole["identifiers"] == [{"scheme": "accession", "value": "4014"}]
    assert (whole["holdings"][0]["name"], whole["holdings"][0]["city"]) == ("Claude Monet", "Paris")
    assert [(c["name"], c["role"], c["born"], c["died"]) for c in whole["credits"]] == [
        ("Claude Monet", "artist", 1840, 1926)
    ]
    assert [(t["facet"], t["label"], t["label_fr"], t["works"]) for t in whole["terms"]] == [
        ("material", "oil", "huile", 5),
        ("movement", "impressionism", "impressionnisme", 4),
        ("subject", "sea", "mer", 1),
    ]
    assert [(i["open"], i["alt"]) for i in whole["images"]] == [(1, "A painting")]
    assert whole["rights"][0]["statement"] == "life plus seventy years"
    assert [(s["rank"], s["item"], s["score"]) for s in whole["similar"]] == [(1, "a:4", 0.9), (2, "a:3", 0.6)]
    assert whole["source_described"]["licence"] == "CC0 1.0"
    assert whole["also_known_as"] == []
    json.dumps(whole)


def test_ids_of_other_sources(library: Library) -> None:
    assert [row["item"] for row in works.work(library.culture, "c:1")["also_known_as"]] == ["d:9"]
    library.culture.execute("UPDATE matches SET undone_at = '2026-01-02'")
    assert works.work(library.culture, "c:1")["also_known_as"] == []


def test_a_link_to_a_work_that_is_not_there_hides_nothing(library: Library) -> None:
    """Its source may come again: until then the other one is shown for itself."""
    shown = f"SELECT count(*) FROM works AS w WHERE work_id = 'd:9' AND {works.SHOWN}"
    assert library.culture.execute(shown).fetchone() == (0,)
    assert works.described(library.culture, "d:9") == "c:1"
    library.culture.execute("UPDATE matches SET right_id = 'c:gone' WHERE left_id = 'd:9'")
    assert library.culture.execute(shown).fetchone() == (1,)
    assert works.described(library.culture, "d:9") == "d:9"


def test_no_such_work(library: Library) -> None:
    with pytest.raises(UsageError, match=r"there is no work 'a:99'\. Find one: culturedata search TEXT\."):
        works.work(library.culture, "a:99")
    assert works.exists(library.culture, "a:1")
    assert not works.exists(library.culture, "a:99")


def test_the_raw_record(library: Library) -> None:
    record = works.raw_record(library.culture, "b:1")
    assert record is not None
    assert json.loads(record["body"]) == {"id": "b:1", "title": "L’Aigle noir"}
    assert record["sha256"] == sha256(record["body"]).hexdigest()
    assert works.raw_record(library.culture, "nowhere") is None


def test_rows_of_nothing(library: Library) -> None:
    assert works.rows(library.culture, "SELECT title FROM works WHERE 0") == []
    assert works.rows(library.culture, "SELECT :a AS x", {"a": 3}) == [{"x": 3}]


def test_similar_is_limited(library: Library) -> None:
    assert len(works.similar(library.culture, "a:2", 1)) == 1
    assert works.similar(library.culture, "a:1") == []
