"""A work in the words of schema.org, of Linked Art and of IIIF, held against schemas and libraries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.exporting.documents import linked_art, schema_org
from culturedata.importing.run import import_source
from culturedata.store.catalogue import works
from culturedata.store.library import Library
from tests.exporting.conftest import CC_BY, Export

BASE = "https://library.example"
WORK = f"{BASE}/work/a:4"
MARK_1 = "https://creativecommons.org/publicdomain/mark/1.0/"
Json = dict[str, Any]


def lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def nodes(path: Path) -> dict[str, Json]:
    return {one["@id"]: one for one in json.loads(path.read_text(encoding="utf-8"))["@graph"]}


# -- schema.org --------------------------------------------------------------------------------------------------------


def test_schema_org(written: Export, tmp_path: Path) -> None:
    """By hand: from row to JSON-LD."""
    written("schema-org", base=f"{BASE}/")
    of = nodes(tmp_path / "out")
    work = of[WORK]
    assert (work["@type"], work["name"], work["dateCreated"]) == ("VisualArtwork", "Nymphéas", "1906")
    assert work["url"] == "https://a.example/nymph%C3%A9as%204"
    assert work["sameAs"] == "http://www.wikidata.org/entity/Q1"
    assert work["image"]["contentUrl"] == "https://a.example/4.jpg?size=full"
    assert (work["image"]["license"], work["image"]["creditText"]) == (CC_BY, "Photo: A. Person")
    assert (work["license"], work["creditText"]) == (MARK_1, "Gift of A. Person")
    assert work["sdLicense"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert work["sdPublisher"]["name"] == "Thanks to a"
    assert work["height"] == {"@type": "QuantitativeValue", "value": 89.5, "unitCode": "CMT"}
    assert work["about"]["@id"] == f"{BASE}/term/a:term:subject%2Fgarden"
    assert work["creator"]["creator"]["sameAs"] == "http://vocab.getty.edu/ulan/500019484"
    assert (of[f"{BASE}/work/c:1"]["duration"], of[f"{BASE}/work/c:1"]["genre"]) == ("PT170M", ["crime", "drama"])
    assert of[work["subjectOf"]["@id"]]["usageInfo"] == "Be kind"
    assert "zznotopenzz" not in (tmp_path / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "type_", "by"),
    [
        ("Recording", "MusicRecording", "byArtist"), ("Release", "MusicRelease", "creditedTo"),
        ("album", "MusicAlbum", "byArtist"), ("traditional tune", "MusicComposition", None),
    ],
)  # fmt: skip
def test_what_a_thing_of_music_is(
    rich: Path, written: Export, tmp_path: Path, word: str, type_: str, by: str | None
) -> None:
    """A release is no composition: it has tracks, and bears a name; who plays on it is another matter."""
    with Library.open(rich, write=True) as library:
        add = library.culture.execute
        add("INSERT INTO terms VALUES ('b:term:type/x', ?, 'type', NULL, NULL, NULL, 'b')", [word])
        add("INSERT INTO work_terms VALUES ('b:1', 'type', 'b:term:type/x')")
        for n, note in ((8, None), (9, "guitar")):
            add("INSERT INTO credits VALUES ('b:1', ?, 'b:agent:Maurice Ravel', 'performer', NULL, ?)", [n, note])
        for n, target, text in ((1, "b:2", "A1 Göttingen (3:10)"), (2, None, "A2 Nantes")):
            add("INSERT INTO relations VALUES ('b:1', ?, 'track', ?, ?)", [n, target, text])
    written("schema-org", base=BASE, works=("b:1",))
    work = nodes(tmp_path / "out")[f"{BASE}/work/b:1"]
    assert (work["@type"], work["additionalType"]) == (type_, word)
    assert (work[by]["name"] if by else None) == ("Maurice Ravel" if by else None)
    contributors = work["contributor"] if isinstance(work["contributor"], list) else [work["contributor"]]
    assert [one["roleName"] for one in contributors] == ["performer"]
    assert work["track"] == [
        {"@type": "MusicRecording", "@id": f"{BASE}/work/b:2", "name": "A1 Göttingen (3:10)"},
        {"@type": "MusicRecording", "name": "A2 Nantes"},
    ]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((1848, 1852), "1848/1852"), ((-500, -500), "-0499"), ((-1, 1), "0000/0001"),
        ((-28000, -27000), "-27999/-26999"),
        ((None, 1900), None),
    ],
)  # fmt: skip
def test_years_as_iso_8601_counts_them(bounds: tuple[int | None, int | None], expected: str | None) -> None:
    dates = [{"kind": "created", "earliest": bounds[0], "latest": bounds[1]}]
    assert [value for _, value in schema_org._dates(dates)] == ([expected] if expected else [])


def test_json_ld_expands(written: Export, tmp_path: Path) -> None:
    """Every word leads somewhere: nothing is lost when a processor reads the graph."""
    jsonld = pytest.importorskip("pyld").jsonld
    written("schema-org", base=BASE)
    document = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    document["@context"] = {"@vocab": "https://schema.org/"}
    expanded = jsonld.expand(document)
    [work] = [one for one in expanded if one.get("@id") == WORK]
    assert work["https://schema.org/name"] == [{"@value": "Nymphéas"}]
    assert len(expanded) == len(document["@graph"])


# -- Linked Art --------------------------------------------------------------------------------------------------------


@pytest.fixture
def valid(shared: Path) -> Any:
    """`valid(document)`: what the model's schemas say against it; of a group there is none at hand."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder, base = shared / "fixtures" / "linked_art", "https://linked.art/api/1.0/schema"
    resources = {
        f"{base}/{name}.json": json.loads((folder / f"schema_{name}.json").read_text(encoding="utf-8"))
        for name in ("core", "object", "person")
    }
    registry = referencing.Registry().with_contents(resources.items())
    validators = {
        kind: jsonschema.Draft202012Validator(resources[f"{base}/{name}.json"], registry=registry)
        for kind, name in (("HumanMadeObject", "object"), ("Person", "person"))
    }

    def faults(document: Json) -> list[str]:
        found = validators[document["type"]].iter_errors(document) if document["type"] in validators else ()
        return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found]

    return faults


def test_linked_art_is_valid(written: Export, tmp_path: Path, valid: Any) -> None:
    done = written("linked-art", base=BASE)
    documents = lines(tmp_path / "out")
    assert [fault for one in documents for fault in valid(one)] == []
    assert done.rows == {"objects": 4, "agents": 3}
    assert done.left_out == {"Linked Art is written of museum works": 7}


@pytest.mark.parametrize("source", ["sample-museum"])
def test_linked_art_of_a_real_source_is_valid(tmp_path: Path, valid: Any, source: str) -> None:
    from culturedata.exporting.run import export

    with Library.open(tmp_path / "library", create=True) as library:
        import_source(library, source)
        export(library, "linked-art", tmp_path / "out")
    documents = lines(tmp_path / "out")
    assert len([one for one in documents if one["type"] == "HumanMadeObject"]) == 896
    assert [fault for one in documents for fault in valid(one)] == []


def test_linked_art_comes_back_by_our_own_reader(written: Export, tmp_path: Path) -> None:
    written("linked-art", "out.jsonl", base=BASE, works=("a:4",))
    own = tmp_path / "other" / "catalogues"
    own.mkdir(parents=True)
    said = "title: A museum\ndomain: [museum]\nlicence: CC0 1.0\nreader: linked-art\n"
    (own / "a-museum.yml").write_text(said, encoding="utf-8")
    with Library.open(tmp_path / "other", create=True) as library:
        done = import_source(library, "a-museum", str(tmp_path / "out.jsonl"))
        work = works.work(library.culture, "a-museum:work/a:4")
        issues = library.culture.execute("SELECT code, message FROM issues").fetchall()
    assert (done.counts.works, issues) == (1, [])
    assert (work["title"], work["year"], work["maker"]) == ("Nymphéas", 1906, "Claude Monet")
    assert {one["text"] for one in work["titles"]} == {"Nymphéas", "Water Lilies", '=HYPERLINK("x")'}
    assert [(one["kind"], one["earliest"]) for one in work["dates"]] == [("created", 1906), ("acquired", 1920)]
    assert ("height", 89.5, "cm") in [(one["kind"], one["value"], one["unit"]) for one in work["dimensions"]]
    assert {(one["scheme"], one["value"]) for one in work["identifiers"]} >= {("accession", "RF 1"), ("wikidata", "Q1")}
    [holding] = work["holdings"]
    assert (holding["name"], holding["inventory"], holding["credit_line"]) == ("A Museum", "RF 1", "Gift of A. Person")
    assert {(one["facet"], one["label"]) for one in work["terms"]} == {("material", "oil")}
    assert work["url"] == "https://a.example/nymph%C3%A9as%204"


def test_years_before_our_era_as_our_reader_takes_them() -> None:
    span = linked_art._years(-500, -499)
    assert (span["begin_of_the_begin"], span["end_of_the_end"]) == ("-0500-01-01T00:00:00Z", "-0499-12-31T23:59:59Z")


# -- IIIF --------------------------------------------------------------------------------------------------------------


def manifest(path: Path) -> Json:
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("chosen", [{"works": ("a:4",)}, {"works": ("a:4", "a:2", "a:1")}, {"local": True}])
def test_the_editors_library_reads_the_manifest(written: Export, tmp_path: Path, chosen: dict[str, Any]) -> None:
    prezi = pytest.importorskip("iiif_prezi3")
    written("iiif", base=BASE, **chosen)
    found = prezi.Manifest(**manifest(tmp_path / "out"))
    assert found.id.startswith(BASE)
    assert len(found.items) == {1: 1, 3: 2, 0: 3}[len(chosen.get("works", ()))]


def test_the_manifest_of_a_work(written: Export, tmp_path: Path) -> None:
    written("iiif", base=BASE, works=("a:4",))
    said = manifest(tmp_path / "out")
    assert (said["id"], said["type"]) == (f"{WORK}/manifest.json", "Manifest")
    assert said["label"] == {"none": ["Nymphéas"], "en": ["Water Lilies"]}
    assert said["requiredStatement"]["value"] == {"none": ["Thanks to a", "CC0 1.0"]}
    assert said["seeAlso"][0]["id"] == f"{WORK}.jsonld"
    [canvas] = said["items"]
    assert (canvas["width"], canvas["height"]) == (300, 200)
    assert canvas["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert canvas["requiredStatement"]["value"]["none"] == ["Photo: A. Person", "Thanks to a", "CC BY 4.0"]
    [[painting]] = [page["items"] for page in canvas["items"]]
    assert painting["target"] == canvas["id"]
    assert (painting["body"]["id"], painting["body"]["format"]) == ("https://a.example/4.jpg?size=full", "image/jpeg")
    assert painting["body"]["service"][0]["@id"] == "https://a.example/iiif/4"
    labels = {one["label"]["en"][0]: one["value"] for one in said["metadata"]}
    assert (labels["Maker"], labels["Date"]) == ({"none": ["Claude Monet"]}, {"none": ["1906"]})
    assert labels["Material"] == {"en": ["oil"], "fr": ["huile"]}


def test_the_manifest_has_the_shape_of_the_cookbook(written: Export, tmp_path: Path, shared: Path) -> None:
    """At each place of the cookbook's manifest of one image with a service ours has a value of the same kind."""
    recipe = json.loads((shared / "fixtures" / "iiif" / "0005-image-service.json").read_text(encoding="utf-8"))
    recipe["items"][0]["items"][0]["items"][0]["body"]["service"] = [{"profile": ""}]
    written("iiif", base=BASE, works=("a:4",))

    def lacking(theirs: Any, ours: Any, at: str = "") -> list[str]:
        if type(theirs) is not type(ours):
            return [at]
        if isinstance(theirs, dict) and not at.endswith("label"):
            return [one for key in theirs for one in lacking(theirs[key], ours.get(key), f"{at}/{key}")]
        if isinstance(theirs, list):
            return [one for left, right in zip(theirs, ours, strict=False) for one in lacking(left, right, at)]
        return []

    assert lacking(recipe, manifest(tmp_path / "out")) == []


def test_several_works_in_one_manifest(written: Export, tmp_path: Path) -> None:
    """Each canvas has its own rights; a work without an open picture is left out, and counted."""
    done = written("iiif", base=BASE)
    said = manifest(tmp_path / "out")
    assert [canvas["label"]["none"] for canvas in said["items"]] == [["Impression, soleil levant"], ["Nymphéas"]]
    assert [canvas["rights"] for canvas in said["items"]] == [
        "http://creativecommons.org/publicdomain/mark/1.0/", "http://creativecommons.org/licenses/by/4.0/",
    ]  # fmt: skip
    assert said["items"][0]["width"] == said["items"][0]["height"] == 1000, "its size is not known"
    assert done.rows == {"works": 2, "canvases": 2}
    assert done.left_out == {"no picture of theirs is openly licensed": 9}


def test_nothing_to_show(written: Export, tmp_path: Path) -> None:
    from culturedata.errors import UsageError

    for chosen in (("a:1",), ("a:1", "b:1")):
        with pytest.raises(UsageError, match="there is nothing to show: no picture of theirs is openly licensed"):
            written("iiif", works=chosen)
    assert not (tmp_path / "out").exists()


# -- Parquet -----------------------------------------------------------------------------------------------------------


def test_parquet(written: Export, rich: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    written("parquet")
    table = pq.read_table(tmp_path / "out" / "works.parquet")
    assert {name: str(table.schema.field(name).type) for name in ("work_id", "year")} == {
        "work_id": "string", "year": "int64",
    }  # fmt: skip
    assert table.schema.field("year").metadata[b"description"].decode() == "first year of the first date"
    credit = json.loads(table.schema.metadata[b"sources"])
    assert [(one["source"], one["licence"]) for one in credit] == [("a", "CC0 1.0"), ("b", "CC0 1.0"), ("c", "CC0 1.0")]
    with Library.open(rich) as library:
        raw = dict(library.culture.execute("SELECT record_id, raw FROM records").fetchall())
    records = pq.read_table(tmp_path / "out" / "records.parquet").to_pylist()
    assert {one["record_id"]: one["raw"] for one in records}.items() <= raw.items()
