"""Counts of a library counted by hand, and the works behind each of them."""

from __future__ import annotations

from datetime import date

import pytest

from culturedata.errors import UnknownName
from culturedata.openness.counting.behind import behind
from culturedata.openness.counting.completeness import FIELDS
from culturedata.openness.counting.extent import Extent, extent
from culturedata.openness.counting.groups import grouped, without_doubles
from culturedata.openness.counting.indicators import AMONG, INDICATORS, conditions
from culturedata.openness.counting.shares import Cell, cells
from culturedata.openness.judging.weights import checked
from culturedata.openness.report import Asked, report
from culturedata.store.library import Library
from tests.openness.made import YEAR

REACH = Extent(chosen=frozenset({"sample"}))


def of(library: Library, source: str, museum: str | None) -> Cell:
    (found,) = [c for c in cells(library.culture, YEAR) if (c.source, c.institution) == (source, museum)]
    return found


def ids(library: Library, condition: str, year: int = YEAR) -> set[str]:
    """The works that meet a condition."""
    asked = conditions(library.culture, year)[condition]
    return {row[0] for row in library.culture.execute(f"SELECT work_id FROM works AS w WHERE {asked}")}


def test_every_work_is_in_one_cell(counted: Library) -> None:
    found = {(c.source, c.institution, c.country): c.counts["works"] for c in cells(counted.culture, YEAR)}
    assert found == {
        ("whole", "M", "FR"): 6, ("whole", "N", "GB"): 1, ("sample", "O", "GB"): 2, ("sample", "M", "FR"): 1,
        ("sample", None, None): 1,
    }  # fmt: skip


def test_authors(counted: Library) -> None:
    """A death in 1955 is over seventy years before 2026, one in 1956 is not; open authors and groups are unknown."""
    assert ids(counted, "long_dead") == {"whole:1", "whole:3", "whole:7", "sample:3"}
    assert ids(counted, "recent") == {"whole:2", "sample:1"}
    assert ids(counted, "long_dead", 2025) == set()
    assert ids(counted, "long_dead", 2027) == {"whole:1", "whole:2", "whole:3", "whole:7", "sample:3"}
    assert ids(counted, "recent", 2027) == set()


def test_authors_in_words_that_leave_them_open(counted: Library) -> None:
    """Nobody beside a dead author may be unknown, and who only lent the model does not make a work."""
    for attribution, free in (
        ("attributed to", True), ("with assistants", True), ("pseudonym", True), ("after", False),
        ("with others", False), ("workshop of", False), ("formerly attributed to", False),
        ("doubtfully attributed to", False),
    ):  # fmt: skip
        counted.culture.execute("UPDATE credits SET attribution = ? WHERE work_id = 'sample:3'", [attribution])
        assert ("sample:3" in ids(counted, "long_dead")) == free
        assert "sample:3" not in ids(counted, "recent")


def test_who_is_no_author_is_not_asked(counted: Library) -> None:
    counted.culture.execute(
        "INSERT INTO credits (work_id, position, agent_id, role) VALUES ('whole:1', 2, 'late', 'publisher')"
    )
    assert "whole:1" in ids(counted, "long_dead")
    assert "whole:1" not in ids(counted, "recent")


def test_metadata(counted: Library) -> None:
    """All licences said must be open; where none is said, the source's is, unless its terms forbid giving it on."""
    assert ids(counted, "metadata_open") == {"whole:1", "whole:2", "whole:4", "whole:5", "whole:6", "whole:7"}
    counted.culture.execute("UPDATE sources SET publish = 'local' WHERE source = 'whole'")
    assert ids(counted, "metadata_open") == {"whole:1", "whole:2"}


def test_pictures_identifiers_and_addresses(counted: Library) -> None:
    assert ids(counted, "image") == {"whole:1", "whole:2", "whole:3", "whole:7"}
    assert ids(counted, "image_open") == {"whole:1", "whole:2", "whole:7"}
    assert ids(counted, "image_public_domain") == {"whole:1", "whole:7"}
    assert ids(counted, "open_of_free") == {"whole:1", "whole:7"}
    assert ids(counted, "identified") == {"whole:1"}
    assert (ids(counted, "address"), ids(counted, "iiif")) == ({"whole:1"}, {"whole:1"})
    counted.culture.execute("INSERT INTO identifiers VALUES ('late', 'ULAN', '500')")
    assert ids(counted, "identified") == {"whole:1", "whole:2", "sample:1"}


def test_sizes_of_pictures(counted: Library) -> None:
    """One side alone is no size, and 2,999 pixels are not 3,000; of several pictures the largest counts."""
    assert ids(counted, "image_sized") == {"whole:1", "whole:2"}
    assert ids(counted, "image_large") == {"whole:1"}
    counted.culture.execute(
        """INSERT INTO images (work_id, position, url, width, height, open) VALUES
           ('whole:2', 2, 'data:,b', 3001, 10, 0), ('whole:7', 2, 'data:,c', 0, 4000, 1)"""
    )
    assert ids(counted, "image_sized") == {"whole:1", "whole:2"}
    assert ids(counted, "image_large") == {"whole:1", "whole:2"}


FILLED = {
    "title": "UPDATE works SET title = '[No title]' WHERE work_id != 'sample:4'",
    "maker": "INSERT INTO credits (work_id, position, agent_id, role) VALUES ('sample:4', 1, 'old', 'artist')",
    "date": "INSERT INTO dates VALUES ('sample:4', 1, 'created', '1900', 1900, 1900, 'year', NULL)",
    "material": "INSERT INTO work_terms VALUES ('sample:4', 'technique', 't')",
    "dimensions": "INSERT INTO dimensions VALUES ('sample:4', 1, NULL, 'height', 3, 'cm', NULL)",
    "inventory": "INSERT INTO identifiers VALUES ('sample:4', 'accession', '7')",
    "credit_line": "INSERT INTO holdings VALUES ('sample:4', 1, 'owner', NULL, NULL, NULL, NULL, NULL, NULL, 'Gift')",
    "place": "INSERT INTO work_terms VALUES ('sample:4', 'culture', 't')",
    "subject": "INSERT INTO work_terms VALUES ('sample:4', 'subject', 't')",
    "description": "INSERT INTO texts VALUES ('sample:4', 1, 'description', 'A thing', NULL, NULL)",
    "image": "INSERT INTO images (work_id, position, url, open) VALUES ('sample:4', 1, 'data:,', 0)",
    "rights": "INSERT INTO rights (work_id, position, covers, statement) VALUES ('sample:4', 1, 'work', 'free')",
}
EMPTY = (
    "INSERT INTO dates VALUES ('sample:4', 1, 'acquired', '1900', 1900, 1900, 'year', NULL)",
    "INSERT INTO dates VALUES ('sample:4', 1, 'created', 'long ago', NULL, NULL, 'unknown', NULL)",
    "INSERT INTO texts VALUES ('sample:4', 1, 'inscription', 'Signed', NULL, NULL)",
    "INSERT INTO rights (work_id, position, covers, licence) VALUES ('sample:4', 1, 'metadata', 'x')",
    "INSERT INTO identifiers VALUES ('sample:4', 'finberg', '7')",
    "INSERT INTO holdings (work_id, position, kind, inventory) VALUES ('sample:4', 1, 'owner', '')",
)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_filled_by_what_it_says(counted: Library, field: str) -> None:
    """Each statement fills just its own field of a work that has none but a title."""
    before = {name: "sample:4" in ids(counted, f"field:{name}") for name in FIELDS}
    assert before == dict.fromkeys(FIELDS, False) | {"title": True}
    counted.culture.execute(FILLED[field])
    after = {name: "sample:4" in ids(counted, f"field:{name}") for name in FIELDS}
    assert after == before | {field: True}
    if field == "title":
        assert ids(counted, "field:title") == {"sample:4"}


@pytest.mark.parametrize("statement", EMPTY)
def test_what_fills_no_field(counted: Library, statement: str) -> None:
    counted.culture.execute(statement)
    assert not [name for name in FIELDS if name != "title" and "sample:4" in ids(counted, f"field:{name}")]


def test_a_work_counts_once_where_it_is_kept(counted: Library) -> None:
    counted.culture.execute(
        "INSERT INTO holdings (work_id, position, kind, name, country) VALUES ('whole:7', 2, 'owner', 'City', 'GB')"
    )
    counted.culture.execute("UPDATE holdings SET kind = 'owner' WHERE work_id = 'whole:6' AND position = 1")
    assert of(counted, "whole", "N").counts["works"] == 1
    assert of(counted, "whole", "M").counts["works"] == 6
    assert not [cell for cell in cells(counted.culture, YEAR) if cell.institution == "City"]
    counted.culture.execute("UPDATE holdings SET kind = 'keeper' WHERE name = 'City'")
    counted.culture.execute("UPDATE holdings SET kind = 'owner' WHERE name = 'N'")
    assert of(counted, "whole", "City").counts["works"] == 1


def test_linked_doubles_are_counted_once(counted: Library) -> None:
    counted.culture.execute(
        """INSERT INTO matches VALUES
           ('sample:1', 'whole:1', 'same-work', 1, 'by hand', '{}', 'person', 'now', NULL, NULL)"""
    )
    assert of(counted, "sample", "O").counts["works"] == 1


def test_works_that_are_gone_are_not_counted(counted: Library) -> None:
    counted.culture.execute("UPDATE records SET gone_at = 'now' WHERE record_id IN ('whole:1', 'sample:3', 'sample:4')")
    assert of(counted, "whole", "M").counts["works"] == 5
    assert {(c.source, c.institution) for c in cells(counted.culture, YEAR)} == {
        ("whole", "M"), ("whole", "N"), ("sample", "O"),
    }  # fmt: skip
    reach = extent(counted.culture, {"whole": 7}, {"sample"})
    assert (reach.gone, reach.of("whole")) == ({"whole": 1, "sample": 2}, "part")
    assert extent(counted.culture, {"whole": 6}, {"sample"}).of("whole") == "whole"
    assert report(counted.culture, cells(counted.culture, YEAR), reach, Asked())["gone"] == 3
    for by in ("institution", "country", "source"):
        agrees(counted, by)


def test_which_sources_are_whole(counted: Library) -> None:
    db = counted.culture
    assert extent(db, {"whole": 7}, {"sample"}) == Extent(frozenset({"sample"}), frozenset())
    assert extent(db, {"whole": 8}, {"sample"}).part == {"whole"}
    assert extent(db, {}, ()).part == {"whole", "sample"}
    said = extent(db, {"whole": 7}, {"sample"}, sampled=["whole"], whole=["sample"])
    assert (said.of("whole"), said.of("sample")) == ("part", "whole")
    with pytest.raises(UnknownName, match="no source named 'hole'"):
        extent(db, {}, (), whole=["hole"])


def test_samples_of_a_whole_collection_are_left_out(counted: Library) -> None:
    kept, left_out = without_doubles(cells(counted.culture, YEAR), REACH)
    assert [(c.source, c.institution) for c in left_out] == [("sample", "M")]
    by_institution = {group.key: group for group in grouped(kept, "institution", REACH)}
    assert {key: (g.works, g.extent) for key, g in by_institution.items()} == {
        ("M", "FR"): (6, "whole"), ("O", "GB"): (2, "chosen"), ("N", "GB"): (1, "whole"),
    }  # fmt: skip
    by_country = {group.key[0]: group for group in grouped(kept, "country", REACH)}
    assert {key: (g.works, g.extent) for key, g in by_country.items()} == {"FR": (6, "whole"), "GB": (3, "mixed")}
    assert by_country["GB"].counts["structured"] == 1


def test_the_report_by_hand(counted: Library) -> None:
    """Museum M has six works: 5 open metadata, 3 pictures, 2 open ones, 1 open of 2 free, one identifier."""
    found = report(counted.culture, cells(counted.culture, YEAR), REACH, Asked(min_works=1, as_of=date(YEAR, 7, 1)))
    assert (found["works"], found["without"], found["doubles"], found["smaller"]) == (9, 1, 1, 0)
    rows = {row["name"]: row for row in found["groups"]}
    counts = {name: (one["count"], one["n"]) for name, one in rows["M"]["indicators"].items()}
    assert counts == {
        "metadata_open": (5, 6), "image": (3, 6), "image_open": (2, 6), "open_of_free": (1, 2),
        "completeness": (pytest.approx((6 + 6 + 1 + 3) / 12), 6), "identified": (1, 6),
        "machine": (pytest.approx((6 + 1 + 1) / 3), 6),
    }  # fmt: skip
    sizes = {
        museum: {name: (one["count"], one["n"], one["share"]) for name, one in rows[museum]["resolution"].items()}
        for museum in rows
    }
    assert sizes == {
        "M": {"image_sized": (2, 3, 2 / 3), "image_large": (1, 2, 1 / 2)},
        "N": {"image_sized": (0, 1, 0.0), "image_large": (0, 0, None)},
        "O": {"image_sized": (0, 0, None), "image_large": (0, 0, None)},
    }
    assert (found["large"], list(found["resolution"])) == (3000, ["image_sized", "image_large"])
    assert rows["M"]["pictures"] == {"public_domain": 1, "open": 1, "closed": 1, "none": 3}
    assert rows["M"]["authors"] == {"long_dead": 2, "recent": 1, "unknown": 3}
    shares = [5 / 6, 3 / 6, 2 / 6, 1 / 2, 16 / 12 / 6, 1 / 6, 8 / 3 / 6]
    assert rows["M"]["score"] == pytest.approx(100 * sum(shares) / 7)
    assert {one["low"] for one in rows["M"]["indicators"].values()} == {None}
    assert rows["O"]["indicators"]["open_of_free"] == {"count": 0, "n": 0, "share": None, "low": None, "high": None}
    assert rows["O"]["indicators"]["image"]["high"] == pytest.approx(0.6576, abs=1e-4)
    assert [row["name"] for row in found["groups"]] == ["N", "M", "O"]
    assert rows["M"]["country_fr"] == "France"


def test_sizes_of_pictures_are_no_part_of_the_score(counted: Library) -> None:
    """A source that says no size is not behind one that does."""

    def scored() -> list[tuple[object, ...]]:
        found = report(counted.culture, cells(counted.culture, YEAR), REACH, Asked(min_works=1, as_of=date(YEAR, 7, 1)))
        return [
            tuple(row[key] for key in ("name", "score", "rank", "rank_low", "rank_high")) for row in found["groups"]
        ]

    before = scored()
    counted.culture.execute("UPDATE images SET width = NULL, height = NULL")
    assert scored() == before


def test_a_weight_of_zero_for_pictures_changes_who_is_first(counted: Library) -> None:
    """N has pictures of all its works, M has identifiers and addresses."""
    picture = {"image": 0, "image_open": 0, "open_of_free": 0}
    asked = Asked(weights=checked(picture | {"metadata_open": 0, "completeness": 0}), min_works=1)
    found = report(counted.culture, cells(counted.culture, YEAR), REACH, asked)
    assert [row["name"] for row in found["groups"]] == ["M", "N", "O"]
    assert [row["score"] for row in found["groups"]] == pytest.approx([100 * (1 / 6 + 4 / 9) / 2, 100 / 6, 0.0])


def test_small_groups_are_counted_not_shown(counted: Library) -> None:
    found = report(counted.culture, cells(counted.culture, YEAR), REACH, Asked(min_works=3))
    assert ([row["name"] for row in found["groups"]], found["smaller"]) == (["M"], 2)
    none = report(counted.culture, cells(counted.culture, YEAR), REACH, Asked(min_works=99))
    assert (none["groups"], none["smaller"]) == ([], 3)
    with pytest.raises(UnknownName, match="no grouping named 'city'"):
        report(counted.culture, [], REACH, Asked(by="city"))


@pytest.mark.parametrize("by", ["institution", "country", "source"])
def test_the_works_behind_each_count(counted: Library, by: str) -> None:
    agrees(counted, by)


def agrees(counted: Library, by: str) -> None:
    """Every count of every group, and its opposite, is the number of works that are listed for it."""
    every = cells(counted.culture, YEAR)
    kept, doubles = without_doubles(every, REACH)
    for group in grouped(kept, by, REACH):
        for name in (*conditions(counted.culture, YEAR), "works"):
            asked = (counted.culture, by, str(group.key[0]), group.country, name, YEAR)
            yes, no = (behind(*asked, without=without, doubles=doubles) for without in (False, True))
            among = group.counts[AMONG.get(name, "works")]
            assert yes.count(counted.culture) == group.counts[name]
            assert no.count(counted.culture) == among - group.counts[name]
            listed = counted.culture.execute(yes.sql, yes.values).fetchall()
            assert [row[0] for row in sorted(listed)] == yes.page(counted.culture, 99, 0)
            assert yes.page(counted.culture, 2, 1) == yes.page(counted.culture, 99, 0)[1:3]


def test_no_such_figure(counted: Library) -> None:
    with pytest.raises(UnknownName, match="no condition named 'images'"):
        behind(counted.culture, "source", "whole", None, "images", YEAR)
    with pytest.raises(UnknownName, match="no grouping named 'city'"):
        behind(counted.culture, "city", "whole", None, "image", YEAR)


def test_seven_indicators_and_twelve_fields() -> None:
    assert (len(INDICATORS), len(FIELDS)) == (7, 12)
