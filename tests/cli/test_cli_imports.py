"""The commands around imports: what they print, what they say when something is wrong, how to go on."""

from __future__ import annotations

import json
import shlex
import zipfile
from pathlib import Path

import pytest

from culturedata.importing import run as room
from tests.cli.conftest import Run, Said
from tests.importing.conftest import artwork


@pytest.fixture
def artists(tmp_path: Path) -> Path:
    """Three people in Tate's shape (synthetic), and a line that is not JSON."""
    lines = [
        json.dumps(
            {"id": n, "mda": f"Doe, {n}", "fc": f"{n} Doe", "movements": [], "date": "", "gender": "", "url": ""}
        )
        for n in (1, 2, 3)
    ]
    path = tmp_path / "some artists.jsonl"
    path.write_text("\n".join([*lines[:2], "no JSON", lines[2]]), encoding="utf-8")
    return path


def fails(said: Said, code: str, exit_code: int = 1) -> dict[str, str]:
    """Assert that a command with --json failed as it must; its error."""
    assert (said.code, said.out) == (exit_code, "")
    assert said.error.keys() == {"code", "message", "hint"}
    assert said.error["code"] == code
    assert said.error["message"].endswith((".", "?"))
    assert said.error["hint"]
    return said.error


class TestImport:
    def test_as_json(self, run: Run, artists: Path, tmp_path: Path) -> None:
        said = run("import", "tate", artists, "-L", tmp_path / "lib", "--json")
        assert said.code == 0
        found = said.json
        assert {"source", "import_id", "status", "works", "agents", "interactions", "skipped", "issues", "seconds",
                "works_per_second"} <= found.keys()  # fmt: skip
        assert (found["status"], found["records"], found["agents"], found["issues"]) == ("done", 3, 3, 1)
        assert "CC0 1.0" in said.err

    def test_as_a_table(self, run: Run, artists: Path, tmp_path: Path) -> None:
        said = run("import", "tate", artists, "-L", tmp_path / "lib")
        assert said.lines[0][:3] == ["source", "works", "agents"]
        assert said.lines[1][:11] == ["tate", "0", "3", "0", "3", "0", "0", "0", "0", "1", "1"]
        assert f"culturedata issues --source tate -L {tmp_path / 'lib'}" in said.err

    def test_a_row_that_becomes_no_record_is_counted(self, run: Run, artists: Path, tmp_path: Path) -> None:
        """It is not among the records, so it is not one that was skipped."""
        for _ in range(2):
            found = run("import", "tate", artists, "-L", tmp_path / "lib", "--json").json
            assert (found["records"], found["skipped"], found["left_out"], found["issues"]) == (3, 0, 1, 1)
        assert [row["left_out"] for row in run("imports", "-L", tmp_path / "lib", "--json").json] == [1, 1]
        lines = run("imports", "-L", tmp_path / "lib").lines
        assert [line[lines[0].index("left_out")] for line in lines[1:]] == ["1", "1"]

    def test_a_limit_that_no_work_comes_under_is_told(self, run: Run, artists: Path, tmp_path: Path) -> None:
        with artists.open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps(artwork(1)))
        said = run("import", "tate", artists, "-L", tmp_path / "lib", "--limit", "3", "--json")
        assert said.json["notes"] == [
            "3 records were read, and none of them is a work: people come first in this source. "
            "A larger --limit reaches the works."
        ]
        assert said.json["notes"][0] in said.err
        found = run("import", "tate", artists, "-L", tmp_path / "lib", "--limit", "4", "--json").json
        assert (found["works"], found["notes"]) == (1, [])

    def test_the_terms_are_shown(self, run: Run, tmp_path: Path) -> None:
        said = run("import", "movielens", tmp_path / "nothing", "-L", tmp_path / "lib")
        assert "commercial" in said.err

    def test_stopped_it_says_how_to_go_on(
        self, run: Run, artists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        folder = tmp_path / "a library"
        with monkeypatch.context() as patched:
            patched.setattr(room.search_index, "update", stopped)
            said = run("import", "tate", artists, "-L", folder, "--limit", "2", "--reread", "--json")
        assert (said.code, said.out) == (130, "")
        assert "What was read so far is in the library." in said.err
        command = said.err.split("Go on with: ")[1].splitlines()[0]
        assert shlex.split(command) == [
            "culturedata", "import", "tate", str(artists), "--resume", "-L", str(folder), "--limit", "2", "--reread",
        ]  # fmt: skip
        assert run("imports", "-L", folder, "--json").json[0]["status"] == "interrupted"
        again = run(*shlex.split(command)[1:], "--json")
        assert (again.code, again.json["records"], again.json["import_id"]) == (0, 2, 1)

    def test_notes_go_to_standard_error(self, run: Run, artists: Path, tmp_path: Path) -> None:
        said = run("import", "tate", artists, "-L", tmp_path / "lib", "--resume", "--json")
        assert said.json["notes"] == ["There was nothing to resume: everything was read from the beginning."]
        assert said.json["notes"][0] in said.err


class TestErrors:
    def test_one_line_for_people(self, run: Run, tmp_path: Path) -> None:
        said = run("import", "tate", tmp_path / "nothing", "-L", tmp_path / "lib")
        assert (said.code, said.out) == (1, "")
        assert said.err.splitlines()[-1] == (
            f"Error: there is nothing at {tmp_path / 'nothing'}. Check the path; see culturedata source show NAME."
        )

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (None, "input-missing"),
            (b"", "input-empty"),
            (b"version https://git-lfs.github.com/spec/v1\n", "input-pointer"),
            (b"\x1f\x8b\x08\x00", "input-truncated"),
            (b"not JSON\n", "input-format"),
            (b"\0\0\0\n", "input-format"),
        ],
    )
    def test_one_object_for_machines(self, run: Run, tmp_path: Path, content: bytes | None, code: str) -> None:
        path = tmp_path / "input.jsonl"
        if content is not None:
            path.write_bytes(content)
        error = fails(run("import", "tate", path, "-L", tmp_path / "lib", "--json"), code)
        assert "input.jsonl" in error["message"]

    def test_a_zip_that_ends_in_the_middle(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "ml.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("movies.csv", "movieId,title,genres\n" * 50)
        path.write_bytes(path.read_bytes()[:-30])
        fails(run("import", "movielens", path, "-L", tmp_path / "lib", "--json"), "input-truncated")

    def test_a_source_that_there_is_not(self, run: Run, tmp_path: Path) -> None:
        error = fails(run("import", "tatte", "-L", tmp_path / "lib", "--json"), "unknown-name", 2)
        assert "tate" in error["hint"]
        assert not (tmp_path / "lib").exists()

    def test_a_real_process(self, process: Run, tmp_path: Path) -> None:
        fails(process("import", "tate", tmp_path / "nothing", "-L", tmp_path / "lib", "--json"), "input-missing")


class TestImports:
    def test_newest_first(self, run: Run, artists: Path, tmp_path: Path) -> None:
        for _ in range(3):
            run("import", "tate", artists, "-L", tmp_path / "lib")
        found = run("imports", "-L", tmp_path / "lib", "--json").json
        assert [(row["import_id"], row["added"], row["unchanged"]) for row in found] == [
            (3, 0, 3),
            (2, 0, 3),
            (1, 3, 0),
        ]
        said = run("imports", "1", "-L", tmp_path / "lib")
        assert [line[:3] for line in said.lines] == [["import_id", "source", "status"], ["3", "tate", "done"]]

    def test_issues_say_where(self, run: Run, artists: Path, tmp_path: Path) -> None:
        run("import", "tate", artists, "-L", tmp_path / "lib")
        found = run("issues", "-L", tmp_path / "lib", "--json").json
        assert [(row["code"], row["located"], row["raw"]) for row in found] == [
            ("not-json", "some artists.jsonl:3", "no JSON")
        ]
        assert run("issues", "--source", "movielens", "-L", tmp_path / "lib", "--json").json == []
        assert run("issues", "--code", "not-json", "-L", tmp_path / "lib", "--json").json == found


class TestIssues:
    """What still stands, and what was mended since."""

    @pytest.fixture
    def works(self, tmp_path: Path) -> Path:
        """The library with a source for a file of works (synthetic)."""
        (tmp_path / "lib" / "catalogues").mkdir(parents=True)
        (tmp_path / "lib" / "catalogues" / "ours.yml").write_text(
            "title: Ours\ndomain: [museum]\nlicence: CC0 1.0\nreader: csv\n"
            "options: {mapping: {id: key, name: title, by: {to: maker, born: born}}}\n"
        )
        return tmp_path / "works.csv"

    def read(self, run: Run, path: Path, *rows: str, more: tuple[str, ...] = ()) -> None:
        path.write_text("\n".join(["id,name,by,born", *rows, ""]), encoding="utf-8")
        said = run("import", "ours", path, "-L", path.parent / "lib", "--json", *more)
        assert said.code == 0, said.err

    def told(self, run: Run, path: Path, *more: str) -> list[tuple[str, str, int]]:
        """Code, record and number of the import of each issue."""
        found = run("issues", "-L", path.parent / "lib", "--json", *more).json
        return [(row["code"], row["record_id"], row["import_id"]) for row in found]

    def test_of_a_record_until_it_is_read_anew(self, run: Run, works: Path) -> None:
        self.read(run, works, "1,One,Monet,long ago", "2,Two,Monet,1840")
        before = [("not-a-year", "ours:1", 1)]
        assert self.told(run, works) == before
        self.read(run, works, "1,One,Monet,long ago", "2,Another,Monet,1840")
        assert self.told(run, works) == before, "it did not change, and was not read again"
        self.read(run, works, "1,One,Monet,1840", "2,Another,Monet,1840")
        assert self.told(run, works) == []
        assert "No issue still stands" in run("issues", "-L", works.parent / "lib").err
        assert self.told(run, works, "--all") == before

    def test_of_a_record_that_is_gone(self, run: Run, works: Path) -> None:
        self.read(run, works, "1,One,Monet,long ago", "2,Two,Monet,1840", "3,Three,Monet,1840")
        self.read(run, works, "2,Two,Monet,1840", "3,Three,Monet,1840")
        assert self.told(run, works) == []

    def test_of_no_record_until_an_import_without_it(self, run: Run, works: Path) -> None:
        self.read(run, works, "1,One,Monet,1840", "2,Two,Monet,1840", ",None,Monet,1840")
        assert self.told(run, works) == [("no-key", None, 1)]
        self.read(run, works, "1,One,Monet,1840", "2,Two,Monet,1840", ",None,Monet,1840")
        assert self.told(run, works) == [("no-key", None, 2)], "once, not once for each import"
        self.read(run, works, "1,One,Monet,1840", "2,Two,Monet,1840", "3,None,Monet,1840", more=("--limit", "1"))
        assert self.told(run, works) == [("no-key", None, 2)], "it did not come so far"
        self.read(run, works.with_name("others.csv"), "1,One,Monet,1840")
        assert self.told(run, works) == [("no-key", None, 2)], "another input"
        self.read(run, works, "1,One,Monet,1840", "2,Two,Monet,1840", "3,None,Monet,1840")
        assert self.told(run, works) == []
        assert self.told(run, works, "--all") == [("no-key", None, 2), ("no-key", None, 1)]

    def test_of_a_record_that_stood_twice(self, run: Run, works: Path) -> None:
        self.read(run, works, "1,One,Monet,1840", "1,Two,Monet,1840")
        assert self.told(run, works) == [("duplicate-record", "ours:1", 1)]
        self.read(run, works, "1,One,Monet,1840", "1,Two,Monet,1840")
        assert self.told(run, works) == [("duplicate-record", "ours:1", 2)]
        self.read(run, works, "1,One,Monet,1840")
        assert self.told(run, works) == []

    def test_the_import_and_its_day_are_shown(self, run: Run, works: Path) -> None:
        self.read(run, works, ",None,Monet,1840", "1,One,Monet,1840")
        [import_] = run("imports", "-L", works.parent / "lib", "--json").json
        [row] = run("issues", "-L", works.parent / "lib", "--json").json
        assert (row["import_id"], row["day"]) == (1, import_["started_at"][:10])
        head, line = run("issues", "-L", works.parent / "lib").lines
        assert (head[:2], line[:2]) == (["import_id", "day"], ["1", row["day"]])


class TestSource:
    def test_show_tells_of_the_last_import(self, run: Run, artists: Path, tmp_path: Path) -> None:
        assert run("source", "show", "tate", "-L", tmp_path / "lib", "--json").json["last_import"] is None
        run("import", "tate", artists, "-L", tmp_path / "lib")
        assert run("source", "show", "tate", "-L", tmp_path / "lib", "--json").json["last_import"]["status"] == "done"
        assert "Last import: done" in run("source", "show", "tate", "-L", tmp_path / "lib").err

    def test_list_names_licences(self, run: Run) -> None:
        found = {row["name"]: row for row in run("source", "list", "--json").json}
        assert found["tate"]["licence"] == "CC0 1.0"
        assert found["movielens"]["publish"] == "local"
