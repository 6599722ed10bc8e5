"""Any LIDO: the contract, the files that people have, and files that are none (all synthetic)."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import RawRecord
from culturedata.errors import InputEmpty, InputError, InputFormat, InputMissing, InputPointer, InputTruncated
from culturedata.importing.descriptor import descriptor
from culturedata.importing.inputs import xml
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.lido.record import LIDO, PREFIXES
from culturedata.sources.readers.lido_file import LidoFile
from tests.contract_source import SourceContract, entities
from tests.importing.test_importing_lido import record, short
from tests.oai_server import elements

OWN = """
title: A museum
domain: [museum]
licence: CC0 1.0
reader: lido
"""
KEYS = ("XX-1/1", "XX-1/2", "XX-1/3")


def wrapped(*records: bytes) -> bytes:
    return f'<lido:lidoWrap xmlns:lido="{LIDO}">'.encode() + b"\n".join(records) + b"</lido:lidoWrap>"


def made() -> list[bytes]:
    return [record(key, other_language=key.endswith("1")) for key in KEYS]


DESCRIBED, KEPT = "lido:lido.lido:descriptiveMetadata[].", "lido:lido.lido:administrativeMetadata[]."
EVENT = f"{DESCRIBED}lido:eventWrap[].lido:eventSet[].lido:event[]."
ACTOR = f"{EVENT}lido:eventActor[].lido:actorInRole[]."
RELATED, KIND = f"{DESCRIBED}lido:objectRelationWrap[].", f"{DESCRIBED}lido:objectClassificationWrap[]."
SUBJECT = f"{RELATED}lido:subjectWrap[].lido:subjectSet[].lido:subject[]."
OBJECT = f"{DESCRIBED}lido:objectIdentificationWrap[]."
MADE = f"{OBJECT}lido:objectMaterialsTechWrap[].lido:objectMaterialsTechSet[]."
NOTES = f"{OBJECT}lido:objectDescriptionWrap[].lido:objectDescriptionSet[]."
RECORD, FILE = f"{KEPT}lido:recordWrap[].", f"{KEPT}lido:resourceWrap[].lido:resourceSet[]."
# Of which vocabulary an identifier is, which its own form says; what a licence's concept is called, whose address is
# known; of which language words are that become a word of a closed list, or that have a single one. Concepts of such
# words, by their numbers; years of life that the name says too; how large a unit of places is; numbers of the record
# and of who keeps it and holds the rights; what kind of record it is, and when it was made; what kind of file shows the
# work, and in which unit its sides are given (pixels).
UNDERSTOOD = frozenset({
    "lido:lido.lido:lidoRecID[].@lido:type",
    f"{KIND}lido:objectWorkTypeWrap[].lido:objectWorkType[].lido:conceptID[].@lido:type",
    f"{OBJECT}lido:repositoryWrap[].lido:repositorySet[].lido:workID[].@lido:type",
    f"{NOTES}lido:objectDescriptionRights[].lido:rightsType[].skos:Concept[].@rdf:about",
    f"{MADE}lido:materialsTech[].lido:termMaterialsTech[].@lido:type",
    f"{EVENT}lido:eventType[].lido:conceptID[].@lido:type", f"{ACTOR}lido:actor[].lido:actorID[].@lido:type",
    f"{ACTOR}lido:actor[].lido:nationalityActor[].lido:conceptID[].@lido:type",
    f"{ACTOR}lido:roleActor[].lido:conceptID[].@lido:type", f"{EVENT}lido:culture[].lido:conceptID[].@lido:type",
    f"{EVENT}lido:periodName[].lido:conceptID[].@lido:type", f"{EVENT}lido:eventMethod[].lido:conceptID[].@lido:type",
    f"{SUBJECT}lido:subjectActor[].lido:actor[].@lido:type",
    f"{RELATED}lido:relatedWorksWrap[].lido:relatedWorkSet[].lido:relatedWorkRelType[].lido:conceptID[].@lido:type",
    f"{RECORD}lido:recordType[].lido:conceptID[].@lido:type",
    f"{RECORD}lido:recordRights[].lido:rightsType[].lido:conceptID[].@lido:type",
    f"{FILE}lido:rightsResource[].lido:rightsType[].lido:conceptID[].@lido:type",
    f"{KIND}lido:classificationWrap[].lido:classification[].skos:Concept[].skos:prefLabel[].@xml:lang",
    f"{NOTES}lido:objectDescriptionRights[].lido:rightsType[].skos:Concept[].skos:prefLabel[].@xml:lang",
    f"{EVENT}lido:eventType[].lido:term[].@xml:lang",
    f"{ACTOR}lido:actor[].lido:nationalityActor[].lido:term[].@xml:lang",
    f"{ACTOR}lido:roleActor[].lido:term[].@xml:lang", f"{EVENT}lido:periodName[].lido:term[].@xml:lang",
    f"{EVENT}lido:eventMethod[].lido:term[].@xml:lang",
    f"{SUBJECT}lido:subjectConcept[].skos:Concept[].skos:prefLabel[].@xml:lang",
    f"{RELATED}lido:relatedWorksWrap[].lido:relatedWorkSet[].lido:relatedWorkRelType[].lido:term[].@xml:lang",
    "lido:lido.lido:administrativeMetadata[].@xml:lang", f"{RECORD}lido:recordType[].lido:term[].@xml:lang",
    f"{RECORD}lido:recordRights[].lido:rightsType[].lido:term[].@xml:lang",
    f"{FILE}lido:rightsResource[].lido:rightsType[].lido:term[].@xml:lang",
    f"{EVENT}lido:eventType[].lido:conceptID[].#text",
    f"{ACTOR}lido:actor[].lido:nationalityActor[].lido:conceptID[].#text",
    f"{ACTOR}lido:actor[].lido:vitalDatesActor[].lido:earliestDate[].#text",
    f"{ACTOR}lido:actor[].lido:vitalDatesActor[].lido:latestDate[].#text",
    f"{ACTOR}lido:roleActor[].lido:conceptID[].#text", f"{EVENT}lido:eventPlace[].lido:place[].@lido:politicalEntity",
    f"{EVENT}lido:eventPlace[].lido:place[].lido:partOfPlace[].@lido:politicalEntity",
    f"{EVENT}lido:eventMethod[].lido:conceptID[].#text",
    f"{RELATED}lido:relatedWorksWrap[].lido:relatedWorkSet[].lido:relatedWorkRelType[].lido:conceptID[].#text",
    f"{RECORD}lido:recordID[].#text", f"{RECORD}lido:recordType[].lido:conceptID[].#text",
    f"{RECORD}lido:recordType[].lido:term[].#text", f"{RECORD}lido:recordSource[].lido:legalBodyID[].#text",
    f"{RECORD}lido:recordRights[].lido:rightsType[].lido:conceptID[].#text",
    f"{RECORD}lido:recordInfoSet[].lido:recordMetadataDate[].#text",
    f"{FILE}lido:resourceRepresentation[].lido:linkResource[].@lido:formatResource",
    f"{FILE}lido:resourceType[].lido:term[].#text",
    f"{FILE}lido:rightsResource[].lido:rightsHolder[].lido:legalBodyID[].#text",
    f"{FILE}lido:resourceRepresentation[].lido:resourceMeasurementsSet[].lido:measurementUnit[].#text",
})  # fmt: skip


class TestContract(SourceContract):
    source = "a-museum"
    own = OWN
    understood = UNDERSTOOD
    composed = frozenset({""})  # a document has one root

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "museum.xml"
        path.write_bytes(wrapped(record(KEYS[0]), *map(short, KEYS[1:])))
        return str(path)

    def decoded(self, body: bytes) -> Any:
        return xml.tree(body, PREFIXES)

    def encoded(self, value: Any) -> bytes:
        return xml.untree(elements(value), PREFIXES)


def reader(folder: Path, given: str | None, **more: Any) -> LidoFile:
    (folder / "catalogues").mkdir(exist_ok=True)
    (folder / "catalogues" / "a-museum.yml").write_text(OWN, encoding="utf-8")
    return LidoFile(Context(descriptor("a-museum", folder), given, **more))


def drain(records: Iterator[RawRecord], got: list[str]) -> None:
    """Put the keys of all records into `got`, as far as they come."""
    for one in records:
        got.append(one.key)


def single(folder: Path) -> Path:
    path = folder / "one.xml"
    path.write_bytes(wrapped(*made()))
    return path


def packed(folder: Path) -> Path:
    path = folder / "one.xml.gz"
    path.write_bytes(gzip.compress(wrapped(*made())))
    return path


def several(folder: Path) -> Path:
    path = folder / "several"
    (path / "inner").mkdir(parents=True)
    for number, body in enumerate(made()):
        (path / f"{number}.xml").write_bytes(body)
    (path / "inner" / "read.me").write_text("not a record", encoding="utf-8")
    return path


def zipped(folder: Path) -> Path:
    path = folder / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "not a record")
        archive.writestr("a.xml", wrapped(*made()[:2]))
        archive.writestr("b.xml", made()[2])
    return path


def tarred(folder: Path) -> Path:
    path = folder / "one.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for number, body in enumerate(made()):
            info = tarfile.TarInfo(f"{number}.lido")
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return path


def from_oai(folder: Path) -> Path:
    """As a harvester leaves it: each record in the answer of a server."""
    path = folder / "oai.xml"
    inside = b"".join(b"<record><metadata>" + body + b"</metadata></record>" for body in made())
    path.write_bytes(b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>' + inside)
    with path.open("ab") as file:
        file.write(b"</ListRecords></OAI-PMH>")
    return path


@pytest.mark.parametrize("give", [single, packed, several, zipped, tarred, from_oai])
def test_every_packing_gives_the_same_records(tmp_path: Path, give: Any) -> None:
    given = str(give(tmp_path))
    whole = list(reader(tmp_path, given).records())
    plain = list(reader(tmp_path, str(single(tmp_path))).records())
    assert [(one.key, one.body, one.format) for one in whole] == [(one.key, one.body, "xml") for one in plain]
    assert [one.key for one in whole] == list(KEYS)
    for after, one in enumerate(whole, 1):
        rest = reader(tmp_path, given, cursor=one.cursor).records()
        assert [found.key for found in rest] == list(KEYS[after:]), one.cursor


def test_it_says_where_a_record_stood(tmp_path: Path) -> None:
    assert [one.located for one in reader(tmp_path, str(zipped(tmp_path))).records()] == [
        "one.zip:a.xml: record 1", "one.zip:a.xml: record 2", "one.zip:b.xml: record 1",
    ]  # fmt: skip


def test_what_a_file_says(tmp_path: Path) -> None:
    works, agents, _ = entities(reader(tmp_path, str(single(tmp_path))))
    assert list(works) == [f"a-museum:{key}" for key in KEYS]
    assert works["a-museum:XX-1/2"].titles[0].text == "Zwei Boote"
    assert "a-museum:agent:gnd:118540238" in agents


def test_a_record_without_an_identifier_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(wrapped(record("XX-1/1"), record(" "), record("XX-1/3")))
    issues: list[Issue] = []
    assert [one.key for one in reader(tmp_path, str(path), report=issues.append).records()] == ["XX-1/1", "XX-1/3"]
    assert [(one.code, one.field, one.located) for one in issues] == [("no-key", "lidoRecID", "a.xml: record 2")]


BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", InputEmpty),
    "html": (b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n", InputFormat),
    "html without a type": (b"<html><body>Not found</body></html>", InputEmpty),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", InputPointer),
    "json": (b'{"id": 1}', InputFormat),
    "nul": (wrapped(*made()).replace(b"Zwei", b"Z\0ei"), InputFormat),
    "entities": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', InputFormat),
    "no record": (wrapped(), InputEmpty),
}


@pytest.mark.parametrize(("content", "error"), BAD.values(), ids=BAD)
def test_a_file_that_holds_no_lido(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        list(reader(tmp_path, str(path)).records())
    assert "bad.xml" in raised.value.message
    assert raised.value.hint


def test_a_file_that_ends_in_the_middle_brings_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    whole = wrapped(*made())
    path.write_bytes(whole[: len(whole) - len(made()[2]) // 2])
    got: list[str] = []
    with pytest.raises(InputTruncated, match=r"cut\.xml ends in the middle"):
        drain(reader(tmp_path, str(path)).records(), got)
    assert got == list(KEYS[:2])


def test_nothing_given_and_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match=r"a-museum has no file of its own"):
        next(reader(tmp_path, None).records())
    with pytest.raises(InputMissing, match=r"nothing at .*no\.xml"):
        next(reader(tmp_path, str(tmp_path / "no.xml")).records())


def test_the_files_at_hand(shared: Path, tmp_path: Path) -> None:
    """Both are of the same object: the second is told by its key when they are imported."""
    issues: list[Issue] = []
    source = reader(tmp_path, str(shared / "fixtures" / "lido"), report=issues.append)
    assert [one.key for one in source.records()] == ["DE-MUS-059918/dc00018494"] * 2
    assert len(entities(source)[0]) == 1
    assert issues == []
