"""The Europeana Data Model: what a record says, and what it leaves unsaid (synthetic records)."""

from __future__ import annotations

import json

import pytest

from culturedata.importing.source import Issue
from culturedata.importing.standards.edm import timespans
from culturedata.importing.values import dates
from tests.sources.test_sources_europeana import CC_BY, item, rdf, read


def test_what_an_edm_record_says() -> None:
    issues: list[Issue] = []
    work, found = read(rdf(3), issues)
    assert issues == []
    assert [(one.text, one.lang) for one in work.titles] == [("Deux bateaux 3", "fr"), ("Two boats 3", "en")]
    assert [(found[one.agent].name, one.role) for one in work.credits] == [("A. Person", "artist")]
    linked = found["europeana:agent:agent/3"]
    assert [(one.kind, one.text, one.target) for one in work.relations] == [
        ("part of", "A series", None), ("linked by Europeana to", "Person, A.", linked.id),
    ]  # fmt: skip
    assert (linked.born, linked.died, linked.life_text) == (1820, 1880, "1820-03-01–1880")
    assert [(one.scheme, one.value) for one in linked.identifiers] == [("wikidata", "Q12345")]
    assert [(one.text, one.lang) for one in linked.names] == [("Personne, A.", "fr")]
    assert [(one.kind, one.text, one.earliest, one.latest) for one in work.dates] == [
        ("created", "vers 1845", 1845, 1845), ("published", "1840s", 1840, 1849),
    ]  # fmt: skip
    assert {(one.facet, found[one.term].label) for one in work.terms} == {
        ("classification", "IMAGE"), ("type", "painting"), ("subject", "bateau"), ("subject", "Boat"),
        ("material", "huile"), ("place", "Lyon"), ("place", "Paris"), ("period", "1840s"),
    }  # fmt: skip
    boat = found["europeana:term:subject/concept/48"]
    assert (boat.label_en, boat.label_fr, boat.url) == ("Boat", "Bateau", "http://data.europeana.eu/concept/48")
    assert [found[one].label for one in boat.parents] == ["Vehicle"], "broader concepts, without their circle"
    assert [(one.kind, one.value, one.unit) for one in work.dimensions] == [
        ("height", 10.5, "cm"), ("width", 20, "cm"), ("text", None, None),
    ]  # fmt: skip
    [image] = work.images
    assert (image.url, image.thumbnail) == ("https://m.example.org/3.jpg", "https://m.example.org/3-small.jpg")
    assert (image.width, image.height, image.credit, image.iiif) == (
        400, 300, "A photographer", "https://iiif.example.org/3",
    )  # fmt: skip
    assert (image.licence, image.open) == ("https://creativecommons.org/licenses/by/4.0/", True)
    assert [(one.covers, one.licence, one.statement, one.holder) for one in work.rights] == [
        ("work", "https://creativecommons.org/publicdomain/mark/1.0/", "Domaine public", None),
        ("image", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", None),
        ("metadata", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "An Aggregator"),
        ("image", None, "A credit", None),
    ]
    assert [(one.scheme, one.value) for one in work.identifiers] == [("accession", "INV.3")]
    assert [(one.name, one.country, one.inventory) for one in work.holdings] == [("A Museum", "France", "INV.3")]
    assert work.url == "https://m.example.org/3"


@pytest.mark.parametrize(
    ("address", "en", "fr", "years"),
    [
        ("http://data.europeana.eu/timespan/19", "19th century", "19e siècle", (1801, 1900)),
        ("https://data.europeana.eu/timespan/21", "21st century", "21e siècle", (2001, 2100)),
        ("http://semium.org/time/1977", "1977", "1977", (1977, 1977)),
        ("http://semium.org/time/184x", "1840s", "années 1840", (1840, 1849)),
        ("http://semium.org/time/18xx", "19th century", "19e siècle", (1801, 1900)),
        (
            "http://semium.org/time/18xx_1_half",
            "1st half of the 19th century",
            "1re moitié du 19e siècle",
            (1801, 1850),
        ),
        (
            "http://semium.org/time/11xx_3_third",
            "3rd third of the 12th century",
            "3e tiers du 12e siècle",
            (1167, 1200),
        ),
        ("http://semium.org/time/AD1xxx", "1st millennium", "1er millénaire", (1, 1000)),
    ],
)
def test_the_address_says_which_span_of_time_it_is(address: str, en: str, fr: str, years: tuple[int, int]) -> None:
    assert timespans.labels(address) == {"en": en, "fr": fr}
    for text in (en, fr):
        read = dates.read(text)
        assert (read.earliest, read.latest) == years, "what it is called can be read as a date"


def test_languages_are_told_by_two_letters() -> None:
    said = rdf(3).replace('<dc:title xml:lang="fr">', '<dc:title xml:lang="fre">')
    work, found = read(said.replace('xml:lang="en">painting', 'xml:lang="en-GB">painting'))
    assert [(one.lang, one.kind) for one in work.titles] == [("fr", "original"), ("en", "translated")]
    assert found["europeana:term:type/en:painting"].label_en == "painting"
    work, _ = read(rdf(3).replace('<dc:title xml:lang="fr">', '<dc:title xml:lang="mul">'))
    assert work.titles[0].lang is None


def test_no_other_address_says_so() -> None:
    for address in ("http://data.europeana.eu/timespan/", "http://semium.org/time/x", "#1840", "http://x.example/18xx"):
        assert timespans.labels(address) == {}


def test_an_address_that_nothing_names_is_a_link_and_no_term() -> None:
    issues: list[Issue] = []
    work, found = read(rdf(3, proxy='<dc:subject rdf:resource="http://x.example/s"/>'), issues)
    assert "http://x.example/s" not in {found[one.term].label for one in work.terms}
    assert ("subject", "http://x.example/s") in [(one.kind, one.text) for one in work.relations]
    assert [(one.code, one.field, one.raw) for one in issues] == [("unresolved", "subject", "http://x.example/s")]
    issues.clear()
    said = item(3) | {"edmTimespan": ["http://x.example/1", "http://x.example/2"]}
    work, found = read(json.dumps(said), issues)
    assert "period" not in {one.facet for one in work.terms}
    assert [one.code for one in issues] == ["unpaired", "unresolved", "unresolved"]
    assert ("period", "http://x.example/1") in [(one.kind, one.text) for one in work.relations]


def test_a_span_of_time_of_the_record_is_called_by_its_bounds() -> None:
    span = (
        '<edm:TimeSpan rdf:about="#1"><skos:prefLabel>http://x.example/t</skos:prefLabel><edm:begin>1840</edm:begin>'
        "<edm:end>1849</edm:end></edm:TimeSpan>"
    )
    issues: list[Issue] = []
    work, found = read(rdf(3, more=span, proxy='<dcterms:temporal rdf:resource="#1"/>'), issues)
    assert "1840–1849" in {found[one.term].label for one in work.terms if one.facet == "period"}
    assert issues == []


def test_the_language_of_the_provider_says_which_title_is_the_original() -> None:
    said = item(3) | {"language": ["en"]}
    work, _ = read(json.dumps(said))
    assert [(one.lang, one.kind) for one in work.titles] == [("en", "original"), ("fr", "translated")]
    made = "<edm:country>France</edm:country>"
    work, _ = read(rdf(3).replace(made, f"{made}<edm:language>en</edm:language>"))
    assert [(one.lang, one.kind) for one in work.titles] == [("en", "original"), ("fr", "translated")]


def test_people_without_a_label_and_without_a_name() -> None:
    issues: list[Issue] = []
    work, found = read(rdf(3, proxy='<dc:creator rdf:resource="http://x.example/1"/>'), issues)
    assert [found[one.agent].name for one in work.credits] == ["A. Person", "http://x.example/1"]
    assert [(one.code, one.field, one.raw) for one in issues] == [("unresolved", "dc:creator", "http://x.example/1")]
    row = item(3) | {"edmAgentLabel": [{"def": "Person, A."}], "edmAgentLabelLangAware": {"en": ["Person, A."]}}
    issues.clear()
    read(json.dumps(row), issues)
    assert [one.code for one in issues] == ["unpaired", "unresolved", "unresolved"]


def test_a_film_shows_its_preview_and_is_linked() -> None:
    film = "https://m.example.org/3.mp4"
    text = rdf(3).replace("https://m.example.org/3.jpg", film).replace("<edm:type>IMAGE", "<edm:type>VIDEO")
    work, _ = read(text.replace("image/jpeg", "video/mp4"))
    assert [one.url for one in work.images] == ["https://m.example.org/3-small.jpg"]
    assert ("shown by", film) in [(one.kind, one.text) for one in work.relations]


def test_the_licence_of_one_file_goes_before_that_of_all() -> None:
    closed = "http://rightsstatements.org/vocab/InC/1.0/"
    of_the_file, after = f'<edm:rights rdf:resource="{CC_BY}"/>', "<dc:creator>A photographer"
    work, _ = read(rdf(3).replace(f"{of_the_file}{after}", f"{of_the_file.replace(CC_BY, closed)}{after}"))
    assert [(one.licence, one.open) for one in work.images] == [(closed, False)]
    assert {one.licence for one in work.rights if one.covers == "image"} >= {
        closed, "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip


def test_a_thing_inside_of_a_property() -> None:
    inside = (
        '<dcterms:spatial><edm:Place rdf:about="http://x.example/p"><skos:prefLabel>Delft</skos:prefLabel></edm:Place>'
        "</dcterms:spatial><dc:contributor><edm:Agent><skos:prefLabel>B. Person</skos:prefLabel></edm:Agent>"
        "</dc:contributor>"
    )
    issues: list[Issue] = []
    work, found = read(rdf(3, proxy=inside), issues)
    assert issues == []
    assert "Delft" in [found[one.term].label for one in work.terms]
    assert [(found[one.agent].name, one.role) for one in work.credits][1] == ("B. Person", "contributor")


def test_a_second_object_and_an_unknown_class_are_reported() -> None:
    issues: list[Issue] = []
    second = '<edm:ProvidedCHO rdf:about="#other"><dc:title>Other</dc:title></edm:ProvidedCHO><edm:Dream/>'
    work, _ = read(rdf(3, more=second), issues)
    assert "Other" not in [one.text for one in work.titles]
    assert {one.field for one in issues} == {"edm:ProvidedCHO", "edm:Dream"}


def test_a_record_without_an_object() -> None:
    with pytest.raises(ValueError, match="no edm:ProvidedCHO"):
        read('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>')
