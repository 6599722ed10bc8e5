"""Every file of museums, music and films among the real records is read by a source or a reader, or named with why.

A new file makes this fail until it is one or the other.
"""

from __future__ import annotations

from fnmatch import fnmatch
from importlib import import_module
from inspect import getsource
from pathlib import Path

import pytest

from culturedata.importing.run import import_source
from culturedata.store.library import Library
from tests.conftest import SHARED

# By folder, the source or the general reader that its files are imported with, each alone.
READERS = {
    "artic": "artic", "cleveland": "cleveland", "europeana": "europeana", "harvard": "harvard", "joconde": "joconde",
    "lido": "lido", "linked_art": "linked-art", "met": "met", "moma": "moma", "nga": "nga", "oai_pmh": "oai-pmh",
    "parismusees": "parismusees", "rijksmuseum": "linked-art", "smithsonian": "smithsonian", "tate": "tate",
    "vam": "vam", "wikidata": "wikidata-artworks", "cover_art_archive": "musicbrainz", "discogs": "discogs",
    "hetrec_lastfm": "lastfm", "listenbrainz": "listenbrainz", "movielens": "movielens", "musicbrainz": "musicbrainz",
    "openopus": "openopus", "wikipedia_movies": "wikipedia-movies",
}  # fmt: skip
GENERAL = ("lido", "linked-art", "oai-pmh")
# Authorities and an archive that no source reads, and the standards in which a library is published.
OTHERS = {"csvw", "dcat", "frictionless", "gnd", "iiif", "internet_archive", "reconciliation"}
# Read only with others, or by a part of a source: the test that does it.
ELSEWHERE = {
    "artic/*_[0-9]*.json": "sources.test_sources_artic_dump:test_the_real_records_lose_nothing",
    "artic/config.json": "sources.test_sources_artic_dump:test_the_real_records_lose_nothing",
    "cleveland/report.json": "sources.test_sources_cleveland:TestReal.test_every_current_field_is_known",
    "cleveland/response_no_data.json": "sources.test_sources_cleveland:TestReal.test_an_answer_without_records",
    "linked_art/schema_*.json": "importing.test_importing_linked_art:test_these_documents_are_valid",
    "nga/*.csv": "sources.test_sources_nga:test_the_real_rows_go_into_a_library",
    "nga/*.sql": "sources.test_sources_nga:test_the_columns_of_the_definitions_are_those_of_the_synthetic_rows",
    "oai_pmh/Identify.xml": "importing.test_importing_oai_pmh:test_the_recorded_identity",
    "oai_pmh/badResumptionToken.xml": "importing.test_importing_oai_pmh:test_the_recorded_refusal_of_a_token",
    "oai_pmh/ListRecordsBroken.xml": "importing.test_importing_oai_pmh:test_the_recorded_errors",
    "oai_pmh/cannotDisseminateFormat.xml": "importing.test_importing_oai_pmh:test_the_recorded_errors",
    "oai_pmh/no*.xml": "importing.test_importing_oai_pmh:test_the_recorded_errors",
    "rijksmuseum/cho-sameas-sample.xml": "sources.test_sources_rijksmuseum_oai:test_the_record_at_hand",
    "rijksmuseum/digitalObject.json": "sources.test_sources_rijksmuseum:test_the_chain_at_hand",
    "rijksmuseum/visualItem.json": "sources.test_sources_rijksmuseum:test_the_chain_at_hand",
    "rijksmuseum/museumCollectionPage.json": "sources.test_sources_rijksmuseum:test_the_page_at_hand",
    "wikidata/entity_*.json": "sources.test_sources_wikidata_artworks:test_the_real_entities_can_be_read",
    "wikidata/empty_values.json": "sources.test_sources_wikidata_artworks:test_the_real_entities_can_be_read",
    "wikidata/wbgetentities_response.json": "sources.test_sources_wikidata_artworks:test_the_real_entities_can_be_read",
    "cover_art_archive/*.json": "sources.test_sources_musicbrainz_answers:TestReal.test_the_recorded_cover",
    "hetrec_lastfm/*": "sources.test_sources_lastfm:TestReal.test_the_first_lines_without_a_line_of_names",
    "listenbrainz/listen_having_unicode_null.json": "sources.test_sources_listenbrainz:test_the_real_answers_and_lines",
    "listenbrainz/userListeningActivityYear.json": "sources.test_sources_listenbrainz:test_the_real_answers_and_lines",
    "movielens/*": "sources.test_sources_movielens:test_the_real_files_of_grouplens",
    "musicbrainz/*_null.json": "sources.test_sources_musicbrainz_answers:TestReal.test_the_recorded_answers",
    "musicbrainz/label_info.json": "sources.test_sources_musicbrainz_answers:TestReal.test_the_recorded_answers",
    "wikidata/*results*.json": "importing.test_importing_sparql:test_the_real_answers",
}
# Holds no record: why.
NO_RECORDS = {
    "artic/info.json": "the licences and terms of the dump, in words",
    "linked_art/linked-art.json": "the JSON-LD context: what its names mean",
    "linked_art/search.json": "the JSON-LD context of lists",
    "nga/data_dictionary.txt": "what the columns of the tables mean, in words",
    "oai_pmh/ListIdentifiers*.xml": "headers without records: the client asks for ListRecords, which has them too",
    "oai_pmh/ListMetadataFormats.xml": "the formats of a repository: a descriptor names one, and none is asked for",
}
ROOT = SHARED / "fixtures"
FILES = sorted(str(path.relative_to(ROOT)) for name in READERS for path in (ROOT / name).rglob("*") if path.is_file())


def named(file: str) -> list[str]:
    """The patterns of the tables that a file goes by."""
    return [pattern for pattern in (*ELSEWHERE, *NO_RECORDS) if fnmatch(file, pattern)]


@pytest.mark.parametrize("file", [file for file in FILES if not named(file)])
def test_each_file_is_read(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "settings" / "keys.toml"))
    reader = READERS[file.partition("/")[0]]
    name = f"own-{reader}" if reader in GENERAL else reader
    if name != reader:
        text = f"title: A museum\ndomain: [museum]\nlicence: CC0 1.0\nreader: {reader}\n"
        (tmp_path / "catalogues").mkdir()
        (tmp_path / "catalogues" / f"{name}.yml").write_text(text, encoding="utf-8")
    with Library.open(tmp_path, create=True) as library:
        counts = import_source(library, name, str(ROOT / file)).counts
    assert counts.records > 0
    assert counts.skipped == 0
    assert counts.works + counts.agents > 0


def test_each_folder_is_known(shared: Path) -> None:
    assert {path.name for path in (shared / "fixtures").iterdir() if path.is_dir()} == OTHERS | set(READERS)


@pytest.mark.parametrize("pattern", [*ELSEWHERE, *NO_RECORDS])
def test_each_reason_is_of_some_file(pattern: str, shared: Path) -> None:
    assert list((shared / "fixtures").glob(pattern))


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_each_test_that_reads_them_is_there(test: str) -> None:
    module, _, path = test.partition(":")
    found = import_module(f"tests.{module}")
    for name in path.split("."):
        found = getattr(found, name)
    assert "shared" in getsource(found) or "real" in getsource(found)
