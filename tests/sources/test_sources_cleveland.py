"""cleveland: hand-made records in the true shape as JSON, as CSV and from a server, and the real ones where they are.

All rows here are synthetic.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.records import Agent, Date, Dimension, Identifier, Relation, Rights, Text, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.sources.cleveland.source import Cleveland
from culturedata.store.library import Library
from tests.contract_http import JSON, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply

Row = dict[str, Any]
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"
CDN = "https://openaccess-cdn.clevelandart.org/1900.1"


def picture(name: str) -> Row:
    """The three sizes of a picture, with widths as texts."""
    return {
        "annotation": None,
        "web": {"url": f"{CDN}/{name}_web.jpg", "width": "800", "height": "600", "filesize": "1", "filename": "w.jpg"},
        "print": {"url": f"{CDN}/{name}_print.jpg", "width": "3400", "height": "2550", "filesize": "2",
                  "filename": "p.jpg"},
        "full": {"url": f"{CDN}/{name}_full.tif", "width": "6000", "height": "4500", "filesize": "3",
                 "filename": "f.tif"},
    }  # fmt: skip


RECORD: Row = {
    "id": 101, "accession_number": "1900.1", "share_license_status": "CC0", "legal_status": "accessioned",
    "tombstone": "An Invented View, c. 1800.", "current_location": "101 Hall", "title": "An Invented View",
    "accession_date": "1900-05-01T00:00:00", "sortable_date": 1795, "date_added_to_oa": None, "date_text": "c. 1800",
    "creation_date": "c. 1800", "creation_date_earliest": 1795, "creation_date_latest": 1805,
    "artists_tags": ["male"],
    "creators": [
        {"id": 7, "description": "Ada Invented (Italian, 1760–1820)", "extent": "plate 1", "qualifier": "attributed to",
         "role": "printmaker", "biography": "She <i>never</i> was.", "name_in_original_language": "Ada Inventata",
         "birth_year": "1760", "death_year": "1820", "use_in_caption": True, "include_extent": False, "weight": 0},
        {"id": 8, "description": "Un Artiste (French, 1700–1770)", "extent": None, "qualifier": None, "role": "after",
         "biography": None, "name_in_original_language": None, "birth_year": "1700", "death_year": "1770",
         "use_in_caption": True, "include_extent": False, "weight": 1},
    ],
    "culture": ["Italy, 18th century"], "technique": "etching on paper",
    "support_materials": [{"description": "laid paper", "watermarks": ["a crown"]}], "department": "Prints",
    "collection": "PR - Etching", "type": "Print", "measurements": "Sheet: 20.1 x 30.2 cm (7 7/8 x 11 7/8 in.)",
    "dimensions": {"sheet": {"height": 0.201, "height_inch": 7, "height_inch_fraction": 0.875, "width": 0.302,
                             "width_inch": 11, "width_inch_fraction": 0.875}, "in_frame": {"depth": 0.05}},
    "dimensions_searchable": {"sheet": {"height": 0.201}}, "state_of_the_work": "I/II",
    "edition_of_the_work": "first edition", "copyright": None,
    "inscriptions": [{"inscription": "ad urbem", "inscription_translation": "to the city",
                      "inscription_remark": "on the plate"}],
    "exhibitions": {
        "current": [{"id": 5, "title": "A Show", "description": "<i>A Show</i>. Here (May 1–9, 1950).",
                     "opening_date": "1950-05-01T04:00:00"},
                    {"id": 6, "title": "Another", "description": None, "opening_date": "1960-01-02T05:00:00"}],
        "legacy": ["Elsewhere, 1901.<br>There, 1902.", {"description": "Nowhere, 1903.", "opening_date": "1903-01-01"}],
    },
    "provenance": [
        {"description": "A. Person, Rome", "citations": [{"citation": "A <em>Book</em>.", "page_number": "p. 3",
         "url": None}], "footnotes": ["Not sure.", ""], "date": "Until 1899", "sortorder": 1},
        {"description": "The museum", "citations": [], "footnotes": None, "date": None, "sortorder": 2},
    ],
    "find_spot": "near a river",
    "related_works": [{"id": 102, "description": "A Copy", "relationship": "copy of"},
                      {"id": 103, "description": "Another", "relationship": None}],
    "former_accession_numbers": ["9.1900"], "did_you_know": "It is <b>invented</b>.",
    "early_education_description": "For the small.", "artlens_description": None, "digital_description": "On a screen.",
    "wall_description": "On the wall.", "conservation_statement": "Cleaned.", "has_conservation_images": False,
    "external_resources": {"wikidata": ["https://www.wikidata.org/wiki/Q42"], "internet_archive": ["cma-1900.1"]},
    "citations": [{"citation": "A <em>Study</em>.", "page_number": "p. 1", "url": "https://books.example/1"}],
    "url": "https://clevelandart.org/art/1900.1", "images": picture("1900.1"),
    "alternate_images": [picture("1900.1.alt") | {"annotation": "the back", "date_created": "2001-01-01T00:00:00"}],
    "secondary_assets": None, "creditline": "Gift of A. Person", "image_credit": None, "collapse_artists": False,
    "on_loan": True, "recently_acquired": False, "record_type": "object", "cover_accession_number": "1900.0",
    "is_nazi_era_provenance": True, "zoomify_disabled": False, "impression": "good", "sketchfab_id": "abc",
    "sketchfab_url": "https://sketchfab.example/abc", "has_artlens_media": False, "has_artlens_scannable": False,
    "alternate_titles": [{"title": "A View"}], "upcoming_loans": [{"title": "A Loan"}], "current_loan": None,
    "is_highlight": True, "last_updated_in_athena": "2026-08-01T10:00:00", "current_exhibition": [{"title": "A Show"}],
    "book_viewer_type": None, "is_book_viewer": False, "collection_mapped": "Prints", "medium_mapped": ["Etching"],
    "gallery_donor_text": "A. Person Gallery", "inseparable_parts": ["1900.1.a", "1900.1.b"], "part_visible": "a",
    "catalogue_raisonne": "Invented 12", "series": "Views", "title_in_original_language": "Veduta",
    "series_in_original_language": "Vedute",
}  # fmt: skip


def record(number: int, **more: Any) -> Row:
    """A record of its own; its related works are those of the first."""
    return copy.deepcopy(RECORD) | {"id": number, "accession_number": f"1900.{number}"} | more


def old(number: int) -> Row:
    """A record with the names of fields of 2019: makers have no number, there is no owner's status."""
    row = {name: copy.deepcopy(RECORD[name]) for name in (
        "share_license_status", "tombstone", "title", "creation_date", "creation_date_earliest", "creation_date_latest",
        "creators", "technique", "type", "measurements", "exhibitions", "images",
    )}  # fmt: skip
    for maker in row["creators"]:
        for name in ("id", "use_in_caption", "include_extent", "weight"):
            del maker[name]
    del row["images"]["annotation"]
    row["exhibitions"]["legacy"] = ["Elsewhere, 1901."]
    said = {"fun_fact": "It is invented.", "updated_at": "2019-11-25 09:00:26.170000", "wall_description": "A wall."}
    return {"id": number, "accession_number": f"1800.{number}"} | row | said


def slim(number: int) -> Row:
    """A record of which little is known."""
    names = ("share_license_status", "creation_date", "creation_date_earliest", "creation_date_latest", "culture")
    said = {name: copy.deepcopy(RECORD[name]) for name in names}
    return {"id": number, "accession_number": f"1900.{number}", "title": f"View {number}"} | said


def rows() -> list[Row]:
    """Seven records: old and new names, much and little."""
    shut = record(102, creators=[], legal_status="loan", share_license_status="Copyrighted", images={})
    return [record(101), old(201), shut, slim(103), slim(104), slim(105), slim(106)]


def as_csv(found: list[Row], spelt: Callable[[Any], str] = json.dumps) -> bytes:
    """The rows as the museum's CSV is said to be: lists and objects as `spelt` writes them, None as nothing."""
    names = list(dict.fromkeys(name for row in found for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for row in found:
        cells = [row.get(name) for name in names]
        writer.writerow([spelt(c) if isinstance(c, list | dict) else "" if c is None else c for c in cells])
    return text.getvalue().encode()


def reader(path: Path, issues: list[Issue] | None = None, **more: Any) -> Cleveland:
    report = (issues if issues is not None else []).append
    return Cleveland(Context(descriptor("cleveland"), str(path), report=report, **more))


def read(tmp_path: Path, *found: Row) -> tuple[dict[str, Work], dict[str, Agent], list[Issue]]:
    """What the records say, from a JSON file, and what was reported."""
    issues: list[Issue] = []
    path = tmp_path / "data.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    works, agents, _ = entities(reader(path, issues))
    return works, agents, issues


UNDERSTOOD = frozenset({
    # The size of the small picture, which is shown as the thumbnail of a larger one.
    "images.web.width", "images.web.height", "alternate_images[].web.width", "alternate_images[].web.height",
    # The size in metres once more; it counts where there is no other.
    "dimensions.sheet.height_inch", "dimensions.sheet.height_inch_fraction", "dimensions.sheet.width_inch",
    "dimensions.sheet.width_inch_fraction",
})  # fmt: skip


class TestFile(SourceContract):
    source = "cleveland"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "data.json"
        path.write_text(json.dumps(rows()[:4], indent=1), encoding="utf-8")
        return str(path)


class TestCsv(SourceContract):
    source = "cleveland"
    understood = UNDERSTOOD

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "data.csv"
        path.write_bytes(as_csv(rows()[:4], repr))
        return str(path)


class TestServer(HttpSourceContract):
    source = "cleveland"
    understood = UNDERSTOOD
    path = "/api"

    def rows(self) -> list[Any]:
        return rows()

    def answer(self, asked: Asked) -> Reply:
        start, size = int(asked.query["skip"]), int(asked.query["limit"])
        shown, _ = self.museum.page(0 if self.museum.loops else start, size)
        said = {"info": {"total": len(self.museum.rows), "parameters": asked.query}, "data": shown}
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_a_list_that_ends_before_its_end_deletes_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.clock.at += 30 * 86400
        whole = self.museum.rows
        self.museum.rows = [*whole[:3]]
        self.spoil = lambda _, right: Reply(200, right.body.replace(b'"total": 3', b'"total": 7'), JSON)
        self.bring(folder, self.input(folder))
        with Library.open(folder) as library:
            assert library.culture.execute("SELECT count(*) FROM records WHERE gone_at NOT NULL").fetchone() == (0,)
            assert library.culture.execute("SELECT count(*) FROM issues WHERE code = 'list-ended-early'").fetchone()[0]

    def test_all_ways_give_the_same(self, tmp_path: Path) -> None:
        """The API, the JSON and the CSV, whose lists are JSON or as Python prints them, also in plain packing."""
        found = entities(self.reader(self.input(tmp_path)))
        for name, body in {
            "data.json": json.dumps(rows()).encode(),
            "indented.json": json.dumps(rows(), indent=2).encode(),
            "page.json": json.dumps({"info": {"total": 7}, "data": rows()}).encode(),
            "lines.jsonl": "\n".join(map(json.dumps, rows())).encode(),
            "data.csv": as_csv(rows()),
            "python.csv": as_csv(rows(), repr),
            "marked.csv": b"\xef\xbb\xbf" + as_csv(rows()),
        }.items():
            (tmp_path / name).write_bytes(body)
            issues: list[Issue] = []
            assert entities(reader(tmp_path / name, issues)) == found, name
            assert not issues, name

    def test_the_dump_is_the_default(self, tmp_path: Path) -> None:
        """Without an input the file is asked for, and no list."""
        body = json.dumps(rows()).encode()
        described = descriptor("cleveland")
        there = f"{self.server.url}/media/data.json"
        changed = msgspec.structs.replace(
            described,
            http=msgspec.structs.replace(described.http, base=f"{self.server.url}/api"),
            options={"dump": there},
            assertions=type(described.assertions)(),
        )
        self.monkeypatch.setattr("culturedata.importing.run.descriptor", lambda *_, **__: changed)
        self.server.hears = lambda asked: Reply(200, body) if asked.address.startswith("/media/") else Reply(404)
        make = self.fetcher()

        def trusting(described: Descriptor, refresh: bool) -> Fetcher:
            fetcher: Fetcher = make(described, refresh)
            fetcher.trust(there)
            return fetcher

        with Library.open(tmp_path / "library", create=True) as library:
            result = import_source(library, "cleveland", fetcher=trusting)
        assert (result.status, result.counts.works) == ("done", 7)
        assert {asked.address for asked in self.server.asked} == {"/media/data.json"}


class TestMapping:
    def test_a_whole_record(self, tmp_path: Path) -> None:
        works, agents, issues = read(tmp_path, RECORD)
        work = works["cleveland:101"]
        assert not issues
        assert work.titles == (
            Title(text="An Invented View", kind="translated", lang="en"), Title(text="Veduta"),
            Title(text="A View", kind="alternative"), Title(text="Views", kind="group"),
            Title(text="Vedute", kind="group"),
        )  # fmt: skip
        assert work.dates == (
            Date(text="c. 1800", earliest=1795, latest=1805, precision="range", qualifier="circa"),
            Date(text="1900-05-01", kind="acquired", earliest=1900, latest=1900, precision="day"),
        )
        assert [(c.agent, c.role, c.attribution, c.note) for c in work.credits] == [
            ("cleveland:agent:7", "printmaker", "attributed to", "attributed to; plate 1"),
            ("cleveland:agent:8", "contributor", "after", "after"),
        ]
        assert agents["cleveland:agent:7"] == Agent(
            id="cleveland:agent:7", name="Ada Invented", born=1760, died=1820, life_text="Italian, 1760–1820",
            names=(Title(text="Ada Inventata"),),
        )  # fmt: skip
        assert work.identifiers == (
            Identifier(scheme="accession", value="1900.1"), Identifier(scheme="accession", value="9.1900"),
            Identifier(scheme="sketchfab", value="abc"), Identifier(scheme="wikidata", value="Q42"),
            Identifier(scheme="internet-archive", value="cma-1900.1"),
        )  # fmt: skip
        [holding] = work.holdings
        assert (holding.kind, holding.inventory, holding.credit_line) == ("owner", "1900.1", "Gift of A. Person")
        assert work.relations == (
            Relation(kind="copy of", target="cleveland:102", text="A Copy"),
            Relation(kind="related to", target="cleveland:103", text="Another"),
            Relation(kind="has part", text="1900.1.a"), Relation(kind="has part", text="1900.1.b"),
            Relation(kind="part of", text="1900.0"),
            Relation(kind="exhibition", target="cleveland:exhibition:5", text="A Show"),
            Relation(kind="exhibition", target="cleveland:exhibition:6", text="Another"),
            Relation(kind="picture file", text=f"{CDN}/1900.1_full.tif (6000 x 4500 pixels)"),
            Relation(kind="picture file", text=f"{CDN}/1900.1.alt_full.tif (6000 x 4500 pixels)"),
        )  # fmt: skip
        assert {(term.facet, term.term.removeprefix("cleveland:term:")) for term in work.terms} == {
            ("type", "type-print"), ("technique", "technique-etching-on-paper"), ("technique", "technique-etching"),
            ("culture", "culture-italy-18th-century"), ("department", "department-prints"),
            ("collection", "collection-pr-etching"), ("collection", "collection-prints"),
            ("material", "material-laid-paper"), ("material", "material-watermark-a-crown"),
            ("collection", "collection-highlights-of-the-collection"),
        }  # fmt: skip

    def test_every_text_is_there(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, RECORD)
        assert {(text.kind, text.text) for text in works["cleveland:101"].texts} == {
            ("medium", "etching on paper"), ("state", "I/II"), ("edition", "first edition"), ("impression", "good"),
            ("catalogue raisonné", "Invented 12"), ("did you know", "It is invented."), ("description", "On the wall."),
            ("digital description", "On a screen."), ("description for children", "For the small."),
            ("conservation", "Cleaned."), ("find spot", "near a river"), ("tags of the makers", "male"),
            ("gallery donor", "A. Person Gallery"), ("visible part", "a"),
            ("exhibition history", "1950-05-01: A Show. Here (May 1–9, 1950).\n1960-01-02: Another\nElsewhere, 1901."
             "\nThere, 1902.\n1903-01-01: Nowhere, 1903."),
            ("location", "101 Hall"), ("current exhibition", "A Show"), ("loan", "on loan; A Loan"),
            ("provenance", "Until 1899: A. Person, Rome [Not sure.] (A Book., p. 3)\nThe museum"),
            ("publication history", "A Study., p. 1, https://books.example/1"), ("inscription", "ad urbem"),
            ("inscription translation", "to the city"), ("inscription remark", "on the plate"),
            ("biography", "Ada Invented: She never was."), ("provenance research", "Nazi-era provenance"),
        }  # fmt: skip

    def test_sizes_stay_in_metres(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, RECORD)
        assert works["cleveland:101"].dimensions == (
            Dimension(part="sheet", kind="height", value=0.201, unit="m"),
            Dimension(part="sheet", kind="width", value=0.302, unit="m"),
            Dimension(part="in frame", kind="depth", value=0.05, unit="m"),
            Dimension(kind="text", text="Sheet: 20.1 x 30.2 cm (7 7/8 x 11 7/8 in.)"),
        )

    def test_sizes_in_inches_count_where_there_are_no_others(self, tmp_path: Path) -> None:
        said = {"height": None, "height_inch": 7, "height_inch_fraction": 0.5, "width": 0.3, "width_inch": 11}
        works, _, _ = read(tmp_path, slim(1) | {"dimensions": {"in_frame": said}})
        assert works["cleveland:1"].dimensions == (
            Dimension(part="in frame", kind="height", value=7.5, unit="in"),
            Dimension(part="in frame", kind="width", value=0.3, unit="m"),
        )

    def test_an_exhibition_has_its_title_also_where_the_description_lacks_it(self, tmp_path: Path) -> None:
        shows = [{"title": "A Show", "description": "Shown here in 1950.", "opening_date": None}]
        works, _, _ = read(tmp_path, slim(1) | {"exhibitions": {"current": shows, "legacy": []}})
        [text] = works["cleveland:1"].texts
        assert (text.text, works["cleveland:1"].relations) == ("A Show: Shown here in 1950.", ())

    def test_pictures_are_open_only_where_the_record_says_cc0(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, RECORD, record(102, share_license_status="Copyrighted"),
                           record(103, share_license_status="other"))  # fmt: skip
        first, back = works["cleveland:101"].images
        assert (first.url, first.thumbnail) == (f"{CDN}/1900.1_print.jpg", f"{CDN}/1900.1_web.jpg")
        assert (first.width, first.height, first.licence, first.open) == (3400, 2550, CC0, True)
        assert (back.alt, back.open) == ("the back", True)
        for number, licence in ((102, IN_COPYRIGHT), (103, None)):
            work = works[f"cleveland:{number}"]
            assert [(image.licence, image.open) for image in work.images] == [(None, False)] * 2
            assert work.rights[:2] == (
                Rights(covers="metadata", licence=CC0, statement="CC0 1.0"),
                Rights(covers="image", licence=licence, statement={102: "Copyrighted", 103: "other"}[number]),
            )
        assert works["cleveland:102"].rights[2] == Rights(covers="work", licence=IN_COPYRIGHT, statement="Copyrighted")

    def test_a_picture_in_one_size_only(self, tmp_path: Path) -> None:
        only = {"full": {"url": "https://cdn.example/f.tif", "width": "0", "height": None}}
        works, _, _ = read(
            tmp_path, record(1, images=only, alternate_images=[{"web": {"url": "https://cdn.example/w"}}])
        )
        found = [(image.url, image.thumbnail, image.width) for image in works["cleveland:1"].images]
        assert found == [
            ("https://cdn.example/f.tif", None, None),
            ("https://cdn.example/w", "https://cdn.example/w", None),
        ]

    def test_what_is_not_owned_is_only_kept(self, tmp_path: Path) -> None:
        works, _, _ = read(
            tmp_path, record(1, legal_status="long-term loan", record_type="cover", copyright="© A. Person")
        )
        work = works["cleveland:1"]
        assert work.holdings[0].kind == "keeper"
        assert Text(kind="legal status", text="long-term loan", lang="en") in work.texts
        assert Text(kind="record type", text="cover", lang="en") in work.texts
        assert Rights(covers="work", licence=IN_COPYRIGHT, statement="© A. Person") in work.rights

    def test_older_and_newer_names_say_the_same(self, tmp_path: Path) -> None:
        newer = record(1, did_you_know="A fact.", description="A wall.")
        del newer["wall_description"]
        older = record(2, fun_fact="A fact.", wall_description="A wall.")
        del older["did_you_know"]
        works, _, issues = read(tmp_path, newer, older)
        assert works["cleveland:1"].texts == works["cleveland:2"].texts
        assert not issues

    def test_both_names_with_one_text_give_one_text(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, record(1, description="On the wall."))
        assert [t.kind for t in works["cleveland:1"].texts].count("description") == 1

    def test_an_older_maker_has_the_id_of_its_text(self, tmp_path: Path) -> None:
        works, agents, issues = read(tmp_path, old(1))
        assert not issues
        assert [c.agent for c in works["cleveland:1"].credits] == [
            "cleveland:agent:ada-invented-italian-1760-1820", "cleveland:agent:un-artiste-french-1700-1770",
        ]  # fmt: skip
        assert agents["cleveland:agent:un-artiste-french-1700-1770"].born == 1700

    @pytest.mark.parametrize(
        ("born", "died", "years", "code"),
        [
            ("1760", "", (1760, 1820), None),  # what a field lacks is in the text
            ("1800", "1700", (None, None), "life-out-of-order"),
            ("1761.0", 1821, (1761, 1821), None),
            ("0", None, (1760, 1820), "not-a-year"),
            ("unknown", "1821", (1760, 1821), None),
        ],
    )
    def test_years_of_a_life(
        self, tmp_path: Path, born: Any, died: Any, years: tuple[int | None, int | None], code: str | None
    ) -> None:
        row = record(1)
        row["creators"][0] |= {"birth_year": born, "death_year": died}
        _, agents, issues = read(tmp_path, row)
        assert (agents["cleveland:agent:7"].born, agents["cleveland:agent:7"].died) == years
        assert [issue.code for issue in issues] == ([code] if code else [])

    @pytest.mark.parametrize(
        ("earliest", "latest", "bounds", "codes"),
        [
            (-500, -401, (-500, -401), []),
            ("1795.0", "1805", (1795, 1805), []),
            (0, 100, (None, 100), ["not-a-year"]),
            ("soon", 1805, (None, 1805), ["not-a-year"]),
            (-12000, -9000, (-12000, -9000), []),
        ],
    )
    def test_years_of_a_work(
        self, tmp_path: Path, earliest: Any, latest: Any, bounds: tuple[int | None, int | None], codes: list[str]
    ) -> None:
        row = record(1, creation_date="sometime", creation_date_earliest=earliest, creation_date_latest=latest)
        works, _, issues = read(tmp_path, row)
        date = works["cleveland:1"].dates[0]
        assert (date.text, date.earliest, date.latest) == ("sometime", *bounds)
        assert [issue.code for issue in issues] == codes

    def test_dates_without_or_with_another_text(self, tmp_path: Path) -> None:
        works, _, _ = read(tmp_path, record(1, creation_date=None, date_text=None), record(2, date_text="about 1800"))
        assert works["cleveland:1"].dates[0].text == "1795–1805"
        assert [date.text for date in works["cleveland:2"].dates[:2]] == ["c. 1800", "about 1800"]

    def test_shapes_that_nobody_saw_are_read_too(self, tmp_path: Path) -> None:
        """Texts in place of lists, lists in place of texts, objects in place of both."""
        row = record(
            1, support_materials="wove paper", culture="Italy", alternate_titles=["One", "Two"],
            inseparable_parts=[{"id": 9, "accession_number": "1900.9", "title": "A Lid"}], collection_mapped=["A", "B"],
            find_spot={"name": "a field"}, series=["S"], related_works=["see the other"], provenance="A. Person",
            exhibitions="Here, 1950", citations=["A book"], inscriptions="signed", external_resources=None,
            images="https://cdn.example/1.jpg", alternate_images=None,
            creators="A. Person (French, 1700–1760), engraver",
            dimensions="small",
        )  # fmt: skip
        works, agents, issues = read(tmp_path, row)
        work = works["cleveland:1"]
        assert not issues
        assert Relation(kind="has part", target="cleveland:9", text="A Lid; 1900.9") in work.relations
        assert Relation(kind="related to", text="see the other") in work.relations
        assert {"cleveland:term:material-wove-paper", "cleveland:term:culture-italy"} <= {t.term for t in work.terms}
        assert [title.text for title in work.titles[2:]] == ["One", "Two", "S", "Vedute"]
        assert {"a field", "A. Person", "Here, 1950", "A book", "signed"} <= {text.text for text in work.texts}
        assert [image.url for image in work.images] == ["https://cdn.example/1.jpg"]
        assert [(c.role, agents[c.agent].name) for c in work.credits] == [("engraver", "A. Person")]
        assert work.dimensions[-1].text == "Sheet: 20.1 x 30.2 cm (7 7/8 x 11 7/8 in.); small"

    def test_an_empty_record_is_a_work(self, tmp_path: Path) -> None:
        works, _, issues = read(tmp_path, {"id": 1})
        assert [title.text for title in works["cleveland:1"].titles] == ["[no title]"]
        assert not issues

    def test_only_what_changed_since(self, tmp_path: Path) -> None:
        path = tmp_path / "data.json"
        path.write_text(json.dumps([record(1), old(2), record(3, last_updated_in_athena=None)]))
        assert [found.key for found in reader(path, since="2026-01-01").records()] == ["1", "3"]
        assert [found.key for found in reader(path, since="2026-09-01").records()] == ["3"]


class TestCells:
    def one(self, tmp_path: Path, **cells: str) -> tuple[Work, dict[str, Agent], list[Issue]]:
        path, issues = tmp_path / "data.csv", []
        path.write_bytes(as_csv([{"id": "1", "accession_number": "1900.1", "title": "[untitled]"} | cells]))
        works, agents, _ = entities(reader(path, issues))
        return works["cleveland:1"], agents, issues

    def test_makers_as_printed(self, tmp_path: Path) -> None:
        """The CSV's makers are texts: the same as in the older JSON, whose makers have no number either."""
        said = "Ada Invented (Italian, 1760–1820), printmaker; Un Artiste (French, 1700–1770), artist"
        work, agents, issues = self.one(tmp_path, creators=said)
        assert [(c.agent, c.role, c.note) for c in work.credits] == [
            ("cleveland:agent:ada-invented-italian-1760-1820", "printmaker", None),
            ("cleveland:agent:un-artiste-french-1700-1770", "artist", None),
        ]
        _, others, _ = read(tmp_path, old(1))
        assert agents == {id_: msgspec.structs.replace(agent, names=()) for id_, agent in others.items()}
        assert not issues

    def test_doubt_as_printed(self, tmp_path: Path) -> None:
        work, agents, _ = self.one(tmp_path, creators="attributed to Ada Invented (Italian, 1760–1820), printmaker")
        [credit] = work.credits
        assert (credit.role, credit.attribution, credit.note) == ("printmaker", "attributed to", "attributed to")
        assert agents[credit.agent].name == "Ada Invented"

    def test_addresses_of_pictures(self, tmp_path: Path) -> None:
        cells = {f"image_{size}": f"https://cdn.example/{size}" for size in ("web", "print", "full")}
        work, _, issues = self.one(tmp_path, share_license_status="CC0", **cells)
        [image] = work.images
        assert (image.url, image.thumbnail, image.open) == (
            "https://cdn.example/print",
            "https://cdn.example/web",
            True,
        )
        assert not issues

    def test_a_cell_that_can_not_be_read_is_told_and_stays_a_text(self, tmp_path: Path) -> None:
        """Also one that merely looks like a list, as dealers' names in provenance do."""
        for said in ("[A. Person, Rome], sold to the museum", "['open", "[" * 5000, "__import__('os')"):
            work, _, issues = self.one(tmp_path, provenance=said)
            assert Text(kind="provenance", text=said, lang="en") in work.texts
            assert [(issue.code, issue.field) for issue in issues] == (
                [("unreadable-cell", "provenance")] if said[0] == "[" else []
            )

    def test_nothing_is_run(self, tmp_path: Path) -> None:
        mark = tmp_path / "mark"
        work, _, issues = self.one(tmp_path, culture=f"[open({str(mark)!r}, 'w')]")
        assert not mark.exists()
        assert [issue.code for issue in issues] == ["unreadable-cell"]
        assert work.terms

    def test_python_values_that_json_lacks(self, tmp_path: Path) -> None:
        work, _, issues = self.one(tmp_path, culture="('Italy', 'France')", former_accession_numbers="{1, 2}",
                                   provenance="[{'description': None, 'date': '1900'}]")  # fmt: skip
        assert [issue.field for issue in issues] == ["former_accession_numbers"]
        assert Text(kind="provenance", text="1900", lang="en") in work.texts

    def test_brackets_in_a_title_are_no_list(self, tmp_path: Path) -> None:
        work, _, issues = self.one(tmp_path)
        assert work.titles == (Title(text="[untitled]"),)
        assert not issues

    def test_a_flag_as_text(self, tmp_path: Path) -> None:
        for said, flagged in (("True", True), ("False", False), ("", False)):
            work, _, _ = self.one(tmp_path, is_nazi_era_provenance=said)
            assert any(text.kind == "provenance research" for text in work.texts) is flagged


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "body", "error"),
        [
            ("data.json", b"", InputEmpty),
            ("data.json", b"  \n ", InputEmpty),
            ("data.json", b"[]", InputEmpty),
            ("data.json", b'{"info": {"total": 5}, "data": []}', InputEmpty),
            ("data.csv", b"", InputEmpty),
            ("data.json", b"<!DOCTYPE html><html></html>", InputFormat),
            ("data.csv", b"<!DOCTYPE html><html></html>", InputFormat),
            ("data.json", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
            ("data.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer),
            ("data.csv", b"title,maker\n1,2\n", InputFormat),
        ],
    )
    def test_it_is_named(self, tmp_path: Path, name: str, body: bytes, error: type[Exception]) -> None:
        path = tmp_path / name
        path.write_bytes(body)
        with pytest.raises(error):
            list(reader(path).records())

    @pytest.mark.parametrize("at", [1, 9, 200, 4000, -1])
    def test_a_list_that_breaks_off(self, tmp_path: Path, at: int) -> None:
        """What came before is there; cut anywhere, it is called cut."""
        path, whole = tmp_path / "data.json", json.dumps(rows()[:3]).encode()
        path.write_bytes(whole[:at])
        found: list[str] = []
        with pytest.raises(InputTruncated, match="breaks off"):
            found += [one.key for one in reader(path).records()]
        path.write_bytes(whole)
        assert len(list(reader(path).records())) == 3

    def test_what_came_before_the_break_is_in_and_goes_on(self, tmp_path: Path) -> None:
        path, whole = tmp_path / "data.json", json.dumps(rows()).encode()
        path.write_bytes(whole[: len(whole) // 2])
        with Library.open(tmp_path / "library", create=True) as library:
            with pytest.raises(InputTruncated):
                import_source(library, "cleveland", str(path))
            [before] = library.culture.execute("SELECT count(*) FROM works").fetchone()
            path.write_bytes(whole)
            result = import_source(library, "cleveland", str(path), resume=True)
            assert 0 < before < 7
            assert (result.status, library.culture.execute("SELECT count(*) FROM works").fetchone()) == ("done", (7,))

    @pytest.mark.parametrize(
        ("broken", "said"),
        [
            (b'[{"id": 1}, {"id": 2, "title": "a\0b"}, {"id": 3}]' + b" " * 99, "record 2 is no JSON"),
            (b'[{"id": 1}, {"id": nonsense}, {"id": 3}]' + b" " * 99, "record 2 is no JSON"),
            (b'[{"id": 1} {"id": 2}]', "no comma"),
            (b'[{"id": 1}] {"id": 2}', "goes on after its list"),
            (b'[{"id": 1}, {"id": "\xff"}]', "not UTF-8"),
            (b"[" * 200_000, "nested too deep"),
        ],
    )
    def test_a_list_that_is_no_json(self, tmp_path: Path, broken: bytes, said: str) -> None:
        path = tmp_path / "data.json"
        path.write_bytes(broken)
        with pytest.raises(InputFormat, match=said):
            list(reader(path).records())

    def test_what_is_no_record_is_left_out_and_told(self, tmp_path: Path) -> None:
        path, issues = tmp_path / "data.json", []
        path.write_text(json.dumps([record(1), 5, "x", None, {"title": "no id"}, {"id": ""}, record(2)]))
        assert [(found.key, found.cursor) for found in reader(path, issues).records()] == [("1", "1"), ("2", "7")]
        assert [issue.code for issue in issues] == ["no-key"] * 5
        assert issues[0].located == "data.json: record 2"

    def test_the_museums_report_is_no_record(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        path.write_text('{"cc0": 1, "id": 5, "accession_number": 5, "num_artworks": 5}')
        with Library.open(tmp_path / "library", create=True) as library, pytest.raises(InputFormat):
            import_source(library, "cleveland", str(path))

    def test_a_bad_row_of_the_csv(self, tmp_path: Path) -> None:
        path, issues = tmp_path / "data.csv", []
        path.write_bytes(as_csv([record(1), record(2)]) + b"3,1900.3\n" + b'4,"\0"\n')
        assert [found.key for found in reader(path, issues).records()] == ["1", "2"]
        assert [issue.code for issue in issues] == ["wrong-cells", "nul"]

    @pytest.mark.parametrize("name", ["data.json", "data.csv"])
    def test_it_goes_on_after_a_cursor(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_bytes(json.dumps(rows()).encode() if name == "data.json" else as_csv(rows()))
        whole = list(reader(path).records())
        assert list(reader(path, cursor=whole[2].cursor).records()) == whole[3:]

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputMissing, match="neither"):
            list(reader(tmp_path).records())
        (tmp_path / "data.csv").write_bytes(as_csv([record(1)]))
        assert [found.format for found in reader(tmp_path).records()] == ["csv"]
        (tmp_path / "data.json").write_text(json.dumps([record(1)]))
        assert [found.format for found in reader(tmp_path).records()] == ["json"]

    def test_the_bytes_are_the_museums_own(self, tmp_path: Path) -> None:
        path = tmp_path / "data.json"
        bodies = [
            b'{ "id":1 ,"accession_number":"\\u00e9\\ud83d\\ude00", "x":1.50e0}',
            '{"id":2,"title":"é😀"}'.encode(),
        ]
        path.write_bytes(b"\xef\xbb\xbf [ " + b" ,\n".join(bodies) + b" ] \n")
        assert [found.body for found in reader(path).records()] == bodies

    def test_numbers_at_the_edge_of_what_was_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever the pieces are in which the file is read, the records are the same."""
        path, issues = tmp_path / "data.json", []
        path.write_text(json.dumps([record(1), 123456, record(2, title="é😀")], ensure_ascii=False))
        whole = [(found.key, found.body) for found in reader(path).records()]
        for size in (1, 7, 64):
            monkeypatch.setattr("culturedata.sources.cleveland.files._BLOCK", size)
            issues.clear()
            assert [(found.key, found.body) for found in reader(path, issues).records()] == whole
            assert [issue.raw for issue in issues] == ["123456"]

    def test_memory_does_not_grow_with_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("culturedata.sources.cleveland.files._BLOCK", 1 << 14)
        path = tmp_path / "data.json"
        path.write_text(json.dumps([record(1)] * 400))
        size, records = path.stat().st_size, reader(path).records()
        tracemalloc.start()
        count = sum(1 for _ in records)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (count, size > 2_000_000) == (400, True)
        assert peak < size / 5


class TestReal:
    def test_every_recorded_record(self, shared: Path) -> None:
        folder, issues = shared / "fixtures" / "cleveland", []
        works: dict[str, Work] = {}
        for name in ("complete_data", "response_success"):
            found, _, _ = entities(reader(folder / f"{name}.json", issues))
            works |= found
        assert not issues
        assert set(works) == {"cleveland:93014", "cleveland:96887"}
        painting, bottle = works["cleveland:93014"], works["cleveland:96887"]
        assert [(d.part, d.kind, d.value, d.unit) for d in painting.dimensions[:2]] == [
            ("framed", "height", 1.325, "m"), ("framed", "width", 1.935, "m"),
        ]  # fmt: skip
        assert [c.role for c in painting.credits] == ["artist"]
        assert painting.images[0].open
        assert painting.images[0].width == 3400
        lines = {text.kind: text.text.count("\n") + 1 for text in painting.texts}
        assert (lines["provenance"], lines["publication history"]) == (9, 72)
        assert not any("<" in text.text for text in painting.texts)
        assert [(d.earliest, d.latest) for d in bottle.dates] == [(1700, 1799)]
        assert not bottle.credits

    def test_an_answer_without_records(self, shared: Path) -> None:
        with pytest.raises(InputEmpty):
            list(reader(shared / "fixtures" / "cleveland" / "response_no_data.json").records())

    def test_every_current_field_is_known(self, shared: Path, tmp_path: Path) -> None:
        """A record with every field of the museum's own list, each a text: none is new."""
        names = json.loads((shared / "fixtures" / "cleveland" / "report.json").read_bytes())
        counts = {"cc0", "copyrighted", "other", "num_artworks"}
        row = {name: "x" for name in names if name not in counts} | {"id": 1}
        _, _, issues = read(tmp_path, row)
        assert {issue.code for issue in issues} <= {"not-a-year"}

    def test_as_csv_they_are_the_same(self, shared: Path, tmp_path: Path) -> None:
        folder = shared / "fixtures" / "cleveland"
        found = json.loads((folder / "response_success.json").read_bytes())["data"]
        found.append(json.loads((folder / "complete_data.json").read_bytes()))
        for name, body in {
            "a.json": json.dumps(found).encode(), "a.csv": as_csv(found), "b.csv": as_csv(found, repr)
        }.items():  # fmt: skip
            (tmp_path / name).write_bytes(body)
        whole = entities(reader(tmp_path / "a.json"))
        assert entities(reader(tmp_path / "a.csv")) == entities(reader(tmp_path / "b.csv")) == whole
        assert len(whole[0]) == 2
