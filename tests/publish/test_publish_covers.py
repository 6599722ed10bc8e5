"""Drawn covers: the same on every visit, akin where works share words, readable, harmless whatever a title holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import plugin, server
from culturedata.publish.views import covers, rows
from culturedata.store.library import Library

HERE = Path(plugin.__file__).parent
SHEET = (HERE / "static" / "cards.css").read_text(encoding="utf-8")
SPRITE = (HERE / "templates" / "culturedata" / "motifs.svg").read_text(encoding="utf-8")


def card(work_id: str, *words: str, **more: Any) -> dict[str, Any]:
    return {"work_id": work_id, "words": list(words), "maker": None, "year": None, **more}


def test_by_hand() -> None:
    """crc32 of «drama» is 3361057716 = (140044071 · 24) + 12: shape 12, and 140044071 mod 12 = 3: hue 3."""
    one = covers.drawn(card("c:1", "Drama", "Crime", "USA"))
    assert sorted(one.shapes) == [(10, 3), (12, 3), (21, 6)]
    assert one.hue == one.shapes[0][1]


def test_the_same_work_has_the_same_cover_and_words_their_shapes() -> None:
    one, again, akin = (covers.drawn(card(id_, "Drama", "Crime", "USA")) for id_ in ("c:1", "c:1", "c:77"))
    assert one == again
    assert set(one.shapes) == set(akin.shapes)
    assert covers.drawn(card("c:1", "drama", "Opera", "X")).shapes != one.shapes


def test_what_every_cover_keeps_to() -> None:
    for n in range(500):
        cover = covers.drawn(card(f"x:{n}", *(f"word {n * k}" for k in range(n % 5)), maker=f"m {n % 7}", year=n))
        assert 0 <= cover.hue < covers.HUES
        assert 0 <= cover.layout < covers.LAYOUTS
        assert all(0 <= shape < covers.SHAPES and 0 <= hue < covers.HUES for shape, hue in cover.shapes)
        assert 2 <= len(cover.shapes) <= covers.DRAWN
    assert covers.drawn({"work_id": "only-an-id"}).shapes


def test_the_ground_has_the_colour_of_the_picture() -> None:
    assert covers.drawn(card("a:1", "oil", "sea", "boat", colour="blue")).hue == covers.MEASURED["blue"]
    plain = covers.drawn(card("a:1", "oil", "sea", "boat"))
    assert covers.drawn(card("a:1", "oil", "sea", "boat", colour="Grey")) == plain


def test_what_it_is_drawn_from(library: Library) -> None:
    """The largest colour that has a hue; the most telling words."""
    for colour, share in (("red", 0.2), ("grey", 0.5), ("green", 0.3)):
        said = ["a:3", f"colour {colour}", share]
        library.culture.execute("INSERT INTO measures VALUES (?, ?, ?, 'share', NULL)", said)
    found = covers.described(library.culture, ["a:3", "c:1", "d:9"])
    assert found["a:3"] == {"words": ["impressionism", "portrait", "oil"], "colour": "green"}
    assert found["c:1"] == {"words": ["crime", "drama"], "colour": None}
    assert found["d:9"] == {"words": [], "colour": None}
    cards = rows.card_of(library.culture, ["a:2", "a:3"])
    assert "words" not in cards["a:2"], "it has an open picture"
    assert cards["a:3"]["words"][0] == "impressionism"


def test_the_sheet_and_the_sprite_have_all_of_them() -> None:
    assert set(re.findall(r'id="m(\d+)"', SPRITE)) == {str(n) for n in range(covers.SHAPES)}
    assert {int(n) for n in re.findall(r"^\.h(\d+) \{", SHEET, re.M)} == set(range(covers.HUES))
    places = {(int(n), int(place)) for n, place in re.findall(r"^\.l(\d+) use:nth-child\((\d)\)", SHEET, re.M)}
    assert places == {(n, place) for n in range(covers.LAYOUTS) for place in (1, 2, 3)}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2 of «#rrggbb»."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_titles_can_be_read_on_every_ground() -> None:
    """White on a poster's deep ground, deep on a sleeve's light or full one, ink on a mat: 4.5:1 and more."""
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    hues = re.findall(r"^\.h\d+ \{ --d: (#\w{6}); --m: (#\w{6}); --l: (#\w{6}); \}", SHEET, re.M)
    assert len(hues) == covers.HUES
    for deep, full, light in hues:
        assert contrast("#ffffff", deep) >= 4.5
        assert contrast(deep, full) >= 4.5
        assert contrast(deep, light) >= 4.5
    mat = re.search(r"\.museum \{ --ground: (#\w{6}); --type: (#\w{6})", SHEET)
    assert mat is not None
    assert contrast(mat[1], mat[2]) >= 4.5


HOSTILE = [
    "<script>alert(1)</script>", "</svg><svg onload=alert(1)>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}",
]  # fmt: skip


@pytest.mark.parametrize("title", [*HOSTILE, "", " ", "源氏物語", "قصة", "x" * 5000, "mot " * 400])
async def test_any_title_is_harmless(folder: Path, title: str) -> None:
    with Library.open(folder, write=True) as library:
        for table in ("works SET title", "titles SET text"):
            library.culture.execute(f"UPDATE {table} = ? WHERE work_id = 'c:2'", [title])
    made = server.datasette(folder)
    await made.invoke_startup()
    page = (await made.client.get("/search?domain=film&lang=en")).text
    body = page.partition("<main")[2].partition("</main>")[0]
    assert "<script" not in body
    assert "onload=alert(1)>" not in body
    assert "<img src=x" not in body
    assert "49" not in re.findall(r'class="art-title[^>]*>([^<]*)<', body)
    shown = next(re.finditer(r'href="/work/c:2">.*?</a>', body, re.S))[0]
    assert "Untitled" in shown if not title.strip() else "Untitled" not in shown
    assert len(shown) < 1500
    assert "style=" not in page
