"""The library as a catalogue of data sets, held against descriptions that portals take in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from culturedata.store.library import Library
from tests.exporting.conftest import Export

rdflib = pytest.importorskip("rdflib")
DCAT, TERMS, FOAF, RDF, RDFS = rdflib.DCAT, rdflib.DCTERMS, rdflib.FOAF, rdflib.RDF, rdflib.RDFS
BASE = "https://library.example"
WHOLE, SET = rdflib.URIRef(f"{BASE}/"), rdflib.URIRef(f"{BASE}/sources#a")
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own reader of JSON-LD


@pytest.fixture
def graph(rich: Path, written: Export, tmp_path: Path) -> Any:
    """What is written of the library, whose imports have ended."""
    with Library.open(rich, write=True) as library:
        library.culture.execute("UPDATE imports SET finished_at = '2026-02-0' || import_id || 'T00:00:00+00:00'")
    written("dcat", "out.ttl", base=BASE)
    return rdflib.Graph().parse(tmp_path / "out.ttl")


def texts(graph: Any, node: Any, property_: Any) -> set[tuple[str, str | None]]:
    return {(str(text), text.language) for text in graph.objects(node, property_)}


def properties(graph: Any, kind: Any) -> set[str]:
    """All that is said of things of a kind."""
    return {str(said) for node in graph.subjects(RDF.type, kind) for said in graph.predicates(node)}


@pytest.mark.parametrize(("ending", "syntax"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_three_ways_to_write_the_same(graph: Any, written: Export, tmp_path: Path, ending: str, syntax: str) -> None:
    from rdflib.compare import isomorphic

    written("dcat", f"again.{ending}", base=BASE)
    assert isomorphic(graph, rdflib.Graph().parse(tmp_path / f"again.{ending}", format=syntax))


def test_a_source_is_a_data_set(graph: Any) -> None:
    sets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert sets == set(graph.objects(WHOLE, DCAT.dataset))
    assert len(sets) == 3
    assert texts(graph, SET, TERMS.title) == {("Sample museum", "en"), ("En français", "fr")}
    assert texts(graph, SET, TERMS.description) == {("What it holds", "en"), ("What it holds", "fr")}
    assert texts(graph, SET, DCAT.keyword) == {("museums", "en"), ("musées", "fr")}
    assert str(graph.value(SET, TERMS.license)) == "https://creativecommons.org/publicdomain/zero/1.0/"
    publisher = graph.value(SET, TERMS.publisher)
    assert texts(graph, publisher, FOAF.name) == {("Sample museum", "en"), ("En français", "fr")}
    assert str(graph.value(publisher, FOAF.homepage)) == str(graph.value(SET, DCAT.landingPage)) == "https://a.example/"
    assert str(graph.value(graph.value(SET, TERMS.rights), RDFS.label)) == "Thanks to a. Be kind."
    assert int(graph.value(SET, rdflib.VOID.entities)) == 4
    assert {str(one).rpartition("/")[2] for one in graph.objects(SET, TERMS.language)} == {"ENG", "FRA"}
    assert str(graph.value(SET, TERMS.issued)) == str(graph.value(SET, TERMS.modified)) == "2026-02-01T00:00:00+00:00"
    period = graph.value(SET, TERMS.temporal)
    assert [str(graph.value(period, bound)) for bound in (DCAT.startDate, DCAT.endDate)] == ["1503", "1906"]


def test_the_library_is_a_catalogue_with_a_service(graph: Any) -> None:
    assert texts(graph, WHOLE, TERMS.description) >= {
        ("11 works from 3 sources, each source under its own licence, in one catalogue.", "en")
    }
    assert str(graph.value(WHOLE, TERMS.issued)) == "2026-02-01T00:00:00+00:00"
    assert str(graph.value(WHOLE, TERMS.modified)) == "2026-02-03T00:00:00+00:00"
    service = graph.value(WHOLE, DCAT.service)
    assert str(graph.value(service, DCAT.endpointURL)) == f"{BASE}/reconcile"
    assert set(graph.objects(service, DCAT.servesDataset)) == set(graph.objects(WHOLE, DCAT.dataset))
    shown = graph.value(SET, DCAT.distribution)
    assert str(graph.value(shown, DCAT.accessURL)) == f"{BASE}/search?source=a"
    assert graph.value(shown, TERMS.license) == graph.value(SET, TERMS.license)


def test_what_a_licence_says_beyond_its_name(rich: Path, written: Export, tmp_path: Path) -> None:
    """Two sources with one licence, of which one says more: what is said at its address is its name alone."""
    with Library.open(rich, write=True) as library:
        library.culture.execute("UPDATE sources SET licence = 'CC0 1.0, texts CC BY 4.0' WHERE source = 'a'")
    written("dcat", "out.ttl", base=BASE)
    graph = rdflib.Graph().parse(tmp_path / "out.ttl")
    licence = graph.value(SET, TERMS.license)
    assert [str(name) for name in graph.objects(licence, RDFS.label)] == ["CC0 1.0"]
    said = str(graph.value(graph.value(SET, TERMS.rights), RDFS.label))
    assert said == "Thanks to a. CC0 1.0, texts CC BY 4.0. Be kind."
    assert graph.value(WHOLE, TERMS.license) is None, "no one licence is that of all"


def test_a_local_source_is_no_part_of_the_service(written: Export, tmp_path: Path) -> None:
    written("dcat", "out.ttl", base=BASE, local=True)
    graph = rdflib.Graph().parse(tmp_path / "out.ttl")
    local = rdflib.URIRef(f"{BASE}/sources#d")
    assert str(graph.value(local, TERMS.accessRights)).endswith("/NON_PUBLIC")
    assert local in set(graph.objects(WHOLE, DCAT.dataset))
    assert local not in set(graph.objects(None, DCAT.servesDataset))


def test_a_source_that_is_not_described(rich: Path, written: Export, tmp_path: Path) -> None:
    """Portals refuse a data set without a description, or with a relation to nothing."""
    with Library.open(rich, write=True) as library:
        library.culture.execute(
            "UPDATE sources SET description = NULL, description_fr = NULL, homepage = NULL, licence_url = NULL"
        )
    written("dcat", "out.ttl", base=BASE)
    graph = rdflib.Graph().parse(tmp_path / "out.ttl")
    assert texts(graph, SET, TERMS.description) == {
        ("4 works. Sample museum.", "en"), ("4 œuvres. En français.", "fr"),
    }  # fmt: skip
    assert str(graph.value(graph.value(SET, TERMS.license), RDFS.label)) == "CC0 1.0"
    assert graph.value(SET, DCAT.landingPage) is None


# -- against what others write -----------------------------------------------------------------------------------------


def test_all_that_the_example_of_a_portal_says(graph: Any, shared: Path) -> None:
    """A catalogue that CKAN's reader of DCAT is tested with; pages have no address from which to fetch them whole."""
    theirs = rdflib.Graph().parse(shared / "fixtures" / "dcat" / "catalog.rdf", format="xml")
    lacking = {kind: properties(theirs, kind) - properties(graph, kind) for kind in (DCAT.Catalog, DCAT.Dataset)} | {
        DCAT.Distribution: properties(theirs, DCAT.Distribution) - properties(graph, DCAT.Distribution)
    }
    assert lacking == {
        DCAT.Catalog: set(), DCAT.Dataset: set(), DCAT.Distribution: {str(DCAT.downloadURL)},
    }  # fmt: skip


# What a library knows nothing of: who makes what it describes how often, whom to ask, what it is part of, its place.
UNKNOWN = {
    *(f"{TERMS}{one}" for one in (
        "accrualPeriodicity", "alternative", "conformsTo", "creator", "isPartOf", "isReferencedBy", "relation",
        "spatial", "type",
    )),
    *(f"{DCAT}{one}" for one in (
        "contactPoint", "hasVersion", "inSeries", "qualifiedRelation", "spatialResolutionInMeters",
        "temporalResolution",
    )),
}  # fmt: skip


def test_what_a_full_description_says(graph: Any, shared: Path) -> None:
    """Every property of DCAT in a data set that uses all of DCAT-AP is here, or named as unknown."""
    raw = (shared / "fixtures" / "dcat" / "dataset.ttl").read_text(encoding="utf-8")
    mended = raw.replace("^^<<", "^^<").replace("@prefix adms:", "@prefix healthdcatap: <urn:h#> .\n@prefix adms:", 1)
    theirs = rdflib.Graph().parse(data=mended, format="turtle")
    ours = properties(graph, DCAT.Dataset)
    said = {one for one in properties(theirs, DCAT.Dataset) if one.startswith((str(TERMS), str(DCAT)))}
    assert said - ours == UNKNOWN
