"""Facts of works read back: by the work that describes an item, with units, and with words of each kind."""

from __future__ import annotations

from math import nan

import pytest

from culturedata.store.catalogue.facts import facts
from culturedata.store.library import Library

ITEMS = ("d:9", "c:2", "c:4", "a:1", "nothing:1")


def measured(library: Library, *rows: tuple[str, str, float, str, str | None]) -> None:
    library.culture.executemany("INSERT INTO measures VALUES (?, ?, ?, ?, ?)", rows)


def test_runtimes_in_hours(library: Library) -> None:
    """Of d:9 that of «Heat», which describes it; a length in notes is no runtime."""
    measured(
        library, ("c:1", "runtime", 170, "min", None), ("c:2", "runtime", 5_400, "s", None),
        ("c:4", "length", 2, "h", None), ("a:1", "length", 300, "quarter notes", None),
    )  # fmt: skip
    found = facts(library.culture, ITEMS)
    assert found.runtimes.tolist() == pytest.approx([170 / 60, 1.5, 2, nan, nan], nan_ok=True)
    assert found.figure("length", "quarter notes").tolist() == pytest.approx([nan, nan, nan, 300, nan], nan_ok=True)


def test_figures_with_their_units_and_dates(library: Library) -> None:
    measured(
        library, ("c:1", "box office", 1e8, "USD", "2001-09-09"), ("c:2", "box office", 1e7, "FRF", None),
        ("c:4", "box office", 1e6, "USD", "spring"), ("d:9", "box office", 5, "USD", None),
    )  # fmt: skip
    found = facts(library.culture, ITEMS)
    assert found.figure("box office", "USD").tolist() == pytest.approx([1e8, nan, 1e6, nan, nan], nan_ok=True)
    assert found.figures["box office", "USD"].at.tolist() == [999_993_600, 0, 0, 0, 0]
    assert found.before(999_993_600).figure("box office", "USD").tolist() == pytest.approx([nan] * 5, nan_ok=True)
    assert found.before(999_993_601).figure("box office", "USD")[0] == 1e8
    assert found.figure("votes", "votes").tolist() == pytest.approx([nan] * 5, nan_ok=True)


def test_an_item_says_itself_what_nothing_else_says(library: Library) -> None:
    measured(library, ("d:9", "runtime", 60, "min", None))
    assert facts(library.culture, ("d:9",)).runtimes.tolist() == [1]


def test_words(library: Library) -> None:
    found = facts(library.culture, ITEMS)
    assert found.labelled("genre") == (("crime", "drama"), ("comedy", "crime"), ("drama",), (), ())
    assert found.labelled("maker")[:3] == (("c:agent:Michael Mann",), ("c:agent:Joel Coen",), ("c:agent:Jane Campion",))
    assert found.labelled("colour") == ((),) * 5


def test_a_museum_goes_before_a_country(library: Library) -> None:
    library.culture.execute("UPDATE agents SET country = 'FR' WHERE agent_id LIKE 'a:agent:%'")
    library.culture.execute(
        "INSERT INTO holdings (work_id, position, kind, name) VALUES ('a:1', 1, 'keeper', 'Musée du Louvre')"
    )
    found = facts(library.culture, ("a:1", "a:2", "c:1"))
    assert found.labelled("place") == (("Musée du Louvre",), ("France",), ())


def test_directors_are_makers_and_the_cast_is_not(library: Library) -> None:
    for position, (name, role, attribution) in enumerate(
        [("director", "director", None), ("star", "cast", None), ("pupil", "director", "attributed to")], 2
    ):
        agent = f"c:agent:{name}"
        library.culture.execute(
            """INSERT INTO agents (agent_id, name, kind, source, authority, record_id)
               VALUES (?, ?, 'person', 'c', 0, 'c:1')""",
            [agent, name],
        )
        library.culture.execute(
            "INSERT INTO credits VALUES ('c:1', ?, ?, ?, ?, NULL)", [position, agent, role, attribution]
        )
    assert facts(library.culture, ("c:1",)).labelled("maker") == (("c:agent:director",),)


def test_of_no_works(library: Library) -> None:
    found = facts(library.culture, ())
    assert len(found) == 0
    assert found.labelled("genre") == ()
