"""What a work page shows of texts, relations, sizes, figures and holdings (synthetic rows)."""

from __future__ import annotations

import re
from pathlib import Path

from culturedata.publish import server
from culturedata.store.library import Library


async def page(folder: Path, lang: str) -> str:
    made = server.datasette(folder)
    await made.invoke_startup()
    return str((await made.client.get(f"/work/a:1?lang={lang}")).text)


def flat(html: str) -> str:
    """The text of a page, without its marks and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_kinds_are_in_the_visitors_language(told: Path) -> None:
    french, english = await page(told, "fr"), await page(told, "en")
    assert "<dt>Matériaux et techniques</dt>" in french
    assert "<dt>État</dt>" in french
    assert "<dt>Medium</dt>" in english
    assert "<dt>Condition</dt>" in english


async def test_what_computes_similar_works_is_told_where_there_are_none(told: Path) -> None:
    french, english = await page(told, "fr"), await page(told, "en")
    assert "pour celle-ci. Pour calculer\u00a0: <code>culturedata relate -L DOSSIER</code>" in french
    assert "for this one. To compute: <code>culturedata relate -L FOLDER</code>" in english


async def test_a_word_that_only_the_source_knows_is_marked_as_english(told: Path) -> None:
    french, english = await page(told, "fr"), await page(told, "en")
    assert '<dt><span lang="en">A local word</span></dt>' in french
    assert '<span class="role"><span lang="en">Some Word</span></span> ' in french
    assert "<dt>A local word</dt>" in english
    assert '<span class="role">Some Word</span>' in english


async def test_line_breaks_are_kept_and_the_rest_of_a_long_text_unfolds(told: Path) -> None:
    french = await page(told, "fr")
    assert '<dd class="lines" lang="en">oil\non canvas</dd>' in french
    told_in = french.partition("<dt>Expositions</dt>")[2].partition("</dd>")[0]
    shown, _, rest = told_in.partition('<details><summary lang="fr">Lire la suite</summary>')
    assert "Exhibition 0, A Museum, 1900\nExhibition 1, " in shown
    assert "Exhibition 59" not in shown
    assert rest.endswith("Exhibition 59, A Museum, 1959</div></details>")
    assert all(f"Exhibition {n}, " in told_in for n in range(60))
    assert '<summary lang="en">Read on</summary>' in await page(told, "en")
    assert "<b>bon</b>" not in french
    sheet = Path(server.__file__).parent / "static" / "culturedata.css"
    assert ".lines { white-space: pre-line; }" in sheet.read_text("utf-8")


async def test_addresses_are_links_and_scripts_are_not(told: Path) -> None:
    english = await page(told, "en")
    assert '<a href="https://a.example/book">https://a.example/book</a>, p. 4' in english
    assert '<a href="https://a.example/p.tif">https://a.example/p.tif</a> (10 pixels)' in english
    assert 'href="javascript' not in english
    assert "javascript:alert(1)" in english


async def test_many_relations_are_folded(told: Path) -> None:
    english = await page(told, "en")
    shown, _, folded = english.partition("<dt>Relations</dt>")[2].partition("</dd>")[0].partition("<details>")
    assert (shown.count("<li>"), folded.count("<li>")) == (6, 2)
    assert "<summary>The other relations (2)</summary>" in folded
    assert "<summary>Les autres liens (2)</summary>" in await page(told, "fr")
    with Library.open(told, write=True) as library:
        library.culture.execute("DELETE FROM relations WHERE work_id = 'a:1' AND position > 6")
    assert "The other relations" not in await page(told, "en")


async def test_figures_and_sizes_have_the_unit_that_says_something(told: Path) -> None:
    french, english = flat(await page(told, "fr")), flat(await page(told, "en"))
    assert "rang : 164" in french
    assert "rank: 164" in english
    assert "164 none" not in french + english
    assert "couleur grise : 50 %" in french
    assert "colour grey: 50%" in english
    assert "votes pour « trip hop » : 3" in french
    assert "votes for “trip hop”: 3" in english
    assert "toile, hauteur 1 988 mm hauteur 3" in french
    assert "canvas, height 1,988 mm height 3" in english
    assert "height, height" not in english


async def test_the_rights_are_said_in_the_visitors_language(told: Path) -> None:
    """Also where their licence is one without a name."""
    with Library.open(told, write=True) as library:
        library.culture.execute(
            """INSERT INTO rights VALUES
               ('a:1', 7, 'image', 'https://a.example/terms', 'as the museum says', 'selon le musée', NULL)"""
        )
    assert '<a href="https://a.example/terms">selon le musée</a>' in await page(told, "fr")
    assert '<a href="https://a.example/terms">as the museum says</a>' in await page(told, "en")


async def test_a_donor_is_not_taken_for_the_keeper(told: Path) -> None:
    assert "Où Mention de crédit : Gift of A. Person" in flat(await page(told, "fr"))
    with Library.open(told, write=True) as library:
        library.culture.execute("UPDATE holdings SET name = 'A Museum' WHERE work_id = 'a:1'")
    assert "Où A Museum Gift of A. Person" in flat(await page(told, "fr"))


async def test_an_inventory_number_without_a_keeper_is_called_one(told: Path) -> None:
    with Library.open(told, write=True) as library:
        library.culture.execute("UPDATE holdings SET inventory = 'A.2', credit_line = NULL WHERE work_id = 'a:1'")
        library.culture.execute(
            "INSERT INTO holdings (work_id, position, kind, name, inventory)"
            " VALUES ('a:1', 2, 'owner', 'A Museum', 'B.3')"
        )
    assert "Où Numéro d’inventaire : A.2 A Museum, B.3 propriétaire" in flat(await page(told, "fr"))
    assert "Where Inventory number: A.2 A Museum, B.3 owner" in flat(await page(told, "en"))


async def test_makers_with_commas_in_their_names(told: Path) -> None:
    with Library.open(told, write=True) as library:
        db = library.culture
        db.execute("UPDATE agents SET name = 'Person, A.' WHERE agent_id = 'a:agent:Léonard de Vinci'")
        db.execute("UPDATE agents SET name = 'Other, B.' WHERE agent_id = 'a:agent:Claude Monet'")
        db.execute("INSERT INTO credits VALUES ('a:1', 2, 'a:agent:Claude Monet', 'artist', NULL, NULL)")
        db.execute("UPDATE works SET maker = 'Person, A., Other, B.' WHERE work_id = 'a:1'")
    line = (await page(told, "en")).partition('<p class="by">')[2].partition("</p>")[0]
    assert re.sub(r"<[^>]+>", "", line) == "Person, A. ; Other, B., 1503"
    assert re.findall('href="([^"]+)"', line) == [
        "/maker/a:agent:L%C3%A9onard%20de%20Vinci", "/maker/a:agent:Claude%20Monet",
    ]  # fmt: skip
