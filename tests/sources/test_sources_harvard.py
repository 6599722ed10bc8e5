"""harvard: the museums' API played by a server on this machine, files with its answers, and the real ones where they
are. All rows here are synthetic, in the true shape."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from culturedata.data.records import Agent, Credit, Date, Dimension, Identifier, Measure, Relation, Text, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated, UsageError
from culturedata.importing import run
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.harvard.source import Harvard
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract, Museum
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply

Row = dict[str, Any]
IMAGE = "https://nrs.harvard.edu/urn-3:HUAM:X1_dynmc"
SMALL = f"{IMAGE}?width=256&height=256"
DETAILED = (
    "terms", "places", "publications", "exhibitions", "contextualtext", "titles", "groupings", "details", "marks",
    "related", "gallery", "seeAlso",
)  # fmt: skip
PERSON: Row = {
    "gender": "female", "displaydate": "1760 - 1820", "objectcount": 3,
    "roles": [{"role": "Artist", "context": "object", "frequency": 3}], "wikidata_id": "Q42", "dateend": 1820,
    "url": "https://www.harvardartmuseums.org/collections/person/7", "viaf_id": "24602065", "wikipedia_id": "123",
    "names": [{"displayname": "Ada Invented", "type": "Primary Name"},
              {"displayname": "A. Inventata", "type": "Alternate Name"},
              {"displayname": "アダ", "type": "Original Language Name"}],
    "birthplace": "Nowhere", "datebegin": 1760, "culture": "Italian", "displayname": "Ada Invented",
    "alphasort": "Invented, Ada", "ulan_id": "500034433", "personid": 7, "deathplace": "Elsewhere", "id": 7,
    "lastupdate": "2023-07-16T13:53:36-0400", "lcnaf_id": "n1",
}  # fmt: skip
OBJECT: Row = {
    "objectid": 1, "objectnumber": "1900.1", "accessionyear": 1900, "dated": "c. 1800", "datebegin": 1795,
    "dateend": 1805, "classification": "Prints", "classificationid": 23, "medium": "Etching", "technique": "Etching",
    "techniqueid": 9, "period": None, "periodid": None, "century": "19th century", "culture": "Italian", "style": None,
    "signed": "l.r.: A. I.", "state": "I/II", "edition": None, "standardreferencenumber": "Invented 12",
    "dimensions": "h. 41.9 cm x diam. 28.5 cm (h. 16.5 cm)", "copyright": "© A. Person",
    "creditline": "Gift of A. Person", "department": "Department of Prints", "division": "European Art",
    "contact": "am@museum.example", "description": "A <em>view</em>.\r\nA second line.", "provenance": "A. Person.",
    "commentary": "", "labeltext": None, "imagecount": 2, "mediacount": 0, "colorcount": 1, "markscount": 1,
    "peoplecount": 2, "titlescount": 2, "publicationcount": 1, "exhibitioncount": 1, "contextualtextcount": 1,
    "groupcount": 1, "relatedcount": 1, "totalpageviews": 5, "totaluniquepageviews": 4,
    "dateoffirstpageview": "2009-06-03", "dateoflastpageview": "2018-08-22", "verificationlevel": 4,
    "verificationleveldescription": "Best.", "imagepermissionlevel": 0, "accesslevel": 1, "lendingpermissionlevel": 0,
    "accessionmethod": "Gift", "rank": 164, "url": "https://www.harvardartmuseums.org/collections/object/1", "id": 1,
    "lastupdate": "2018-08-30T04:40:43-0400", "createdate": "2001-01-01T00:00:00-0400",
    "colors": [{"percent": 0.4, "spectrum": "#8c5fa8", "color": "#c8c8c8", "css3": "#c0c0c0", "hue": "Grey"},
               {"percent": 0.3, "spectrum": "#955ba5", "color": "#644b32", "css3": "#556b2f", "hue": "Brown"},
               {"percent": 0.2, "spectrum": "#8c5fa8", "color": "#afafaf", "css3": "#a9a9a9", "hue": "Grey"}],
    "contextualtext": [{"text": "Long.", "textiletext": "Warp.", "context": "A Catalogue", "date": "1990",
                        "type": "Published Catalogue Text"}],
    "exhibitions": [{"citation": "<em>A Show</em>, Here, 1950", "title": "A Show", "exhibitionid": 5, "enddate": None,
                     "begindate": "1950"}],
    "gallery": {"gallerynumber": "3400", "floor": 3, "theme": "Views", "name": "Prints", "galleryid": 3400,
                "begindate": "2014-11-16"},
    "groupings": [{"name": "Highlights", "groupid": 50}, {"name": "Travels", "groupid": 52}],
    "primaryimageurl": IMAGE,
    "images": [
        {"date": "2014-06-05", "copyright": None, "imageid": 2, "idsid": 12, "format": "image/jpeg",
         "description": None, "technique": None, "renditionnumber": "X2", "displayorder": 2,
         "baseimageurl": "https://nrs.harvard.edu/urn-3:HUAM:X2", "alttext": None, "width": 0,
         "publiccaption": "verso", "height": 0, "iiifbaseuri": None},
        {"date": "2013-05-28", "copyright": "A. Person", "imageid": 1, "idsid": 11, "format": "image/jpeg",
         "description": "long", "technique": "film", "renditionnumber": "X1", "displayorder": 1, "baseimageurl": IMAGE,
         "alttext": "A hill", "width": 1909, "publiccaption": None, "height": 2550,
         "iiifbaseuri": "https://ids.lib.harvard.edu/ids/iiif/11"},
    ],
    "marks": [{"text": "l.l.: Roma", "type": "inscription"}],
    "places": [{"placeid": 31, "type": "Creation Place", "displayname": "Europe, Rome"}],
    "publications": [{"citation": "<em>A Study</em> (Rome, 1912)", "title": "A Study", "citationremarks": "Rare",
                      "publicationplace": "Rome", "publicationyear": 1912, "volumenumber": None, "format": "Book",
                      "publicationid": 8, "publicationdate": "1912", "volumetitle": None, "pagenumbers": "p. 3"}],
    "details": {"technical": [{"text": "Copper.", "type": "Chemical Composition", "formattedtext": "<P>Copper.</P>"}],
                "coins": {"denomination": "drachm", "metal": "AR", "dieaxis": 12, "dateonobject": None,
                          "obverseinscription": "ABC", "reverseinscription": None}},
    "related": [{"objectid": 2, "objectnumber": "1900.2", "title": "A Lid", "relationship": "Part",
                 "formattedrelationship": "Lid of this"}],
    "terms": {
        "medium": [{"id": 20, "name": "ink"}], "support": [{"id": 21, "name": "paper"}],
        "place": [{"id": 30, "name": "Europe"}, {"id": 31, "name": "Rome"}],
        "century": [{"id": 40, "name": "19th century"}], "culture": [{"id": 41, "name": "Italian"}],
        "topic": [{"id": 50, "name": "Highlights"}, {"id": 51, "name": "Views"}],
    },
    "title": "An Invented View",
    "titles": [
        {"title": "Veduta", "titletype": "Former Title", "displayorder": 2, "titleid": 2},
        {"title": "An Invented View", "titletype": "Title", "displayorder": 1, "titleid": 1},
    ],
    "worktypes": [{"worktypeid": "387", "worktype": "print"}],
    "people": [
        {"alphasort": "Artiste, Un", "birthplace": None, "name": "Un Artiste", "prefix": "After", "personid": 8,
         "gender": "unknown", "role": "Artist after", "displayorder": 2, "culture": "French",
         "displaydate": "active 1700 - 1720", "deathplace": None, "displayname": "After Un Artiste"},
        {"alphasort": "Invented, Ada", "birthplace": "Nowhere", "name": "Ada Invented", "prefix": None, "personid": 7,
         "gender": "female", "role": "Artist", "displayorder": 1, "culture": "Italian", "displaydate": "1760 - 1820",
         "deathplace": "Elsewhere", "displayname": "Ada Invented"},
    ],
    "seeAlso": [{"id": "https://iiif.harvardartmuseums.org/manifests/object/1", "type": "IIIF Manifest",
                 "format": "application/json", "profile": "http://iiif.io/api/presentation/2/context.json"}],
}  # fmt: skip


def thing(number: int, **more: Any) -> Row:
    """An object of its own with all that it has."""
    own = {"id": number, "objectid": number, "objectnumber": f"1900.{number}"}
    return copy.deepcopy(OBJECT) | own | more


def slim(number: int) -> Row:
    """An object of which little is known."""
    return {"id": number, "objectid": number, "objectnumber": f"1900.{number}", "title": f"View {number}",
            "dated": "1801", "datebegin": 1801, "dateend": 1801, "culture": "Italian", "people": []}  # fmt: skip


def person(number: int) -> Row:
    return PERSON | {"id": number, "personid": number, "displayname": f"Person {number}", "names": [], "ulan_id": None}


def listed(row: Row) -> Row:
    """What a list says of an object."""
    return {name: value for name, value in row.items() if name not in DETAILED}


def rows() -> list[tuple[str, Row]]:
    things = [thing(1), thing(2, imagepermissionlevel=2, period="An age", periodid=60), slim(3), slim(4), slim(5)]
    return [("object", one) for one in things] + [("person", one) for one in (PERSON, person(9), person(10))]


def reader(path: Path, issues: list[Issue] | None = None, **more: Any) -> Harvard:
    report = (issues if issues is not None else []).append
    return Harvard(Context(descriptor("harvard"), str(path), report=report, **more))


def read(tmp_path: Path, *found: Row) -> tuple[dict[str, Work], dict[str, Agent], list[Issue]]:
    """What the records say, from a file, and what was reported."""
    issues: list[Issue] = []
    path = tmp_path / "records.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    works, agents, _ = entities(reader(path, issues))
    return works, agents, issues


UNDERSTOOD = frozenset({
    "seeAlso[].profile",  # in which version of IIIF a manifest is, as the manifest says itself
    # Century and culture stand in a field of their own too, without a number: the word is their id.
    "terms.century[].id", "terms.culture[].id",
})  # fmt: skip


class TestFile(SourceContract):
    source = "harvard"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "records.json"
        path.write_text(json.dumps([row for _, row in rows()]), encoding="utf-8")
        return str(path)


class TestRecorded(TestFile):
    """The same over the printed records, where they are. The one title of an object is that which is shown, and all
    names of people are alternative ones but that which is shown."""

    understood = UNDERSTOOD | {"titles[].titletype", "names[].type"}

    @pytest.fixture
    def given(self, shared: Path) -> str:
        return str(shared / "fixtures" / "harvard")


class Played(HttpSourceContract):
    """The museums' server: lists, and what it says of one object."""

    source = "harvard"
    path = ""
    missing = "no such list"

    def rows(self) -> list[Any]:
        return rows()

    def answer(self, asked: Asked) -> Reply:
        name, _, number = asked.address.split("?")[0].lstrip("/").partition("/")
        if asked.query.get("apikey") != "a-Secret/Key+1":
            return Reply(401, b"{}")
        if name == self.missing:
            return Reply(404, b"{}")
        mine = [row for kind, row in self.museum.rows if kind == name]
        if number:
            found = [row for row in mine if str(row["id"]) == number and number not in self.museum.vanished]
            return Reply(200, json.dumps(found[0]).encode(), JSON) if found else Reply(404, b"{}")
        page, size = int(asked.query["page"]), int(asked.query["size"])
        museum = Museum(mine, empty_last=self.museum.empty_last, loops=self.museum.loops)
        shown, beyond = museum.page((page - 1) * size, size)
        info: Row = {"totalrecordsperquery": size, "totalrecords": len(mine), "page": page}
        if beyond is not None:
            info["next"] = f"https://api.harvardartmuseums.org/{name}?size={size}&page={beyond // size + 1}"
        said = {"info": info, "records": [listed(row) for row in shown]}
        return Reply(200, json.dumps(said).encode(), JSON)

    def key_of(self, row: Any) -> str:
        return str(row[1]["id"])


class TestServer(Played):
    """The lists alone, as by default."""

    understood = UNDERSTOOD

    def test_lists_are_asked_for_in_one_order(self, tmp_path: Path) -> None:
        self.goes(tmp_path / "library")
        asked = [(one.address.split("?")[0], one.query) for one in self.server.asked]
        assert [(path, query["page"]) for path, query in asked] == [
            ("/object", "1"),
            ("/object", "2"),
            ("/person", "1"),
        ]
        assert all((query["sort"], query["sortorder"], query["size"]) == ("id", "asc", "3") for _, query in asked)
        assert not any("q" in query for _, query in asked)

    def test_only_what_changed_since_is_asked_for(self, tmp_path: Path) -> None:
        self.bring(tmp_path / "library", self.input(tmp_path), since="2020-01-01")
        assert {one.query["q"] for one in self.server.asked} == {"lastupdate:>=2020-01-01"}
        with Library.open(tmp_path / "library") as library:
            found = {row[0] for row in library.culture.execute("SELECT record_id FROM records")}
        assert found == {"harvard:3", "harvard:4", "harvard:5", *(f"harvard:agent:{n}" for n in (7, 9, 10))}

    def test_a_list_that_is_not_there_says_nothing_of_what_is_gone(self, tmp_path: Path) -> None:
        self.goes(tmp_path / "library")
        self.missing, self.cache = "person", tmp_path / "other.db"
        self.bring(tmp_path / "library", self.input(tmp_path))
        with Library.open(tmp_path / "library") as library:
            gone = library.culture.execute("SELECT count(*) FROM records WHERE gone_at IS NOT NULL").fetchone()
            codes = [row[0] for row in library.culture.execute("SELECT DISTINCT code FROM issues")]
        assert (gone, codes) == ((0,), ["no-list"])

    def test_lists_and_files_give_the_same(self, tmp_path: Path) -> None:
        found = entities(self.reader(self.input(tmp_path)))
        path = tmp_path / "page.json"
        said = [listed(row) for _, row in rows()]
        path.write_text(json.dumps({"info": {"page": 1}, "records": said}))
        assert entities(reader(path)) == found

    def test_it_may_be_kept_here_and_not_given_on(self) -> None:
        described = descriptor("harvard")
        assert described.publish == "local"
        assert described.http is not None
        assert described.http.requests_per_minute * 60 * 24 <= 2500


class TestDetails(Played):
    """Each object asked for by itself, as the option says."""

    understood = UNDERSTOOD
    details: ClassVar[bool] = True
    composed: ClassVar[frozenset[str]] = frozenset()

    def pages_of(self, size: int) -> None:
        super().pages_of(size)
        changed = msgspec.structs.replace(run.descriptor("harvard"), options={"details": True})
        self.monkeypatch.setattr(run, "descriptor", lambda *_, **__: changed)

    def reader(self, given: str | None, **more: Any) -> Any:
        source = super().reader(given, **more)
        source.context.descriptor = source.descriptor = run.descriptor("harvard")
        return source

    def test_a_descriptor_of_ones_own_asks_for_details(self, tmp_path: Path) -> None:
        """As the notes say: its ids begin with its own name."""
        self.monkeypatch.setattr(run, "descriptor", descriptor)
        folder = tmp_path / "library"
        (folder / "catalogues").mkdir(parents=True)
        own = (
            "name: whole\ntitle: Whole\ndomain: [museum]\nlicence: none\nreader: harvard\nkey: HARVARD_API_KEY\n"
            "http: {base: 'https://api.harvardartmuseums.org', params: {apikey: '{key}'}}\noptions: {details: true}\n"
        )
        (folder / "catalogues" / "whole.yml").write_text(own)
        with Library.open(folder, create=True) as library:
            result = run.import_source(library, "whole", self.input(tmp_path), fetcher=self.fetcher())
            assert (result.status, result.counts.works, result.counts.skipped) == ("done", 5, 0)
            for table, column in (("works", "work_id"), ("agents", "agent_id"), ("terms", "term_id")):
                found = [row[0] for row in library.culture.execute(f"SELECT {column} FROM {table}")]
                assert found
                assert all(id_.startswith("whole:") for id_ in found)
            assert library.culture.execute("SELECT 1 FROM texts WHERE kind = 'creation place'").fetchone()
            assert library.culture.execute("SELECT target_id FROM relations").fetchone() == ("whole:2",)

    def test_details_and_files_give_the_same(self, tmp_path: Path) -> None:
        found = entities(self.reader(self.input(tmp_path)))
        path = tmp_path / "all.json"
        path.write_text(json.dumps([row for _, row in rows()]))
        assert entities(reader(path)) == found


class TestMapping:
    def test_a_whole_object(self, tmp_path: Path) -> None:
        works, agents, issues = read(tmp_path, OBJECT)
        work = works["harvard:1"]
        assert not issues
        assert work.titles == (Title(text="An Invented View"), Title(text="Veduta", kind="alternative"))
        assert work.dates == (
            Date(text="c. 1800", earliest=1795, latest=1805, precision="range", qualifier="circa"),
            Date(text="1900", kind="acquired", earliest=1900, latest=1900, precision="year"),
        )
        assert work.credits == (
            Credit(agent="harvard:agent:7", role="artist"),
            Credit(agent="harvard:agent:8", role="artist", attribution="after", note="Artist after; After"),
        )
        artiste = agents["harvard:agent:8"]
        assert (artiste.name, artiste.kind, artiste.gender) == ("Un Artiste", "unknown", None)
        assert (artiste.born, artiste.died, artiste.life_text) == (None, None, "active 1700 - 1720")
        assert work.identifiers == (
            Identifier(scheme="accession", value="1900.1"),
            Identifier(scheme="iiif-manifest", value="https://iiif.harvardartmuseums.org/manifests/object/1"),
        )
        [holding] = work.holdings
        assert (holding.kind, holding.inventory, holding.credit_line) == ("owner", "1900.1", "Gift of A. Person")
        assert work.measures == (
            Measure(kind="verification level", value=4.0, unit="none"),
            Measure(kind="page views", value=5.0, unit="views"),
            Measure(kind="unique page views", value=4.0, unit="views"),
            Measure(kind="rank", value=164.0, unit="none"),
            Measure(kind="colour grey", value=0.6, unit="share"),
            Measure(kind="colour brown", value=0.3, unit="share"),
        )
        assert work.relations == (
            Relation(kind="part", target="harvard:2", text="Lid of this; A Lid; 1900.2"),
            Relation(kind="exhibition", target="harvard:exhibition:5", text="A Show (1950)"),
            Relation(kind="publication", target="harvard:publication:8", text="A Study, Rome, 1912, Book"),
            Relation(kind="picture file", text="X1: 2013-05-28, film"),
            Relation(kind="picture file", text="X2: 2014-06-05"),
        )
        assert work.dimensions == (
            Dimension(kind="height", value=41.9, unit="cm", text="41.9"),
            Dimension(kind="diameter", value=28.5, unit="cm", text="28.5"),
            Dimension(kind="text", text="h. 41.9 cm x diam. 28.5 cm (h. 16.5 cm)"),
        )

    def test_every_term_is_there_once(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, OBJECT)
        assert [(term.facet, term.term.removeprefix("harvard:term:")) for term in works["harvard:1"].terms] == [
            ("classification", "classification-23"), ("technique", "technique-9"), ("period", "century-19th-century"),
            ("department", "department-department-of-prints"), ("collection", "division-european-art"),
            ("type", "worktype-387"), ("collection", "group-50"), ("collection", "group-52"),
            ("material", "medium-20"), ("material", "support-21"),
            ("place", "place-30"), ("place", "place-31"), ("collection", "group-51"), ("culture", "culture-italian"),
        ]  # fmt: skip

    def test_every_text_is_there(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, OBJECT)
        assert {(text.kind, text.text) for text in works["harvard:1"].texts} == {
            ("medium", "Etching"), ("signature", "l.r.: A. I."), ("state", "I/II"),
            ("standard reference number", "Invented 12"), ("description", "A view.\nA second line."),
            ("provenance", "A. Person."), ("acquisition", "Gift"), ("creation place", "Europe, Rome"),
            ("inscription", "l.l.: Roma"), ("published catalogue text", "Long.\nWarp.\nA Catalogue, 1990"),
            ("chemical composition", "Copper."), ("exhibition history", "A Show, Here, 1950"),
            ("publication history", "A Study (Rome, 1912), p. 3, Rare"),
            ("location", "Prints; Views; gallery 3400; floor 3; since 2014-11-16"), ("denomination", "drachm"),
            ("metal", "AR"), ("die axis", "12"), ("inscription on the obverse", "ABC"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("level", "urls", "iiif"),
        [
            (0, [IMAGE, "https://nrs.harvard.edu/urn-3:HUAM:X2"], "https://ids.lib.harvard.edu/ids/iiif/11"),
            (1, [SMALL, "https://nrs.harvard.edu/urn-3:HUAM:X2?width=256&height=256"], None),
            (2, [], None),
            (None, [SMALL, "https://nrs.harvard.edu/urn-3:HUAM:X2?width=256&height=256"], None),
        ],
    )
    def test_pictures_as_far_as_they_may_be_shown(
        self, tmp_path: Path, level: int | None, urls: list[str], iiif: str | None
    ) -> None:
        works, _, issues = read(tmp_path, thing(1, imagepermissionlevel=level))
        work = works["harvard:1"]
        assert [image.url for image in work.images] == urls
        assert not any(image.open or image.licence for image in work.images)
        assert not issues
        if urls:
            first, verso = work.images
            assert (first.thumbnail, first.alt, first.iiif) == (SMALL, "A hill; long", iiif)
            assert first.credit == "A. Person", "not when and on which film the photograph was taken"
            assert (first.width, first.height) == ((1909, 2550) if level == 0 else (None, None))
            assert (verso.alt, verso.credit, verso.width) == ("verso", "Harvard Art Museums", None)
        taken = [one.text for one in work.relations if one.kind == "picture file"]
        assert taken == ["X1: 2013-05-28, film", "X2: 2014-06-05"]
        image_rights = [rights.statement for rights in work.rights if rights.covers == "image"]
        assert len(image_rights) == (0 if level is None else 1)

    def test_an_unknown_permission_shows_nothing(self, tmp_path: Path) -> None:
        works, _, issues = read(tmp_path, thing(1, imagepermissionlevel=3))
        assert works["harvard:1"].images == ()
        assert [issue.code for issue in issues] == ["unknown-permission"]

    def test_nothing_is_open(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, OBJECT)
        assert {rights.covers: rights.licence for rights in works["harvard:1"].rights} == {
            "metadata": None, "image": None, "work": "http://rightsstatements.org/vocab/InC/1.0/",
        }  # fmt: skip

    def test_a_picture_that_only_the_first_address_names(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, thing(1, images=[]), thing(2, images=[], imagepermissionlevel=2))
        assert [image.url for image in works["harvard:1"].images] == [IMAGE]
        assert works["harvard:2"].images == ()
        works, _, _ = read(tmp_path, thing(3, primaryimageurl="https://nrs.harvard.edu/urn-3:HUAM:X3"))
        assert [image.url for image in works["harvard:3"].images][2:] == ["https://nrs.harvard.edu/urn-3:HUAM:X3"]

    def test_titles_that_citations_lack_stand_before_them(self, tmp_path: Path) -> None:
        shows = [{"title": "A Show", "citation": "Here, 1950", "exhibitionid": None}, {"citation": "There"}]
        works, _, _ = read(tmp_path, slim(1) | {"exhibitions": shows, "publications": [{"title": "A Study"}]})
        assert [(text.kind, text.text) for text in works["harvard:1"].texts] == [
            ("exhibition history", "A Show: Here, 1950\nThere"),
            ("publication history", "A Study"),
        ]
        assert works["harvard:1"].relations == (
            Relation(kind="exhibition", text="A Show"),
            Relation(kind="publication", text="A Study"),
        )

    def test_a_place_that_no_term_names_is_a_term(self, tmp_path: Path) -> None:
        places = [{"placeid": 33, "type": "Find Spot", "displayname": "Europe, Rome, Forum"}]
        path = tmp_path / "place.json"
        path.write_text(json.dumps(slim(1) | {"places": places, "terms": {}}))
        works, _, terms = entities(reader(path))
        assert terms["harvard:term:place-33"].label == "Forum"
        assert ("place", "harvard:term:place-33") in {(term.facet, term.term) for term in works["harvard:1"].terms}

    @pytest.mark.parametrize(
        ("said", "labels"),
        [
            ({"medium": "Wood, paint, and metal"}, ["wood", "paint", "metal"]),
            ({"medium": "Oil on canvas"}, ["Oil on canvas"]),
            ({"medium": "Etching", "technique": "Etching"}, []),
            ({"medium": "Wood, paint, and metal", "terms": {"medium": [{"id": 20, "name": "ink"}]}}, ["ink"]),
        ],
    )
    def test_a_list_without_the_museums_words_has_those_of_the_medium(
        self, tmp_path: Path, said: Row, labels: list[str]
    ) -> None:
        path = tmp_path / "one.json"
        path.write_text(json.dumps(slim(1) | said))
        works, _, terms = entities(reader(path))
        work = works["harvard:1"]
        assert [terms[one.term].label for one in work.terms if one.facet == "material"] == labels
        assert Text(kind="medium", text=said["medium"], lang="en") in work.texts

    def test_what_is_seen_also_that_is_no_manifest(self, tmp_path: Path) -> None:
        also = [{"id": "https://data.example/1", "type": "Linked Art", "profile": "x"}]
        works, _, issues = read(tmp_path, slim(1) | {"seeAlso": also})
        assert works["harvard:1"].identifiers[1:] == (Identifier(scheme="linked-art", value="https://data.example/1"),)
        assert not issues

    @pytest.mark.parametrize(
        ("begin", "end", "dated", "text", "bounds", "codes"),
        [
            (-430, -400, "late 5th century BCE", "late 5th century BCE", (-430, -400), []),
            (0, 0, "18th century", "18th century", (1701, 1800), []),
            (0, 0, None, None, None, []),
            (1800, 1810, None, "1800–1810", (1800, 1810), []),
            ("1800", "soon", "then", "then", (1800, 1800), ["not-a-year"]),
        ],
    )
    def test_dates(
        self, tmp_path: Path, begin: Any, end: Any, dated: Any, text: Any, bounds: Any, codes: list[str]
    ) -> None:
        works, _, issues = read(tmp_path, slim(1) | {"datebegin": begin, "dateend": end, "dated": dated})
        assert [(d.text, (d.earliest, d.latest)) for d in works["harvard:1"].dates] == (
            [(text, bounds)] if text else []
        )
        assert [issue.code for issue in issues] == codes

    @pytest.mark.parametrize(
        ("role", "prefix", "expected"),
        [
            ("Artist", None, ("artist", None, None)),
            ("Artist", "Attributed to", ("artist", "attributed to", "Attributed to")),
            ("Artist after", "After", ("artist", "after", "Artist after; After")),
            ("Artist after", None, ("artist", "after", "Artist after")),
            ("Previous attribution", None, ("contributor", "formerly attributed to", "Previous attribution")),
            ("Printer", None, ("publisher", None, "Printer")),
            ("Related name", None, ("contributor", None, "Related name")),
            (None, None, ("artist", None, None)),
        ],
    )
    def test_roles(self, tmp_path: Path, role: Any, prefix: Any, expected: tuple[Any, ...]) -> None:
        people = [{"personid": 5, "name": "A. Person", "role": role, "prefix": prefix,
                   "displayname": f"{prefix} A. Person" if prefix else "A. Person"}]  # fmt: skip
        works, agents, _ = read(tmp_path, slim(1) | {"people": people})
        [credit] = works["harvard:1"].credits
        assert (credit.role, credit.attribution, credit.note) == expected
        assert agents["harvard:agent:5"].name == "A. Person"

    def test_a_name_printed_otherwise_is_noted(self, tmp_path: Path) -> None:
        people = [{"personid": 5, "name": "A. Person", "role": "Artist", "displayname": "A. Person and others"}]
        works, _, _ = read(tmp_path, slim(1) | {"people": people})
        assert works["harvard:1"].credits == (
            Credit(agent="harvard:agent:5", role="artist", note="A. Person and others"),
        )

    def test_a_person(self, tmp_path: Path) -> None:
        _, agents, issues = read(tmp_path, PERSON)
        assert not issues
        found = agents["harvard:agent:7"]
        assert (found.name, found.sort_name, found.kind, found.gender) == (
            "Ada Invented", "Invented, Ada", "person", "female",
        )  # fmt: skip
        assert (found.born, found.died, found.born_place, found.died_place) == (1760, 1820, "Nowhere", "Elsewhere")
        assert found.names == (Title(text="A. Inventata", kind="alternative"), Title(text="アダ"))
        assert {(one.scheme, one.value) for one in found.identifiers} == {
            ("ulan", "500034433"), ("wikidata", "Q42"), ("viaf", "24602065"), ("lcnaf", "n1"), ("wikipedia", "123"),
        }  # fmt: skip
        assert found.authority == 1
        assert [term.term for term in found.terms] == ["harvard:term:culture-italian"]

    @pytest.mark.parametrize(("gender", "kind"), [("unknown", "group"), ("Female", "person")])
    def test_a_manufactory_is_a_group_and_whoever_has_a_gender_a_person(
        self, tmp_path: Path, gender: str, kind: str
    ) -> None:
        people = [{"personid": 5, "name": "Sèvres Manufactory", "role": "Artist", "gender": gender}]
        _, agents, _ = read(tmp_path, slim(1) | {"people": people})
        assert agents["harvard:agent:5"].kind == kind

    @pytest.mark.parametrize(
        ("said", "begin", "end", "years"),
        [
            ("born 1959", 1959, 0, (1959, None)),
            ("active 1850 - 1870", 1850, 1870, (None, None)),
            (None, 5, 9, (None, None)),
        ],
    )
    def test_years_of_a_life(self, tmp_path: Path, said: Any, begin: int, end: int, years: tuple[Any, Any]) -> None:
        _, agents, issues = read(tmp_path, PERSON | {"displaydate": said, "datebegin": begin, "dateend": end})
        assert (agents["harvard:agent:7"].born, agents["harvard:agent:7"].died) == years
        assert not issues

    def test_what_was_not_acquired_is_only_kept(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, slim(1))
        assert works["harvard:1"].holdings[0].kind == "keeper"

    def test_what_names_a_record(self, tmp_path: Path) -> None:
        """Its number, else that in its address, else the inventory number; without any it is left out and told."""
        path, issues = tmp_path / "records.json", []
        url = "http://harvardartmuseums.org/collections/object/24"
        found = [{"objectid": 5}, {"url": url, "objectnumber": "R1"}, {"objectnumber": "R2"}, {"title": "none"}, 5]
        found.append({"url": "http://[x", "objectnumber": "R3"})
        path.write_text(json.dumps(found))
        assert [one.key for one in reader(path, issues).records()] == ["5", "24", "number:R2", "number:R3"]
        assert [issue.code for issue in issues] == ["no-key"] * 2

    def test_an_object_almost_empty(self, tmp_path: Path) -> None:
        works, _, issues = read(tmp_path, {"id": 1})
        assert works["harvard:1"].titles == (Title(text="[no title]"),)
        assert not issues


class TestFiles:
    def test_a_folder_of_answers(self, tmp_path: Path) -> None:
        """Pages, single records, records a line, with a mark of UTF-8 or without; from where it was left."""
        (tmp_path / "a.json").write_text(json.dumps({"info": {}, "records": [slim(1), slim(2)]}))
        (tmp_path / "b.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(thing(3), indent=2).encode())
        (tmp_path / "c.jsonl").write_text(json.dumps(slim(4)) + "\n\n" + json.dumps(PERSON) + "\n")
        found = list(reader(tmp_path).records())
        assert [(one.key, one.cursor) for one in found] == [
            ("3", "1"), ("4", "2"), ("agent:7", "3"), ("1", "4"), ("2", "5"),
        ]  # fmt: skip
        assert found[0].located == "b.json: record 1"
        assert [one.key for one in reader(tmp_path, cursor="3").records()] == ["1", "2"]

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            (b"", InputEmpty),
            (b"[]", InputEmpty),
            (b'{"info": {}, "records": []}', InputEmpty),
            (b"<!DOCTYPE html><html></html>", InputFormat),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
            (b'{"info": {}, "records": [{"id": 1}, {"id"', InputTruncated),
            (b'[{"id": 1}, {"id": "a\0b"}]', InputFormat),
            (b"objectid,title\n1,2\n", InputFormat),
        ],
    )
    def test_bad_files_are_named(self, tmp_path: Path, body: bytes, error: type[Exception]) -> None:
        path = tmp_path / "answer.json"
        path.write_bytes(body)
        with pytest.raises(error):
            list(reader(path).records())

    def test_no_file_and_no_dump(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing):
            list(reader(tmp_path / "none.json").records())
        with pytest.raises(InputEmpty):
            list(reader(tmp_path).records())
        with pytest.raises(UsageError, match="no dump"):
            list(Harvard(Context(descriptor("harvard"), "dump")).records())


class TestReal:
    def test_every_printed_record(self, shared: Path) -> None:
        issues: list[Issue] = []
        source = reader(shared / "fixtures" / "harvard", issues)
        keys = [record.key for record in source.records()]
        works, agents, _ = entities(source)
        assert not issues
        assert keys == ["304069", "number:1969.172", "240724", "agent:27650", "agent:28241"]
        hydria = works["harvard:304069"]
        assert [(d.earliest, d.latest) for d in hydria.dates] == [(-430, -400), (1949, 1949)]
        assert [(d.kind, d.value) for d in hydria.dimensions[:2]] == [("height", 41.9), ("diameter", 28.5)]
        assert len(hydria.images) == 5
        assert {image.credit for image in hydria.images} == {"President and Fellows of Harvard College"}
        assert Relation(kind="picture file", text="46082: Super XX") in hydria.relations
        assert not any(image.open for image in hydria.images)
        texts = {text.kind: text.text for text in hydria.texts}
        assert (texts["publication history"].count("\n"), texts["exhibition history"].count("\n")) == (11, 3)
        assert not any("<em>" in text or "\r" in text for text in texts.values())
        after = works["harvard:240724"].credits[1]
        assert (after.role, after.attribution, after.agent) == ("artist", "after", "harvard:agent:28402")
        assert agents["harvard:agent:27650"].sort_name == "Mondrian, Piet"
        assert Text(kind="acquisition", text="Purchase", lang="en") in hydria.texts
