"""openopus: hand-made answers in the true shape in files, and a dump that loses what the true one does.

All composers and works here but those of ../shared are synthetic.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from culturedata.data.records import Agent, Identifier, Text, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.openopus.source import OpenOpus
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities

Row = dict[str, Any]
COMPOSERS: list[Row] = [
    {"id": "7", "name": "Invented", "complete_name": "Ada Invented", "birth": "1760-01-01", "death": "1820-01-01",
     "epoch": "Classical", "portrait": "https://assets.openopus.org/portraits/7.jpg"},
    {"id": "30", "name": "Person", "complete_name": "Bob Person", "birth": "1947-02-15", "death": None,
     "epoch": "21st Century", "portrait": None},
    {"id": "12", "name": "Single", "complete_name": "Cay Single", "birth": "1600-01-01", "death": "1650-01-01",
     "epoch": "Baroque", "portrait": None},
    {"id": "99", "name": "Silent", "complete_name": "Dot Silent", "birth": "1900-01-01", "death": None,
     "epoch": "20th Century", "portrait": None},
]  # fmt: skip
POPULAR, RECOMMENDED = {"7"}, {"7", "30"}
FLAGGED = {"popular": POPULAR, "recommended": RECOMMENDED}


def work(composer: str, number: str, title: str, **more: Any) -> Row:
    said = {"title": title, "subtitle": "", "searchterms": "", "popular": "0", "recommended": "0", "id": number}
    return {"composer": composer} | said | {"genre": "Keyboard"} | more


def works() -> list[Row]:
    """Seven works: four of one composer, two of another, one of a third; none of the fourth."""
    return [
        work("7", "101", "Aria in A minor", subtitle="For two flutes", genre="Chamber", popular="1", recommended="1"),
        work("7", "102", "Sonata no. 1", searchterms="First sonata, Grande sonate"),
        work("7", "103", "Sonata no. 2"),
        work("7", "110", "Sonata no. 10", recommended="1"),
        work("30", "301", "Berceuse & Fugue", genre="Orchestral"),
        work("30", "302", "Chamber Symphony", genre="Orchestral"),
        work("12", "121", "Toccata"),
    ]


def head(rows: int, **request: Any) -> Row:
    return {"status": {"success": "true", "source": "db", "rows": rows, "api": "x"}, "request": request}


NOTHING = {"status": {"success": "false", "error": "No works found"}}


def composer_list(kind: str, item: str, rows: list[Row]) -> Row:
    return head(len(rows), type=kind, item=item) | {"composers": rows}


def work_list(number: str, found: list[Row], item: str = "all") -> Row:
    mine = [{k: v for k, v in one.items() if k != "composer"} for one in found if one["composer"] == number]
    [composer] = (one for one in COMPOSERS if one["id"] == number)
    if item not in ("all", "Popular"):
        mine = [one for one in mine if one["genre"] == item]
    return head(len(mine), type="genre", item=item) | {"composer": composer, "works": mine} if mine else NOTHING


def dumped(found: list[Row], *, lossy: bool = True) -> Row:
    """The dump as the true program writes it: a composer takes the place of the first work."""
    by_number = {one["id"]: one for one in COMPOSERS}
    rows: list[Row] = []
    order = sorted(found, key=lambda one: (by_number[one["composer"]]["name"], one["title"]))
    for number, several in groupby(order, key=lambda one: one["composer"]):
        known = {k: v for k, v in by_number[number].items() if k not in ("id", "portrait")}
        known |= {flag: "1" if number in those else None for flag, those in FLAGGED.items()}
        left = [{k: v for k, v in one.items() if k not in ("id", "composer")} for one in several][lossy:]
        rows.append(known | ({"works": left} if left else {}))
    return head(len(found), type="dump") | {"composers": rows}


def answered(address: str, found: list[Row]) -> Row | None:
    """What the true server says at an address; None where there is nothing."""
    path = unquote(address).removesuffix(".json")
    if path == "/work/dump":
        return dumped(found)
    if path == "/composer/list/name/all":
        return composer_list("name", "all", COMPOSERS)
    if path in ("/composer/list/pop", "/composer/list/rec"):
        those = POPULAR if path.endswith("pop") else RECOMMENDED
        return composer_list(path[-3:], "1", [one for one in COMPOSERS if one["id"] in those])
    number = path.removeprefix("/work/list/composer/").removesuffix("/genre/all")
    return work_list(number, found) if any(one["id"] == number for one in COMPOSERS) else None


def folder(tmp_path: Path, **answers: Row) -> Path:
    for name, found in answers.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def lists() -> dict[str, Row]:
    """The answers that hold all that there is, by the names of files."""
    found = {f"works-{one['id']}": work_list(one["id"], works()) for one in COMPOSERS if one["id"] != "99"}
    flagged = {kind: answered(f"/composer/list/{kind}.json", works()) or {} for kind in ("pop", "rec")}
    return found | flagged | {"all": composer_list("name", "all", COMPOSERS)}


def reader(path: Path, issues: list[Issue] | None = None, **more: Any) -> OpenOpus:
    report = (issues if issues is not None else []).append
    return OpenOpus(Context(descriptor("openopus"), str(path), report=report, **more))


def told(issues: list[Issue]) -> list[tuple[str, str | None, str | None]]:
    return [(issue.code, issue.record, issue.raw) for issue in issues]


class TestFiles(SourceContract):
    """Answers in a folder."""

    source = "openopus"
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return str(folder(tmp_path, dump=dumped(works()), **lists()))


class TestDumpAlone(SourceContract):
    """Without a number, and without the first works."""

    source = "openopus"
    understood = frozenset()
    composed = frozenset({""})

    def input(self, tmp_path: Path) -> str:
        return str(folder(tmp_path, dump=dumped(works())) / "dump.json")


class TestMapping:
    def read(self, tmp_path: Path, **more: Row) -> tuple[dict[str, Work], dict[str, Agent], list[Issue]]:
        issues: list[Issue] = []
        found, agents, _ = entities(reader(folder(tmp_path, **(lists() | more)), issues))
        return found, agents, issues

    def test_a_work(self, tmp_path: Path) -> None:
        found, _, issues = self.read(tmp_path)
        assert not issues
        first, second = found["openopus:101"], found["openopus:102"]
        assert first.titles == (Title(text="Aria in A minor"),)
        assert first.texts == (Text(kind="subtitle", text="For two flutes"),)
        assert [(credit.agent, credit.role) for credit in first.credits] == [("openopus:agent:7", "composer")]
        assert {term.term.removeprefix("openopus:term:") for term in first.terms} == {
            "genre-chamber", "collection-popular-works", "collection-recommended-works",
        }  # fmt: skip
        assert first.identifiers == (Identifier(scheme="openopus", value="101"),)
        assert second.titles == (
            Title(text="Sonata no. 1"), Title(text="First sonata", kind="alternative"),
            Title(text="Grande sonate", kind="alternative"),
        )  # fmt: skip

    def test_a_composer(self, tmp_path: Path) -> None:
        _, agents, _ = self.read(tmp_path)
        source = reader(tmp_path)
        told = [next(a for a in source.parse(r) if isinstance(a, Agent)) for r in source.records() if ":" in r.key]
        by_id = {agent.id: agent for agent in told}
        ada, bob = by_id["openopus:agent:7"], by_id["openopus:agent:30"]
        assert (ada.name, ada.born, ada.died, ada.life_text, ada.authority) == ("Ada Invented", 1760, 1820, None, 1)
        assert ada.names == (Title(text="Invented", kind="alternative"),)
        assert {term.term.removeprefix("openopus:term:") for term in ada.terms} == {
            "period-classical", "collection-popular-composers", "collection-recommended-composers",
        }  # fmt: skip
        assert (bob.born, bob.died, bob.life_text) == (1947, None, "1947-02-15–")
        assert {agent.authority for agent in agents.values()} <= {0, 1}

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [("birth", "0000-00-00", "not-a-day"), ("death", "unknown", "not-a-day"), ("popular", "maybe", "not-yes-or-no"),
         ("death", "1700-01-01", "life-out-of-order")],
    )  # fmt: skip
    def test_what_can_not_be_read_of_a_composer(self, tmp_path: Path, field: str, value: str, code: str) -> None:
        changed = composer_list("search", "ada", [COMPOSERS[0] | {field: value}])
        issues: list[Issue] = []
        entities(reader(folder(tmp_path, one=changed), issues))
        assert [(issue.code, issue.record) for issue in issues] == [(code, "openopus:composer:7")]
        assert value in str(issues[0].raw)

    def test_true_is_yes_too(self, tmp_path: Path) -> None:
        found, _, issues = self.read(tmp_path, more=work_list("12", [work("12", "122", "Canzona", popular=True)]))
        assert not issues
        assert "openopus:term:collection-popular-works" in {term.term for term in found["openopus:122"].terms}

    def test_nobody_is_left_out_and_reported(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, one=composer_list("search", "ada", [COMPOSERS[0], {"epoch": "Baroque"}]))
        assert len(list(reader(path, issues).records())) == 1
        assert told(issues) == [("no-key", None, '{"epoch": "Baroque"}')]

    def test_french_names_of_all_that_the_documentation_lists(self) -> None:
        french = descriptor("openopus").options["labels_fr"]
        assert len(french["period"]) == 10
        assert {"Chamber", "Keyboard", "Orchestral", "Stage", "Vocal"} == set(french["genre"])


class TestTheLostWorks:
    def test_alone_the_dump_says_of_whom_a_work_is_lost(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        source = reader(folder(tmp_path, dump=dumped(works())) / "dump.json", issues)
        found, agents, _ = entities(source)
        assert sorted(one.titles[0].text for one in found.values()) == [
            "Chamber Symphony", "Sonata no. 1", "Sonata no. 10", "Sonata no. 2",
        ]  # fmt: skip
        assert set(agents) == {f"openopus:agent:{key}" for key in (
            "ada-invented-1760", "bob-person-1947", "cay-single-1600",
        )}  # fmt: skip
        assert told(issues) == [
            ("lost-first-work", "composer:ada-invented-1760", "Ada Invented: 3 works"),
            ("lost-first-work", "composer:bob-person-1947", "Bob Person: 1 works"),
            ("lost-first-work", "composer:cay-single-1600", "Cay Single: 0 works"),
        ]
        assert source.context.partial

    def test_a_list_beside_it_mends_its_composer_alone(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, dump=dumped(works()), one=work_list("7", works()))
        found, _, _ = entities(reader(path, issues))
        assert {"openopus:101", "openopus:102", "openopus:103", "openopus:110"} <= set(found)
        assert len(found) == 5
        assert [issue.record for issue in issues] == ["composer:bob-person-1947", "composer:cay-single-1600"]

    @pytest.mark.parametrize(("genre", "mends"), [("Chamber", True), ("Keyboard", False)])
    def test_a_list_of_one_genre_mends_if_it_has_the_lost_work(self, tmp_path: Path, genre: str, mends: bool) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, dump=dumped(works()[:4]), one=work_list("7", works(), genre))
        found, _, _ = entities(reader(path, issues))
        assert len(found) == 3 + mends
        assert [issue.code for issue in issues] == ([] if mends else ["lost-first-work"])

    def test_a_dump_that_lost_nothing_is_whole(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        source = reader(folder(tmp_path, dump=dumped(works(), lossy=False)), issues)
        assert len(entities(source)[0]) == 7
        assert not issues
        assert not source.context.partial

    def test_a_part_of_a_dump_is_called_so(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        found = dumped(works())
        found["status"]["rows"] = 26666
        entities(reader(folder(tmp_path, dump=found), issues))
        assert [issue.code for issue in issues] == ["count-differs", *["lost-first-work"] * 3]

    def test_what_the_dump_alone_has_stays_and_is_reported(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, dump=dumped(works()[:4]), one=work_list("7", [*works()[:2], *works()[3:4]]))
        found, _, _ = entities(reader(path, issues))
        assert len(found) == 4
        [(code, record, raw)] = told(issues)
        assert (code, record, json.loads(str(raw))["title"]) == ("not-in-list", "composer:7", "Sonata no. 2")
        assert [key for key in found if "sonata-no-2" in key]

    def test_two_works_of_one_title_are_two(self, tmp_path: Path) -> None:
        same = [work("7", str(number), "Sonata") for number in (1, 2, 3)]
        alone = folder(tmp_path, dump=dumped(same)) / "dump.json"
        keys = [record.key for record in reader(alone).records()]
        assert (len(keys), len(set(keys)), keys[2]) == (3, 3, f"{keys[1]}-2")
        mended, _, _ = entities(reader(folder(tmp_path, one=work_list("7", same))))
        assert set(mended) == {"openopus:1", "openopus:2", "openopus:3"}

    def test_a_composer_that_stands_twice_in_the_dump_is_one(self, tmp_path: Path) -> None:
        """So it is where two have one short name, for it is sorted by that and by titles; each place loses a work."""
        found = dumped(works()[:4])
        found["composers"] *= 2
        found["composers"][1] = found["composers"][0] | {"works": [{"title": "Waltz", "genre": "Keyboard"}]}
        found["status"]["rows"] = 6
        issues: list[Issue] = []
        assert len(entities(reader(folder(tmp_path, dump=found), issues))[0]) == 4
        assert [issue.code for issue in issues] == ["lost-first-work"]


def test_a_place_that_is_no_more_is_none(tmp_path: Path) -> None:
    """Reading begins anew where the composer is gone after whom it was to go on."""
    path = folder(tmp_path, **lists())
    assert len(list(reader(path, cursor="7 3").records())) == 8
    assert len(list(reader(path, cursor="8 3").records())) == 11


class TestOtherAnswers:
    def test_what_a_search_found_and_lists_by_number(self, tmp_path: Path) -> None:
        bare = {k: v for k, v in works()[0].items() if k != "composer"}
        searched = head(1, type="omnisearch") | {"results": [{"composer": COMPOSERS[0], "work": bare},
                                                             {"composer": COMPOSERS[1], "work": None}]}  # fmt: skip
        numbered = head(1, type="ids") | {"works": {"w:102": works()[1] | {"composer": COMPOSERS[0]}}}
        issues: list[Issue] = []
        found, agents, _ = entities(reader(folder(tmp_path, a=searched, b=numbered), issues))
        assert (set(found), set(agents)) == (
            {"openopus:101", "openopus:102"}, {"openopus:agent:7", "openopus:agent:30"}
        )  # fmt: skip
        assert not issues

    def test_what_says_nothing_is_reported(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, a=composer_list("name", "all", COMPOSERS), b={"status": {"success": "false"}})
        (path / "c.json").write_text("[1]")
        assert len(list(reader(path, issues).records())) == 4
        assert [(issue.code, issue.located) for issue in issues] == [
            ("not-an-answer", "b.json"), ("not-an-answer", "c.json"),
        ]  # fmt: skip

    def test_a_second_dump_is_left_out(self, tmp_path: Path) -> None:
        issues: list[Issue] = []
        path = folder(tmp_path, a=dumped(works(), lossy=False), b=dumped(works()[:1], lossy=False))
        assert len(entities(reader(path, issues))[0]) == 7
        assert [(issue.code, issue.located) for issue in issues] == [("not-an-answer", "b.json")]

    @pytest.mark.parametrize(
        ("body", "error"),
        [(b"", InputEmpty), (b"{}", InputFormat), (b"<html>", InputFormat), (b'{"composers": [', InputTruncated),
         (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", InputPointer)],
    )  # fmt: skip
    def test_bad_input_is_called_by_its_name(self, tmp_path: Path, body: bytes, error: type[Exception]) -> None:
        (tmp_path / "dump.json").write_bytes(body)
        with pytest.raises(error):
            list(reader(tmp_path / "dump.json").records())


class TestReal:
    def test_the_printed_excerpts(self, shared: Path, tmp_path: Path) -> None:
        with Library.open(tmp_path, create=True) as library:
            counts = import_source(library, "openopus", str(shared / "fixtures" / "openopus")).counts
            assert (counts.records, counts.works, counts.skipped) == (7, 3, 0)
            names = library.culture.execute("SELECT name, born, died FROM agents ORDER BY born").fetchall()
            codes = library.culture.execute("SELECT code, count(*) FROM issues GROUP BY 1").fetchall()
        assert names == [
            ("Johann Sebastian Bach", 1685, 1750), ("Ludwig van Beethoven", 1770, 1827), ("John Adams", 1947, None),
            ("Thomas Adès", 1971, None),
        ]  # fmt: skip
        assert codes == [("count-differs", 1), ("lost-first-work", 2)]
