"""Ratings read back as arrays: order, vocabularies, tiers kept apart, links to described works."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from culturedata.errors import ModelError, UsageError
from culturedata.store.catalogue.works import described
from culturedata.store.library import Library
from culturedata.store.people import behaviour


def add_source(library: Library, source: str, provenance: str, title: str = "Another", domain: str = "film") -> None:
    """A source with one person, who rated «Toy Story» and «Heat» under ids of their own."""
    library.culture.execute(
        """INSERT INTO sources (source, title, domain, publish, licence, rating_low, rating_high, provenance)
           VALUES (?, ?, ?, 'local', 'none', 0.5, 5, ?)""",
        [source, title, domain, provenance],
    )
    audience = library.audience
    user = audience.execute("INSERT INTO users (user_id, source, provenance) VALUES (?, ?, ?)",
                            [f"{source}:user:1", source, provenance]).lastrowid  # fmt: skip
    for raw, value, at in (("toy", 5.0, 7), ("heat", 1.5, None)):
        item = audience.execute("INSERT INTO items (item_id, source) VALUES (?, ?)", [f"{source}:{raw}", source])
        audience.execute(
            "INSERT INTO ratings (user, item, value, at, source, provenance) VALUES (?, ?, ?, ?, ?, ?)",
            [user, item.lastrowid, value, at, source, provenance],
        )


def link(library: Library, left: str, right: str) -> None:
    library.culture.execute(
        "INSERT INTO matches VALUES (?, ?, 'same-work', 1, 'title', '{}', 'rule', '2026', NULL, NULL)", [left, right]
    )


def test_listens_are_no_ratings(library: Library) -> None:
    """A source whose people listened, and rated nothing, is not taken for one that is rated."""
    add_source(library, "a-plays", "open")
    library.audience.execute("DELETE FROM ratings WHERE source = 'a-plays'")
    assert [source for source, *_ in behaviour.sources(library, "film")] == ["d"]


def test_plays(library: Library) -> None:
    """Listens count one each, counts of plays what they say; impressions are neither. Ratings go first."""
    add_source(library, "a-plays", "open")
    audience = library.audience
    audience.execute("DELETE FROM ratings WHERE source = 'a-plays'")
    [[user]] = audience.execute("SELECT user FROM users WHERE source = 'a-plays'")
    number: dict[str, int] = dict(
        audience.execute("SELECT item_id, item FROM items WHERE source = 'a-plays'").fetchall()
    )
    toy, heat = number["a-plays:toy"], number["a-plays:heat"]
    events = [
        (heat, "play", 120.0, 0),
        (toy, "listen", None, 50),
        (toy, "listen", 1.0, 60),
        (toy, "impression", None, 9),
    ]
    audience.executemany(
        """INSERT INTO events (user, item, kind, value, at, source, provenance)
           VALUES (?, ?, ?, ?, ?, 'a-plays', 'open')""",
        [(user, *event) for event in events],
    )
    assert [source for source, *_ in behaviour.sources(library, "film", "play")] == ["a-plays"]
    data = behaviour.plays(library, "film")
    assert (data.kind, data.scale, data.provenance) == ("play", (0.0, inf), "open")
    assert data.item_ids.ids[:2] == ("a-plays:heat", "a-plays:toy")
    assert (data.items.tolist(), data.values.tolist(), data.times.tolist()) == ([0, 1, 1], [120, 1, 1], [0, 50, 60])
    assert data.matrix[0, :2].toarray().tolist() == [[120, 2]]
    assert behaviour.interactions(library, "film").kind == "rating"
    assert behaviour.interactions(library, "film", "a-plays").fingerprint == data.fingerprint
    with pytest.raises(ModelError, match=r"there are no plays of museum in .* Import lastfm or listenbrainz\."):
        behaviour.plays(library, "museum")


def test_the_small_library(library: Library) -> None:
    """Items in order of first appearance; c:1 and its double d:9 are one, and no film is left unrated."""
    data = behaviour.ratings(library)
    assert (data.name, data.provenance, data.scale) == ("Sample ratings", "open", (1.0, 5.0))
    assert data.user_ids.ids == ("d:user:1", "d:user:2", "d:user:3")
    assert data.item_ids.ids == ("d:9", "c:2", "c:3", "c:4")
    assert data.users.tolist() == [0, 0, 1, 1, 2]
    assert data.items.tolist() == [0, 1, 0, 2, 3]
    assert data.values.tolist() == [5, 3, 4, 2, 4.5]
    assert data.times.tolist() == [1_000_000_000 + n for n in range(5)]
    assert data.follows.tolist() == [[0, 2]]
    assert [a.dtype for a in (data.users, data.items, data.values, data.times)] == [
        np.int32, np.int32, np.float32, np.int64
    ]  # fmt: skip
    with pytest.raises(ValueError, match="read-only"):
        data.values[0] = 1


def test_order_is_that_of_arrival_not_of_numbers(library: Library) -> None:
    """The item that came first in the ratings is item 0, whatever its number in the database."""
    library.audience.execute("DELETE FROM ratings WHERE rating_id IN (1, 2)")
    data = behaviour.ratings(library)
    assert data.user_ids.ids == ("d:user:2", "d:user:3")
    assert data.item_ids.ids == ("d:9", "c:3", "c:4", "c:2")
    assert data.items.tolist() == [0, 1, 2]


def test_many_ratings_are_read_in_parts(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = behaviour.ratings(library).fingerprint
    monkeypatch.setattr(behaviour, "CHUNK", 2)
    assert behaviour.ratings(library).fingerprint == whole


def test_the_fingerprint_follows_the_ratings(library: Library) -> None:
    before = behaviour.ratings(library).fingerprint
    assert behaviour.ratings(library).fingerprint == before
    library.audience.execute("UPDATE ratings SET value = 4 WHERE rating_id = 1")
    assert behaviour.ratings(library).fingerprint != before


def test_an_undone_link_parts_the_two_again(library: Library) -> None:
    library.culture.execute("UPDATE matches SET undone_at = '2026-01-02'")
    data = behaviour.ratings(library)
    assert data.item_ids.ids == ("d:9", "c:2", "c:3", "c:4", "c:1")
    with pytest.raises(UsageError, match="'b:1' is not among the works of Sample ratings"):
        behaviour.item_of(library, data, "b:1")
    assert behaviour.item_of(library, data, "c:1") == 4


def test_a_work_is_found_under_the_id_that_was_rated(library: Library) -> None:
    data = behaviour.ratings(library)
    assert behaviour.item_of(library, data, "c:1") == behaviour.item_of(library, data, "d:9") == 0
    assert described(library.culture, "d:9") == "c:1"
    assert described(library.culture, "c:4") == "c:4"


def test_tiers_are_never_mixed_and_open_ratings_come_first(library: Library) -> None:
    add_source(library, "aaa", "simulated")
    assert behaviour.sources(library, "film") == [
        ("d", "open", "Sample ratings"), ("aaa", "simulated", "Another")
    ]  # fmt: skip
    assert behaviour.ratings(library).provenance == "open"
    assert len(behaviour.ratings(library)) == 5
    other = behaviour.ratings(library, source="aaa")
    assert (other.provenance, other.name, other.scale, len(other)) == ("simulated", "Another", (0.5, 5.0), 2)
    assert other.times.tolist() == [7, 0], "an unknown time is 0"


def test_a_film_that_two_sources_rated_is_unrated_in_neither(library: Library) -> None:
    """Both sources link their own id to c:1, the other's sorts first: c:1 must not come back as an unrated work."""
    add_source(library, "aaa", "simulated")
    link(library, "aaa:heat", "c:1")
    assert behaviour.ratings(library).item_ids.ids == ("d:9", "c:2", "c:3", "c:4")
    assert behaviour.ratings(library, source="aaa").item_ids.ids == ("aaa:toy", "aaa:heat", "c:2", "c:3", "c:4")


def test_a_source_of_several_domains(library: Library) -> None:
    add_source(library, "s", "simulated", domain="museum, music")
    assert behaviour.sources(library, "music") == [("s", "simulated", "Another")]
    assert behaviour.sources(library, "museum") == [("s", "simulated", "Another")]
    data = behaviour.ratings(library, "music")
    assert data.item_ids.ids == ("s:toy", "s:heat", "b:1", "b:2", "b:3")


def test_no_ratings(library: Library) -> None:
    with pytest.raises(ModelError, match=r"there are no ratings of music in .*\. Import movielens, or simulate"):
        behaviour.ratings(library, "music")
    library.audience.execute("DELETE FROM ratings")
    with pytest.raises(ModelError, match=r"there are no ratings of film in .*\. Import movielens, or simulate"):
        behaviour.ratings(library)


@pytest.mark.parametrize(("asked", "number"), [("d:user:2", 1), ("2", 1), ("3", 2), ("4", None), ("x:user:1", None)])
def test_people_by_id_or_its_last_part(library: Library, asked: str, number: int | None) -> None:
    assert behaviour.user_number(behaviour.ratings(library), asked) == number
