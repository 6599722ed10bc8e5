"""Drafts of descriptors: what columns are called in five languages, what their values tell, what is left open."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.errors import (
    InputEmpty,
    InputError,
    InputFormat,
    InputMissing,
    InputTruncated,
    LibraryUnwritable,
    UsageError,
)
from culturedata.importing.descriptor import parsed, read, reserve
from culturedata.importing.drafts import drafting, sampling
from culturedata.importing.drafts.column_names import NAMES, guess
from culturedata.importing.mapped.targets import SHORT, TARGETS


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("titre", "title"), ("Titel", "title"), ("TITLE", "title"), ("título", "title"),
        ("artiste", "maker"), ("Künstler", "maker"), ("kunstenaar", "maker"), ("auteur", "maker"), ("artista", "maker"),
        ("date", "date"), ("Datierung", "date"), ("année", "date"), ("fecha", "date"),
        ("technique", "technique"), ("Technik", "technique"), ("techniek", "technique"), ("técnica", "technique"),
        ("matériau", "material"), ("Matériaux", "material"), ("materiaal", "material"),
        ("dimensions", "dimensions"), ("afmetingen", "dimensions"), ("Abmessungen", "dimensions"),
        ("n° inventaire", "inventory"), ("N° d'inventaire", "inventory"), ("Inventarnummer", "inventory"),
        ("AccessionNumber", "inventory"), ("domaine", "classification"), ("ObjectID", "key"), ("né", "maker.born"),
        ("Désignation", "title"), ("Appellation", "title"), ("Matériaux et techniques", "material"),
        ("Matériaux-techniques", "material"), ("Dénomination", "type"), ("Auteur/exécutant", "maker"),
        ("Datation", "date"), ("Millésime", "date"), ("Mesures", "dimensions"), ("Dimensions (cm)", "dimensions"),
        ("Lieu de conservation", "keeper"), ("Numéro d'inventaire", "inventory"), ("Domaine", "classification"),
        ("Sujet représenté", "subject"), ("Mots-clés", "subject"), ("Licence", "rights"), ("License", "rights"),
        ("Droits", "rights"), ("Rights", "rights"), ("Licence des métadonnées", "rights"),
        ("Object Begin Date", "date.earliest"), ("techniqe", "technique"), ("imageURL", "image"),
        ("N° d'inv.", "inventory"), ("Inv. no.", "inventory"), ("URL de l'image", "image"),
        ("Artiste / Auteur", "maker"), ("Licence image", "rights"), ("Naissance / Mort", "maker.life"),
        ("Dates de l’artiste", "maker.life"), ("Lebensdaten", "maker.life"),
    ],
)  # fmt: skip
def test_what_a_column_is_called(name: str, target: str) -> None:
    found = guess(name)
    assert found is not None
    assert found[0] == target


@pytest.mark.parametrize("name", ["", "x", "étagère", "tit", "shelf", "column 3", "n"])
def test_what_cannot_be_told(name: str) -> None:
    assert guess(name) is None


def test_each_name_is_of_one_target_that_there_is() -> None:
    every = [name.strip() for names in NAMES.values() for name in names.split(",")]
    assert len(set(every)) == len(every)
    for target in NAMES:
        kind, _, field = target.partition(".")
        assert kind in TARGETS or kind in SHORT
        assert not field or field in TARGETS[kind].froms


def table(folder: Path, text: str, name: str = "m.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def drafted(path: Path, domain: str = "museum") -> drafting.Draft:
    return drafting.draft(sampling.sample(path), domain)


def test_a_table(tmp_path: Path) -> None:
    rows = "".join(f"A.{n};Titre {n};A. Person; B2\n" for n in range(3))
    made = drafted(table(tmp_path, f"n° inv.;titre;artiste;rayon\n{rows}"))
    assert made.targets == {"n° inv.": ["key", "inventory"], "titre": "title", "artiste": "maker"}
    assert (made.unknown, made.lacks, made.key_by_values) == (["rayon"], [], True)


def test_what_stands_beside_makers_and_dates(tmp_path: Path) -> None:
    made = drafted(table(tmp_path, "id,artist,born,gender,date,earliest,latest,title\n1,A,1840,F,1870,1868,1872,T\n"))
    assert made.targets["artist"] == {"to": "maker", "born": "born", "gender": "gender"}
    assert made.targets["date"] == {"to": "date", "earliest": "earliest", "latest": "latest"}
    assert made.unknown == []
    bounds = drafted(table(tmp_path, "id,title,earliest,latest\n1,T,1868,1872\n"))
    assert bounds.always == [{"to": "date", "earliest": "earliest", "latest": "latest"}]
    lonely = drafted(table(tmp_path, "id,title,born\n1,T,1840\n"))
    assert (lonely.always, lonely.unknown) == ([], ["born"])


def test_the_better_of_two_names_is_taken_and_the_other_left_open(tmp_path: Path) -> None:
    made = drafted(table(tmp_path, "id,title,dates,date\n1,T,1870,1871\n"))
    assert made.targets["date"] == "date"
    assert made.unknown == ["dates"]


def test_a_separator_is_what_many_cells_hold(tmp_path: Path) -> None:
    rows = "".join(f"{n},T,oil{'; wax' if n % 2 else ''},A|B,a; b\n" for n in range(10))
    made = drafted(table(tmp_path, f"id,title,material,artist,description\n{rows}"))
    assert made.targets["material"] == {"to": "material", "separator": ";"}
    assert made.targets["artist"] == {"to": "maker", "separator": "|"}
    assert made.targets["description"] == "description"


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["A. Person / B. Person", "C. Person / D. Person", "E. Person", "", ""], " / "),
        (["A. Person / B. Person", "C. Person", "E. Person"], None),  # one cell is not several
        (["A / B", "C / D", *"EFGHI"], None),  # less than a third
        (["n/a", "n/a", "A. Person"], None),
        (["1 / 2", "3 / 4"], None),
        (["huile ; 1", "cire ; 2"], None),
        (["huile ; bois", "cire ;bois", "cire;"], ";"),
    ],
)
def test_a_separator_stands_in_several_cells_between_words(
    tmp_path: Path, cells: list[str], separator: str | None
) -> None:
    rows = "".join(f'{n},"{cell}","{cell}","{cell}","{cell}"\n' for n, cell in enumerate(cells))
    made = drafted(table(tmp_path, f"id,titre,auteur,date,dimensions\n{rows}"))
    said = {"to": "maker", "separator": separator} if separator else "maker"
    assert made.targets == {
        "id": "key", "titre": "title", "auteur": said, "date": "date", "dimensions": "dimensions",
    }  # fmt: skip
    text = drafting.render("m", "M", "museum", "not stated", made)
    assert parsed(text, tmp_path / "m.yml").options["mapping"]["auteur"] == said


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("n° inventaire,titre,artiste,date", "fr"),
        ("id,Désignation,Technique,Dimensions", "fr"),
        ("id,title,artist,date", None),
        ("id,title,titre,artist", None),
        ("id,titel,technik", None),
        ("id,titulo,fecha", None),
        ("id,rayon,date", None),
    ],
)
def test_the_language_is_told_by_the_header(tmp_path: Path, header: str, lang: str | None) -> None:
    made = drafted(table(tmp_path, f"{header}\n{','.join('1' * len(header.split(',')))}\n"))
    assert made.lang == lang
    text = drafting.render("m", "M", "museum", "not stated", made)
    assert ("\n  lang: fr  #" in text) == (lang == "fr")


def test_rights_are_drafted_where_the_header_says_in_what(tmp_path: Path) -> None:
    made = drafted(table(tmp_path, "id,titre,Licence,Licence des métadonnées\n1,T,CC0,CC0\n"))
    assert made.targets["Licence des métadonnées"] == {"to": "rights", "covers": "metadata"}
    assert made.unknown == ["Licence"]
    text = drafting.render("m", "M", "museum", "not stated", made)
    choice = "rights, but in what? «{to: rights, covers: …}», of metadata, image, text, work"
    assert f"    - Licence  # «CC0»; {choice}\n" in text
    assert text.count(choice) == 1
    assert parsed(text, tmp_path / "m.yml").options["ignored"] == ["Licence"]


def test_an_appellation_is_the_title_or_another_one(tmp_path: Path) -> None:
    alone = drafted(table(tmp_path, "id,Désignation\n1,T\n"))
    assert alone.targets["Désignation"] == "title"
    beside = drafted(table(tmp_path, "id,Appellation,Titre\n1,T,U\n"))
    assert beside.targets == {"id": "key", "Appellation": {"to": "title", "kind": "alternative"}, "Titre": "title"}


def test_what_is_not_the_same_name_twice_may_be_the_key(tmp_path: Path) -> None:
    twice = drafted(table(tmp_path, "id,title,code\n1,T,a\n1,U,b\n"))
    assert twice.targets == {"title": "title", "code": "key"}
    assert twice.key_by_values
    none = drafted(table(tmp_path, "id,title,code\n1,T,a\n1,U,\n"))
    assert none.lacks == ["key"]


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        (["A.1", "", ""], "2 of 3 records have none"),
        (["A.1", "A.2", "A.1"], "2 of 3 records have «A.1»"),
        (["A" * 50] * 3, f"3 of 3 records have «{'A' * 40} …»"),
    ],
)
def test_why_a_number_is_no_key(tmp_path: Path, numbers: list[str], why: str) -> None:
    made = drafted(table(tmp_path, "N° inv.,titre,salle\n" + "".join(f"{said},T,1\n" for said in numbers)))
    assert (made.targets["N° inv."], made.lacks, made.no_keys) == ("inventory", ["key"], {"N° inv.": why})
    text = drafting.render("m", "M", "museum", "not stated", made)
    assert f"    N° inv.: inventory  # «{numbers[0][:40]}" in text
    assert f"»; no key: {why}\n" in text


def test_in_json_several_numbers_are_no_key(tmp_path: Path) -> None:
    rows = [{"id": ["1", "2"], "title": "T", "code": "a"}, {"id": "3", "title": "T", "code": "b"}]
    made = drafted(table(tmp_path, json.dumps(rows), "m.json"))
    assert (made.targets["code"], made.no_keys) == ("key", {"id": "1 of 2 records have several"})
    assert "    - id  # «1»; no key: 1 of 2 records have several\n" in drafting.render("m", "M", "museum", "no", made)


def test_makers_of_music_are_left_open(tmp_path: Path) -> None:
    made = drafted(table(tmp_path, "id,title,artist,composer\n1,T,A,B\n"), "music")
    assert made.targets == {"id": "key", "title": "title", "composer": "composer"}
    assert made.unknown == ["artist"]


ROWS: list[dict[str, Any]] = [
    {"id": n, "title": f"T {n}", "artists": [{"name": "A", "born": 1840}], "materials": ["oil"], "a.b": 1}
    for n in range(3)
]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("\n".join(map(json.dumps, ROWS)), {}),
        (json.dumps(ROWS), {}),
        (json.dumps(ROWS, indent=1), {}),
        (json.dumps({"data": {"n": 3, "items": ROWS}}), {"records": "data.items"}),
        (json.dumps({"data": {"n": 3, "items": ROWS}}, indent=1), {"records": "data.items"}),
    ],
    ids=["lines", "list", "indented list", "one line", "document"],
)
def test_json(tmp_path: Path, text: str, options: dict[str, str]) -> None:
    made = drafted(table(tmp_path, text, "m.json"))
    assert made.targets == {
        "id": "key", "title": "title", "artists[].name": {"to": "maker", "born": "artists[].born"},
        "materials": "material",
    }  # fmt: skip
    assert (made.unknown, made.sample.options, made.sample.reader) == ([r"a\.b"], options, "jsonl")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_older_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    made = drafted(table(tmp_path, "id,titre,matière\n1,Été,cire\n", encoding=encoding))
    assert made.targets == {"id": "key", "titre": "title", "matière": "material"}
    assert made.sample.options == {"encoding": "cp1252", "delimiter": ","}
    late = drafted(table(tmp_path, "id,titre\n" + "1,T\n" * 5000 + "2,Été\n", encoding=encoding))
    assert late.sample.options == {"encoding": "cp1252", "delimiter": ","}
    dos = drafted(table(tmp_path, "id,titre,matière\n1,Été,cire\n", encoding="cp850"))
    assert (dos.sample.options["encoding"], dos.targets["matière"]) == ("cp850", "material")


def test_one_damaged_line_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = table(tmp_path, "id,titre\n1,Été\n2,Hiver à Nîmes\n")
    path.write_bytes(path.read_bytes() + b"3,\xe9t\xe9\n")
    assert drafted(path).sample.options == {"delimiter": ","}


@pytest.mark.parametrize(("delimiter", "said"), [(",", ","), (";", ";"), ("|", "|"), ("\t", "tab")])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_the_delimiter_is_drafted(tmp_path: Path, delimiter: str, said: str, first: str) -> None:
    text = f"{first.format(delimiter)}id,title\n1,T\n".replace(",", delimiter)
    made = drafted(table(tmp_path, text))
    assert (made.targets, made.sample.options) == ({"id": "key", "title": "title"}, {"delimiter": said})
    text = drafting.render("m", "M", "museum", "not stated", made)
    assert parsed(text, tmp_path / "m.yml").options["delimiter"] == said


def test_one_column_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputFormat, match=r"m\.csv has one column only, «id~title»: none of , ; | and tab"):
        drafted(table(tmp_path, "id~title\n1~T\n"))


@pytest.mark.parametrize("text", ["", "[%s]"])
def test_too_many_columns_are_refused_at_once(tmp_path: Path, text: str) -> None:
    names = [f"c{n}" for n in range(100_000)]
    rows = text % json.dumps(dict.fromkeys(names, 1)) if text else ",".join(names) + "\n" + "1," * 99_999 + "1\n"
    with pytest.raises(InputFormat, match=r"100,000 columns: it is no table|too many fields for a table"):
        drafted(table(tmp_path, rows))


AWKWARD = (
    'id,title,"a\u200b😀","a: b",#x,"- y",yes,"quo""te","new\nline","{z}",null,1,é,"x #y","end ",\x1b\n'
    '1,T,0,"va: lue","#","-",1,2,3,4,5,6,7,8,"multi\nline # «x»",9\n'
)


@pytest.mark.parametrize("content", [AWKWARD, "id,title\n1,T\n"])
def test_what_is_written_can_be_read_again(tmp_path: Path, content: str) -> None:
    made = drafted(table(tmp_path, content))
    path = tmp_path / "catalogues" / "m.yml"
    drafting.write(path, drafting.render("m", "A: title # of «mine»", "museum", "not stated", made))
    found = read(path, own=True)
    assert (found.title, found.licence, found.reader) == ("A: title # of «mine»", "not stated", "csv")
    assert found.options["mapping"] == {"id": "key", "title": "title"}
    assert found.options.get("ignored", []) == made.unknown
    with pytest.raises(LibraryUnwritable, match=r"m\.yml can't be written"):
        drafting.write(path, "")


def test_what_lacks_is_written_as_a_remark(tmp_path: Path) -> None:
    made = drafted(table(tmp_path, "shelf,room\n1,1\n1,1\n"))
    text = drafting.render("m", "M", "museum", "not stated", made)
    assert "# there is no key yet" in text
    assert "# there is no title yet" in text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", InputEmpty),
        (b"\n\n", InputEmpty),
        (b"id,title\n", InputEmpty),
        (b"[]", InputEmpty),
        (b"[1, 2]", InputFormat),
        (b"{broken", InputFormat),
        (b"<!DOCTYPE html><p>no", InputFormat),
        (gzip.compress(b"<rdf/>"), InputFormat),
        (b"version https://git-lfs.github.com/spec/v1\n", InputError),
        (bytes(range(256)) * 9, InputFormat),
        (gzip.compress(b"id,title\n" + b"1,T\n" * 9000)[:14], InputTruncated),
        (gzip.compress(b"id,title\n")[:10] + b"\xff" * 30, InputTruncated),
    ],
)
def test_a_file_of_which_nothing_can_be_drafted(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=r"bad\.csv") as raised:
        drafted(path)
    assert raised.value.hint
    with pytest.raises(InputMissing):
        drafted(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["", "Tate", "a b", "../x", "a/b", "a.b", "-a", "a--b", "tate", "é"])
def test_a_name_that_cannot_be_given(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        reserve(name, tmp_path)


def test_a_name_is_given_once(tmp_path: Path) -> None:
    path = reserve("our-museum-2", tmp_path)
    assert path == tmp_path / "catalogues" / "our-museum-2.yml"
    drafting.write(path, "text")
    with pytest.raises(UsageError, match=r"our-museum-2\.yml is there already"):
        reserve("our-museum-2", tmp_path)
