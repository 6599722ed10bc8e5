"""The pages about a word, an institution and a source, and the links that lead there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.publish.words.of_subjects import permits
from culturedata.store.catalogue import facets
from culturedata.store.catalogue.search import Filters
from culturedata.store.library import Library
from tests.small import NOW

HOSTILE = "<script>alert(1)</script>\" onload='x'"
OIL, MUSEUM = "/term/a:term:material%2Foil", "/institution/a:agent:museum%2F1"


async def asked(folder: Path, path: str) -> Any:
    app = server.datasette(folder)
    await app.invoke_startup()
    return await app.client.get(path)


async def page(folder: Path, path: str) -> str:
    """The text of a page, marks kept, spaces single but for those that don't break."""
    answer = await asked(folder, path)
    assert answer.status_code == 200, path
    return re.sub("[ \n]+", " ", answer.text)


@pytest.fixture
def held(folder: Path) -> Path:
    """The library with an institution that keeps three works, and a word with a broader one."""
    with Library.open(folder, write=True) as library:
        db = library.culture
        db.execute(
            "INSERT INTO agents (agent_id, name, kind, source, authority, record_id)"
            " VALUES ('a:agent:museum/1', 'A Museum', 'group', 'a', 0, 'a:1')"
        )
        db.execute("INSERT INTO agent_names VALUES ('a:agent:museum/1', 'Un musée', 'fr', 'translated')")
        for work in ("a:1", "a:2", "a:3"):
            db.execute(
                "INSERT INTO holdings (work_id, position, kind, holder_id, city, city_fr, inventory)"
                " VALUES (?, 1, 'keeper', 'a:agent:museum/1', 'Geneva', 'Genève', 'X 1')",
                [work],
            )
        db.execute("INSERT INTO term_parents VALUES ('a:term:material/oil', 'a:term:subject/sea')")
    return folder


async def test_a_word(held: Path) -> None:
    french, english = await page(held, f"{OIL}?lang=fr"), await page(held, f"{OIL}?lang=en")
    assert '<p class="kicker">Mot du catalogue · matériau</p>' in french
    assert "<h1>huile</h1>" in french
    assert "<h1>oil</h1>" in english
    assert "5 œuvres trouvées" in french
    assert "5 works found" in english
    assert '<dt>Plus large</dt><dd><a class="term" href="/term/a:term:subject%2Fsea">mer</a></dd>' in french
    assert '<dt>Narrower</dt><dd><a class="term" href="/term/a:term:material%2Foil">oil</a></dd>' in await page(
        held, "/term/a:term:subject%2Fsea?lang=en"
    )
    assert english.count('class="card"') == 5


async def test_an_institution(held: Path) -> None:
    french, english = await page(held, f"{MUSEUM}?lang=fr"), await page(held, f"{MUSEUM}?lang=en")
    assert "<h1>Un musée</h1>" in french
    assert "<h1>A Museum</h1>" in english
    assert "<dt>Où</dt><dd>Genève</dd>" in french
    assert "<dt>Where</dt><dd>Geneva</dd>" in english
    assert "3 works found" in english


async def test_a_source(held: Path) -> None:
    with Library.open(held, write=True) as library:
        library.culture.execute("UPDATE sources SET terms = 'No sale.', terms_fr = 'Pas de vente.' WHERE source = 'a'")
        library.culture.execute("UPDATE imports SET records = 1234, issues = 7 WHERE source = 'a'")
    french, english = await page(held, "/source/a?lang=fr"), await page(held, "/source/a?lang=en")
    assert "Any use of the data, without asking or naming" in english
    assert "Tout usage des données, sans demander ni nommer" in french
    assert "5 œuvres, 4 personnes et groupes, 5 mots, lus dans 5 notices" in french
    day = f'<time datetime="{NOW[:10]}">1er janvier 2026</time>'
    assert f"le {day}, terminé\u00a0: 1\u202f234 notices lues, 0 illisibles, 7 problèmes notés" in french
    assert "Keeper or owner: nothing for 2 of 5 works" in english
    assert "Openly licensed picture: nothing for 3 of 5 works" in english
    assert "Image sous licence libre\u00a0: rien pour 3 œuvres sur 5" in french
    assert '<dt>Rights</dt><dd class="lines">No sale.</dd>' in english
    assert '<dt>Droits</dt><dd class="lines">Pas de vente.</dd>' in french
    assert "<dt>Droits" not in await page(held, "/source/b?lang=fr")
    assert "<dt>To be cited as</dt><dd>Sample museum</dd>" in english
    assert "May not be given on." in await page(held, "/source/d?lang=en")


async def test_the_works_are_narrowed_and_filters_taken_away(held: Path) -> None:
    english = await page(held, f"{OIL}?lang=en")
    assert f'href="{OIL}?decade=1870">1870s (2)</a>' in english
    assert f'href="{OIL}?open_image=1">Open image only (2)</a>' in english
    narrowed = await page(held, f"{OIL}?decade=1870&open_image=1&lang=en")
    assert "1 work found" in narrowed
    assert f'href="{OIL}?open_image=1" aria-label="1870s: take this filter away"' in narrowed
    assert 'href="/search?term=a%3Aterm%3Amaterial%2Foil&amp;decade=1870&amp;open_image=1"' in narrowed


async def test_all_decades_can_be_chosen(held: Path) -> None:
    """Those beyond twelve unfold."""
    with Library.open(held, write=True) as library:
        library.culture.execute("UPDATE works SET decade = 1500 + 10 * rowid")
        library.culture.execute("DELETE FROM matches")
        library.culture.execute("UPDATE works SET source = 'a'")
    english = await page(held, "/source/a?lang=en")
    assert len(re.findall(r"\?decade=", english)) == 13
    assert "<summary>The others (1)</summary>" in english


async def test_pages_of_works(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culturedata.publish.views.about.PER_PAGE", 2)
    seen = [re.findall(r'href="(/work/[^"]+)"', await page(held, f"{OIL}?page={n}")) for n in (1, 2, 3, 4, 10**12)]
    assert [len(works) for works in seen[:4]] == [2, 2, 1, 0]
    assert sorted(work for works in seen[:3] for work in works) == [f"/work/a:{n}" for n in range(1, 6)]
    assert f'<a rel="next" href="{OIL}?page=2">' in await page(held, OIL)


async def test_links_lead_there(held: Path) -> None:
    work = await page(held, "/work/a:2?lang=en")
    for path in (OIL, MUSEUM, "/source/a"):
        assert f'href="{path}"' in work
        assert (await asked(held, path)).status_code == 200
    assert f'<a href="{MUSEUM}">A Museum</a>, Geneva, X 1' in work
    found = await page(held, "/search?term=a:term:material/oil&holder=a:agent:museum/1&source=a&lang=fr")
    for path, name in ((OIL, "huile"), (MUSEUM, "Un musée"), ("/source/a", "Sample museum")):
        assert f'<a href="{path}">À propos de {name}</a>' in found
    assert "À propos" not in await page(held, "/search?term=oil&source=nope&lang=fr")
    assert '<a href="/source/b">' in await page(held, "/sources")


@pytest.mark.parametrize("path", ["/term/no", "/institution/a:agent:Claude Monet", "/source/no", "/source/<script>"])
async def test_what_nobody_knows(held: Path, path: str) -> None:
    for lang, said in (("fr", "n’est pas au catalogue"), ("en", "is not in the catalogue")):
        answer = await asked(held, f"{path}?lang={lang}")
        assert answer.status_code == 404
        assert said in answer.text
        assert "<script" not in answer.text


async def test_hostile_names_stay_names(held: Path) -> None:
    with Library.open(held, write=True) as library:
        db = library.culture
        db.execute(
            "UPDATE terms SET label = ?, label_en = NULL, url = 'javascript:x' WHERE facet = 'material'", [HOSTILE]
        )
        db.execute("UPDATE agents SET name = ?, url = 'javascript:x' WHERE agent_id = 'a:agent:museum/1'", [HOSTILE])
        db.execute("UPDATE sources SET title = ?, homepage = 'javascript:x' WHERE source = 'a'", [HOSTILE])
    for path in (OIL, MUSEUM, "/source/a"):
        english = await page(held, f"{path}?lang=en")
        assert "<h1>&lt;script&gt;" in english
        assert "<script" not in english
        assert "javascript:" not in english


async def test_a_source_without_works_or_import(held: Path) -> None:
    with Library.open(held, write=True) as library:
        library.culture.execute(
            "INSERT INTO sources (source, title, domain, publish, licence, provenance)"
            " VALUES ('e', 'Empty', 'museum', 'open', 'own terms', 'open')"
        )
    french = await page(held, "/source/e?lang=fr")
    assert "<dt>Dernier import</dt><dd>aucun</dd>" in french
    assert "Rien de ce que cette page compte ne manque." in french
    assert "lisez-la avant tout usage" in french


@pytest.mark.parametrize(
    ("url", "licence", "kind"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0", "all"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", "name"),
        ("https://creativecommons.org/licenses/by-sa/3.0/", "CC BY-SA 3.0", "alike"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0", "unsold"),
        ("https://www.etalab.gouv.fr/ETALAB-Licence-Ouverte-v2.0.pdf", "Licence Ouverte 2.0", "name"),
        (None, "own terms", "read"),
    ],
)
def test_a_licence_in_plain_words(url: str | None, licence: str, kind: str) -> None:
    assert permits(url, licence) == f"permits:{kind}"


def test_how_works_divide(library: Library) -> None:
    found = facets.divided(library.culture, Filters(term="a:term:material/oil"))
    assert found == {
        "domain": [("museum", 5)], "source": [("a", 5)],
        "decade": [(1900, 1), (1880, 1), (1870, 2), (1500, 1)], "open_image": [(1, 2)],
    }  # fmt: skip
    assert facets.divided(library.culture, Filters(term="no"))["domain"] == []
