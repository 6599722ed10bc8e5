"""Kept pages and who met what: nobody unknown becomes a stranger, and nobody counts twice."""

from __future__ import annotations

import pytest

from culturedata.errors import UsageError
from culturedata.store.library import Library
from culturedata.store.people import pages
from culturedata.store.people.met import met_by

SAID = {"device": "desk", "strategy": "page", "candidates": 1, "compared": 1, "value": 0.5, "seed": 0}


def test_the_page_of_somebody_unknown_is_no_strangers_page(library: Library) -> None:
    with pytest.raises(UsageError, match="d:user:99"):
        pages.save(library.audience, "d:user:99", SAID, [])
    assert pages.kept(library.audience, None) == []
    assert pages.save(library.audience, None, SAID, []) == 0
    assert pages.save(library.audience, "d:user:2", SAID, []) == 2


def test_people_are_counted_once_under_all_ids_of_a_work(library: Library) -> None:
    """d:9 was rated by 1 and 2, c:2 by 1; 1 also played c:2, 3 viewed it."""
    db = library.audience
    for user, kind in ((1, "play"), (3, "view")):
        db.execute(
            """INSERT INTO events (user, item, kind, at, source, provenance)
               SELECT ?, item, ?, 1, 'e', 'open' FROM items WHERE item_id = 'c:2'""",
            [user, kind],
        )
    items = {"c:1": ["c:1", "d:9"], "c:2": ["c:2"], "both": ["c:2", "d:9"], "none": ["no"], "empty": []}
    assert met_by(db, items, 1) == {"c:1", "c:2", "both"}
    assert met_by(db, items, 2) == {"c:1", "both"}
    assert met_by(db, items, 3) == set()
    db.execute("UPDATE events SET kind = 'listen' WHERE user = 3")
    assert met_by(db, items, 3) == {"both"}
    assert met_by(db, {}, 1) == set()
