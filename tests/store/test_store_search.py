"""Full-text search."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing

import pytest

from culturedata.store.catalogue import search as room
from culturedata.store.catalogue import search_index
from culturedata.store.catalogue.search import Filters, search
from culturedata.store.library import Library


def ids(library: Library, text: str, filters: Filters | None = None) -> list[str]:
    return [hit.item for hit in search(library.culture, text, filters).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("joconde", "a:1"),
        ("mona lisa", "a:1"),
        ("nympheas", "a:4"),
        ("NYMPHÉAS", "a:4"),
        ("imp sol lev"[:3], "a:2"),
        ("soleil lev", "a:2"),
        ("leonard", "a:1"),
        ("goettingen"[:2], "b:2"),
        ("göttingen", "b:2"),
        ("gottingen", "b:2"),
        ("bolero", "b:3"),
    ],
)
def test_accents_case_and_half_words(library: Library, text: str, first: str) -> None:
    assert first in ids(library, text)


@pytest.mark.parametrize(("typo", "read", "first"), [("Jocnde", "joconde", "a:1"), ("Monnet", "monet", "a:2")])
def test_a_typo_is_read_as_the_nearest_known_word(library: Library, typo: str, read: str, first: str) -> None:
    found = search(library.culture, typo)
    assert found.corrected == {typo.casefold(): read}
    assert first in [hit.item for hit in found.hits]


def test_a_rare_word_near_a_commoner_one_is_widened(library: Library) -> None:
    """A catalogue that knows one «Monnet» still finds Monet for somebody who types a letter too many."""
    library.culture.execute("UPDATE search_texts SET makers = 'Jean Monnet' WHERE work_id = 'b:3'")
    library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    found = search(library.culture, "Monnet")
    assert (found.corrected, found.widened) == ({}, {"monnet": "monet"})
    assert found.hits[0].item == "b:3"
    assert {hit.item for hit in found.hits} == {"b:3", "a:2", "a:4"}
    assert found.total == 3
    pages = [search(library.culture, "Monnet", limit=1, offset=n).hits for n in range(4)]
    assert [[hit.item for hit in page] for page in pages] == [[hit.item] for hit in found.hits] + [[]]


@pytest.mark.parametrize("typed", ["coeur", "cœur", "CŒUR", "coeu"])
def test_letters_that_are_joined_or_crossed(library: Library, typed: str) -> None:
    """In the index and in what is typed: «œ» is «oe», «ł» is «l»."""
    library.culture.execute("DELETE FROM search_texts WHERE work_id IN ('b:1', 'b:2')")
    library.culture.execute("INSERT INTO titles VALUES ('b:1', 7, 'Au cœur de Łódź', 'fr', 'alternative')")
    search_index.update(library.culture)
    assert ids(library, typed) == ["b:1"]
    assert ids(library, "lodz") == ids(library, "Łódź") == ["b:1"]


TITLES = (
    "서울 풍경", "ゴッホ", "हिन्दी", "nº 5 étude", "№ 7", "x²", "½ figure", "Кандинский", "Ёлка", "Αθήνα", "Łódź",
    "ﬁnale", "ไทย", "Tiếng Việt", "Ἀθηνᾶ", "Straße", "Ǡrø",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "title"),
    [(title, title) for title in TITLES]
    + [(title.upper(), title) for title in TITLES]
    + [(unicodedata.normalize("NFD", title), title) for title in TITLES]
    + [
        ("서울", "서울 풍경"), ("no 5 etude", "nº 5 étude"), ("no 7", "№ 7"), ("x2", "x²"), ("½", "½ figure"),
        ("кандинскии", "Кандинский"), ("елка", "Ёлка"), ("αθηνα", "Αθήνα"), ("finale", "ﬁnale"),
        ("tieng", "Tiếng Việt"),
    ],
)  # fmt: skip
def test_titles_of_all_scripts(library: Library, typed: str, title: str) -> None:
    """Each is found as it stands, in capitals, with its accents apart and without them: exactly, not as another."""
    library.culture.execute("INSERT INTO titles VALUES ('b:1', 7, ?, NULL, 'alternative')", [title])
    library.culture.execute("DELETE FROM search_texts WHERE work_id = 'b:1'")
    search_index.update(library.culture)
    found = search(library.culture, typed)
    assert ([hit.item for hit in found.hits if hit.item == "b:1"], found.corrected) == (["b:1"], {})


def test_the_index_holds_every_letter_as_it_is_asked_for() -> None:
    """Of each letter that is indexed as it stands FTS5 makes what it makes of the folded one."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        db.execute("CREATE VIRTUAL TABLE words USING fts5vocab(t, 'instance')")
        letters = [n for n in range(0x80, 0x20000) if unicodedata.category(chr(n)) not in ("Cn", "Co", "Cs")]
        letters = [n for n in letters if room.unfolded(f"a{chr(n)}b") == f"a{chr(n)}b"]
        assert len(letters) > 30_000
        held = []
        for made in (str, room.fold):
            db.execute("DELETE FROM t")
            db.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", ((n, f"a{made(chr(n))}b") for n in letters))
            held.append(db.execute("SELECT doc, offset, term FROM words ORDER BY 1, 2").fetchall())
        assert held[0] == held[1]


def test_what_needs_no_folding_is_indexed_once() -> None:
    """Nothing is said twice of plain Latin, Cyrillic, Greek, Chinese; a word comes once however often it is there."""
    for text in ("Étude d'après Dürer", "Москва", "Ημερα", "北京", "Tiếng", ""):
        assert room.unfolded(text) == text
    assert room.unfolded("Le cœur, le cœur d'Ève") == "Le cœur, le cœur d'Ève · coeur"
    assert room.unfolded(None) is None


def test_what_is_typed_in_parts_is_whole(library: Library) -> None:
    """A letter and its accent may come as two characters."""
    assert ids(library, unicodedata.normalize("NFD", "göttingen")) == ["b:2"]


def test_who_is_seen_in_a_film_counts_less_than_who_made_a_work(library: Library) -> None:
    library.culture.execute(
        "INSERT INTO agents (agent_id, name, kind, source, authority, record_id)"
        " VALUES ('c:agent:m', 'Claude Monet', 'person', 'c', 0, 'c:1')"
    )
    library.culture.execute("INSERT INTO credits VALUES ('c:1', 9, 'c:agent:m', 'cast', NULL, NULL)")
    library.culture.execute("DELETE FROM search_texts")
    search_index.update(library.culture)
    found = ids(library, "monet")
    assert set(found[:2]) == {"a:2", "a:4"}
    assert found[2:] == ["c:1"]


@pytest.mark.parametrize("text", ["1873", "(((", "*", "😀", "  -- "])
def test_neither_a_number_nor_a_sign_is_a_misspelling(library: Library, text: str) -> None:
    found = search(library.culture, text)
    assert (found.total, found.corrected, found.widened) == (0, {}, {})


def test_a_long_text_is_cut(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody keeps the server busy with one request: few words are looked for, fewer are compared with others."""
    asked: list[str] = []
    holding = room._holding

    def watched(connection: sqlite3.Connection, word: str) -> int:
        asked.append(word)
        return holding(connection, word)

    monkeypatch.setattr(room, "_holding", watched)
    search(library.culture, " ".join(f"wrod{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)))
    assert 0 < len(asked) <= 2 * room.MOST_CORRECTED
    assert ids(library, "monet " * 5000) == ids(library, "monet")


def test_a_typo_beside_a_right_word(library: Library) -> None:
    assert ids(library, "Monnet nympheas") == ["a:4"]


def test_nothing_near_finds_nothing(library: Library) -> None:
    found = search(library.culture, "xqzwvjk")
    assert (found.total, found.corrected) == (0, {})


@pytest.mark.parametrize(
    "text", ['"', "AND", "monet OR", "a* NEAR(", "title:monet", "-monet", "'; DROP TABLE works; --", "(", "*"]
)
def test_query_syntax_is_taken_as_words(library: Library, text: str) -> None:
    search(library.culture, text)
    assert library.culture.execute("SELECT count(*) FROM works").fetchone()[0] > 0


def test_filters(library: Library) -> None:
    assert set(ids(library, "", Filters(domain="museum", decade=1870))) == {"a:2", "a:3"}
    assert set(ids(library, "monet", Filters(open_image=True))) == {"a:2", "a:4"}
    assert ids(library, "", Filters(source="b", term="orchestral", facet="genre")) == ["b:3"]
    assert ids(library, "monet", Filters(domain="music")) == []


def test_a_matched_double_is_shown_once(library: Library) -> None:
    assert ids(library, "heat") == ["c:1"]
    library.culture.execute("UPDATE matches SET undone_at = '2026-01-02'")
    assert set(ids(library, "heat")) == {"c:1", "d:9"}


def test_pages_do_not_overlap(library: Library) -> None:
    whole = search(library.culture, "", limit=100)
    parts = [search(library.culture, "", limit=5, offset=n).hits for n in (0, 5, 10)]
    assert [hit.item for part in parts for hit in part] == [hit.item for hit in whole.hits]
    assert whole.total == len(whole.hits) == 12


def test_a_title_outranks_a_term(library: Library) -> None:
    library.culture.execute("UPDATE search_texts SET terms = terms || ' fargo' WHERE work_id = 'c:1'")
    library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    assert ids(library, "fargo") == ["c:2", "c:1"]


def test_filters_of_the_front_rows(library: Library) -> None:
    """Works by women, and works of one holder."""
    assert set(ids(library, "", Filters(domain="museum", women=True))) == {"a:3", "a:5"}
    holder = "a:agent:Claude Monet"  # any agent may keep works
    library.culture.execute(
        "INSERT INTO holdings (work_id, position, kind, holder_id) VALUES ('a:4', 1, 'keeper', ?)", [holder]
    )
    assert ids(library, "", Filters(holder=holder)) == ["a:4"]
    assert ids(library, "", Filters(holder="nobody")) == []


def test_works_of_one_agent(library: Library) -> None:
    """In any role, in one source; with words too."""
    assert set(ids(library, "", Filters(agent="a:agent:Claude Monet"))) == {"a:2", "a:4"}
    assert ids(library, "soleil", Filters(agent="a:agent:Claude Monet")) == ["a:2"]
    assert ids(library, "", Filters(agent="a:agent:Claude Monet", domain="film")) == []
    library.culture.execute("INSERT INTO credits VALUES ('a:1', 2, 'a:agent:Claude Monet', 'donor', NULL, NULL)")
    assert set(ids(library, "", Filters(agent="a:agent:Claude Monet"))) == {"a:1", "a:2", "a:4"}
    assert ids(library, "", Filters(agent="nobody")) == []


def test_by_women_means_made_by_them(library: Library) -> None:
    """The words of a song or the commission of a picture don't make it a woman's work."""
    women = {"music": "b:agent:Barbara", "museum": "a:agent:Berthe Morisot"}
    for work, domain, role in (("b:3", "music", "lyricist"), ("a:1", "museum", "patron")):
        library.culture.execute("INSERT INTO credits VALUES (?, 9, ?, ?, NULL, NULL)", [work, women[domain], role])
    assert set(ids(library, "", Filters(women=True))) >= {"a:3", "a:5", "b:1", "b:2", "c:4"}
    assert not {"b:3", "a:1"} & set(ids(library, "", Filters(women=True)))


def test_a_rare_word_in_a_query_that_finds_nothing_is_not_called_unknown(library: Library) -> None:
    library.culture.execute("UPDATE search_texts SET makers = 'Jean Monnet' WHERE work_id = 'b:3'")
    library.culture.execute("INSERT INTO works_fts(works_fts) VALUES ('rebuild')")
    found = search(library.culture, "monnet levnt")
    assert [hit.item for hit in found.hits] == ["a:2"]
    assert (found.corrected, found.widened) == ({"levnt": "levant"}, {"monnet": "monet"})


def test_ctrl_c_while_the_index_is_made_is_not_taken_for_a_fault_of_sqlite(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(text: str) -> str:
        raise KeyboardInterrupt

    library.culture.execute("DELETE FROM search_texts")
    monkeypatch.setattr(search_index, "unfolded", stopped)
    sqlite3.enable_callback_tracebacks(True)  # as Datasette does where it runs: nothing may be printed all the same
    with pytest.raises(KeyboardInterrupt):
        search_index.update(library.culture)
    assert not library.culture.in_transaction
