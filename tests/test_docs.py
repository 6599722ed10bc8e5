"""The documentation can't rot: what is generated is up to date, links lead somewhere, examples run as printed."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.main import get_command

from culturedata import registry
from culturedata.cli.app import app
from culturedata.course import _base
from culturedata.data.dataset import Dataset
from culturedata.data.slates import Query, Slate
from culturedata.data.vocabulary import Vocabulary
from culturedata.importing import descriptor
from culturedata.recommend.rerank._works import Works
from culturedata.signals.popularity._known import Known
from culturedata.store.library import Library
from culturedata.workflow.demo import SOURCES
from tests.evaluate.conftest import shown
from tests.recommend import stocked
from tests.recommend.made import dataset as rated
from tests.signals.made import interactions

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
ALL = [*PAGES, *sorted(DOCS.glob("sources/*.md")), *sorted(DOCS.glob("course/*/**/*.md")), *sorted(ROOT.glob("*.md"))]
NAMED = re.compile(r"^`(?P<path>[\w/.-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def printed(page: str) -> dict[str, str]:
    """The files that a page prints whole, by the path named in the line above."""
    return {found["path"]: found["text"] for found in NAMED.finditer((DOCS / page).read_text(encoding="utf-8"))}


# -- what is generated ---------------------------------------------------------------------------------------------


def test_generated_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *map(str, PAGES)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, f"run: cog -r docs/*.md\n{done.stdout}{done.stderr}"


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", index))
    assert linked >= {page.name for page in PAGES} - {"README.md"}


# -- links and commands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ALL, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), f"{name(page)} links to {target}"


def commands(page: Path) -> list[str]:
    """The lines of a page's code blocks that begin with `culturedata`."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```(?:sh)?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    (culturedata .*)$", text, re.MULTILINE)
    lines = [line.strip() for block in fenced for line in block.splitlines()]
    return [line for line in (*lines, *indented) if line.startswith("culturedata ") and "[OPTIONS]" not in line]


TYPED = [(page, line) for page in ALL for line in commands(page) if not re.search(r"\b(COMMAND|NAME|ID)\b", line)]


@pytest.mark.parametrize(("page", "line"), TYPED, ids=[f"{name(page)}: {line}" for page, line in TYPED])
def test_commands_can_be_typed(page: Path, line: str) -> None:
    """Every printed command exists and takes the printed options."""
    words = shlex.split(line, comments=True)[1:]
    command: Any = get_command(app)
    while hasattr(command, "commands"):
        step = words.pop(0) if words and words[0] in command.commands else command.default  # «link SOURCE»
        command = command.commands[step]
    assert command.make_context("culturedata", words) is not None


@pytest.mark.parametrize("page", ALL, ids=name)
def test_works_of_the_demo_are_of_its_sources(page: Path) -> None:
    """An id in a command on the demo is one that the demo may have."""
    for line in commands(page):
        if line.endswith("-L demo"):
            asked = re.findall(r"(?<= )([a-z0-9-]+):[\w-]", line)
            assert set(asked) <= set(SOURCES), line


# -- worked examples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "add-a-source.md",
        "add-a-recommender.md",
        "add-a-reranker.md",
        "add-a-metric.md",
        "add-a-popularity.md",
        "add-a-row.md",
        "add-an-exercise.md",
    ],
)
def test_examples_keep_the_house_style(page: str, tmp_path: Path) -> None:
    files = {path: text for path, text in printed(page).items() if path.endswith(".py")}
    assert files
    for path, text in files.items():
        target = tmp_path / Path(path).name
        target.write_text(text, encoding="utf-8")
        for check in (["check", "--ignore", "ARG002"], ["format", "--check"]):
            done = subprocess.run(
                [sys.executable, "-m", "ruff", *check, "--config", str(ROOT / "pyproject.toml"), str(target)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`written(page)`: the page's only module, written to a folder of its own and imported."""
    monkeypatch.syspath_prepend(tmp_path)
    modules: list[str] = []

    def write(page: str) -> Any:
        ((path, text),) = [(p, t) for p, t in printed(page).items() if p.endswith(".py")]
        modules.append(f"printed_{Path(path).stem}")
        (tmp_path / f"{modules[-1]}.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(modules[-1])

    yield write
    for module in modules:
        sys.modules.pop(module, None)


@pytest.fixture
def small_museum(written: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The printed source, installed as another package would: an entry point, a descriptor. Gives its CSV file."""
    module = written("add-a-source.md")
    catalogues = tmp_path / "catalogues"
    catalogues.mkdir()
    (catalogues / "small-museum.yml").write_text(
        printed("add-a-source.md")["catalogues/small-museum.yml"], encoding="utf-8"
    )
    point = EntryPoint("small-museum", f"{module.__name__}:SmallMuseum", "culturedata.sources")
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == point.group else [])
    monkeypatch.setattr(descriptor.resources, "catalogues", lambda: catalogues)
    for cached in (registry._members, descriptor.packaged):
        cached.cache_clear()
    table = re.search(r"^```csv\n(.*?)^```$", (DOCS / "add-a-source.md").read_text(encoding="utf-8"), re.M | re.S)
    assert table is not None
    path = tmp_path / "small-museum.csv"
    path.write_text(table[1], encoding="utf-8")
    yield path
    for cached in (registry._members, descriptor.packaged):
        cached.cache_clear()


def dump(library: Library) -> list[str]:
    """Every row of the catalogue but the imports."""
    lines = library.culture.iterdump()
    return sorted(line for line in lines if not line.startswith(('INSERT INTO "imports"', 'INSERT INTO "sqlite_')))


def test_your_own_file_as_the_readme_prints_it(tmp_path: Path) -> None:
    """Its table, its ten lines and its commands, typed one after the other."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, after = text.split("## Your own museum's file\n")
    section = after.partition("\n## ")[0]
    for found in NAMED.finditer(section):
        path = tmp_path / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["text"], encoding="utf-8")
    assert len((tmp_path / "mine/catalogues/our-museum.yml").read_text(encoding="utf-8").splitlines()) == 10
    typed = re.findall(r"^    culturedata (.*)$", section, re.M)
    code = "from culturedata.cli.main import run; run()"
    said = [
        subprocess.run(
            [sys.executable, "-c", code, *shlex.split(line)], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        for line in typed
    ]
    assert [done.returncode for done in said] == [0, 0, 0], "".join(done.stderr for done in said)
    imported = dict(zip(*(line.split("\t") for line in said[0].stdout.splitlines()), strict=True))
    assert (imported["works"], imported["left out"], imported["issues"]) == ("3", "0", "0")
    assert "about 1857" in said[2].stdout


def test_no_count_of_a_living_collection_stands_in_its_description() -> None:
    """What grows is told once, by `upstream` and `size`; one whose counts are asserted exactly does not grow."""
    for described in descriptor.packaged().values():
        closed = described.assertions.min and described.assertions.min == described.assertions.max
        if {"api", "dump"} & set(described.ways) and not closed:
            said = f"{described.description} {described.description_fr}"
            assert re.findall(r"\d+[,\s]\d{3}", said) == [], described.name


def test_a_number_of_the_ratings_does_not_break_in_two() -> None:
    """French parts thousands by a space, at which a line may not end."""
    described = descriptor.packaged()["movielens"]
    said = f"{described.description_fr} {described.verified_fr} {described.notes_fr}"
    assert "100\u00a0004" in said
    assert re.findall(r"\d \d{3}\b", said) == []


class TestTheSource:
    """docs/add-a-source.md, imported by the engine that everybody uses."""

    def test_it_is_imported(self, small_museum: Path, tmp_path: Path) -> None:
        from culturedata.importing.run import import_source
        from culturedata.store.catalogue import works
        from culturedata.store.catalogue.search import search

        with Library.open(tmp_path / "trial", create=True) as library:
            done = import_source(library, "small-museum", str(small_museum)).as_json()
            whole = works.work(library.culture, "small-museum:3")
            found = search(library.culture, "berceau")
        assert {key: done[key] for key in ("status", "records", "added", "works", "agents", "skipped", "issues")} == {
            "status": "done", "records": 3, "added": 3, "works": 3, "agents": 3, "skipped": 0, "issues": 0,
        }  # fmt: skip
        assert [hit.item for hit in found.hits] == ["small-museum:3"]
        assert (whole["title"], whole["year"], whole["terms"]) == ("Le Berceau", 1872, [])
        assert [(credit["name"], credit["role"]) for credit in whole["credits"]] == [("Berthe Morisot", "painter")]
        assert whole["source_described"]["licence"] == "CC0 1.0"

    def test_importing_again_changes_nothing(self, small_museum: Path, tmp_path: Path) -> None:
        from culturedata.importing.run import import_source

        with Library.open(tmp_path / "trial", create=True) as library:
            import_source(library, "small-museum", str(small_museum))
            before = dump(library)
            again = import_source(library, "small-museum", str(small_museum)).as_json()
            assert (again["unchanged"], again["added"], again["updated"]) == (3, 0, 0)
            assert dump(library) == before

    def test_what_cannot_be_read_is_reported(self, small_museum: Path, tmp_path: Path) -> None:
        from culturedata.importing.run import import_source

        with small_museum.open("a", encoding="utf-8") as file:
            file.write("4,Sans titre,,inconnue,,\n5,Sans titre,,1900,,\n")
        with Library.open(tmp_path / "trial", create=True) as library:
            done = import_source(library, "small-museum", str(small_museum)).as_json()
            issues = library.culture.execute("SELECT code, record_id, located FROM issues").fetchall()
        assert (done["works"], done["skipped"]) == (4, 1)
        assert issues == [("unreadable-record", "small-museum:4", "small-museum.csv: work 4")]

    def test_a_new_field_is_reported_once(self, small_museum: Path, tmp_path: Path) -> None:
        from culturedata.importing.run import import_source

        lines = small_museum.read_text(encoding="utf-8").splitlines()
        small_museum.write_text(
            "\n".join(f"{line},{n or 'loan'}" for n, line in enumerate(lines)) + "\n", encoding="utf-8"
        )
        with Library.open(tmp_path / "trial", create=True) as library:
            import_source(library, "small-museum", str(small_museum))
            assert library.culture.execute("SELECT code, field FROM issues").fetchall() == [("new-field", "loan")]

    def test_a_missing_file_says_what_to_do(self, small_museum: Path, tmp_path: Path) -> None:
        from culturedata.errors import InputMissing
        from culturedata.importing.run import import_source

        with (
            Library.open(tmp_path / "trial", create=True) as library,
            pytest.raises(InputMissing, match=r"there is no file .*nothing\.csv\. Give the path"),
        ):
            import_source(library, "small-museum", str(tmp_path / "nothing.csv"))

    def test_the_table_of_fields_is_whole(self) -> None:
        text = (DOCS / "add-a-source.md").read_text(encoding="utf-8")
        table = text.partition("## What the descriptor says")[2].partition("\n## ")[0]
        told = {field for row in re.findall(r"^\| (`.*?) \|", table, re.M) for field in re.findall(r"`(\w+)`", row)}
        assert told == set(descriptor.Descriptor.__struct_fields__)

    def test_a_field_that_is_not_in_the_table(self, small_museum: Path) -> None:
        from culturedata.errors import DescriptorError

        path = small_museum.parent / "catalogues" / "small-museum.yml"
        path.write_text(path.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")
        with pytest.raises(DescriptorError, match=r"small-museum\.yml: .*colour.* See docs/add-a-source\.md"):
            descriptor.read(path)


def test_the_recommender(written: Any) -> None:
    """docs/add-a-recommender.md: three people, four works; the year before the newest rating counts."""
    day = 24 * 3600
    dataset = Dataset(
        name="synthetic", provenance="simulated", scale=(1.0, 5.0),
        user_ids=Vocabulary(("u", "v", "w")), item_ids=Vocabulary(("a", "b", "c", "d")),
        users=np.array([0, 0, 1, 1, 2, 2], dtype=np.int32), items=np.array([0, 1, 0, 2, 2, 3], dtype=np.int32),
        values=np.full(6, 4, dtype=np.float32),
        times=np.array([0, 800, 100, 900, 1000, 1000], dtype=np.int64) * day,
    )  # fmt: skip
    lately = written("add-a-recommender.md").Lately().fit(dataset)
    stranger = lately.recommend(Query(), 3)
    assert dataset.item_ids.names(stranger.items) == ["c", "b", "d"]
    assert stranger.scores.tolist() == [2.0, 1.0, 1.0]
    assert [reason.kind for reason in stranger.reasons[0]] == ["cold-user", "recent"]
    assert stranger.reasons[0][1].text_en == "rated 2 times in the last 365 days"
    known = lately.recommend(lately.query(1), 3)
    assert dataset.item_ids.names(known.items) == ["b", "d"]
    again = type(lately)().load(lately.to_bytes(), dataset)
    assert again.recommend(Query(), 3).items.tolist() == stranger.items.tolist()


def test_the_reranker(written: Any) -> None:
    """docs/add-a-reranker.md: works 0 to 3 were met by as many people; nothing was left out above the last one."""
    data = rated([(user, item, 4.0) for item in range(4) for user in range(item)], 3, 4)
    candidates = Slate(np.array([1, 3, 0, 2], dtype=np.int32), np.array([4.0, 3.0, 2.0, 1.0]))
    found = written("add-a-reranker.md").Tried(least=2).rerank(candidates, Query(), Works(data))
    assert (found.items.tolist(), found.scores.tolist()) == ([3, 2], [3.0, 1.0])
    assert [reason.text_en for said in found.reasons for reason in said] == [
        "tried by 3 people before", "tried by 2 people before",
    ]  # fmt: skip
    assert len(written("add-a-reranker.md").Tried().rerank(candidates, Query(), Works(data))) == 0


def test_the_row(written: Any) -> None:
    """docs/add-a-row.md: the oldest works that were not seen, in two languages."""
    stock = stocked.stock()
    rows = list(written("add-a-row.md").Oldest().rows(stocked.visitor(stock)))
    assert [row.domain for row in rows] == list(stock.domains)
    seen = set(stocked.visitor(stock).seen.tolist())
    for row in rows:
        oldest = sorted(
            set(stock.domains[row.domain].tolist()) - seen, key=lambda work: (stock.works.years[work], work)
        )
        assert sorted(row.works.tolist()) == sorted(oldest[:30])
        assert row.text_fr != row.text_en


def test_the_metric(written: Any) -> None:
    """docs/add-a-metric.md by hand."""
    metric = written("add-a-metric.md").RankBiasedPrecision()
    worth: list[dict[int, float]] = [{3: 4.0, 5: 3.0}, {7: 4.0}, {2: 4.0}, {}]
    found = metric.of(shown([(7, 3, 5)] * 4, worth, 3, 8))
    assert found == pytest.approx([0.2 * (0.8 + 0.64), 0.2, 0, np.nan], nan_ok=True)


def test_the_measure_of_popularity(written: Any) -> None:
    """docs/add-a-popularity.md by hand: two people play a work three and four times; of ratings it is undefined."""
    devotion = written("add-a-popularity.md").Devotion()
    data = interactions([(0, 0, 3.0, 0), (1, 0, 4.0, 0), (1, 1, 9.0, 0)], items=3)
    assert devotion.of(Known.of(data, "plays")).tolist() == pytest.approx([3.5, 9, np.nan], nan_ok=True)
    assert np.isnan(devotion.of(Known.of(data, "stars"))).all()


def test_the_exercise(written: Any) -> None:
    """docs/add-an-exercise.md: what the contract of tests/course asks of its sheet."""
    exercise = written("add-an-exercise.md").Coverage()
    sheets = [exercise.for_student(student, None) for student in ("camille", "dominique", "camille")]
    assert sheets[0] == sheets[2] != sheets[1]
    (part,) = sheets[0].parts
    catalogue, shown = (int(number) for number in re.findall(r"\*\*(\d+)\*\*", sheets[0].data_en))
    assert _base.check(sheets[0], [str(shown / catalogue).replace(".", ",")]) == [True]
    assert _base.check(sheets[0], [str(shown / catalogue + 0.01)]) == [False]
    assert part.question_fr.endswith("?")


def test_the_tables_of_the_schema_page_can_be_asked(library: Library) -> None:
    """The SQL that docs/schema.md prints runs on a library."""
    sql = re.search(r"```sql\n(.*?)```", (DOCS / "schema.md").read_text(encoding="utf-8"), re.S)
    assert sql is not None
    assert {row[0] for row in library.culture.execute(sql[1])} == {"a:2", "a:4"}


def test_figures_of_the_notation_page() -> None:
    """ECS and Gini of works shown 10, 6 and 3 times, as docs/notation.md says, and by our own metric."""
    from culturedata.evaluate.metrics.catalogue.gini import Gini

    gini = Gini().of(np.array([10.0, 6.0, 3.0]))
    text = (DOCS / "notation.md").read_text(encoding="utf-8")
    assert f"Gini = 1 − {3 * (1 - gini):.3f}/3 = {gini:.3f}" in re.sub(r"\s+", " ", text)


def test_the_shape_of_an_error_is_as_told(folder: Path) -> None:
    """docs/errors.md: the object that --json writes, through a real process."""
    code = "from culturedata.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "show", "a:0", "--json", "-L", str(folder)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert set(json.loads(done.stderr)["error"]) == {"code", "message", "hint"}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_pages_of_sources_are_up_to_date() -> None:
    """Slow: which column each field goes to is found by changing the fields one by one."""
    from tests.source_pages import pages

    made = pages()
    assert set((DOCS / "sources").glob("*.md")) == set(made) - {DOCS / "sources.md"}
    stale = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python -m tests.source_pages"
