"""A museum's own file at the command line: drafted, read, imported, shown (all synthetic)."""

from __future__ import annotations

import gzip
import shlex
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "our file.csv"
    path.write_text("id;titre;artiste;rayon\n1;Un titre;A. Person;B2\n2;Un autre;B. Person;B2\n", encoding="utf-8")
    return path


def test_from_a_file_to_a_library(run: Run, file: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    said = run("source", "new", "ours", file, "-L", library, "--title", "Our museum", "--licence", "CC0 1.0")
    assert said.code == 0
    assert said.lines == [
        ["column", "is"],
        ["id", "key"],
        ["titre", "title"],
        ["artiste", "maker"],
        ["rayon", "ignored"],
    ]
    assert f"The draft is {library / 'catalogues' / 'ours.yml'}" in said.err
    command = shlex.split(said.err.rpartition("Then: ")[2])
    assert command == ["culturedata", "import", "ours", str(file), "-L", str(library)]
    done = run(*command[1:], "--json")
    assert (done.code, done.json["works"], done.json["agents"], done.json["issues"]) == (0, 2, 2, 0)
    assert "Our museum: CC0 1.0." in done.err
    assert "ours" in {row["name"] for row in run("source", "list", "-L", library, "--json").json}
    shown = run("source", "show", "ours", "-L", library, "--json").json
    assert (shown["title"], shown["publish"], shown["last_import"]["records"]) == ("Our museum", "local", 2)
    assert run("show", "ours:1", "-L", library, "--json").json["title"] == "Un titre"


def test_rows_that_the_draft_could_not_look_at_are_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    rows = "".join(f"{n};Titre{'; suite' if n < 8 else ''};A. Person\n" for n in range(10))
    path.write_text(f"id;titre;artiste\n{rows}", encoding="utf-8")
    said = run("source", "new", "ours", path, "-L", tmp_path / "lib")
    told = "2 records were looked at; 8 rows are left out (wrong-cells 8), the first at f.csv:2."
    assert (said.code, told in said.err) == (0, True)
    assert told in run("source", "fields", "ours", path, "-L", tmp_path / "lib").err


def test_of_whole_rows_none_is_told_to_be_left_out(run: Run, file: Path, tmp_path: Path) -> None:
    assert "left out" not in run("source", "new", "ours", file, "-L", tmp_path / "lib").err


def test_a_licence_that_is_not_stated_and_a_title_are_said_once(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("source", "new", "ours", file, "-L", tmp_path / "lib").code == 0
    said = run("import", "ours", file, "-L", tmp_path / "lib").err
    assert "ours: licence not stated.\n" in said


def test_elsewhere_it_is_unknown(run: Run, file: Path, tmp_path: Path) -> None:
    run("source", "new", "ours", file, "-L", tmp_path / "lib")
    said = run("source", "show", "ours", "-L", tmp_path / "other", "--json")
    assert (said.code, said.error["code"]) == (2, "unknown-name")


def test_it_never_overwrites(run: Run, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "lib" / "catalogues" / "ours.yml"
    assert run("source", "new", "ours", file, "-L", tmp_path / "lib").code == 0
    path.write_text("mine", encoding="utf-8")
    said = run("source", "new", "ours", file, "-L", tmp_path / "lib", "--json")
    assert (said.code, said.out, said.error["code"]) == (2, "", "usage")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["tate", "Ours", "../ours"])
def test_a_name_that_cannot_be_given(run: Run, file: Path, tmp_path: Path, name: str) -> None:
    said = run("source", "new", name, file, "-L", tmp_path / "lib", "--json")
    assert (said.code, said.error["code"]) == (2, "usage")
    assert not (tmp_path / "lib").exists()


def test_a_draft_that_lacks_something_is_put_aside(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id,shelf\n1,B\n2,B\n", encoding="utf-8")
    said = run("source", "new", "ours", path, "-L", tmp_path / "lib", "--json")
    assert (said.code, said.out, said.error["code"]) == (1, "", "descriptor")
    assert "no column is the title" in said.error["message"]
    draft = tmp_path / "lib" / "catalogues" / "ours.yml.draft"
    assert f"The draft is kept in {draft}: complete it, then rename it ours.yml" in said.error["hint"]
    assert "ours" not in {row["name"] for row in run("source", "list", "-L", tmp_path / "lib", "--json").json}
    assert run("source", "new", "ours", path, "-L", tmp_path / "lib").code == 2
    told = run("source", "new", "others", path, "-L", tmp_path / "lib")
    assert (told.code, told.lines) == (1, [["column", "is"], ["id", "key"], ["shelf", "ignored"]])
    draft.with_name("ours.yml").write_text(draft.read_text(encoding="utf-8").replace("id: key", "id: [key, title]"))
    assert run("import", "ours", path, "-L", tmp_path / "lib", "--json").json["works"] == 2


def test_columns_without_a_name_of_their_own_are_drafted_and_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id,titre,technique,technique,\n1,T,huile,toile,x\n2,U,bois,,y\n", encoding="utf-8")
    said = run("source", "new", "ours", path, "-L", tmp_path / "lib")
    assert ["technique (2)", "technique"] in said.lines
    assert ["column 5", "ignored"] in said.lines
    descriptor = tmp_path / "lib" / "catalogues" / "ours.yml"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.partition("  ignored:")[0] + "    column 5: {to: text, kind: note}\n", encoding="utf-8")
    done = run("import", "ours", path, "-L", tmp_path / "lib", "--json")
    assert (done.code, done.json["works"], done.json["issues"]) == (0, 2, 0)
    assert {"huile", "toile"} <= set(run("show", "ours:1", "-L", tmp_path / "lib").out.replace(",", " ").split())


def test_why_a_number_is_no_key_is_told_and_the_draft_is_named_at_the_import(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("N° inv.,titre,salle\nA.1,T,1\nA.1,U,1\n", encoding="utf-8")
    said = run("source", "new", "ours", path, "-L", tmp_path / "lib")
    assert said.code == 1
    assert "«N° inv.» can't be the key: 2 of 2 records have «A.1»." in said.err
    draft = tmp_path / "lib" / "catalogues" / "ours.yml.draft"
    for command in (("import", "ours", path), ("source", "show", "ours")):
        told = run(*command, "-L", tmp_path / "lib", "--json")
        assert told.error["code"] == "unknown-name"
        assert told.error["hint"] == f"{draft} is a draft: complete it, then rename it ours.yml."


def test_a_packed_file_that_was_cut_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv.gz").write_bytes(gzip.compress(b"id,titre\n1,T\n")[:14])
    said = run("source", "new", "ours", tmp_path / "f.csv.gz", "-L", tmp_path / "lib", "--json")
    assert (said.code, said.error["code"]) == (1, "input-truncated")
    assert "f.csv.gz breaks off after its beginning" in said.error["message"]


def test_a_backup_holds_the_descriptor_too(run: Run, file: Path, tmp_path: Path) -> None:
    run("source", "new", "ours", file, "-L", tmp_path / "lib")
    (tmp_path / "lib" / "catalogues" / "theirs.yml.draft").write_text("title: Theirs\n")
    run("import", "ours", file, "-L", tmp_path / "lib")
    copy = tmp_path / "copy"
    said = run("backup", copy, "-L", tmp_path / "lib", "--json")
    names = ["culture.db", "audience.db", "catalogues/ours.yml", "catalogues/theirs.yml.draft"]
    assert said.json["files"] == [str(copy / name) for name in names]
    assert run("import", "ours", file, "-L", copy, "--json").json["unchanged"] == 2
    assert run("publish", tmp_path / "public.db", "-L", copy).code == 0


def test_from_what_excel_writes_in_a_zip_to_a_library(run: Run, tmp_path: Path) -> None:
    text = "sep=;\r\nid;titre;artiste\r\n1;Été à Nîmes;Édouard P.\r\n"
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("f.csv", text.encode("cp1252"))
    assert run("source", "new", "ours", tmp_path / "f.zip", "-L", tmp_path / "lib").code == 0
    done = run("import", "ours", tmp_path / "f.zip", "-L", tmp_path / "lib", "--json")
    assert (done.json["works"], done.json["issues"]) == (1, 0)
    assert run("show", "ours:1", "-L", tmp_path / "lib", "--json").json["title"] == "Été à Nîmes"


def test_a_file_that_is_none_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    said = run("source", "new", "ours", tmp_path / "none.csv", "-L", tmp_path / "lib", "--json")
    assert (said.code, said.error["code"]) == (1, "input-missing")
    assert not (tmp_path / "lib").exists()


def test_a_wrong_descriptor_is_named_and_the_others_go_on(run: Run, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "lib" / "catalogues" / "ours.yml"
    run("source", "new", "ours", file, "-L", tmp_path / "lib")
    run("source", "new", "theirs", file, "-L", tmp_path / "lib")
    path.write_text(path.read_text(encoding="utf-8").replace("titre: title", "titre: titel"), encoding="utf-8")
    fault = "ours.yml: options.mapping.titre: no such target 'titel'. Did you mean 'title'?"
    for command in (("import", "ours", file), ("source", "fields", "ours", file), ("source", "show", "ours")):
        said = run(*command, "-L", tmp_path / "lib", "--json")
        assert (said.code, said.error["code"], said.error["message"]) == (1, "descriptor", fault)
    assert run("import", "theirs", file, "-L", tmp_path / "lib", "--json").json["works"] == 2
    listed = run("source", "list", "-L", tmp_path / "lib", "--json")
    assert listed.code == 0
    told = {row["name"]: row for row in listed.json}
    assert {row.keys() == listed.json[0].keys() for row in listed.json} == {True}
    assert (told["theirs"]["error"], told["tate"]["error"], told["ours"]["licence"]) == (None, None, None)
    assert told["ours"]["error"].startswith(fault)
    table = run("source", "list", "-L", tmp_path / "lib")
    assert ["ours", "can't be used: see below"] in [[line[0], line[-1]] for line in table.lines]
    assert f"Not usable: {fault}" in table.err
