"""What may hang: every work openly licensed, large enough, about the theme; the others counted by reason."""

from __future__ import annotations

import sqlite3

import pytest

from culturedata.data.exhibitions import Asked
from culturedata.data.licences import CC0, PUBLIC_DOMAIN, licence
from culturedata.studio.exhibition.pool import Element, century, labels, pool
from tests.studio import made


def ids(culture: sqlite3.Connection, **asked: object) -> set[str]:
    return {one.work_id for one in pool(culture, Asked(**asked)).candidates}  # type: ignore[arg-type]


def test_only_openly_licensed_pictures(culture: sqlite3.Connection) -> None:
    found = pool(culture, Asked())
    assert {one.work_id for one in found.candidates} == made.OPEN
    assert all(licence(one.licence).open and one.picture for one in found.candidates)  # type: ignore[union-attr]
    assert found.left_out == {"in_copyright": 1, "no_open_picture": found.works - len(made.OPEN) - 1}


def test_only_cc0(culture: sqlite3.Connection) -> None:
    found = pool(culture, Asked(only_cc0=True))
    assert {one.work_id for one in found.candidates} == made.OPEN - {"a:w4"}
    assert {one.licence for one in found.candidates} <= {CC0, PUBLIC_DOMAIN}
    assert found.left_out["other_licence"] == 1


def test_the_longer_side_counts_and_an_unknown_size_is_told(culture: sqlite3.Connection) -> None:
    found = pool(culture, Asked(min_px=3000))
    assert {one.work_id for one in found.candidates} == {"a:w1", "a:w3", "a:w4", "a:w6", "a:w7"}
    assert found.left_out["unknown_size"] == 1
    assert found.left_out["too_small"] == 3  # one of 1,000 pixels, two of the small library of 1


def test_a_theme_in_any_word(culture: sqlite3.Connection) -> None:
    assert ids(culture, theme="river") == {"a:w3", "a:w4"}
    assert ids(culture, theme="portrait river") == {"a:w3"}
    found = pool(culture, Asked(theme="rivver"))
    assert found.read_as == {"rivver": "river"}


def test_a_plan_takes_the_public_domain_without_pictures(culture: sqlite3.Connection) -> None:
    found = {one.work_id: one for one in pool(culture, Asked(pictures=False)).candidates}
    assert {made.NO_PICTURE, "a:w10"} <= found.keys()
    assert found[made.NO_PICTURE].picture is None
    assert found[made.NO_PICTURE].licence == PUBLIC_DOMAIN
    assert "a:w8" not in found
    assert "a:w9" not in found


def test_the_largest_picture_of_a_work(culture: sqlite3.Connection, folder: object) -> None:
    copy = sqlite3.connect(":memory:")
    culture.backup(copy)
    copy.execute(
        "INSERT INTO images VALUES ('a:w2', 2, 'https://a.example/big', NULL, NULL, 9, 9000, NULL, NULL, ?, 1)", [CC0]
    )
    found = {one.work_id: one.picture for one in pool(copy, Asked()).candidates}
    assert found["a:w2"] is not None
    assert found["a:w2"].url == "https://a.example/big"
    copy.execute("UPDATE images SET url = 'https://a.example/big' WHERE work_id = 'a:w1'")
    assert pool(copy, Asked()).left_out["same_picture"] == 1


def test_a_work_described_twice_hangs_once(culture: sqlite3.Connection) -> None:
    copy = sqlite3.connect(":memory:")
    culture.backup(copy)
    copy.execute("INSERT INTO matches VALUES ('a:w1', 'a:w2', 'same-work', 1, 'm', '{}', 'rule', '2026', NULL, NULL)")
    assert "a:w1" not in ids(copy)


def test_what_a_work_shows(culture: sqlite3.Connection) -> None:
    [work] = [one for one in pool(culture, Asked()).candidates if one.work_id == "a:w6"]
    assert work.elements == {
        Element("theme", "horse", "horse"), Element("culture", "Greek", "Greek"),
        Element("period", "Ve siècle av. J.-C.", "5th century BCE"),
    }  # fmt: skip
    assert labels(work.elements, "fr") == ("horse", "Ve siècle av. J.-C.", "Greek")


@pytest.mark.parametrize(
    ("year", "said"),
    [(1900, "19th century"), (1901, "20th century"), (1, "1st century"), (1101, "12th century"),
     (2001, "21st century"), (-1, "1st century BCE"), (-100, "1st century BCE"), (-101, "2nd century BCE"),
     (-2600, "26th century BCE"), (0, "1st century BCE")],
)  # fmt: skip
def test_centuries(year: int, said: str) -> None:
    assert century(year).en == said
    assert "siècle" in century(year).fr
