"""Any CSV file by a mapping: the contract, the tables that people have, and files that are none (all synthetic)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.licences import CC0, CC_BY, IN_COPYRIGHT, PUBLIC_DOMAIN
from culturedata.data.records import RawRecord
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.readers.csv_file import CsvFile
from culturedata.store.library import Library
from tests.contract_source import SourceContract, entities

OWN = """
title: Un musée
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  lang: fr
  missing: [s.d.]
  mapping:
    n° inv.: [key, inventory]
    titre: title
    artiste: {to: maker, separator: ;, born: né, gender: {column: sexe, values: {F: female, H: male}}}
    date: {to: date, earliest: de, latest: à}
    technique: {to: technique, separator: ","}
    hauteur: {to: height, unit: cm}
    image: {to: image, licence: {value: CC BY 4.0}}
  always:
    - {to: keeper, value: Musée X, city: {value: Lyon}}
  ignored: [rayon]
"""
HEADER = "n° inv.,titre,artiste,né,sexe,date,de,à,technique,hauteur,image,rayon"
ROWS = (
    "A.1,Un titre,A. Person,1840,F,vers 1870,1868,1872,\"huile, toile\",\"24,5\",https://m.example/1.jpg,B2",
    "A.2,Un autre,A. Person; B. Person,1840; 1850,F; H,s.d.,,,huile,,,B2",
    "A.3,,,,,,1900,1910,,,,C1",
)  # fmt: skip


def table(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> str:
    path = folder / "musée.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding=encoding)
    return str(path)


class TestContract(SourceContract):
    source = "un-musee"
    of_tables = True
    own = OWN

    def input(self, tmp_path: Path) -> str:
        return table(tmp_path, *ROWS)


def reader(folder: Path, given: str | None, own: str = OWN, **more: Any) -> CsvFile:
    (folder / "catalogues").mkdir(exist_ok=True)
    (folder / "catalogues" / "un-musee.yml").write_text(own, encoding="utf-8")
    return CsvFile(Context(descriptor("un-musee", folder), given, **more))


def drain(records: Iterator[RawRecord], got: list[str]) -> None:
    """Put the keys of all records into `got`, as far as they come."""
    for record in records:
        got.append(record.key)


def test_a_date_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """What says that nothing is known is no issue; a text beside years that the file gives is none either."""
    said = ("zzz", "époque gallo-romaine", "v. 1900", "15/03/1889", "XVIIIe-XIXe", "sans date", "?", "1872", "")
    rows = [f"A.{n},T,,,,{text},,,,,," for n, text in enumerate(said)] + ["B.1,T,,,,zzz,1800,1810,,,,"]
    issues: list[Issue] = []
    works, _, _ = entities(reader(tmp_path, table(tmp_path, *rows), report=issues.append))
    assert [(issue.code, issue.record, issue.field, issue.raw) for issue in issues] == [
        ("unread-date", "A.0", "date", "zzz"),
        ("unread-date", "A.1", "date", "époque gallo-romaine"),
    ]
    read = {date.text: (date.earliest, date.latest) for work in works.values() for date in work.dates}
    assert read["époque gallo-romaine"] == (None, None)
    assert read["XVIIIe-XIXe"] == (1701, 1900)


def test_what_a_row_says(tmp_path: Path) -> None:
    works, agents, terms = entities(reader(tmp_path, table(tmp_path, *ROWS)))
    assert list(works) == ["un-musee:A.1", "un-musee:A.2", "un-musee:A.3"]
    first, second, third = works.values()
    assert [(title.text, title.lang) for title in first.titles] == [("Un titre", "fr")]
    assert [(date.text, date.earliest, date.latest, date.qualifier) for date in first.dates] == [
        ("vers 1870", 1868, 1872, "circa")
    ]
    assert [term.term for term in first.terms] == [f"un-musee:term:technique/{word}" for word in ("huile", "toile")]
    assert [(size.kind, size.value, size.unit) for size in first.dimensions] == [("height", 24.5, "cm")]
    assert [(image.url, image.open) for image in first.images] == [("https://m.example/1.jpg", True)]
    assert [(hold.name, hold.city, hold.inventory) for hold in first.holdings] == [("Musée X", "Lyon", "A.1")]
    assert second.dates == ()
    assert [credit.agent for credit in second.credits] == ["un-musee:agent:A. Person", "un-musee:agent:B. Person"]
    assert third.titles[0].text == "[no title]"
    assert [(date.text, date.earliest, date.latest) for date in third.dates] == [("1900–1910", 1900, 1910)]
    assert (third.images, third.credits, third.dimensions) == ((), (), ())
    people = {agent.name: (agent.born, agent.gender) for agent in agents.values()}
    assert people == {"A. Person": (1840, "female"), "B. Person": (1850, "male")}
    assert {term.label_fr for term in terms.values()} == {"huile", "toile"}
    assert {right.statement for work in works.values() for right in work.rights} == {"CC0 1.0"}


RIGHTS = """
title: Un musée
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  lang: fr
  mapping:
    id: key
    titre: title
    droits: {to: rights, covers: image}
    image: {to: image, licence: licence}
    notice: {to: text, licence: licence}
"""


@pytest.mark.parametrize("said", ["voir le musée", "https://m.example/conditions", "CC BY-XX 9.0"])
@pytest.mark.parametrize("columns", ["droits", "licence", "droits,licence"])
def test_a_licence_that_is_not_known_is_told_once_and_kept(tmp_path: Path, said: str, columns: str) -> None:
    row = ",".join(said if column in columns.split(",") else "" for column in ("droits", "licence"))
    given = table(
        tmp_path, f"1,T,https://m.example/1.jpg,Un texte,{row}", header="id,titre,image,notice,droits,licence"
    )
    issues: list[Issue] = []
    [work] = entities(reader(tmp_path, given, RIGHTS, report=issues.append))[0].values()
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [("unknown-licence", "1", "rights", said)]
    assert {(one.licence, one.statement) for one in work.rights if one.covers == "image"} == {(None, said)}
    assert [(image.licence, image.open) for image in work.images] == [(None, False)]
    assert [text.licence for text in work.texts] == [said if "licence" in columns else None]


def test_a_licence_without_an_address_is_kept_in_its_own_words(tmp_path: Path) -> None:
    """«CC BY-SA» of no version is open, and has no document: whoever takes the picture needs its words."""
    given = table(tmp_path, "1,T,https://m.example/1.jpg,,,CC BY-SA", header="id,titre,image,notice,droits,licence")
    issues: list[Issue] = []
    [work] = entities(reader(tmp_path, given, RIGHTS, report=issues.append))[0].values()
    assert [(image.licence, image.open) for image in work.images] == [(None, True)]
    assert [(one.licence, one.statement) for one in work.rights if one.covers == "image"] == [(None, "CC BY-SA")]
    assert issues == []


def test_the_licence_of_a_text_is_told_too(tmp_path: Path) -> None:
    own = RIGHTS.replace("    image: {to: image, licence: licence}\n", "")
    given = table(tmp_path, "1,T,,Un texte,voir le musée", header="id,titre,droits,notice,licence")
    issues: list[Issue] = []
    [work] = entities(reader(tmp_path, given, own, report=issues.append))[0].values()
    assert [(one.code, one.raw) for one in issues] == [("unknown-licence", "voir le musée")]
    assert [text.licence for text in work.texts] == ["voir le musée"]


@pytest.mark.parametrize(
    ("said", "uri"),
    [
        ("CC BY 4.0", CC_BY), ("CC0", CC0), ("Domaine public", PUBLIC_DOMAIN), ("© Musée X", IN_COPYRIGHT),
        ("In copyright", IN_COPYRIGHT), ("Tous droits réservés", IN_COPYRIGHT), ("© ADAGP, Paris 2020", IN_COPYRIGHT),
        ("© Musée X, tous droits réservés.", IN_COPYRIGHT), ("All rights reserved", IN_COPYRIGHT), ("", None),
    ],
)  # fmt: skip
def test_a_licence_that_is_known_is_no_issue(tmp_path: Path, said: str, uri: str | None) -> None:
    header = "id,titre,image,notice,droits,licence"
    given = table(tmp_path, f'1,T,https://m.example/1.jpg,Un texte,"{said}","{said}"', header=header)
    issues: list[Issue] = []
    [work] = entities(reader(tmp_path, given, RIGHTS, report=issues.append))[0].values()
    assert issues == []
    assert [(one.licence, one.statement) for one in work.rights if one.covers == "image"] == (
        [(uri, said)] if said else []
    )
    assert [text.licence for text in work.texts] == [uri]
    assert [(image.licence, image.open) for image in work.images] == [(uri, bool(uri) and uri != IN_COPYRIGHT)]


PICTURES = """
title: Un musée
domain: [museum]
licence: CC0 1.0
reader: csv
options:
  mapping:
    id: key
    titre: title
    image: {to: image, separator: ;, licence: {value: "?"}}
    image 2: image
    petite: {to: thumbnail, separator: ;}
    petite 2: thumbnail
    iiif: {to: iiif, separator: ;}
"""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a;b;c,d,ta;;tc,td,", [("a", "ta", None), ("b", None, None), ("c", "tc", None), ("d", "td", None)]),
        ("a;b,c,;tb,tc,", [("a", None, None), ("b", "tb", None), ("c", "tc", None)]),
        ("a;;c,,ta;tb;tc,,;;i", [("a", "ta", None), ("tb", "tb", None), ("c", "tc", "i")]),
        ("a,b,,tb,", [("a", None, None), ("b", "tb", None)]),
        (",,,,;;", []),
    ],
)
def test_a_blank_among_pictures_keeps_its_place(
    tmp_path: Path, row: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    """So that each thumbnail goes with its own picture."""
    given = table(tmp_path, f"1,T,{row}", header="id,titre,image,image 2,petite,petite 2,iiif")
    [work] = entities(reader(tmp_path, given, PICTURES))[0].values()
    assert [(image.url, image.thumbnail, image.iiif) for image in work.images] == expected
    assert len([one for one in work.rights if one.covers == "image"]) == (1 if row.startswith("a") else 0)


def test_what_is_said_of_a_maker_without_a_name_is_told(tmp_path: Path) -> None:
    issues: list[Issue] = []
    works, agents, _ = entities(reader(tmp_path, table(tmp_path, "A.1,T,,1840,F,,,,,,,"), report=issues.append))
    assert (len(works), len(agents)) == (1, 0)
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
        ("no-name", "A.1", "maker", "born: 1840; gender: female")
    ]


@pytest.mark.parametrize("said", ["anonyme", "Anonyme", "ANONYME", "Anonymous", "Autore ignoto", "inconnu (France)"])
def test_nobody_is_called_anonyme(tmp_path: Path, said: str) -> None:
    given = table(tmp_path, f"A.1,T,{said},1840,F,,,,,,,", f"A.2,T,A. Person;{said},,,,,,,,,")
    issues: list[Issue] = []
    works, agents, _ = entities(reader(tmp_path, given, report=issues.append))
    assert [agent.name for agent in agents.values()] == ["A. Person"]
    assert issues == []
    first, second = works.values()
    assert [(text.kind, text.text, text.lang) for text in first.texts] == [("maker", f"{said}; 1840; female", "fr")]
    assert [text.text for text in second.texts] == [said]
    assert (len(first.credits), len(second.credits)) == (0, 1)


def test_a_manufactory_is_a_group(tmp_path: Path) -> None:
    given = table(tmp_path, "A.1,T,Manufacture de Sèvres;Wedgwood,,,,,,,,,", "A.2,T,Studio Person,,F,,,,,,,")
    _, agents, _ = entities(reader(tmp_path, given))
    assert {agent.name: agent.kind for agent in agents.values()} == {
        "Manufacture de Sèvres": "group", "Wedgwood": "unknown", "Studio Person": "unknown",
    }  # fmt: skip


def test_the_raw_record_is_the_row_in_its_order(tmp_path: Path) -> None:
    record = next(reader(tmp_path, table(tmp_path, *ROWS)).records())
    assert record.body.decode().startswith('{"n° inv.": "A.1", "titre": "Un titre", "artiste": "A. Person"')
    assert (record.key, record.located, record.cursor, record.format) == ("A.1", "musée.csv:2", "1", "json")


@pytest.mark.parametrize("after", ["0", "1", "2", "3"])
def test_it_goes_on_after_the_cursor(tmp_path: Path, after: str) -> None:
    whole = [record.key for record in reader(tmp_path, table(tmp_path, *ROWS)).records()]
    rest = [record.key for record in reader(tmp_path, table(tmp_path, *ROWS), cursor=after).records()]
    assert rest == whole[int(after) :]


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
@pytest.mark.parametrize("said", [True, False])
def test_the_delimiter_is_found_or_said(tmp_path: Path, delimiter: str, said: bool) -> None:
    rows = [row.replace('"', "").replace(",", delimiter) for row in ("1,T", "2,U")]
    name = "tab" if delimiter == "\t" else delimiter
    own = "title: X\ndomain: [museum]\nlicence: CC0 1.0\nreader: csv\noptions:\n  mapping: {id: key, t: title}\n"
    own += f"  delimiter: '{name}'\n" if said else ""
    found = reader(tmp_path, table(tmp_path, *rows, header=delimiter.join(("id", "t"))), own)
    assert [record.key for record in found.records()] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_an_older_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    given = table(tmp_path, *ROWS, encoding=encoding)
    works, _, _ = entities(reader(tmp_path, given, OWN.replace("  lang: fr", f"  lang: fr\n  encoding: {encoding}")))
    assert works["un-musee:A.1"].titles[0].text == "Un titre"
    assert works["un-musee:A.1"].holdings[0].city == "Lyon"
    with pytest.raises(InputError):
        list(reader(tmp_path, given).records())


def test_a_byte_that_the_encoding_lacks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,t\n1,\x81\n")
    own = OWN.replace("  lang: fr", "  encoding: cp1252")
    with pytest.raises(InputFormat, match=r"t\.csv is not cp1252 text"):
        list(reader(tmp_path, str(path), own).records())


# -- what is no table, or a damaged one ------------------------------------------------------------------------------

BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", InputEmpty),
    "blank": (b"\n\n\n", InputEmpty),
    "html": (b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n", InputFormat),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", InputPointer),
    "utf-16": ((HEADER + "\n").encode("utf-16"), InputFormat),
    "binary": (bytes(range(256)) * 20, InputFormat),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        list(reader(tmp_path, str(path)).records())
    assert "bad.csv" in raised.value.message
    assert raised.value.hint


def test_a_missing_file_and_none_given(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match=r"nothing at .*no\.csv"):
        next(reader(tmp_path, str(tmp_path / "no.csv")).records())
    with pytest.raises(InputMissing, match=r"un-musee has no file of its own\. Give it: culturedata import un-musee"):
        next(reader(tmp_path, None).records())


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_file_that_breaks_off_brings_what_it_holds(tmp_path: Path, encoding: str) -> None:
    whole = gzip.compress("\n".join(("id,t", *(f"{n},Titre {n}" for n in range(5000)))).encode())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    own = "title: X\ndomain: [museum]\nlicence: CC0 1.0\nreader: csv\noptions:\n  mapping: {id: key, t: title}\n"
    records = reader(tmp_path, str(path), f"{own}  encoding: {encoding}\n").records()
    got: list[str] = []
    with pytest.raises(InputTruncated, match=r"cut\.csv\.gz breaks off"):
        drain(records, got)
    assert got[:3] == ["0", "1", "2"]
    assert 100 < len(got) < 5000


def test_a_column_that_the_file_lacks_is_named(tmp_path: Path) -> None:
    given = table(tmp_path, "A.1", header="n° inv.")
    with pytest.raises(InputFormat, match=r"musée\.csv has no column .*artiste.*titre"):
        next(reader(tmp_path, given).records())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A.4,Un titre", "wrong-cells"),
        ("A.4,Un titre" + "," * 20, "wrong-cells"),
        ("A.4,Un\0titre" + "," * 10, "nul"),
        (",Sans clef" + "," * 10, "no-key"),
        ("s.d.,Sans clef" + "," * 10, "no-key"),
    ],
)
def test_a_bad_row_is_reported_and_the_rest_goes_in(tmp_path: Path, row: str, code: str) -> None:
    issues: list[Issue] = []
    given = table(tmp_path, ROWS[0], row, ROWS[1])
    keys = [record.key for record in reader(tmp_path, given, report=issues.append).records()]
    assert keys == ["A.1", "A.2"]
    assert [(issue.code, issue.located) for issue in issues] == [(code, "musée.csv:3")]


def test_a_row_that_is_not_utf_8(tmp_path: Path) -> None:
    issues: list[Issue] = []
    path = Path(table(tmp_path, ROWS[0]))
    path.write_bytes(path.read_bytes() + b"A.4,\xe9t\xe9" + b"," * 10 + b"\n" + ROWS[1].encode() + b"\n")
    keys = [record.key for record in reader(tmp_path, str(path), report=issues.append).records()]
    assert keys == ["A.1", "A.2"]
    assert [issue.code for issue in issues] == ["not-utf-8"]


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    reader(tmp_path, None)
    with Library.open(tmp_path, create=True) as library:
        done = import_source(library, "un-musee", table(tmp_path, *ROWS, ROWS[0].replace("Un titre", "Deux")))
        issues = library.culture.execute("SELECT code, record_id FROM issues").fetchall()
        title = library.culture.execute("SELECT title FROM works WHERE work_id = 'un-musee:A.1'").fetchone()
    assert (done.counts.works, done.counts.skipped) == (3, 1)
    assert issues == [("duplicate-record", "un-musee:A.1")]
    assert title == ("Un titre",)


def test_a_key_that_reads_like_the_id_of_a_person_is_kept_raw(tmp_path: Path) -> None:
    source = reader(tmp_path, table(tmp_path, "agent:1,Un titre" + "," * 10))
    with pytest.raises(ValueError, match="reads like the id of another thing"):
        list(source.parse(next(source.records())))


@pytest.mark.timeout(60)
def test_a_table_with_a_million_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    many = 1_000_000
    path.write_text(f"{HEADER}{',' * many}\nA.1,Un titre{',' * (10 + many)}\n", encoding="utf-8")
    with pytest.raises(InputFormat, match=r"wide\.csv has 1,000,012 columns"):
        next(reader(tmp_path, str(path)).records())


def test_nothing_readable_says_so(tmp_path: Path) -> None:
    reader(tmp_path, None)
    with (
        Library.open(tmp_path, create=True) as library,
        pytest.raises(InputFormat, match=r"nothing in .* could be read as Un musée"),
    ):
        import_source(library, "un-musee", table(tmp_path, "A.1", "A.2"))


def test_what_stands_beside_a_maker_after_another_is_of_the_maker(tmp_path: Path) -> None:
    """Of «A, after B» the year of birth is A's; B is credited, and nothing that could not be paired is reported."""
    issues: list[Issue] = []
    row = 'A.1,T,"A. Person, d\'après B. Person",1840,F,,,,,,,'
    works, agents, _ = entities(reader(tmp_path, table(tmp_path, row), report=issues.append))
    made = [(agents[one.agent].name, one.attribution) for one in works["un-musee:A.1"].credits]
    assert made == [("A. Person", None), ("B. Person", "after")]
    assert {one.name: (one.born, one.gender) for one in agents.values()} == {
        "A. Person": (1840, "female"), "B. Person": (None, None),
    }  # fmt: skip
    assert issues == []
