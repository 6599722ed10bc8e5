"""Descriptions of items: terms, makers, decade and words, in the items' order, under the linked work."""

from __future__ import annotations

from culturedata.store.catalogue.documents import documents
from culturedata.store.library import Library


def test_what_describes_a_work(library: Library) -> None:
    found = documents(library.culture, ["a:2", "c:4"])
    assert found.ids == ("a:2", "c:4")
    assert sorted(found.tokens[0]) == [
        "a:agent:Claude Monet", "a:term:material/oil", "a:term:movement/impressionism", "a:term:subject/sea",
        "decade:1870",
    ]  # fmt: skip
    assert found.labels["a:term:material/oil"] == ("huile", "oil")
    assert found.labels["c:term:genre/drama"] == ("drama", "drama"), "without a French word, the word to show"
    assert found.labels["a:agent:Claude Monet"] == ("Claude Monet", "Claude Monet")
    assert found.labels["decade:1870"] == ("années 1870", "1870s")


def test_titles_in_both_languages(library: Library) -> None:
    found = documents(library.culture, ["c:4", "a:2", "a:1", "b:3", "nowhere:1"])
    assert found.titles_fr == ("La Leçon de piano", "Impression, soleil levant", "La Joconde", "Boléro", "nowhere:1")
    assert found.titles_en == ("The Piano", "Impression, Sunrise", "Mona Lisa", "Boléro", "nowhere:1")
    assert found.tokens[-1] == ()


def test_an_item_is_described_by_the_work_it_is_linked_to(library: Library) -> None:
    linked = documents(library.culture, ["d:9"])
    assert (linked.ids, linked.titles_en) == (("c:1",), ("Heat",))
    assert linked.tokens == documents(library.culture, ["c:1"]).tokens
    library.culture.execute("UPDATE matches SET undone_at = '2026-01-02'")
    alone = documents(library.culture, ["d:9"])
    assert (alone.ids, alone.titles_en, alone.tokens) == (("d:9",), ("Heat (1995)",), (("decade:1990",),))


def test_of_two_links_the_surer_one(library: Library) -> None:
    sql = "INSERT INTO matches VALUES ('d:9', ?, 'same-work', ?, 'title', '{}', 'rule', '2026', NULL, NULL)"
    library.culture.execute(sql, ["c:2", 0.9])
    assert documents(library.culture, ["d:9"]).ids == ("c:1",)
    library.culture.execute("UPDATE matches SET score = 0.8 WHERE right_id = 'c:1'")
    assert documents(library.culture, ["d:9"]).ids == ("c:2",)


def test_words_of_texts_but_neither_prizes_nor_filing(library: Library) -> None:
    texts = [("description", "Le port du Havre au MATIN, l’été 1872 : brumes."), ("awards", "Won three Oscars")]
    library.culture.executemany(
        "INSERT INTO texts VALUES ('a:2', ?, ?, ?, NULL, NULL)", [(n, *text) for n, text in enumerate(texts, 1)]
    )
    for facet in ("classification", "department", "subject"):
        library.culture.execute(
            "INSERT INTO terms VALUES (?, ?, ?, NULL, NULL, NULL, 'a')", [f"a:term:{facet}/x", facet, facet]
        )
        library.culture.execute("INSERT INTO work_terms VALUES ('a:2', ?, ?)", [facet, f"a:term:{facet}/x"])
    tokens = documents(library.culture, ["a:2"]).tokens[0]
    assert [t for t in tokens if t.startswith("word:")] == ["word:port", "word:havre", "word:matin", "word:brumes"]
    assert "a:term:subject/x" in tokens
    assert {"a:term:classification/x", "a:term:department/x"}.isdisjoint(tokens)


def test_a_long_text_counts_with_its_first_sixty_words(library: Library) -> None:
    words = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(70)]
    library.culture.execute("INSERT INTO texts VALUES ('a:2', 1, 'description', ?, NULL, NULL)", [" ".join(words)])
    tokens = documents(library.culture, ["a:2"]).tokens[0]
    assert [t for t in tokens if t.startswith("word:")] == [f"word:{word}" for word in words[:60]]


def test_a_maker_credited_twice_counts_once(library: Library) -> None:
    library.culture.execute("INSERT INTO credits VALUES ('a:2', 2, 'a:agent:Claude Monet', 'printer', NULL, NULL)")
    assert documents(library.culture, ["a:2"]).tokens[0].count("a:agent:Claude Monet") == 1


def test_who_made_a_work_and_whether_its_picture_is_open(library: Library) -> None:
    """Neither a donor nor somebody to whom it is only attributed made it; makers can be named to people."""
    db = library.culture
    for place, role, attribution in ((2, "painter", None), (3, "donor", None), (4, "painter", "workshop of")):
        agent = "a:agent:Claude Monet" if place == 2 else "a:agent:Berthe Morisot"
        db.execute("INSERT INTO credits VALUES ('a:2', ?, ?, ?, ?, NULL)", [place, agent, role, attribution])
    found = documents(db, ["a:2", "a:3", "nowhere:1", "d:9"])
    assert found.makers == (("a:agent:Claude Monet",), ("a:agent:Berthe Morisot",), (), ("c:agent:Michael Mann",))
    assert found.open_images == (True, False, False, False)
    assert all(maker in found.labels for mine in found.makers for maker in mine)


def test_nothing_asked(library: Library) -> None:
    assert len(documents(library.culture, [])) == 0
