"""How a work page lets itself be cited: in two manners, as a reference, by its raw record and by data in the page."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import citation, server
from culturedata.store.catalogue import works
from culturedata.store.library import Library

DAY = date(2026, 11, 1)
HOSTILE = "</script><script>alert(1)</script><!-- \u2028\u2029 <b>&amp; \"q\" 'q' \\u003c"


async def asked(folder: Path, path: str) -> Any:
    app = server.datasette(folder)
    await app.invoke_startup()
    return await app.client.get(path)


def data(page: str) -> str:
    """What stands in the page's block of data."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(found) == 1
    return str(found[0])


def said(folder: Path, lang: str, title: str) -> str:
    with Library.open(folder) as library:
        work = works.work(library.culture, "a:4")
    made = citation.cited(work, title, "https://a.example/4", DAY, lang)
    return f"{made.before}*{made.title}*{made.after}"


@pytest.fixture
def kept(folder: Path) -> Path:
    """The library with a work that has a keeper."""
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, name, city, city_fr, inventory)"
            " VALUES ('a:4', 1, 'keeper', 'A Museum', 'Geneva', 'Genève', 'X 1')"
        )
        library.culture.execute("UPDATE dates SET text = 'c. 1906' WHERE work_id = 'a:4'")
    return folder


def test_in_two_manners(kept: Path) -> None:
    assert said(kept, "fr", "Nymphéas") == (
        "Claude Monet, *Nymphéas*, vers 1906, A Museum, Genève, X 1, données\u00a0: Sample museum (CC0 1.0), "
        "https://a.example/4 (consulté le 1er novembre 2026)."
    )
    assert said(kept, "en", "Water Lilies") == (
        "Claude Monet. *Water Lilies*. c. 1906. A Museum, Geneva, X 1. Data: Sample museum (CC0 1.0). "
        "https://a.example/4 (accessed 1 November 2026)."
    )


def test_what_is_not_known_is_left_out(kept: Path) -> None:
    with Library.open(kept, write=True) as library:
        library.culture.execute("DELETE FROM credits WHERE work_id = 'a:4'")
        library.culture.execute("UPDATE works SET maker = NULL WHERE work_id = 'a:4'")
        library.culture.execute("DELETE FROM dates WHERE work_id = 'a:4'")
        library.culture.execute("DELETE FROM holdings WHERE work_id = 'a:4'")
    assert said(kept, "fr", "Quoi ?").startswith("*Quoi ?*, données")
    assert said(kept, "en", "What?").startswith("*What?* Data: ")


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_on_the_page(kept: Path, lang: str) -> None:
    """Both manners on either; the address is this page's where the source has none."""
    page = (await asked(kept, f"/work/a:4?lang={lang}")).text
    assert f"<dt>{'Citer cette œuvre' if lang == 'fr' else 'Cite this work'}</dt>" in page
    assert '<span lang="fr">Claude Monet, <cite>Nymphéas</cite>, vers 1906, ' in page
    assert '<span lang="en">Claude Monet. <cite>Water Lilies</cite>. c. 1906. ' in page
    assert f"http://localhost/work/a:4 (accessed {citation.day_in_words(datetime.now(UTC).date())})." in page
    assert 'href="/work/a:4.ris"' in page


async def test_the_raw_record_with_where_it_was_read_and_its_hash(folder: Path) -> None:
    with Library.open(folder) as library:
        found = library.culture.execute("SELECT sha256 FROM records WHERE record_id = 'a:4'").fetchone()[0]
    page = (await asked(folder, "/work/a:4?lang=fr")).text
    assert f"lue dans by hand, SHA-256 <code>{found}</code>." in page
    assert "interdisent" not in page
    assert "interdisent de la transmettre" in (await asked(folder, "/work/d:9?lang=fr")).text


async def test_the_page_holds_the_document_that_is_served(folder: Path) -> None:
    answer = await asked(folder, "/work/a:4?lang=fr")
    assert json.loads(data(answer.text)) == (await asked(folder, "/work/a:4.jsonld")).json()
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'self';" in answer.headers["content-security-policy"]


async def test_a_hostile_title_stays_a_title(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET title = ?, url = ? WHERE work_id = 'a:4'", [HOSTILE, "javascript:x"])
    page = (await asked(folder, "/work/a:4?lang=fr")).text
    block = data(page)
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block)["name"] == HOSTILE
    assert page.count("<script") == 1
    assert "javascript:x" not in page


async def test_a_reference(kept: Path) -> None:
    """A title of several lines is one line of it, and no other field."""
    with Library.open(kept, write=True) as library:
        title = "Nymphéas\r\nUR  - https://b.example\u2028ER  - "
        library.culture.execute("UPDATE works SET title = ? WHERE work_id = 'a:4'", [title])
    answer = await asked(kept, "/work/a:4.ris")
    assert answer.headers["content-type"] == "application/x-research-info-systems; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="a-4.ris"'
    assert answer.text.split("\r\n") == [
        "TY  - ART", "AU  - Claude Monet", "TI  - Nymphéas UR - https://b.example ER -", "PY  - 1906",
        "PB  - A Museum", "CY  - Geneva", "AN  - X 1", "DB  - Sample museum",
        "N1  - Data: Sample museum, CC0 1.0 https://creativecommons.org/publicdomain/zero/1.0/",
        "UR  - http://localhost/work/a:4", f"Y2  - {datetime.now(UTC).date():%Y/%m/%d}", "ER  - ", "",
    ]  # fmt: skip
    assert (await asked(kept, "/work/a:404.ris")).status_code == 404
