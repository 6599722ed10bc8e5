"""Exhibitions: labels in two languages, the sheets to print, the order, and the pages (synthetic works)."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.exhibitions import Asked, Exhibition
from culturedata.publish import server
from culturedata.publish.exhibitions import sheets
from culturedata.store.catalogue import exhibitions
from culturedata.store.library import Library
from culturedata.workflow.exhibition import make, named
from tests.studio import made

NINE = Asked(venues=4, works_per_venue=3)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A library with pictures and an exhibition of all of them."""
    folder = tmp_path / "pictures"
    made.make(folder)
    with Library.open(folder) as library:
        make(library, NINE, "all")
    return folder


@pytest.fixture
def exhibition(pictures: Path) -> Exhibition:
    found = exhibitions.read(pictures, "all")
    assert found is not None
    return found


@pytest.fixture
async def site(pictures: Path) -> Any:
    started = server.datasette(pictures)
    await started.invoke_startup()
    return started


def flat(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_labels_name_the_work_its_maker_its_keeper_and_the_licence(exhibition: Exhibition) -> None:
    [work] = [one for one in exhibition.exhibits if one.work_id == "a:w1"]
    assert work.fr.title == "Œuvre a:w1"
    assert work.fr.original == "=Work a:w1"
    assert work.fr.maker == "attribué à A. Person (1600–1660)"
    assert work.fr.date == "vers 1650"
    assert work.en.title == "=Work a:w1"
    assert work.en.original == ""
    assert work.en.maker == "attributed to A. Person (1600–1660)"
    assert work.en.date == "c. 1650"
    assert work.en.licence == "CC0 1.0"
    [other] = [one for one in exhibition.exhibits if one.work_id == "a:w3"]
    assert (other.fr.licence, other.en.licence) == ("Marque du domaine public 1.0", "Public Domain Mark 1.0")
    assert "B. Photographer" not in other.en.maker


def test_the_year_of_an_acquisition_is_no_date_of_a_work(pictures: Path) -> None:
    """Where nothing is said of when it was made, nothing is printed."""
    with Library.open(pictures, write=True) as library:
        library.culture.execute("UPDATE dates SET kind = 'acquired' WHERE work_id = 'a:w1'")
        found = make(library, NINE, "acquired").exhibition
    dates = {one.work_id: (one.fr.date, one.en.date) for one in found.exhibits}
    assert (dates["a:w1"], dates["a:w2"]) == (("", ""), ("vers 1660", "c. 1660"))


def test_it_is_kept_and_read_again_the_same(pictures: Path, exhibition: Exhibition) -> None:
    assert exhibition.asked == NINE
    assert {one.work_id for one in exhibition.exhibits} == made.OPEN
    assert exhibitions.all_of(pictures) == [exhibition]
    for name in ("", "..", "../pictures", "ALL", "all/", "other"):
        assert exhibitions.read(pictures, name) is None
    (pictures / "exhibitions" / "all" / "exhibition.json").write_text("{", encoding="utf-8")
    assert exhibitions.all_of(pictures) == []


def test_the_same_seed_gives_the_same_and_replaces_it(pictures: Path, exhibition: Exhibition) -> None:
    with Library.open(pictures) as library:
        again = make(library, NINE, "all").exhibition
    assert again.venues == exhibition.venues
    assert len(exhibitions.all_of(pictures)) == 1


@pytest.mark.parametrize(
    ("theme", "name"), [("Nature morte", "nature-morte"), ("L’été", "l-ete"), (None, "exhibition")]
)
def test_a_name_for_an_address(theme: str | None, name: str) -> None:
    assert named(theme) == name
    assert named("…") == "exhibition"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sheet_needs_nothing_else(exhibition: Exhibition, lang: str) -> None:
    sheet = sheets.sheet(exhibition, lang)
    assert f'<html lang="{lang}">' in sheet
    assert "@media print" in sheet
    assert "break-before: page" in sheet
    assert "<link" not in sheet
    assert "<script" not in sheet
    assert sheet.count('class="cartel"') == 12
    assert sheet.count('<section class="venue"') == 4
    assert 'src="https://a.example/a:w1.jpg"' in sheet
    assert "&" not in re.sub(r"&(amp|lt|gt|quot|#\d+|#x\w+);", "", sheet)


def test_the_order_is_safe_and_says_the_size_of_a_print(exhibition: Exhibition) -> None:
    text = sheets.order(exhibition)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 12
    [one] = [row for row in rows if row["work"] == "a:w1" and row["venue"] == rows[0]["venue"]] or [
        next(row for row in rows if row["work"] == "a:w1")
    ]
    assert (one["width_px"], one["height_px"]) == ("4000", "3000")
    assert (one["width_cm_300dpi"], one["height_cm_300dpi"]) == ("33.9", "25.4")
    assert one["file"] == "https://a.example/a:w1.jpg"
    assert one["credit"].startswith("B. Photographer")
    assert one["licence_url"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    unknown = next(row for row in rows if row["work"] == "a:w5")
    assert (unknown["width_px"], unknown["width_cm_300dpi"]) == ("", "")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
    assert one["title_en"] == "'=Work a:w1"


async def test_the_pages_in_both_languages(site: Any) -> None:
    listed = (await site.client.get("/exhibitions?lang=fr")).text
    assert "4 lieux, 9 œuvres, choisies parmi 9" in flat(listed)
    assert 'href="/exhibition/all"' in listed
    french = (await site.client.get("/exhibition/all?lang=fr")).text
    english = (await site.client.get("/exhibition/all?lang=en")).text
    assert "Lieu 4" in flat(french)
    assert "Venue 4" in flat(english)
    assert "Images dont la taille est inconnue : 1." in flat(french)
    assert 'href="/work/a:w1"' in french
    assert "dans tous les lieux" in flat(french)
    assert "Adds: " in flat(english)
    assert (await site.client.get("/exhibition/none")).status_code == 404
    assert (await site.client.get("/exhibition/none.csv")).status_code == 404
    told = await site.client.get("/exhibition/all.csv")
    assert told.headers["content-type"].startswith("text/csv")
    assert told.text.startswith("venue,position,work,file,")


async def test_nothing_composed_says_how(tmp_path: Path) -> None:
    made.make(tmp_path / "bare")
    started = server.datasette(tmp_path / "bare")
    await started.invoke_startup()
    said = "<code>culturedata expo compose --theme portrait --venues 3 -L FOLDER</code>"
    assert said in (await started.client.get("/exhibitions?lang=en")).text


async def test_a_picture_that_is_not_open_any_more_is_not_shown(pictures: Path, site: Any) -> None:
    with Library.open(pictures, write=True) as library:
        library.culture.execute("UPDATE images SET open = 0 WHERE work_id = 'a:w1'")
        library.culture.execute("DELETE FROM work_terms WHERE work_id = 'a:w3'")
    page = (await site.client.get("/exhibition/all?lang=en")).text
    assert 'src="https://a.example/a:w1.jpg"' not in page
    assert 'src="https://a.example/a:w3.jpg"' in page
    assert "The catalogue no longer says that this picture is open" in page


async def test_what_a_file_says_is_text(pictures: Path, site: Any) -> None:
    file = pictures / "exhibitions" / "all" / "exhibition.json"
    said = json.loads(file.read_text("utf-8"))
    said["venues"][0]["exhibits"][0]["en"]["title"] = "<script>alert(1)</script>"
    said["venues"][0]["exhibits"][0]["licence"] = "javascript:alert(1)"
    file.write_text(json.dumps(said), encoding="utf-8")
    page = (await site.client.get("/exhibition/all?lang=en")).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
