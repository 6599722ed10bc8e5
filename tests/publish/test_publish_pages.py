"""The pages and the permissions, through Datasette's own client."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from culturedata.publish import server, where
from culturedata.publish.views import rows
from culturedata.store.library import Library
from culturedata.store.tables import schema


@pytest.fixture
async def datasette(folder: Path) -> Any:
    made = server.datasette(folder)
    await made.invoke_startup()
    return made


def owner(datasette: Any) -> dict[str, str]:
    """The header of somebody who came in by the one-time link."""
    return {"cookie": "ds_actor=" + datasette.sign({"a": {"id": "root"}}, "actor")}


async def test_front_page_in_both_languages(datasette: Any) -> None:
    french = await datasette.client.get("/", headers={"accept-language": "fr-CH, fr;q=0.9, en;q=0.8"})
    english = await datasette.client.get("/", headers={"accept-language": "de, en;q=0.5"})
    assert (french.status_code, english.status_code) == (200, 200)
    assert '<html lang="fr">' in french.text
    assert "Tout est recommandation" in french.text
    assert '<html lang="en">' in english.text
    assert "Everything is a recommendation" in english.text
    assert "5 museum works" in english.text
    assert "4 films" in english.text


@pytest.mark.parametrize("path", ["/works/a:1895.1.2", "/works/abc", "/culture/nothing", "/a/b/c/d", "/é.x/b.c.d"])
async def test_where_there_is_nothing_our_page_says_so(datasette: Any, path: str) -> None:
    """Also where an address fits none of Datasette's routes."""
    answer = await datasette.client.get(path, headers={"accept-language": "en"}, follow_redirects=True)
    assert answer.status_code == 404
    assert "<h1>There is nothing at this address</h1>" in answer.text
    assert 'action="/search"' in answer.text


async def test_where_there_is_nothing_data_say_so(datasette: Any) -> None:
    for path in ("/nothing.json", "/a/b/c/d.json"):
        answer = await datasette.client.get(path)
        assert (answer.status_code, answer.json()["ok"], answer.json()["status"]) == (404, False, 404)


async def test_the_switch_is_remembered(datasette: Any) -> None:
    chosen = await datasette.client.get("/?lang=en", headers={"accept-language": "fr"})
    assert "culturedata_lang=en" in chosen.headers["set-cookie"]
    later = await datasette.client.get("/", headers={"accept-language": "fr", "cookie": "culturedata_lang=en"})
    assert '<html lang="en">' in later.text


async def test_work_page_says_everything(datasette: Any) -> None:
    page = (await datasette.client.get("/work/a:2?lang=en")).text
    for said in (
        "Impression, soleil levant", "Impression, Sunrise", "Claude Monet", "1840–1926", "1872", "oil", "impressionism",
        "life plus seventy years", "CC0 1.0", "/record/a:2", "Water Lilies", "closeness 90%", "A painting",
    ):  # fmt: skip
        assert said in page
    assert (await datasette.client.get("/work/a%3A2")).status_code == 200
    assert (await datasette.client.get("/work/a:2.json")).json()["similar"][0]["item"] == "a:4"
    assert '"title": "Impression, soleil levant"' in (await datasette.client.get("/record/a:2")).text


async def test_the_heading_is_in_the_visitors_language(datasette: Any) -> None:
    english = (await datasette.client.get("/work/a:1?lang=en")).text
    assert re.search(r"<h1>Mona Lisa</h1>\s*<p class=\"original\">La Joconde</p>", english)
    french = (await datasette.client.get("/work/a:1?lang=fr")).text
    assert "<h1>La Joconde</h1>" in french
    assert 'class="original"' not in french


async def test_people_and_datings_in_the_visitors_language(folder: Path) -> None:
    """A maker has the name that readers of a language know, and only the maker's own."""
    with Library.open(folder, write=True) as library:
        library.culture.executemany(
            "INSERT INTO agent_names VALUES (?, ?, ?, 'translated')",
            [
                ("a:agent:Léonard de Vinci", "Leonardo da Vinci", "en"),
                ("a:agent:Berthe Morisot", "A wrong name", "en"),
            ],
        )
        library.culture.execute(
            "UPDATE dates SET text = 'c. 1503–1519', earliest = 1503, latest = 1519, precision = 'range',"
            " qualifier = 'circa' WHERE work_id = 'a:1'"
        )
    made = server.datasette(folder)
    await made.invoke_startup()
    english = (await made.client.get("/work/a:1?lang=en")).text
    maker = '<a href="/maker/a:agent:L%C3%A9onard%20de%20Vinci">Leonardo da Vinci</a>'
    assert f"<li>{maker}" in english.replace("<li>\n", "<li>").replace("<li>  ", "<li>")
    assert "c. 1503–1519" in english
    assert "A wrong name" not in english
    assert f'<p class="by">{maker}, c. 1503–1519</p>' in english
    assert "Leonardo da Vinci, 1503" in (await made.client.get("/search?q=joconde&lang=en")).text
    french = (await made.client.get("/work/a:1?lang=fr")).text
    assert ">Léonard de Vinci</a>" in french
    assert "vers 1503–1519" in french
    assert "domaine public" in french


async def test_years_before_year_one_are_said_in_words(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET year = -1000, decade = -1000 WHERE work_id = 'a:1'")
    made = server.datasette(folder)
    await made.invoke_startup()
    assert "1000 av. J.-C.</p>" in (await made.client.get("/search?q=joconde&lang=fr")).text
    english = (await made.client.get("/search?q=joconde&lang=en")).text
    assert "1000 BCE</p>" in english
    assert '<option value="-1000">1000 bce</option>' in english.replace("BCE", "bce")
    assert '<option value="1870">1870s</option>' in english


async def test_the_front_page_follows_what_is_imported(folder: Path) -> None:
    """It is kept between visits, in both languages, until the catalogue changes."""
    made = server.datasette(folder)
    await made.invoke_startup()
    assert "5 museum works" in (await made.client.get("/?lang=en")).text
    assert "5 œuvres de musée" in (await made.client.get("/?lang=fr")).text
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "INSERT INTO works SELECT 'a:99', title, domain, source, maker, year, decade, open_image, url, record_id"
            " FROM works WHERE work_id = 'a:1'"
        )
    assert "6 museum works" in (await made.client.get("/?lang=en")).text
    assert "6 œuvres de musée" in (await made.client.get("/?lang=fr")).text


async def test_no_work_twice_on_the_front_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LEAST", 1)
    with Library.open(folder) as library:
        for domain in ("museum", "music", "film"):
            shown = [card["work_id"] for row in rows.front(library.culture, domain, "fr") for card in row.works]
            assert len(shown) > 2
            assert len(shown) == len(set(shown))


async def test_licences_and_terms_are_in_the_visitors_language(folder: Path) -> None:
    """On the page of sources, of a work (but for its citations, which are in both), and of openness; as they stand
    where the source has them in one language."""
    with Library.open(folder, write=True) as library:
        library.culture.execute(
            "UPDATE sources SET licence = 'its terms', licence_fr = 'ses conditions', terms = 'No sale.',"
            " terms_fr = 'Pas de vente.' WHERE source = 'a'"
        )
        library.culture.execute("UPDATE sources SET terms = 'Ask first.' WHERE source = 'b'")
    made = server.datasette(folder)
    await made.invoke_startup()
    for path in ("/sources", "/work/a:2", "/openness?min=1"):
        both = [(await made.client.get(path, params={"lang": lang})).text for lang in ("fr", "en")]
        french, english = [page.partition("<cite>")[0] for page in both]
        assert ("ses conditions" in french, "its terms" in french) == (True, False)
        assert ("ses conditions" in english, "its terms" in english) == (False, True)
    french, english = [(await made.client.get(f"/sources?lang={lang}")).text for lang in ("fr", "en")]
    assert ("Pas de vente." in french, "No sale." in french, "Ask first." in french) == (True, False, True)
    assert ("Pas de vente." in english, "No sale." in english) == (False, True)


async def test_an_unknown_work_is_a_kind_404(datasette: Any) -> None:
    page = await datasette.client.get("/work/nope:1?lang=en")
    assert page.status_code == 404
    assert "not in the catalogue" in page.text
    assert "<script>" not in (await datasette.client.get("/work/<script>alert(1)</script>")).text


async def test_person_page_for_loopback_and_owner_only(datasette: Any) -> None:
    here = await datasette.client.get("/user/1?lang=en")
    assert "because you rated “Heat” 5" in here.text
    assert here.headers["cache-control"] == "private, no-store"
    assert "The Piano" in here.text
    transport = httpx.ASGITransport(app=datasette.app(), client=("192.0.2.7", 4242))
    async with httpx.AsyncClient(transport=transport, base_url="http://museum.example") as visitor:
        assert (await visitor.get("/user/1")).status_code == 403
        assert (await visitor.get("/user/1", headers=owner(datasette))).status_code == 200
        assert "/user/1" not in (await visitor.get("/")).text


async def test_audience_that_cannot_be_read_at_first_is_refused_ever_after(folder: Path) -> None:
    """While another program holds it nobody knows what is in it: then it is private, and looked at again later."""
    holder = sqlite3.connect(folder / "audience.db", isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    made = Datasette([str(folder / "culture.db"), str(folder / "audience.db")])
    await made.invoke_startup()
    assert where.is_private(made, "audience")
    holder.execute("ROLLBACK")
    holder.close()
    for path in ("/audience/ratings.json", "/audience.db", "/audience.json?sql=select+1", "/-/databases.json"):
        assert (await made.client.get(path)).status_code == 403
    assert (await made.client.get("/audience/ratings.json", headers=owner(made))).status_code == 200


async def test_an_immutable_audience_is_refused_too(folder: Path) -> None:
    """Beside a log that nobody wrote back, in a folder where nothing may be written."""
    made = Datasette([], immutables=[str(folder / "culture.db"), str(folder / "audience.db")])
    await made.invoke_startup()
    for path in ("/audience.json", "/audience/ratings.json", "/audience.db"):
        assert (await made.client.get(path)).status_code == 403
    assert (await made.client.get("/culture.json")).status_code == 200


async def test_what_is_no_address_on_the_web_is_not_linked(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET url = 'javascript:alert(1)' WHERE work_id = 'a:1'")
        library.culture.execute("UPDATE rights SET licence = 'data:text/html,x' WHERE work_id = 'a:1'")
        library.culture.execute("UPDATE sources SET homepage = 'JavaScript:alert(1)' WHERE source = 'a'")
    made = server.datasette(folder)
    await made.invoke_startup()
    for path in ("/work/a:1", "/sources"):
        page = await made.client.get(path)
        assert not re.findall(r'href="(?:javascript|data:text)[^"]*"', page.text, re.I)
        assert "default-src 'self'" in page.headers["content-security-policy"]


async def test_an_unknown_person_is_no_unknown_work(datasette: Any) -> None:
    page = await datasette.client.get("/user/99999?lang=en")
    assert page.status_code == 404
    assert "We don’t know this person" in page.text
    assert "catalogue" not in page.text.partition("<main")[2].partition("</main>")[0].partition("<form")[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"}, {"host": "testclient"}, {"host": "127.0.0.1:1@evil.example"},
        {"host": "localhost.evil.example"}, {"cf-connecting-ip": "192.0.2.7"},
        {"x-forwarded-for": "192.0.2.7"}, {"x-forwarded-host": "museum.example"},
        {"x-forwarded-proto": "https"}, {"via": "1.1 museum.example"}, {"forwarded": "for=192.0.2.7"},
    ],
)  # fmt: skip
async def test_a_proxy_or_a_foreign_name_is_not_loopback(datasette: Any, headers: dict[str, str]) -> None:
    assert (await datasette.client.get("/user/1", headers=headers)).status_code == 403


PRIVATE = [
    "/audience", "/audience.json", "/audience/users", "/audience/ratings.csv", "/audience/ratings.csv?_stream=on",
    "/audience/users/1", "/audience/users/1.json", "/audience.json?sql=select+*+from+users", "/audience?sql=select+1",
    "/audience.db", "/-/databases", "/-/databases.json", "/-/threads.json", "/_internal", "/_internal/databases",
    "/AUDIENCE", "/audience/USERS", "/audience/slates?_facet=user",
]  # fmt: skip


@pytest.mark.parametrize("path", PRIVATE)
async def test_audience_is_refused_in_every_form(datasette: Any, path: str) -> None:
    answer = await datasette.client.get(path)
    assert answer.status_code in (403, 404)
    assert "d:user:" not in answer.text


async def test_audience_is_not_named_anywhere_public(datasette: Any) -> None:
    for path in ("/", "/.json", "/culture", "/culture.json", "/sources", "/-/metadata", "/-/metadata.json"):
        assert "audience" not in (await datasette.client.get(path)).text


async def test_audience_cannot_be_attached(datasette: Any, folder: Path) -> None:
    sql = f"attach database '{folder / 'audience.db'}' as a"
    answer = await datasette.client.get("/culture.json", params={"sql": sql})
    assert answer.status_code == 400


async def test_the_owner_sees_audience(datasette: Any) -> None:
    answer = await datasette.client.get("/audience/users.json?_shape=array", headers=owner(datasette))
    assert [row["user_id"] for row in answer.json()] == ["d:user:1", "d:user:2", "d:user:3"]
    listed = await datasette.client.get("/-/databases.json", headers=owner(datasette))
    assert {row["name"] for row in listed.json()} == {"culture", "audience"}


async def test_the_one_time_link_signs_the_owner_in_once(datasette: Any) -> None:
    link = server.owner_link(datasette, "127.0.0.1", 8001)
    path = link.removeprefix("http://127.0.0.1:8001")
    first = await datasette.client.get(path)
    assert first.status_code == 302
    assert "ds_actor" in first.headers["set-cookie"]
    assert (await datasette.client.get(path)).status_code == 403


async def test_memory_is_refused_beside_a_library(folder: Path) -> None:
    from datasette.app import Datasette

    made = Datasette([str(folder / "culture.db"), str(folder / "audience.db")], memory=True)
    await made.invoke_startup()
    for path in ("/_memory", "/_memory.json?sql=select+1"):
        assert (await made.client.get(path)).status_code == 403


async def test_crossdb_is_refused_beside_audience(folder: Path) -> None:
    from datasette.app import Datasette
    from datasette.utils import StartupError

    made = Datasette([str(folder / "culture.db"), str(folder / "audience.db")], crossdb=True)
    with pytest.raises(StartupError, match="crossdb"):
        await made.invoke_startup()


async def test_culture_alone_shows_our_pages(folder: Path) -> None:
    from datasette.app import Datasette

    made = Datasette([str(folder / "culture.db")])
    await made.invoke_startup()
    assert "Tout est recommandation" in (await made.client.get("/")).text
    assert "Water Lilies" in (await made.client.get("/work/a:2?lang=en")).text
    assert (await made.client.get("/user/1")).status_code == 403
    assert made.setting("suggest_facets") is False


async def test_other_databases_keep_datasettes_front_page(tmp_path: Path) -> None:
    import sqlite3

    from datasette.app import Datasette

    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    made = Datasette([str(tmp_path / "other.db")])
    await made.invoke_startup()
    page = await made.client.get("/")
    assert page.status_code == 200
    assert "Tout est recommandation" not in page.text
    assert (await made.client.get("/-/databases.json")).status_code == 200


async def test_every_table_and_column_is_described(datasette: Any) -> None:
    said = (await datasette.client.get("/-/metadata.json")).json()["databases"]["culture"]["tables"]
    for table in schema.tables("culture"):
        assert said[table.name]["description"] == table.about
        assert said[table.name]["columns"] == {column.name: column.about for column in table.columns}
    page = (await datasette.client.get("/culture/works")).text
    assert "Everything that may be shown and recommended" in page


async def test_facets_have_an_index(datasette: Any) -> None:
    said = (await datasette.client.get("/-/metadata.json")).json()["databases"]["culture"]["tables"]
    database = datasette.databases["culture"]
    for table, described in said.items():
        for column in described.get("facets", []):
            plan = await database.execute(
                f"EXPLAIN QUERY PLAN SELECT {column}, count(*) FROM {table} GROUP BY {column}"
            )
            assert any("INDEX" in row[3] or "PRIMARY KEY" in row[3] for row in plan.rows), (table, column)


async def test_foreign_keys_are_labelled(datasette: Any) -> None:
    page = (await datasette.client.get("/culture/credits")).text
    assert re.search(r">Claude Monet</a>", page)


async def test_no_page_has_an_untranslated_word(datasette: Any) -> None:
    for lang in ("fr", "en"):
        for path in ("/", "/search", "/work/a:1", "/sources", "/user/1", "/work/none"):
            page = await datasette.client.get(path, params={"lang": lang})
            assert page.status_code in (200, 404)
            assert not re.search(r"\b(row|word|rights|tier):[a-z]", page.text)


async def test_what_the_source_does_not_have_any_more_is_told(folder: Path) -> None:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE records SET gone_at = '2026-05-06T07:08:09+00:00' WHERE record_id = 'a:1'")
        library.culture.execute("INSERT INTO relations VALUES ('a:1', 1, 'recto of', 'a:2', NULL)")
    client = server.datasette(folder).client
    french = (await client.get("/work/a:1", headers={"accept-language": "fr"})).text
    assert 'La source n’a plus cette notice depuis le <time datetime="2026-05-06">6 mai 2026</time>' in french
    assert "recto de" in french
    assert 'href="/work/a' in french.split("recto de")[1].split("</dd>")[0]
    other = (await client.get("/work/a:2", headers={"accept-language": "en"})).text
    assert "has not had this record" not in other
