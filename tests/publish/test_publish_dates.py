"""Days of ISO 8601 in the reader's way, with the machine's way beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.publish import server
from culturedata.publish.words.language import Translator
from culturedata.store.library import Library


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2026-11-29", "29 novembre 2026", "29 November 2026"),
        ("2026-05-06T07:08:09+00:00", "6 mai 2026", "6 May 2026"),
        ("1999-07-01", "1er juillet 1999", "1 July 1999"),
        ("2026-05-06 07:08", "6 mai 2026", "6 May 2026"),
        ("1994-13-01", "", ""),
        ("2026-02-31", "", ""),
        ("0000-01-01", "", ""),
        ("1973-03-24 (United Kingdom)", "", ""),
        ("1973-03-24 1975", "", ""),
        ("1911-12", "", ""),
        ("1994-08-00", "", ""),
        ("1994", "", ""),
        ("c. 1503–1519", "", ""),
        ("1914-18", "", ""),
        ("", "", ""),
    ],
)
def test_a_day_in_words(iso: str, french: str, english: str) -> None:
    assert (Translator("fr").day(iso), Translator("en").day(iso)) == (french, english)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("1994-08", "août 1994", "August 1994"),
        ("1994-08-00", "août 1994", "August 1994"),
        ("1994-08-02", "2 août 1994", "2 August 1994"),
        ("1994-13", "", ""),
        ("1994-08 (France)", "", ""),
    ],
)
def test_what_is_known_to_be_a_month(text: str, french: str, english: str) -> None:
    assert (Translator("fr").day(text, month=True), Translator("en").day(text, month=True)) == (french, english)


def test_a_dating_that_is_a_day_is_said_as_one() -> None:
    assert Translator("fr").date("1973-03-24") == "24 mars 1973"
    assert Translator("en").date("1973-03-24") == "24 March 1973"
    assert Translator("fr").date("c. 1503–1519") == "vers 1503–1519"
    assert Translator("en").date("1872") == "1872"
    for text in ("1973-03-24 (United Kingdom)", "1911-12", "2026-02-31"):
        assert Translator("en").date(text) == text
    assert Translator("fr").date("1911-12", month=True) == "décembre 1911"


async def test_pages_say_days_in_words(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE dates SET text = '1995-12-15', kind = 'released' WHERE work_id = 'c:1'")
        library.culture.execute("UPDATE records SET gone_at = '2026-05-06T07:08:09+00:00' WHERE record_id = 'c:1'")
    made = server.datasette(folder)
    await made.invoke_startup()
    work = (await made.client.get("/work/c:1?lang=fr")).text
    assert '<time datetime="1995-12-15">15 décembre 1995</time>' in work
    assert 'depuis le <time datetime="2026-05-06">6 mai 2026</time> ; elle' in work.replace("\u00a0", " ")
    source = (await made.client.get("/source/a?lang=en")).text
    assert '<time datetime="2026-01-01">1 January 2026</time>, done' in source
    for path in ("/", "/work/c:1", "/source/a", "/openness?min=1", "/home/1"):
        text = (await made.client.get(path, params={"lang": "en"})).text
        assert "&lt;time" not in text


@pytest.mark.parametrize(("precision", "said"), [("month", "December 1911"), ("range", "1911-12")])
async def test_a_month_is_one_where_the_catalogue_says_so(folder: Path, precision: str, said: str) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE dates SET text = '1911-12', precision = ? WHERE work_id = 'a:2'", [precision])
    made = server.datasette(folder)
    await made.invoke_startup()
    work = (await made.client.get("/work/a:2?lang=en")).text
    assert ('<time datetime="1911-12">December 1911</time>' in work) == (precision == "month")
    assert f"Impression, Sunrise</cite>. {said}. " in work
    assert ("1911-12 <span" in work) == (precision == "range")


def test_no_template_cuts_a_day_out_of_a_date() -> None:
    """Days go through the macro `day`, which says them as readers do."""
    folder = Path(server.__file__).parent / "templates" / "culturedata"
    cut = [path.name for path in folder.glob("*.html") if "[:10]" in path.read_text(encoding="utf-8")]
    assert cut == ["macros.html"]


def test_next_to_nothing_is_no_minus_zero() -> None:
    assert [Translator(lang).fixed(-1e-17) for lang in ("fr", "en")] == ["0,0000", "0.0000"]
    assert Translator("en").fixed(-0.00004, 4) == "0.0000"
    assert Translator("en").fixed(-1234.5, 1) == "-1,234.5"
