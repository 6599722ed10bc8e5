"""wikidata-artworks: the query service and the API played by a server on this machine, files with an entity a line,
and the real entities where they are. All entities here are synthetic, in the true shape."""

from __future__ import annotations

import bz2
import copy
import gzip
import json
import re
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Holding,
    RawRecord,
    Relation,
    Rights,
    Term,
    Text,
    Title,
    Work,
)
from culturedata.errors import (
    InputEmpty,
    InputError,
    InputFormat,
    InputMissing,
    InputPointer,
    InputTruncated,
    UsageError,
)
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.protocols.wikidata import facts_query
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.wikidata_artworks.source import WikidataArtworks
from tests.contract_http import HttpSourceContract
from tests.contract_source import SourceContract
from tests.http_faults import Asked, Clock, Reply, Server
from tests.wikidata_server import NOBODY, NOTHING, Played, answered, claim, item, literal, size, spoken, text, time, uri

Json = dict[str, Any]
NAME = "wikidata-artworks"
MUSEUMS = ("Q19675", "Q23402")
MAKER, MODEL, PAINTING, OIL, LOUVRE, ORSAY, FREE = "Q100", "Q101", "Q3305213", "Q296955", "Q19675", "Q23402", "Q19652"
LABELS = {
    MAKER: {"fr": "Un Artiste", "en": "A. Person"}, MODEL: {"en": "B. Person"},
    PAINTING: {"fr": "peinture", "en": "painting"},
    OIL: {"fr": "peinture à l’huile", "en": "oil paint"}, LOUVRE: {"mul": "Louvre"}, ORSAY: {"fr": "musée d'Orsay"},
    FREE: {"en": "public domain"},
}  # fmt: skip
FACTS: Json = {
    MAKER: {"P31": ["Q5"], "P21": ["Q6581072"], "P245": ["500010879"], "P214": ["24602065"],
            "P569": [["1720-01-01T00:00:00Z", 9]], "P570": [["1778-05-03T00:00:00Z", 11]]},
    MODEL: {"P569": [["-0099-01-01T00:00:00Z", 9]], "P570": [["1800-01-01T00:00:00Z", 7]]},
}  # fmt: skip


def entity(number: int, museum: str = LOUVRE, **claims: list[Json]) -> Json:
    """A painting; `claims` take the place of its own, or come to them."""
    own = {
        "P31": [claim(item(PAINTING))], "P170": [claim(item(MAKER))], "P186": [claim(item(OIL))],
        "P195": [claim(item(museum), P580=[time("+1793-00-00", 9)])],
        "P217": [claim(text(f"INV. {number}", "string"), P195=[item(museum)])],
        "P571": [claim(time("+1763-00-00", 9), P1480=[item("Q5727902")])], "P347": [claim(text(f"000PE0{number:05}"))],
        "P18": [claim(text("Invented view.jpg", "commonsMedia"))], "P6216": [claim(item(FREE))],
        "P2048": [claim(size("+77.5", "Q174728"))], "P1476": [claim(spoken("Veduta", "it"))],
    }  # fmt: skip
    return {
        "pageid": number, "ns": 0, "title": f"Q{number}", "lastrevid": 9, "modified": "2024-05-01T00:00:00Z",
        "type": "item", "id": f"Q{number}",
        "labels": {"fr": {"language": "fr", "value": f"Vue {number}"},
                   "en": {"language": "en", "value": f"View {number}"},
                   "de": {"language": "de", "value": "Ansicht"}},
        "descriptions": {"fr": {"language": "fr", "value": "tableau inventé"}},
        "aliases": {"en": [{"language": "en", "value": "The View"}]}, "claims": own | claims,
        "sitelinks": {"frwiki": {"site": "frwiki", "title": f"Vue {number}", "badges": [], "url": "https://x"}},
    }  # fmt: skip


def linked() -> Json:
    return {at: ({"label": LABELS[at]} | FACTS.get(at, {})) for at in LABELS}


def parsed(row: Json, names: Json | None = None) -> tuple[list[Any], list[Issue]]:
    issues: list[Issue] = []
    body = json.dumps({"entity": row, "linked": linked() if names is None else names}).encode()
    record = RawRecord(key=row["id"], body=body, located="by hand", cursor="1")
    return list(WikidataArtworks(Context(descriptor(NAME), report=issues.append)).parse(record)), issues


def work(**claims: list[Json]) -> Work:
    found = parsed(entity(12, **claims))[0][-1]
    assert isinstance(found, Work)
    return found


def test_a_painting() -> None:
    found, issues = parsed(entity(12))
    assert issues == []
    this = found[-1]
    assert this.titles == (
        Title(text="Veduta", lang="it"), Title(text="Vue 12", lang="fr", kind="translated"),
        Title(text="View 12", lang="en", kind="translated"), Title(text="The View", lang="en", kind="alternative"),
    )  # fmt: skip
    assert this.credits == (Credit(agent=f"{NAME}:agent:Q100", role="artist"),)
    assert this.dates == (
        Date(text="circa 1763", earliest=1763, latest=1763, precision="year", qualifier="circa"),
        Date(text="1793", kind="acquired", earliest=1793, latest=1793, precision="year"),
    )
    assert this.holdings == (Holding(kind="keeper", name="Louvre", inventory="INV. 12"),)
    assert [(i.scheme, i.value) for i in this.identifiers] == [
        ("wikidata", "Q12"), ("accession", "INV. 12"), ("joconde", "000PE000012"), ("wikipedia-fr", "Vue 12"),
    ]  # fmt: skip
    assert this.dimensions == (Dimension(kind="height", value=77.5, unit="cm", text="77.5"),)
    assert this.texts == (Text(kind="short description", text="tableau inventé", lang="fr"),)
    assert [(term.facet, term.term) for term in this.terms] == [
        ("type", f"{NAME}:term:type-{PAINTING}"), ("material", f"{NAME}:term:material-{OIL}"),
    ]  # fmt: skip
    assert (found[0].label, found[0].label_fr, found[0].url) == (
        "painting", "peinture", f"http://www.wikidata.org/entity/{PAINTING}",
    )  # fmt: skip
    [picture] = this.images
    assert picture.url == "https://commons.wikimedia.org/wiki/Special:FilePath/Invented_view.jpg"
    assert (picture.open, picture.licence) == (False, None)
    public = "https://creativecommons.org/publicdomain/mark/1.0/"
    assert this.rights[-1] == Rights(covers="work", licence=public, statement="public domain")
    assert [one.covers for one in this.rights] == ["metadata", "image", "work"]


def test_a_maker_with_the_facts_that_came_with_the_work() -> None:
    [maker] = [one for one in parsed(entity(12))[0] if isinstance(one, Agent)]
    assert (maker.name, maker.kind, maker.gender, maker.born, maker.died) == (
        "A. Person",
        "person",
        "female",
        1720,
        1778,
    )
    assert [(i.scheme, i.value) for i in maker.identifiers] == [
        ("wikidata", "Q100"), ("ulan", "500010879"), ("viaf", "24602065"),
    ]  # fmt: skip
    assert maker.names == (Title(text="Un Artiste", lang="fr", kind="alternative"),)
    assert maker.authority == 1


def test_a_year_in_rdf_before_our_era_is_one_less_and_a_century_is_no_year() -> None:
    [maker] = [one for one in parsed(entity(12, P170=[claim(item(MODEL))]))[0] if isinstance(one, Agent)]
    assert (maker.name, maker.kind, maker.born, maker.died) == ("B. Person", "unknown", -100, None)


@pytest.mark.parametrize(
    ("property", "attribution"),
    [
        ("P1773", "attributed to"), ("P1774", "workshop of"), ("P1775", "follower of"), ("P1776", "circle of"),
        ("P1777", "manner of"), ("P1780", "school of"), ("P1877", "after"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("nobody", [NOBODY, item("Q4233718")])
def test_attributions(property: str, attribution: str, nobody: Json) -> None:
    this = work(P170=[claim(nobody, **{property: [item(MAKER)]})])
    assert this.credits == (Credit(agent=f"{NAME}:agent:Q100", role="artist", attribution=attribution),)


def test_makers_that_are_not_known_doubted_or_deprecated() -> None:
    assert work(P170=[claim(NOBODY)]).credits == work(P170=[claim(NOTHING)]).credits == ()
    assert work(P170=[claim(item(MAKER), P5102=[item("Q230768")])]).credits[0].attribution == "attributed to"
    deprecated = [claim(item(MODEL), "deprecated"), claim(item(MAKER))]
    assert [one.agent for one in work(P170=deprecated).credits] == [f"{NAME}:agent:Q100"]
    preferred = [claim(item(MODEL), "preferred"), claim(item(MAKER))]
    assert [one.agent for one in work(P170=preferred).credits] == [f"{NAME}:agent:Q101"]


def test_who_else_had_to_do_with_it() -> None:
    this = work(P88=[claim(item(MODEL))], P170=[claim(item(MAKER), P3831=[item(OIL)], P1932=[text("A. P.", "string")])])
    assert this.credits == (
        Credit(agent=f"{NAME}:agent:Q100", role="artist", note="oil paint; A. P."),
        Credit(agent=f"{NAME}:agent:Q101", role="patron"),
    )


def test_numbers_go_with_their_collections_and_a_former_one_is_a_text() -> None:
    this = work(
        P195=[claim(item(LOUVRE)), claim(item(ORSAY)), claim(item(MODEL), P582=[time("+1900-00-00", 9)])],
        P217=[claim(text("RF 1", "string"), P195=[item(ORSAY)]), claim(text("X", "string"))],
        P276=[claim(item(ORSAY))], P127=[claim(item(MAKER))],
    )  # fmt: skip
    assert this.holdings == (
        Holding(name="Louvre"), Holding(name="musée d'Orsay", inventory="RF 1"),
        Holding(kind="owner", name="A. Person"),
    )  # fmt: skip
    assert [i.value for i in this.identifiers if i.scheme == "accession"] == ["RF 1", "X"]
    assert this.texts[-1] == Text(kind="former collection", text="B. Person (–1900)", lang="en")


def test_what_else_is_said_of_a_work() -> None:
    this = work(
        P350=[claim(text("7"))], P9999=[claim(text("abc"))], P361=[claim(item(MODEL))],
        P2048=[claim(size("+3", "Q218593"), P518=[item(OIL)])], P6216=[claim(item("Q50423863"), P1001=[item(MODEL)])],
        P571=[claim(time("+1600-00-00", 7), P1319=[time("+1503-00-00", 9)], P1326=[time("+1506-00-00", 9)])],
    )  # fmt: skip
    assert {i.scheme: i.value for i in this.identifiers}["rkdimages"] == "7"
    assert {i.scheme: i.value for i in this.identifiers}["wikidata-P9999"] == "abc"
    assert this.relations == (Relation(kind="part of", target=f"{NAME}:Q101", text="B. Person"),)
    assert this.dimensions == (Dimension(kind="height", part="oil paint", value=3.0, unit="in", text="3"),)
    assert this.rights[-1].licence == "http://rightsstatements.org/vocab/InC/1.0/"
    assert (this.dates[0].earliest, this.dates[0].latest, this.dates[0].text) == (1503, 1506, "between 1503 and 1506")


def test_an_item_of_which_nothing_is_known() -> None:
    found, issues = parsed({"type": "item", "id": "Q9", "labels": {}, "descriptions": [], "claims": []}, {})
    assert issues == []
    assert found == [
        Work(
            id=f"{NAME}:Q9", domain="museum", titles=(Title(text="Q9", kind="alternative"),),
            url="https://www.wikidata.org/wiki/Q9", identifiers=found[0].identifiers, rights=found[0].rights,
        )
    ]  # fmt: skip


def test_a_label_that_is_the_same_in_both_languages_is_of_none() -> None:
    row = entity(12, P1476=[]) | {"labels": {at: {"language": at, "value": "Olympia"} for at in ("fr", "en")}}
    assert parsed(row)[0][-1].titles[0] == Title(text="Olympia")


def test_what_has_no_name_is_called_by_its_id_and_told_once() -> None:
    issues: list[Issue] = []
    source = WikidataArtworks(Context(descriptor(NAME), report=issues.append))
    for number in (12, 13):
        body = json.dumps({"entity": entity(number), "linked": {}}).encode()
        found = list(source.parse(RawRecord(key=f"Q{number}", body=body, located="", cursor="1")))
    assert [one.name for one in found if isinstance(one, Agent)] == ["Q100"]
    assert [one.authority for one in found if isinstance(one, Agent)] == [0]
    assert [one.code for one in issues] == ["no-label"]


def test_a_property_that_is_new_is_reported() -> None:
    issues = parsed(entity(12, P7777=[claim(item(MODEL))]))[1]
    assert [(one.code, one.field) for one in issues] == [("new-field", "P7777")]


def test_a_value_that_can_not_be_read_is_reported_with_its_property() -> None:
    age, many = claim(time("-38000-00-00", 5)), size("many", "Q174728")
    far = copy.deepcopy(age["mainsnak"])
    place = {"snaktype": "value", "datatype": "globe-coordinate",
             "datavalue": {"type": "globecoordinate", "value": {"latitude": 48.9}}}  # fmt: skip
    found, issues = parsed(entity(
        12, P571=[age], P2048=[claim(many)],
        P195=[claim(item(LOUVRE), P580=[far]), claim(item(ORSAY), "deprecated", P580=[far])],
        P276=[claim(item(LOUVRE), P625=[place])],
    ))  # fmt: skip
    assert (found[-1].dates, found[-1].dimensions) == ((), ())
    assert {(one.code, one.record) for one in issues} == {("unreadable-value", f"{NAME}:Q12")}
    assert [one.field for one in issues] == ["P580", "P571", "P2048"]
    assert [json.loads(one.raw or "") for one in issues] == [
        age["mainsnak"]["datavalue"]["value"], age["mainsnak"]["datavalue"]["value"], many["datavalue"]["value"],
    ]  # fmt: skip


def test_a_time_of_an_answer_that_is_none_is_reported_as_it_stands(tmp_path: Path) -> None:
    found, issues = of_answer(tmp_path, row_of(12, inception=literal("long ago")))
    assert found[-1].dates == ()
    assert [(one.code, one.field, json.loads(one.raw or "")["time"]) for one in issues] == [
        ("unreadable-value", "P571", "long ago")
    ]


# Files


# What says nothing of its own in an entity, beside what is ignored.
UNDERSTOOD = frozenset({
    # The key says the language, too; other languages than French and English stay in the raw record.
    "entity.labels.fr.language", "entity.labels.en.language", "entity.labels.de.language", "entity.labels.de.value",
    "entity.descriptions.fr.language", "entity.aliases.en[].language",
    # The property says what kind of value it has; but for the numbers in other catalogues, which are told by it.
    *(f"entity.claims.{one}[].mainsnak.datatype" for one in
      ("P18", "P31", "P170", "P186", "P195", "P217", "P571", "P1476", "P2048", "P6216")),
    *(f"entity.claims.{one}[].datatype" for one in
      ("P195[].qualifiers.P580", "P217[].qualifiers.P195", "P571[].qualifiers.P1480")),
})  # fmt: skip


class TestFile(SourceContract):
    source = NAME
    understood = UNDERSTOOD | {"linked"}  # empty in files
    composed: ClassVar[frozenset[str]] = frozenset({"", "linked"})

    def input(self, tmp_path: Path) -> str:
        lines = ["[", *(json.dumps(entity(number)) + "," for number in (12, 13, 14)), json.dumps(entity(15)), "]"]
        (tmp_path / "dump.json.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
        return str(tmp_path / "dump.json.gz")


def in_file(path: Path, body: bytes, **more: Any) -> tuple[list[str], list[Issue]]:
    issues: list[Issue] = []
    path.write_bytes(body)
    source = WikidataArtworks(Context(descriptor(NAME), str(path), report=issues.append, **more))
    return [record.key for record in source.records()], issues


def test_files_of_each_form(tmp_path: Path) -> None:
    plain = "\n".join(json.dumps(entity(number)) for number in (12, 13)).encode()
    for name, body in (("a.jsonl", plain), ("a.gz", gzip.compress(plain)), ("a.bz2", bz2.compress(plain))):
        assert in_file(tmp_path / name, body) == (["Q12", "Q13"], [])
    assert in_file(tmp_path / "a.jsonl", plain, cursor="1") == (["Q13"], [])
    assert in_file(tmp_path / "a.jsonl", plain, since="2024-06-01") == ([], [])
    film = json.dumps({"id": "Q20", "claims": {"P57": []}}).encode()
    keys, issues = in_file(tmp_path / "a.jsonl", film + b"\n" + plain + b"\n{broken\n{}\n" + film)
    assert keys == ["Q12", "Q13"]
    assert [one.code for one in issues] == ["left-out", "not-a-record", "not-a-record"]


def test_documents_of_entities(tmp_path: Path) -> None:
    """As Special:EntityData and the API answer, one entity alone, a list; laid out over lines or not; a folder."""
    some = {f"Q{number}": entity(number) for number in (12, 13)}
    gone = {"Q14": {"id": "Q14", "missing": ""}}
    kept = {
        "a.json": {"entities": some | gone, "success": 1}, "b.json": list(some.values()), "c.json": entity(15),
    }  # fmt: skip
    for name, body in kept.items():
        for indent in (None, 1):
            keys, issues = in_file(tmp_path / name, json.dumps(body, indent=indent).encode())
            assert keys == (["Q15"] if name == "c.json" else ["Q12", "Q13"])
            assert [one.code for one in issues] == (["not-a-record"] if name == "a.json" else [])
    source = WikidataArtworks(Context(descriptor(NAME), str(tmp_path), cursor="2"))
    assert [(one.key, one.cursor) for one in source.records()] == [("Q15", "4"), ("Q12", "5"), ("Q13", "6")]


def row_of(number: int, **more: Json) -> Json:
    """A row of an answer about a painting."""
    return {
        "work": uri(f"Q{number}"), "workLabel": literal(f"Vue {number}", "fr"),
        "workDescription": literal("tableau inventé", "fr"), "creator": uri(MAKER),
        "creatorLabel": literal("Un Artiste", "fr"), "collection": uri(LOUVRE),
        "collectionLabel": literal("Louvre", "fr"), "inventory_number": literal(f"INV. {number}"),
        "inception": literal("1763-01-01T00:00:00Z", datatype="dateTime"),
        "image": uri("http://commons.wikimedia.org/wiki/Special:FilePath/Invented%20view.jpg"),
    } | more  # fmt: skip


def of_answer(tmp_path: Path, *rows: Json) -> tuple[list[Any], list[Issue]]:
    """What the first item of an answer says, and what is reported."""
    issues: list[Issue] = []
    (tmp_path / "query.json").write_bytes(answered(*rows))
    source = WikidataArtworks(Context(descriptor(NAME), str(tmp_path / "query.json"), report=issues.append))
    return list(source.parse(next(iter(source.records())))), issues


def test_a_saved_answer_of_the_query_service(tmp_path: Path) -> None:
    """Its rows say the same as an entity with as much in it, and a row that repeats itself says it once."""
    found, issues = of_answer(tmp_path, row_of(12), row_of(12, material=uri(OIL), materialLabel=literal("huile")))
    assert issues == []
    this = found[-1]
    assert this.titles == (Title(text="Vue 12", lang="fr"),)
    assert this.texts == (Text(kind="short description", text="tableau inventé", lang="fr"),)
    assert this.credits == (Credit(agent=f"{NAME}:agent:Q100", role="artist"),)
    assert [(one.name, one.authority) for one in found if isinstance(one, Agent)] == [("Un Artiste", 1)]
    assert this.holdings == (Holding(name="Louvre", inventory="INV. 12"),)
    assert this.dates == (Date(text="1763", earliest=1763, latest=1763, precision="year"),)
    assert [one.label for one in found if isinstance(one, Term)] == ["huile"]
    assert this.images[0].url == "https://commons.wikimedia.org/wiki/Special:FilePath/Invented_view.jpg"
    assert [(one.scheme, one.value) for one in this.identifiers] == [("wikidata", "Q12"), ("accession", "INV. 12")]


@pytest.mark.parametrize(
    ("said", "text", "year"),
    [
        ("1763-01-01T00:00:00Z", "1763", 1763), ("1763-05-02T00:00:00Z", "1763-05-02", 1763), ("1763", "1763", 1763),
        ("-0099-01-01T00:00:00Z", "100 BCE", -100), ("0000-01-01T00:00:00Z", "1 BCE", -1),
    ],
)  # fmt: skip
def test_times_of_an_answer(tmp_path: Path, said: str, text: str, year: int) -> None:
    found, issues = of_answer(tmp_path, row_of(12, inception=literal(said)))
    assert [(one.text, one.earliest, one.latest) for one in found[-1].dates] == [(text, year, year)]
    assert issues == []


def test_other_values_of_an_answer(tmp_path: Path) -> None:
    nobody, untitled = {"type": "bnode", "value": "t1"}, literal("Q12")
    more = {"P347": literal("000PE000012"), "height": literal("77.5"), "title": literal("Veduta", "it")}
    row = row_of(12, creator=nobody, creatorLabel=literal("t1"), workLabel=untitled, **more)
    found, issues = of_answer(tmp_path, row | {"workAltLabel": literal("View, The View", "en"), "shelf": literal("B2")})
    assert found[-1].credits == ()
    assert [(one.text, one.lang) for one in found[-1].titles] == [("Veduta", "it"), ("View", "en"), ("The View", "en")]
    assert found[-1].dimensions == (Dimension(kind="height", value=77.5, text="77.5"),)
    assert [one.value for one in found[-1].identifiers if one.scheme == "joconde"] == ["000PE000012"]
    assert [(one.code, one.field) for one in issues] == [("new-field", "creatorLabel"), ("new-field", "shelf")]


def test_rows_without_an_item_and_answers_without_works(tmp_path: Path) -> None:
    nobody = row_of(13, work={"type": "bnode", "value": "t1"})
    keys, issues = in_file(tmp_path / "a.json", answered(nobody, row_of(12), {"work": uri("Q20")}))
    assert (keys, [one.code for one in issues]) == (["Q12"], ["no-key", "left-out"])
    for row in ({"statement": uri("http://www.wikidata.org/entity/statement/Q1-a")}, {"n": literal("7")}):
        with pytest.raises(InputEmpty):
            in_file(tmp_path / "a.json", answered(row))


class TestAnswer(SourceContract):
    source = NAME
    understood = frozenset({
        "claims.P18", "claims.P170", "claims.P195", "claims.P217", "claims.P571",  # what the rows are about, for a look
        "rows[].work.value",  # the same as «id»
        "rows[].inception.datatype",  # the property says that it is a time
        "rows[].creatorLabel.xml:lang", "rows[].collectionLabel.xml:lang",  # names are taken in any language
    })  # fmt: skip
    composed: ClassVar[frozenset[str]] = frozenset({"", "claims"})

    def input(self, tmp_path: Path) -> str:
        years = {number: literal(f"{1750 + number}-01-01T00:00:00Z", datatype="dateTime") for number in (12, 13, 14)}
        rows = (row_of(number, inception=year) for number, year in years.items())
        (tmp_path / "query.json").write_bytes(answered(*rows))
        return str(tmp_path / "query.json")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", InputEmpty), (b"[\n]\n", InputEmpty), (b"<!DOCTYPE html><p>moved", InputFormat), (b"\0\0", InputEmpty),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", InputPointer),
        (gzip.compress(json.dumps(entity(12)).encode() * 50)[:200], InputTruncated), (b"a,b\n1,2\n", InputFormat),
    ],
)  # fmt: skip
def test_bad_files_are_named(tmp_path: Path, body: bytes, error: type[InputError]) -> None:
    with pytest.raises(error):
        in_file(tmp_path / "a.json", body)
    with pytest.raises(InputMissing):
        list(WikidataArtworks(Context(descriptor(NAME), str(tmp_path / "absent"))).records())


def test_the_real_entities_can_be_read(tmp_path: Path, shared: Path) -> None:
    """None is a work of art; their statements, read as if they were, lose nothing but properties that no work has."""
    folder, met = shared / "fixtures" / "wikidata", 0
    for path in [
        *sorted(folder.glob("entity_*.json")),
        folder / "wbgetentities_response.json",
        folder / "empty_values.json",
    ]:
        said = json.loads(path.read_bytes())
        for row in (said.get("entities") or {said["id"]: said}).values():
            found, issues = parsed(row, {})
            assert isinstance(found[-1], Work)
            assert {one.code for one in issues} <= {"new-field", "no-label", "check-digit", "bad-identifier"}
            assert all(re.fullmatch(r"P\d+", one.field or "") for one in issues if one.code == "new-field")
            met += 1
    assert met == 7
    cluny = json.loads((folder / "entity_Q1124095.json").read_bytes())
    dates = parsed(cluny, {})[0][-1].dates
    assert [(one.text, one.precision) for one in dates] == [("1844-03-17", "day")]


# The API


class TestServer(HttpSourceContract):
    source = NAME
    understood = UNDERSTOOD | {"linked.Q100.P569[][]", "linked.Q100.P570[][]"}  # of times only the year counts
    path = "/wiki-server"
    details: ClassVar[bool] = True
    lists: ClassVar[bool] = True
    composed: ClassVar[frozenset[str]] = frozenset({
        "", "linked", *(f"linked.{at}{end}" for at in LABELS for end in ("", ".label"))
    })  # fmt: skip

    def pages_of(self, size: int) -> None:
        super().pages_of(size)
        changed = run.descriptor(NAME)
        changed = msgspec.structs.replace(changed, options={"museums": list(MUSEUMS), "most": 5})
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)

    def reader(self, given: str | None, **more: Any) -> Any:
        source = super().reader(given, **more)
        source.descriptor = source.context.descriptor = run.descriptor(NAME)
        return source

    def rows(self) -> list[Any]:
        both = [claim(item(LOUVRE)), claim(item(ORSAY))]
        louvre = [entity(number) for number in (27, 13, 1005, 31, 116, 22)]
        return [*louvre, entity(14, ORSAY), entity(40, P195=both)]

    def answer(self, asked: Asked) -> Reply:
        server_side = Played(LABELS, FACTS, "P195")
        server_side.vanished = self.museum.vanished
        return server_side.answer(self.museum.rows, asked)

    def key_of(self, row: Any) -> str:
        return str(row["id"])


def asked_for(tmp_path: Path, rows: list[Json], **more: Any) -> tuple[list[RawRecord], list[Issue], Server, Played]:
    """The records as they came from a server with these entities, what was reported, and what was asked."""
    issues: list[Issue] = []
    senses, played = Clock().senses(), Played(LABELS, FACTS, "P195")
    options = more.pop("options", {"museums": list(MUSEUMS)})
    robots = more.pop("robots", None)
    described = msgspec.structs.replace(descriptor(NAME), options=options)
    with Server() as server:
        server.hears, server.robots = lambda asked: played.answer(rows, asked), robots
        context = Context(described, server.url, report=issues.append, **more)
        name = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        context.fetcher = lambda: Fetcher(described, stored=Cache(name, senses.now), senses=senses)
        return list(WikidataArtworks(context).records()), issues, server, played


def test_items_come_fifty_at_a_time_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    rows = [entity(number) for number in range(200, 79, -1)]
    found, issues, server, played = asked_for(tmp_path, rows)
    assert [record.key for record in found] == [f"Q{number}" for number in range(80, 201)]
    assert issues == []
    assert server.asked_for("/w/api.php") == 3
    assert len(played.queries) == 5, "two counts, two lists, and once what the items are called"
    body = json.loads(found[0].body)
    assert body["entity"] == entity(80)
    assert body["linked"] == {at: linked()[at] for at in (MAKER, FREE, LOUVRE, OIL, PAINTING)}


def test_long_lists_are_parted_by_last_digits(tmp_path: Path) -> None:
    rows = [entity(number) for number in range(1000, 1040)]
    for most, ends in ((3, 100), (50, 1), (5, 10)):
        found, _, _, played = asked_for(tmp_path, rows, options={"museums": [LOUVRE], "most": most})
        assert {record.key for record in found} == {row["id"] for row in rows}
        assert sum("DISTINCT ?item WHERE" in query for query in played.queries) == ends
    for most, rest in ((5, found[20:]), (50, sorted(found, key=lambda record: int(record.key[1:])))):
        options = {"museums": [LOUVRE], "most": most}
        more = asked_for(tmp_path, rows, options=options, cursor=found[19].cursor)[0]
        assert [record.key for record in more] == [record.key for record in rest], "parted otherwise it begins anew"


def test_a_work_in_two_museums_comes_once(tmp_path: Path) -> None:
    both = [claim(item(LOUVRE)), claim(item(ORSAY))]
    found, _, _, _ = asked_for(tmp_path, [entity(12, P195=both), entity(13, ORSAY)])
    assert [record.key for record in found] == ["Q12", "Q13"]


def test_where_robots_txt_closes_the_api_items_come_one_by_one(tmp_path: Path) -> None:
    rows = [entity(number) for number in (12, 13, 14)]
    batched, _, _, _ = asked_for(tmp_path, rows)
    found, issues, server, _ = asked_for(tmp_path, rows, robots=b"User-agent: *\nDisallow: /w/\n")
    assert found == [
        msgspec.structs.replace(one, located=one.located.replace(one.located.partition("/wiki/")[0], server.url))
        for one in batched
    ]
    assert [one.code for one in issues] == ["one-by-one"]
    assert (server.asked_for("/w/api.php"), server.asked_for("/wiki/Special:EntityData/Q")) == (0, 3)


def test_only_what_changed_since(tmp_path: Path) -> None:
    rows = [entity(12), entity(13) | {"modified": "2023-01-01T00:00:00Z"}]
    found, _, _, played = asked_for(tmp_path, rows, since="2024-01-01")
    assert [record.key for record in found] == ["Q12"]
    assert '"2024-01-01T00:00:00Z"^^xsd:dateTime' in played.queries[0]


@pytest.mark.parametrize("options", [{}, {"museums": ["Louvre"]}, {"museums": [], "classes": ["Q1 } DROP"]}])
def test_wrong_choices_are_named(tmp_path: Path, options: Json) -> None:
    with pytest.raises(UsageError):
        asked_for(tmp_path, [], options=options)


def test_facts_are_asked_in_rows_that_do_not_multiply() -> None:
    query = facts_query(["Q1", "Q2"])
    assert query.count("UNION") == 3
    assert "VALUES ?item { wd:Q1 wd:Q2 }" in query
    assert "wikibase:BestRank" in query


def test_the_descriptor_keeps_to_the_limits() -> None:
    described = descriptor(NAME)
    assert described.http is not None
    assert described.http.limits["query.wikidata.org"] <= 30
    assert described.sampled
    assert all(re.fullmatch(r"Q\d+", museum) for museum in described.options["museums"])
