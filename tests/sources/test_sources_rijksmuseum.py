"""The Rijksmuseum: the search way over a played server (synthetic), both ways side by side, and the answers at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import Agent, Entity, RawRecord, Relation, Term, Work
from culturedata.errors import UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.protocols import linked_art_list
from culturedata.importing.source import Context, Issue
from culturedata.sources.rijksmuseum import search
from culturedata.sources.rijksmuseum.source import Rijksmuseum
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import UNREAD, entities
from tests.http_faults import Asked, Reply
from tests.importing.test_importing_linked_art import CONTEXT
from tests.oai_server import OAI, Record
from tests.sources.test_sources_rijksmuseum_oai import rdf

HOME = "https://id.rijksmuseum.nl"
NUMBERS = (20017, 20013, 20015, 20011, 20016, 20012, 20014)
PDM = "https://creativecommons.org/publicdomain/mark/1.0/"


def thing(number: int | str, kind: str, en: str, nl: str, **more: Any) -> dict[str, Any]:
    """A thing as the museum names it: no label, but notations in two languages."""
    labels = [{"@language": "nl", "@value": nl}, {"@language": "en", "@value": en}]
    return {"id": f"{HOME}/{number}", "type": kind, "notation": labels, **more}


def content(text: str, code: str, language: str = "300388277") -> dict[str, Any]:
    return {
        "type": "LinguisticObject", "content": text, "classified_as": [f"http://vocab.getty.edu/aat/{code}"],
        "language": [{"id": f"http://vocab.getty.edu/aat/{language}", "type": "Language"}],
    }  # fmt: skip


def aat(code: str) -> dict[str, Any]:
    return {"id": f"http://vocab.getty.edu/aat/{code}", "type": "Type"}


def name(text: str, language: str, kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Name", "content": text, "classified_as": [kind],
            "language": [{"id": f"http://vocab.getty.edu/aat/{language}", "type": "Language"}]}  # fmt: skip


def artwork(number: int, *, pictured: bool = True) -> dict[str, Any]:
    """An object in the museum's shape; without `shows` where it has no picture."""
    drawn = thing(2202371, "Type", "draftsman (artist)", "tekenaar")
    maker = thing(21001, "Person", "A. Person", "A. Person", equivalent=["http://vocab.getty.edu/ulan/500012345"])
    said: dict[str, Any] = {
        "@context": CONTEXT, "id": f"{HOME}/{number}", "type": "HumanMadeObject",
        "identified_by": [
            {"type": "Identifier", "content": f"SK-A-{number}", "classified_as": [aat("300312355")]},
            name(f"Two boats {number}", "300388277", aat("300404670")),
            name(f"Twee boten {number}", "300388256", aat("300404670")),
            name(f"Twee schuiten {number}", "300388256", {"id": f"{HOME}/22015528", "type": "Type"}),
        ],
        "classified_as": [thing(22001, "Type", "painting", "schilderij", classified_as=[aat("300435443")])],
        "produced_by": {
            "type": "Production",
            "timespan": {"type": "TimeSpan", "begin_of_the_begin": "1628-01-01T00:00:00Z", "identified_by": [
                {"type": "Name", "content": "c. 1628 - c. 1629"},
            ], "end_of_the_end": "1629-12-31T23:59:59Z"},
            "part": [{
                "type": "Production", "carried_out_by": [maker], "technique": [drawn],
                "referred_to_by": [content("draftsman (artist): A. Person, Leiden", "300435416")],
            }],
        },
        "member_of": [{"id": f"{HOME}/261208", "type": "Set"}],
        "subject_of": [{
            "id": f"https://data.rijksmuseum.nl/{number}", "type": "LinguisticObject",
            "subject_to": [{"type": "Right", "classified_as": [
                {"id": "https://creativecommons.org/publicdomain/zero/1.0/", "type": "Type"},
            ]}],
        }],
        "referred_to_by": [content(f"Gift {number}", "300026687")],
    }  # fmt: skip
    if pictured:
        said["shows"] = [{"id": f"{HOME}/{number}01", "type": "VisualItem"}]
    return said


def behind(number: str, kind: str) -> dict[str, Any]:
    """A document on the way to a picture: a visual item, or a digital object."""
    said: dict[str, Any] = {
        "@context": "https://linked.art/ns/v1/linked-art.json",
        "id": f"{HOME}/{number}",
        "type": kind,
    }
    if kind == "VisualItem":
        said["digitally_shown_by"] = [{"id": f"{HOME}/{number[:-2]}02", "type": "DigitalObject"}]
        said["represents_instance_of_type"] = [thing(2299, "Type", "boat", "boot")]
    else:
        point = f"https://iiif.micr.example/{number}/full/max/0/default.jpg"
        said["access_point"] = [{"id": point, "type": "DigitalObject"}]
        said["subject_to"] = [{"type": "Right", "classified_as": [{"id": PDM, "type": "Type"}]}]
    return said


# What a thing is, where the property that holds it says so; that a type of work is one. The numbers of roles and of
# kinds of statements, whose words are read; the address of the description itself, and of each document a second time;
# in which language a credit line is, of which there is one.
UNDERSTOOD = frozenset({
    "object.type", "object.identified_by[].classified_as[].type", "object.identified_by[].language[].type",
    "object.classified_as[].type", "object.classified_as[].classified_as[].type", "object.produced_by.type",
    "object.produced_by.timespan.type", "object.produced_by.timespan.identified_by[].type",
    "object.produced_by.part[].type", "object.produced_by.part[].technique[].type",
    "object.produced_by.part[].referred_to_by[].type", "object.produced_by.part[].referred_to_by[].language[].type",
    "object.member_of[].type", "object.subject_of[].type", "object.subject_of[].subject_to[].type",
    "object.subject_of[].subject_to[].classified_as[].type", "object.referred_to_by[].type",
    "object.referred_to_by[].language[].type", "object.shows[].type",
    "shown[].document.type", "shown[].document.digitally_shown_by[].type",
    "shown[].document.represents_instance_of_type[].type", "shown[].document.access_point[].type",
    "shown[].document.subject_to[].type", "shown[].document.subject_to[].classified_as[].type",
    "object.classified_as[].classified_as[].id", "object.produced_by.part[].technique[].id",
    "object.produced_by.part[].referred_to_by[].classified_as[]", "object.subject_of[].id",
    "object.referred_to_by[].language[].id",
    "shown[].document.id",
})  # fmt: skip


class TestSearch(HttpSourceContract):
    source = "rijksmuseum"
    choices = ("type",)
    understood = UNDERSTOOD
    path = "/search/collection"
    fixed_pages: ClassVar[bool] = True
    details: ClassVar[bool] = True
    composed: ClassVar[frozenset[str]] = frozenset({"", "shown[]"})

    def rows(self) -> list[Any]:
        return list(NUMBERS)

    def key_of(self, row: Any) -> str:
        return str(row)

    def answer(self, asked: Asked) -> Reply:
        path = asked.address.partition("?")[0]
        if path == self.path:
            return self.listed(int(asked.query.get("pageToken", "0")))
        assert asked.headers["accept"] == "application/ld+json"
        number = path.strip("/")
        if number in self.museum.vanished:
            return Reply(404, b"")
        if len(number) == 5:
            said = artwork(int(number), pictured=number in ("20011", "20014"))
        else:
            said = behind(number, "VisualItem" if number.endswith("01") else "DigitalObject")
        return Reply(200, json.dumps(said).encode(), {"Content-Type": "application/ld+json"})

    def listed(self, start: int) -> Reply:
        """A page of the search: addresses and no more."""
        shown, beyond = self.museum.page(start, self.size)
        said: dict[str, Any] = {
            "@context": "https://linked.art/ns/v1/search.json", "type": "OrderedCollectionPage",
            "id": f"{self.server.url}{self.path}",
            "partOf": {"type": "OrderedCollection", "totalItems": len(self.museum.rows)},
            "orderedItems": [{"id": f"{HOME}/{row}", "type": "HumanMadeObject"} for row in shown],
        }  # fmt: skip
        if beyond is not None:
            next_ = f"{self.server.url}{self.path}?pageToken={beyond}"
            said["next"] = {"id": next_, "type": "OrderedCollectionPage"}
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_what_a_record_says(self, tmp_path: Path) -> None:
        works, agents, terms = entities(self.reader(self.input(tmp_path)))
        assert sorted(works) == [f"rijksmuseum:{number}" for number in sorted(NUMBERS)]
        work = works["rijksmuseum:20011"]
        assert [(one.scheme, one.value) for one in work.identifiers] == [("accession", "SK-A-20011")]
        assert [(one.agent, one.role, one.note) for one in work.credits] == [
            ("rijksmuseum:agent:21001", "draughtsman", "draftsman (artist); Leiden")
        ]
        assert agents["rijksmuseum:agent:21001"].name == "A. Person"
        assert [(one.name, one.city, one.country, one.inventory, one.credit_line) for one in work.holdings] == [
            ("Rijksmuseum", "Amsterdam", "NL", "SK-A-20011", "Gift 20011")
        ]
        assert {(one.facet, terms[one.term].label) for one in work.terms} == {
            ("type", "painting"), ("subject", "boat"), ("collection", "schilderijen"),
        }  # fmt: skip
        assert work.relations == ()
        assert [(one.text, one.lang, one.kind) for one in work.titles] == [
            ("Twee boten 20011", "nl", "original"), ("Two boats 20011", "en", "translated"),
            ("Twee schuiten 20011", "nl", "alternative"),
        ], "the museum writes in Dutch; what is not preferred is another title"  # fmt: skip

    def test_a_set_without_a_name_is_no_term(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        source = Rijksmuseum(Context(descriptor("rijksmuseum"), report=issues.append))
        for number in (20011, 20012):
            said = artwork(number)
            said["member_of"] += [{"id": f"{HOME}/2624402", "type": "Set"}, {"id": f"{HOME}/26151", "type": "Set"}]
            found = list(source.parse(composed(said, [])))
            assert [one.label for one in found if isinstance(one, Term) and one.facet == "collection"] == [
                "schilderijen", "prenten",
            ]  # fmt: skip
            [work] = [one for one in found if isinstance(one, Work)]
            assert {one.term for one in work.terms if one.facet == "collection"} == {
                "rijksmuseum:term:set/261208", "rijksmuseum:term:set/26151",
            }  # fmt: skip
        assert [(one.code, one.raw, one.record) for one in issues] == [
            ("unnamed-set", "2624402", "rijksmuseum:20011")
        ], "told once an import"

    def test_the_picture_lies_four_hops_away(self, tmp_path: Path) -> None:
        works, _, _ = entities(self.reader(self.input(tmp_path)))
        [picture] = works["rijksmuseum:20011"].images
        assert (picture.url, picture.iiif, picture.open, picture.licence) == (
            "https://iiif.micr.example/2001102/full/max/0/default.jpg", "https://iiif.micr.example/2001102", True, PDM,
        )  # fmt: skip
        assert works["rijksmuseum:20013"].images == ()

    def test_each_document_keeps_its_own_bytes(self, tmp_path: Path) -> None:
        [record] = [one for one in self.reader(self.input(tmp_path)).records() if one.key == "20011"]
        whole = msgspec.json.decode(record.body, type=dict[str, msgspec.Raw])
        assert bytes(whole["object"]) == json.dumps(artwork(20011)).encode()
        shown = msgspec.json.decode(whole["shown"], type=list[dict[str, msgspec.Raw]])
        assert [msgspec.json.decode(one["of"]) for one in shown] == [f"{HOME}/2001101", f"{HOME}/2001102"]
        assert bytes(shown[1]["document"]) == json.dumps(behind("2001102", "DigitalObject")).encode()

    def test_a_picture_that_vanished_leaves_the_work(self, tmp_path: Path) -> None:
        self.museum.vanished = {"2001102"}
        folder = tmp_path / "library"
        self.goes(folder)
        with Library.open(folder) as library:
            told = library.culture.execute(
                "SELECT record_id, field, raw FROM issues WHERE code = 'vanished'"
            ).fetchall()
            works = library.culture.execute("SELECT count(*) FROM works").fetchone()
            pictured = library.culture.execute("SELECT count(DISTINCT work_id) FROM images").fetchone()
        assert told == [("rijksmuseum:20011", "shows", f"{HOME}/2001102")]
        assert (works, pictured) == ((7,), (1,))

    def test_a_search_with_conditions_marks_nothing_as_deleted(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.museum.rows = [20011, 20012]
        counts = self.bring(folder, f"{self.input(tmp_path)}?type=painting", refresh=True).counts
        assert (counts.records, counts.gone) == (2, 0)
        assert self.server.asked_for("?type=painting") == 1


def by_oai(number: int) -> RawRecord:
    """A raw record of the OAI-PMH way, in EDM."""
    record = Record(f"{HOME}/{number}", rdf(number), sets=("261208",)).xml
    body = record.replace("<record>", f'<record xmlns="{OAI}">', 1).encode()
    return RawRecord(key=str(number), body=body, located="", cursor="1", format="xml")


def read(*records: RawRecord) -> dict[str, Entity]:
    """What raw records say, by id; nothing in them is new."""
    issues: list[Issue] = []
    source = Rijksmuseum(Context(descriptor("rijksmuseum"), report=issues.append))
    found = {entity.id: entity for record in records for entity in source.parse(record)}
    assert [issue for issue in issues if issue.code in UNREAD] == []
    return found


def test_both_ways_give_the_same_works() -> None:
    one = read(*map(by_oai, NUMBERS))
    other = read(*(composed(artwork(number), [behind(f"{number}01", "VisualItem")]) for number in NUMBERS))
    for kind in (Work, Agent):
        ids = {id_ for id_, entity in one.items() if isinstance(entity, kind)}
        assert ids == {id_ for id_, entity in other.items() if isinstance(entity, kind)}
    assert {"rijksmuseum:term:type/22001", "rijksmuseum:term:set/261208"} <= set(one) & set(other)
    for number in NUMBERS:
        works = [found[f"rijksmuseum:{number}"] for found in (one, other)]
        for work in works:
            assert isinstance(work, Work)
            assert [(date.earliest, date.latest) for date in work.dates] == [(1628, 1629)]
            assert [(held.name, held.city, held.inventory) for held in work.holdings] == [
                ("Rijksmuseum", "Amsterdam", f"SK-A-{number}")
            ]
            assert [credit.agent for credit in work.credits] == ["rijksmuseum:agent:21001"]


def composed(said: dict[str, Any], others: list[dict[str, Any]]) -> RawRecord:
    """A raw record of the search way."""
    shown = [{"of": one["id"], "document": one} for one in others]
    body = json.dumps({"object": said, "shown": shown}).encode()
    return RawRecord(key=said["id"].rpartition("/")[2], body=body, located="", cursor="1")


@pytest.mark.parametrize(
    ("given", "kind", "asks"),
    [
        (None, "RijksmuseumOai", "https://data.rijksmuseum.nl/oai"),
        ("search", "RijksmuseumSearch", "https://data.rijksmuseum.nl/search/collection"),
        ("api", "RijksmuseumSearch", "https://data.rijksmuseum.nl/search/collection"),
        ("https://data.rijksmuseum.nl/search/collection?type=print", "RijksmuseumSearch", "?type=print"),
        ("http://127.0.0.1:1/oai", "RijksmuseumOai", "http://127.0.0.1:1/oai"),
    ],
)
def test_what_is_given_says_the_way(given: str | None, kind: str, asks: str) -> None:
    way: Any = Rijksmuseum(Context(descriptor("rijksmuseum"), given))._way()
    assert type(way).__name__ == kind
    start: str = way._start if kind == "RijksmuseumSearch" else way._list._base
    assert start.endswith(asks)


def test_only_the_museums_own_documents_are_asked_for_at_the_museum() -> None:
    context = Context(descriptor("rijksmuseum"))
    museum = search.RijksmuseumSearch(context, "https://data.rijksmuseum.nl")
    assert museum._resolved(f"{HOME}/200107928") == f"{HOME}/200107928"
    other = search.RijksmuseumSearch(context, "http://127.0.0.1:1/x/search/collection")
    assert other._resolved(f"{HOME}/200107928") == "http://127.0.0.1:1/x/200107928"


@pytest.mark.parametrize("given", ["serach", "./museum.json"])
def test_a_way_that_there_is_not(given: str) -> None:
    with pytest.raises(UsageError, match="is no way into the Rijksmuseum"):
        next(Rijksmuseum(Context(descriptor("rijksmuseum"), given)).records())


def test_the_number_is_not_the_object_number() -> None:
    assert search.number(f"{HOME}/200107928/") == "200107928"


def test_what_shows_the_picture_may_be_embedded() -> None:
    said = artwork(20011)
    said["shows"] = [behind("2001101", "VisualItem") | {"digitally_shown_by": [behind("2001102", "DigitalObject")]}]
    assert search._named(json.dumps(said).encode()) == []
    issues: list[Issue] = []
    source = Rijksmuseum(Context(descriptor("rijksmuseum"), report=issues.append))
    [work] = [one for one in source.parse(composed(said, [])) if isinstance(one, Work)]
    assert len(work.images) == 1
    assert issues == []


# -- the answers at hand -----------------------------------------------------------------------------------------------


def test_the_page_at_hand(shared: Path) -> None:

    body = (shared / "fixtures" / "rijksmuseum" / "museumCollectionPage.json").read_bytes()
    page = linked_art_list._page(body)
    assert [linked_art_list._address(one) for one in page.ordered or ()] == [f"{HOME}/200100988", f"{HOME}/200104600"]
    assert str(linked_art_list._address(page.next)).startswith(
        "https://data.rijksmuseum.nl/search/collection?pageToken="
    )


def test_the_chain_at_hand(shared: Path) -> None:
    """Three answers that were shortened before they came here: object, visual item, digital object."""
    folder = shared / "fixtures" / "rijksmuseum"
    said, visual, digital = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("artworkDetails.json", "visualItem.json", "digitalObject.json")
    )
    assert search._named(json.dumps(said).encode()) == [visual["id"]]
    issues: list[Issue] = []
    source = Rijksmuseum(Context(descriptor("rijksmuseum"), report=issues.append))
    found = list(source.parse(composed(said, [visual, digital])))
    [work] = [one for one in found if isinstance(one, Work)]
    assert issues == []
    assert (work.id, work.titles[0].text) == ("rijksmuseum:2001", "Before, Behind, Between, Above, Below")
    assert work.url is not None
    assert work.url.startswith("https://www.rijksmuseum.nl/nl/collectie/object/RP-P-2010-222-3315")
    [picture] = work.images
    assert (picture.url, picture.iiif, picture.open) == (
        "https://iiif.micr.io/KMFvF/full/max/0/default.jpg", "https://iiif.micr.io/KMFvF", False,
    )  # fmt: skip
    techniques = {one.label for one in found if isinstance(one, Term) and one.facet == "technique"}
    assert techniques == {"etching", "aquatint", "drypoint"}
    assert [(one.earliest, one.latest) for one in work.dates] == [(1973, 1973)]


def test_the_whole_object_at_hand(shared: Path) -> None:
    path = shared / "fixtures" / "rijksmuseum" / "hmo-200117708-linked-art.json"
    issues: list[Issue] = []
    source = Rijksmuseum(Context(descriptor("rijksmuseum"), report=issues.append))
    found = list(source.parse(composed(json.loads(path.read_text(encoding="utf-8")), [])))
    [work] = [one for one in found if isinstance(one, Work)]
    assert [(one.code, one.raw) for one in issues] == [
        ("unnamed-set", "2621023"), ("unnamed-set", "260238"), ("unnamed-set", "2624402"),
    ]  # fmt: skip
    assert work.id == "rijksmuseum:200117708"
    assert [(one.lang, one.kind) for one in work.titles] == [("nl", "original"), ("en", "translated")]
    told = {one.text for one in work.texts if one.kind in ("documented in", "catalogue entry")}
    assert "Schatborn 5 (https://id.rijksmuseum.nl/2208350)" in told
    assert any(one.startswith("Three Scribes / recto: Study of a Woman’s Legs, 2017 (https://www.") for one in told)
    assert work.relations == (Relation(kind="recto | verso", target="rijksmuseum:200117707"),)
    assert {one.label for one in found if isinstance(one, Term) and one.facet == "collection"} == {
        "tekeningen", "Entire Public Domain Set", "Alle gepubliceerde objecten",
        "Drawings by Rembrandt and his School in the Rijksmuseum",
    }  # fmt: skip
    assert (work.holdings[0].name, work.holdings[0].inventory) == ("Rijksmuseum", "RP-T-1930-54(V)")
