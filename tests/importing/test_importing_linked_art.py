"""Linked Art in the common shape: documents written by hand (synthetic), held against the model's own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Credit, Dimension, Entity, Holding, Identifier, Relation, Term, Work
from culturedata.importing.descriptor import read
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.linked_art.record import linked_art
from culturedata.importing.standards.linked_art.words import year
from tests.contract_source import UNREAD

CONTEXT = "https://linked.art/ns/v1/linked-art.json"
HOME = "https://m.example"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
EN, FR = ("300388277", "English"), ("300388306", "French")
Json = dict[str, Any]


def aat(number: str, label: str, kind: str = "Type", **more: Any) -> Json:
    return {"id": f"http://vocab.getty.edu/aat/{number}", "type": kind, "_label": label, **more}


def own(kind: str, path: str, label: str, **more: Any) -> Json:
    return {"id": f"{HOME}/{path}", "type": kind, "_label": label, **more}


def name(text: str, *classes: Json, lang: tuple[str, str] | None = None) -> Json:
    said: Json = {"type": "Name", "content": text}
    if classes:
        said["classified_as"] = list(classes)
    if lang:
        said["language"] = [aat(*lang, kind="Language")]
    return said


def number(text: str, *classes: Json) -> Json:
    return {"type": "Identifier", "content": text, "classified_as": list(classes)}


def statement(text: str, code: str, label: str, lang: tuple[str, str] = EN) -> Json:
    brief = aat("300418049", "Brief Text")
    return {
        "type": "LinguisticObject", "content": text, "language": [aat(*lang, kind="Language")],
        "classified_as": [aat(code, label, classified_as=[brief])],
    }  # fmt: skip


def span(text: str, first: str, last: str) -> Json:
    return {
        "type": "TimeSpan", "identified_by": [name(text)], "begin_of_the_begin": f"{first}-01-01T00:00:00Z",
        "end_of_the_end": f"{last}-12-31T23:59:59Z",
    }  # fmt: skip


def size(code: str, label: str, value: float) -> Json:
    unit = aat("300379098", "centimeters", kind="MeasurementUnit")
    return {"type": "Dimension", "value": value, "unit": unit, "classified_as": [aat(code, label)]}


PRIMARY, ALTERNATE = aat("300404670", "Primary Name"), aat("300264273", "Alternate Name")


def document(path: str = "object/1") -> Json:
    """An object with every property of the model that a museum is likely to give."""
    maker = own("Person", "person/7", "A. Person", equivalent=[
        {"id": "http://vocab.getty.edu/ulan/500012345", "type": "Person"},
    ])  # fmt: skip
    return {
        "@context": CONTEXT, "id": f"{HOME}/{path}", "type": "HumanMadeObject", "_label": "Two boats",
        "identified_by": [
            name("Two boats", PRIMARY, lang=EN), name("Deux barques", PRIMARY, lang=FR), name("Boats", ALTERNATE),
            number("A 1", aat("300312355", "Accession Number")), number("77", aat("300435704", "System Number")),
        ],
        "classified_as": [
            aat("300033618", "Painting", classified_as=[aat("300435443", "Type of Work")]),
            aat("300343602", "garden scene", classified_as=[aat("300435444", "Classification")]),
        ],
        "referred_to_by": [
            statement("oil on canvas", "300435429", "Material Statement"),
            statement("huile sur toile", "300435429", "Material Statement", FR),
            statement("24.5 x 30 cm", "300435430", "Dimension Statement"),
            statement("Gift of C. Person, 1901", "300026687", "Credit Statement"),
            statement("A. P.", "300028702", "Transcribed Inscription"),
            statement("The artist; by descent", "300435438", "Provenance Statement"),
            statement("© A. Person's heirs", "300435434", "Copyright Statement"),
            statement("said by nobody else", "300999999", "Own Statement"),
        ],
        "equivalent": [
            {"id": "http://www.wikidata.org/entity/Q12345", "type": "HumanMadeObject"},
            {"id": "http://hdl.handle.net/1/2", "type": "HumanMadeObject"},
        ],
        "dimension": [size("300055644", "Height", 24.5), size("300055647", "Width", 30)],
        "made_of": [aat("300015050", "oil paint", kind="Material"), aat("300014078", "canvas", kind="Material")],
        "current_owner": [own("Group", "group/1", "Museum X")],
        "current_location": own("Place", "place/9", "Gallery 3"),
        "part_of": own("HumanMadeObject", "object/0", "A pair"),
        "member_of": [own("Set", "set/4", "Marines")],
        "produced_by": {
            "type": "Production",
            "timespan": span("about 1850", "1848", "1852"),
            "took_place_at": [own("Place", "place/1", "Lyon")],
            "technique": [aat("300178684", "oil painting (technique)")],
            "influenced_by": [own("HumanMadeObject", "object/3", "A drawing")],
            "during": [{"id": f"{HOME}/period/2", "type": "Period", "_label": "Second Empire"}],
            "part": [
                {
                    "type": "Production", "carried_out_by": [maker],
                    "classified_as": [aat("300025136", "painter (artist)")],
                    "referred_to_by": [statement("attributed to A. Person", "300435416", "Description")],
                },
                {"type": "Production", "carried_out_by": [own("Group", "group/5", "B. & Co.")]},
            ],
        },
        "encountered_by": [{
            "type": "Encounter", "took_place_at": [own("Place", "place/2", "a river")],
            "timespan": span("1860", "1860", "1860"),
        }],
        "changed_ownership_through": [{
            "type": "Acquisition", "timespan": span("1901", "1901", "1901"),
            "transferred_title_from": [own("Person", "person/8", "C. Person")],
        }],
        "modified_by": [{"type": "Modification", "_label": "cleaned"}],
        "used_for": [{"type": "Activity", "_label": "A show", "classified_as": [aat("300054766", "Exhibiting")]}],
        "representation": [{
            "type": "VisualItem",
            "digitally_shown_by": [{
                "type": "DigitalObject", "format": "image/jpeg",
                "access_point": [{"id": f"{HOME}/iiif/1/full/max/0/default.jpg", "type": "DigitalObject"}],
            }],
        }],
        "subject_of": [{
            "type": "LinguisticObject",
            "digitally_carried_by": [{
                "type": "DigitalObject", "format": "text/html", "classified_as": [aat("300264578", "Web Page")],
                "access_point": [{"id": f"{HOME}/page/1", "type": "DigitalObject"}],
            }],
        }],
        "attributed_by": [{
            "type": "AttributeAssignment", "identified_by": [name("pendant")], "assigned_property": "related",
            "assigned": [own("HumanMadeObject", "object/2", "One boat")],
        }],
    }  # fmt: skip


PERSON: Json = {
    "@context": CONTEXT, "id": f"{HOME}/person/7", "type": "Person", "_label": "A. Person",
    "identified_by": [
        name("A. Person", PRIMARY), name("Person, A.", aat("300404672", "Sorting Name")),
        name("Ann Person", ALTERNATE), number("7", aat("300435704", "System-Assigned Number")),
    ],
    "classified_as": [
        aat("300107956", "American", classified_as=[aat("300379842", "Nationality")]),
        aat("300189557", "female", classified_as=[aat("300055147", "Gender")]),
        aat("300025136", "painter", classified_as=[aat("300263369", "Occupation")]),
    ],
    "referred_to_by": [statement("American, 1820–1901", "300435422", "Biography Statement")],
    "equivalent": [{"id": "http://vocab.getty.edu/ulan/500012345", "type": "Person"}],
    "born": {
        "type": "Birth", "timespan": span("1820", "1820", "1820"), "took_place_at": [own("Place", "place/5", "Lyon")],
    },
    "died": {"type": "Death", "timespan": span("1901", "1901", "1901")},
}  # fmt: skip


def context_in(folder: Path, issues: list[Issue] | None = None, more: str = "") -> Context:
    path = folder / "a-museum.yml"
    said = f"title: A museum\ndomain: [museum]\nlicence: CC BY 4.0\nreader: linked-art\n{more}"
    path.write_text(said, encoding="utf-8")
    return Context(read(path, own=True), report=(issues if issues is not None else []).append)


def read_out(folder: Path, said: Json, issues: list[Issue] | None = None, more: str = "") -> list[Entity]:
    return linked_art(json.loads(json.dumps(said)), context_in(folder, issues, more), "a-museum", "object/1")


def work_of(folder: Path, said: Json, more: str = "") -> Work:
    issues: list[Issue] = []
    [work] = [one for one in read_out(folder, said, issues, more) if isinstance(one, Work)]
    assert [issue for issue in issues if issue.code in UNREAD] == []
    return work


def labels(found: list[Entity]) -> dict[str, str]:
    return {one.id: one.label for one in found if isinstance(one, Term)}


def facets(folder: Path, said: Json) -> set[tuple[str, str]]:
    found = read_out(folder, said)
    [work] = [one for one in found if isinstance(one, Work)]
    known = labels(found)
    return {(one.facet, known[one.term]) for one in work.terms}


# -- an object -------------------------------------------------------------------------------------------------------


def test_titles_and_numbers(tmp_path: Path) -> None:
    work = work_of(tmp_path, document())
    assert (work.id, work.url) == ("a-museum:object/1", f"{HOME}/page/1")
    assert [(one.text, one.lang, one.kind) for one in work.titles] == [
        ("Two boats", "en", "original"), ("Deux barques", "fr", "translated"), ("Boats", None, "alternative"),
    ]  # fmt: skip
    assert work.identifiers == (
        Identifier(scheme="accession", value="A 1"), Identifier(scheme="local", value="77"),
        Identifier(scheme="wikidata", value="Q12345"), Identifier(scheme="handle", value="1/2"),
    )  # fmt: skip


def test_a_label_alone_is_the_title(tmp_path: Path) -> None:
    work = work_of(tmp_path, {"id": f"{HOME}/1", "type": "HumanMadeObject", "_label": "A boat"})
    assert [one.text for one in work.titles] == ["A boat"]


def test_terms(tmp_path: Path) -> None:
    assert facets(tmp_path, document()) == {
        ("type", "Painting"), ("classification", "garden scene"), ("material", "oil paint"), ("material", "canvas"),
        ("technique", "oil painting (technique)"), ("place", "Lyon"), ("place", "a river"),
        ("period", "Second Empire"), ("collection", "Marines"),
    }  # fmt: skip
    ids = labels(read_out(tmp_path, document()))
    assert ids["a-museum:term:material/aat:300014078"] == "canvas"
    assert ids["a-museum:term:place/place/1"] == "Lyon"


def test_makers(tmp_path: Path) -> None:
    work = work_of(tmp_path, document())
    assert work.credits == (
        Credit(
            agent="a-museum:agent:person/7", role="painter", attribution="attributed to",
            note="painter (artist); attributed to",
        ),
        Credit(agent="a-museum:agent:group/5", role="artist"),
    )  # fmt: skip
    agents = {one.id: one for one in read_out(tmp_path, document()) if isinstance(one, Agent)}
    assert agents["a-museum:agent:person/7"].identifiers == (Identifier(scheme="ulan", value="500012345"),)
    assert agents["a-museum:agent:group/5"].kind == "group"


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ({"classified_as": ["http://vocab.getty.edu/aat/300404274"]}, ("workshop of", "a-museum:agent:person/7")),
        ({"identified_by": [{"type": "Name", "content": "circle of"}]}, ("circle of", "a-museum:agent:person/7")),
        ({"assigned_property": "influenced_by"}, ("after", "a-museum:agent:person/7")),
        (
            {"assigned": [{"type": "Group", "_label": "followers", "formed_by": {
                "type": "Formation", "influenced_by": [own("Person", "person/7", "A. Person")],
            }}], "classified_as": [aat("300404282", "follower of")]},
            ("follower of", "a-museum:agent:person/7"),
        ),
    ],
)  # fmt: skip
def test_a_maker_who_is_assigned(tmp_path: Path, assignment: Json, expected: tuple[str, str]) -> None:
    made = {
        "type": "AttributeAssignment", "assigned_property": "carried_out_by",
        "assigned": [{"id": f"{HOME}/person/7", "type": "Person", "_label": "A. Person"}],
    } | assignment  # fmt: skip
    part = {"type": "Production", "assigned_by": [made]}
    said = {"id": f"{HOME}/1", "type": "HumanMadeObject", "produced_by": {"type": "Production", "part": [part]}}
    [credit] = work_of(tmp_path, said).credits
    assert (credit.attribution, credit.agent) == expected


def test_the_role_that_is_a_technique(tmp_path: Path) -> None:
    """As the Rijksmuseum says it; a technique that is no role stays one."""
    technique = [
        {"notation": [{"@language": "en", "@value": "draftsman (artist)"}], "id": f"{HOME}/t/1", "type": "Type"}
    ]
    part = {
        "type": "Production", "technique": technique, "carried_out_by": [own("Person", "person/7", "A. Person")],
        "referred_to_by": [
            statement("A. Person", "300435417", "Name"),
            statement("draftsman (artist): A. Person, Leiden", "300435416", "Description"),
        ],
    }  # fmt: skip
    said = {"id": f"{HOME}/1", "type": "HumanMadeObject", "produced_by": {"type": "Production", "part": [part]}}
    work = work_of(tmp_path, said)
    assert work.credits == (
        Credit(agent="a-museum:agent:person/7", role="draughtsman", note="draftsman (artist); Leiden"),
    )
    assert facets(tmp_path, said) == set()
    part["technique"] = [*technique, aat("300178684", "oil painting (technique)")]
    assert facets(tmp_path, said) == {("technique", "oil painting (technique)")}


def test_dates(tmp_path: Path) -> None:
    found = work_of(tmp_path, document()).dates
    assert [(one.kind, one.text, one.earliest, one.latest, one.qualifier) for one in found] == [
        ("created", "about 1850", 1848, 1852, "circa"), ("acquired", "1901", 1901, 1901, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "ends", "expected"),
    [
        ("1628-01-01T00:00:00Z", False, 1628), ("-0500-01-01T00:00:00Z", False, -500), ("0000-01-01", False, None),
        ("1853-01-01T00:00:00Z", True, 1852), ("1852-12-31T23:59:59Z", True, 1852), ("1852", True, 1852),
        ("0001-01-01T00:00:00Z", True, None), ("soon", False, None), ("", True, None),
    ],
)  # fmt: skip
def test_years(said: str, ends: bool, expected: int | None) -> None:
    """The first instant of a year is the end of the year before; there is no year 0."""
    assert year(said, ends=ends) == expected


def test_sizes_texts_and_keepers(tmp_path: Path) -> None:
    work = work_of(tmp_path, document())
    assert work.dimensions == (
        Dimension(kind="text", text="24.5 x 30 cm"), Dimension(kind="height", value=24.5, unit="cm"),
        Dimension(kind="width", value=30, unit="cm"),
    )  # fmt: skip
    texts = {(one.kind, one.text, one.lang) for one in work.texts}
    assert texts >= {
        ("medium", "oil on canvas", "en"), ("medium", "huile sur toile", "fr"), ("inscription", "A. P.", "en"),
        ("provenance", "The artist; by descent", "en"), ("own statement", "said by nobody else", "en"),
        ("location", "Gallery 3", None), ("makers as printed", "attributed to A. Person", "en"),
        ("finding", "a river; 1860", None), ("acquisition", "from C. Person; 1901", None),
        ("modification", "cleaned", None), ("exhibition", "A show", None),
    }  # fmt: skip
    assert work.holdings == (
        Holding(
            kind="owner", holder="a-museum:agent:group/1", name="Museum X", inventory="A 1",
            credit_line="Gift of C. Person, 1901",
        ),
    )  # fmt: skip


def test_the_keeper_that_only_the_descriptor_names(tmp_path: Path) -> None:
    said = document()
    del said["current_owner"]
    more = "options:\n  keeper: {name: Museum Y, city: Lyon, country: FR}\n"
    assert work_of(tmp_path, said, more).holdings == (
        Holding(name="Museum Y", city="Lyon", country="FR", inventory="A 1", credit_line="Gift of C. Person, 1901"),
    )


def test_relations(tmp_path: Path) -> None:
    assert set(work_of(tmp_path, document()).relations) == {
        Relation(kind="part of", target="a-museum:object/0", text="A pair"),
        Relation(kind="pendant", target="a-museum:object/2", text="One boat"),
        Relation(kind="after", target="a-museum:object/3", text="A drawing"),
    }


def test_a_picture_is_open_only_if_its_own_right_says_so(tmp_path: Path) -> None:
    said = document()
    [picture] = work_of(tmp_path, said).images
    assert (picture.url, picture.iiif) == (f"{HOME}/iiif/1/full/max/0/default.jpg", f"{HOME}/iiif/1")
    assert (picture.open, picture.licence) == (False, None)
    digital = said["representation"][0]["digitally_shown_by"][0]
    for uri, free in ((CC0, True), ("http://rightsstatements.org/vocab/InC/1.0/", False), (f"{HOME}/terms", False)):
        digital["subject_to"] = [{"type": "Right", "classified_as": [{"id": uri, "type": "Type"}]}]
        work = work_of(tmp_path, said)
        assert work.images[0].open is free, uri
        assert [one.licence for one in work.rights if one.covers == "image"] == [uri]


def test_rights_of_the_record_are_no_rights_of_the_work(tmp_path: Path) -> None:
    said = document()
    said["subject_of"].append({
        "type": "LinguisticObject", "subject_to": [{"type": "Right", "classified_as": [{"id": CC0, "type": "Type"}]}],
    })  # fmt: skip
    rights = work_of(tmp_path, said).rights
    assert [one.licence for one in rights if one.covers == "metadata"] == [CC0]
    assert [one.statement for one in rights if one.covers == "work"] == ["© A. Person's heirs"]
    del said["subject_of"][1]
    assert [one.licence for one in work_of(tmp_path, said).rights if one.covers == "metadata"] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]


def test_lists_that_are_single_and_things_that_are_addresses(tmp_path: Path) -> None:
    """`classified_as` of bare addresses, a single object for a list, several types, a value that is a text."""
    said = {
        "id": f"{HOME}/1", "type": ["HumanMadeObject", "skos:Concept"],
        "classified_as": ["http://vocab.getty.edu/aat/300033618"],
        "identified_by": {"type": "Name", "content": "A boat", "classified_as": ["http://vocab.getty.edu/aat/300404670"]},
        "made_of": {"notation": [{"@language": "fr", "@value": "papier"}, {"@language": "en", "@value": "paper"}]},
        "dimension": {
            "type": "Dimension", "value": "24.5", "unit": "http://vocab.getty.edu/aat/300379097",
            "classified_as": {"notation": [{"@language": "nl", "@value": "hoogte"}]},
        },
    }  # fmt: skip
    issues: list[Issue] = []
    found = read_out(tmp_path, said, issues)
    [work] = [one for one in found if isinstance(one, Work)]
    [paper] = [one for one in found if isinstance(one, Term) and one.facet == "material"]
    assert (paper.id, paper.label_fr, paper.label_en) == ("a-museum:term:material/en:paper", "papier", "paper")
    assert work.dimensions == (Dimension(kind="height", value=24.5, unit="mm"),)
    assert [one.text for one in work.titles] == ["A boat"]
    assert [(issue.code, issue.raw) for issue in issues] == [("unresolved", "http://vocab.getty.edu/aat/300033618")]


JUNK = (
    None, "", "x", 7, 1.5, True, [], {}, [[]], [None], {"id": None}, {"id": [7]}, {"type": 7, "content": []}, "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("said", [document(), PERSON], ids=["object", "person"])
def test_a_value_of_another_kind_breaks_nothing(tmp_path: Path, said: Json) -> None:
    """Each value in turn becomes something else: the rest is read, or it is said that it can't be."""
    context, refused = context_in(tmp_path), set()
    for at in range(0, sum(1 for _ in places(said)), 2):
        changed = json.loads(json.dumps(said))
        holder, name = list(places(changed))[at]
        holder[name] = JUNK[at % len(JUNK)]
        try:
            linked_art(changed, context, "a-museum", "object/1")
        except ValueError:
            refused.add(name)
    assert refused <= {"id", "type"}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each object and list in a value, with the name or number of each of its members."""
    for name in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, name
        yield from places(value[name])


def test_things_in_each_other_without_end(tmp_path: Path) -> None:
    said: Json = {"type": "Production"}
    for _ in range(2000):
        said = {"type": "Production", "part": [said]}
    said = {"id": f"{HOME}/1", "type": "HumanMadeObject", "produced_by": said}
    with pytest.raises(ValueError, match="too many things in each other"):
        linked_art(said, context_in(tmp_path), "a-museum", "1")


def test_the_order_that_things_say_themselves(tmp_path: Path) -> None:
    sequence = [number("2", aat("300456575", "sequence number"))], [number("1", aat("300456575", "sequence number"))]
    made = [own("Material", f"m/{n}", f"m{n}", identified_by=said) for n, said in enumerate(sequence)]
    made.append(own("Material", "m/9", "m9"))
    found = read_out(tmp_path, {"id": f"{HOME}/1", "type": "HumanMadeObject", "made_of": [made[2], *made[:2]]})
    assert [one.label for one in found if isinstance(one, Term)] == ["m1", "m0", "m9"]


# -- people, terms, and what is neither ------------------------------------------------------------------------------


def test_a_person(tmp_path: Path) -> None:
    [agent] = [one for one in read_out(tmp_path, PERSON) if isinstance(one, Agent)]
    assert (agent.id, agent.name, agent.sort_name, agent.kind) == (
        "a-museum:agent:person/7", "A. Person", "Person, A.", "person",
    )  # fmt: skip
    assert (agent.born, agent.died, agent.born_place, agent.gender, agent.country) == (
        1820,
        1901,
        "Lyon",
        "female",
        "American",
    )
    assert (agent.life_text, agent.authority) == ("American, 1820–1901", 1)
    assert [one.text for one in agent.names] == ["Ann Person"]
    assert agent.identifiers == (
        Identifier(scheme="ulan", value="500012345"), Identifier(scheme="local", value="7"),
    )  # fmt: skip
    assert [one.term for one in agent.terms] == ["a-museum:term:classification/aat:300025136"]


def test_a_birth_that_is_only_bounded_has_no_year(tmp_path: Path) -> None:
    born = {"type": "Birth", "timespan": span("between 1815 and 1825", "1815", "1825")}
    [agent] = [one for one in read_out(tmp_path, PERSON | {"born": born}) if isinstance(one, Agent)]
    assert agent.born is None


@pytest.mark.parametrize(
    ("kind", "facet"),
    [("Material", "material"), ("Place", "place"), ("Set", "collection"), ("Type", "classification")],
)
def test_a_term(tmp_path: Path, kind: str, facet: str) -> None:
    above = "part_of" if kind == "Place" else "broader"
    said = own(kind, "m/1", "a word") | {above: [own(kind, "m/0", "a wider word")]}
    found = {one.id: one for one in read_out(tmp_path, said) if isinstance(one, Term)}
    term = found[f"a-museum:term:{facet}/m/1"]
    assert term.label == "a word"
    assert [found[parent].label for parent in term.parents] == ["a wider word"]


@pytest.mark.parametrize("kind", ["VisualItem", "Activity", ""])
def test_what_is_neither_a_work_nor_about_one(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ValueError, match="neither a work nor about one"):
        read_out(tmp_path, own(kind, "x/1", "a thing"))


# -- the model's schemas, and the records at hand ----------------------------------------------------------------------


@pytest.mark.parametrize(("said", "schema"), [(document(), "object"), (PERSON, "person")], ids=["object", "person"])
def test_these_documents_are_valid(said: Json, schema: str, shared: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder = shared / "fixtures" / "linked_art"
    base = "https://linked.art/api/1.0/schema"
    resources = {
        f"{base}/{name}.json": json.loads((folder / f"schema_{name}.json").read_text(encoding="utf-8"))
        for name in ("core", "object", "person")
    }
    registry = referencing.Registry().with_contents(resources.items())
    validator = jsonschema.Draft202012Validator(resources[f"{base}/{schema}.json"], registry=registry)
    errors = [f"{'/'.join(map(str, error.path))}: {error.message[:300]}" for error in validator.iter_errors(said)]
    assert errors == []


def test_the_whole_record_at_hand(shared: Path, tmp_path: Path) -> None:
    path = shared / "fixtures" / "rijksmuseum" / "hmo-200117708-linked-art.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    issues: list[Issue] = []
    found = read_out(tmp_path, said, issues)
    [work] = [one for one in found if isinstance(one, Work)]
    [maker] = [one for one in found if isinstance(one, Agent)]
    assert issues == []
    assert [(one.text, one.lang) for one in work.titles] == [
        ("Three Scribes", "en"), ("Drie schriftgeleerden onder een gordijn", "nl"),
    ]  # fmt: skip
    assert work.credits == (
        Credit(agent="a-museum:agent:2103429", role="draughtsman", note="draftsman (artist); Leiden"),
    )
    assert {one.scheme: one.value for one in maker.identifiers} == {
        "viaf": "64013650", "rkd": "66219", "wikidata": "Q5598", "ulan": "500011051",
    }  # fmt: skip
    assert [(one.earliest, one.latest, one.qualifier) for one in work.dates] == [(1628, 1629, "circa")]
    assert [(one.kind, one.value, one.unit) for one in work.dimensions if one.value] == [
        ("width", 176, "mm"), ("height", 226, "mm"),
    ]  # fmt: skip
    known = labels(found)
    assert [known[one.term] for one in work.terms if one.facet == "material"] == ["paper", "paint (coating)", "ink"]
    assert Relation(kind="recto | verso", target="a-museum:200117707") in work.relations
    assert len([one for one in work.texts if one.kind == "documented in"]) == 7
    assert [(one.covers, one.licence) for one in work.rights] == [("metadata", CC0)]
    assert (work.holdings[0].inventory, work.holdings[0].credit_line) == (
        "RP-T-1930-54(V)", "Gift of C. Hofstede de Groot, The Hague",
    )  # fmt: skip
