"""musicbrainz: what a record of each kind says. All records here are synthetic; see test_sources_musicbrainz."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Date, Identifier, Image, Measure, Relation, Title, Work
from culturedata.importing.source import Issue
from tests.contract_source import entities
from tests.sources.test_sources_musicbrainz import BY_NC_SA, COVER, GROUP, RELEASE, dumps, mbid, read, reader


class TestMapping:
    """What each kind of record says."""

    @pytest.fixture
    def found(self, tmp_path: Path) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Any], list[Issue]]:
        issues: list[Issue] = []
        return *entities(reader(dumps(tmp_path), issues, limit=100)), issues  # people last

    def test_an_artist(self, found: Any) -> None:
        _, agents, terms, issues = found
        assert issues == []
        ada = agents[f"musicbrainz:agent:{mbid(1)}"]
        assert (ada.name, ada.kind, ada.born, ada.died, ada.life_text) == (
            "Ada Invented", "person", 1950, 2001, "1950-03–2001",
        )  # fmt: skip
        assert (ada.gender, ada.country, ada.born_place, ada.died_place) == ("Female", "FR", "Lyon", "Paris (the city)")
        assert (ada.authority, ada.url) == (1, f"https://musicbrainz.org/artist/{mbid(1)}")
        assert ada.names == (
            Title(text="Ada Invented (composer)", kind="alternative"),
            Title(text="Ада", lang="ru", kind="translated"), Title(text="Выдуманная, Ада", lang="ru", kind="sort"),
            Title(text="Ada Invented", lang="en", kind="translated"), Title(text="A. Invented", kind="alternative"),
            Title(text="Ada I.", lang="en", kind="translated"),
        )  # fmt: skip
        assert {(one.scheme, one.value) for one in ada.identifiers} == {
            ("mbid", mbid(1)), ("isni", "0000000121032683"), ("ipi", "00600664284"), ("wikidata", "Q42"),
            ("discogs-artist", "77"), ("official homepage", "https://ada.example/"),
        }  # fmt: skip
        assert sorted(terms[one.term].label for one in ada.terms) == [
            "Artist", "France", "Person", "chanson", "french",
        ]  # fmt: skip
        assert {(one.kind, one.target, one.text) for one in ada.relations} == {
            ("influenced by place", f"musicbrainz:place:{mbid(303)}", "A Hall"),
            ("member of", f"musicbrainz:agent:{mbid(2)}", "The Invented (original; 1970–1975)"),
            ("teacher (backward)", f"musicbrainz:agent:{mbid(3)}", "Bea Other"),
        }  # fmt: skip
        [annotation] = ada.texts
        assert (annotation.kind, annotation.licence) == ("annotation", BY_NC_SA)
        assert annotation.text == "She <b>never</b> was."
        assert ada.measures == (
            Measure(kind="votes for chanson", value=3, unit="votes"),
            Measure(kind="votes for french", value=2, unit="votes"),
            Measure(kind="votes for not this", value=0, unit="votes"),
            Measure(kind="rating", value=4.5, unit="of 5"), Measure(kind="ratings", value=3, unit="votes"),
        )  # fmt: skip

    def test_a_label(self, found: Any) -> None:
        label = found[1][f"musicbrainz:agent:{mbid(4)}"]
        assert (label.kind, label.born, label.life_text, label.country) == ("group", 1969, "1969–?", "GB")
        assert Identifier(scheme="label-code", value="LC 1305") in label.identifiers

    def test_a_release_group(self, found: Any) -> None:
        works, agents, terms, _ = found
        work = works[f"musicbrainz:{mbid(10)}"]
        assert work.titles == (
            Title(text="An Invented Album"), Title(text="Выдуманный альбом", lang="ru", kind="translated"),
            Title(text="Invented", kind="alternative"),
        )  # fmt: skip
        assert [(agents[one.agent].name, one.role) for one in work.credits] == [
            ("The Invented", "performer"), ("Ada Invented", "performer"),
        ]  # fmt: skip
        assert {(one.kind, one.text, one.licence) for one in work.texts} == {
            ("artist credit", "The Invented feat. Ada Invented", None), ("disambiguation", "the first one", None),
            ("annotation", "Made up.", BY_NC_SA),
        }  # fmt: skip
        assert work.dates == (
            Date(text="1973-03-24", kind="released", earliest=1973, latest=1973, precision="day"),
        )  # fmt: skip
        assert [terms[one.term].label for one in work.terms] == ["Release group", "Album", "Live", "rock", "seen live"]
        assert terms["musicbrainz:term:type-release-group-album"].parents == ("musicbrainz:term:type-release-group",)
        assert [one.licence for one in work.rights] == ["https://creativecommons.org/publicdomain/zero/1.0/", BY_NC_SA]
        assert work.measures == (
            Measure(kind="votes for rock", value=5, unit="votes"),
            Measure(kind="votes for seen live", value=2, unit="votes"),
            Measure(kind="rating", value=4.0, unit="of 5"), Measure(kind="ratings", value=9, unit="votes"),
        )  # fmt: skip
        assert [(one.kind, one.text) for one in work.relations] == [
            ("part of", "The 100 (number 15; no. 15)"), ("wikidata", "https://www.wikidata.org/wiki/Q43"),
            ("tribute", "Bea Other"), ("included in", "A Box"),
            ("released as", "An Invented Album (remaster; 1979-06; US; CD, 10 tracks; Box; Official)"),
        ]  # fmt: skip
        assert [one.value for one in work.identifiers if one.scheme == "wikidata"] == ["Q43"]

    def test_a_composition(self, found: Any) -> None:
        works, agents, terms, _ = found
        work = works[f"musicbrainz:{mbid(20)}"]
        assert [one.text for one in work.titles] == ["Invented Song", "Une chanson", "Chanson"]
        assert [(agents[one.agent].name, one.role, one.note) for one in work.credits] == [
            ("Ada Invented", "composer", None), ("Bea Other", "lyricist", "as B. O."),
            ("Invented Records", "publisher", "publishing"),
        ]  # fmt: skip
        assert {(one.facet, terms[one.term].label) for one in work.terms} == {
            ("type", "Composition"), ("form", "Song"), ("language", "French"), ("key", "C minor"),
            ("form", "Rāga (Hindustānī): Bhairavi"),
        }  # fmt: skip
        assert {(one.scheme, one.value) for one in work.identifiers} == {
            ("mbid", mbid(20)), ("iswc", "T-909.748.367-5"), ("gema id", "123-456"),
        }  # fmt: skip
        assert [(one.kind, one.target, one.text) for one in work.relations] == [
            ("covered by", f"musicbrainz:{mbid(30)}", "Invented Song (cover)"),
            ("part of", f"musicbrainz:{mbid(21)}", "Invented Suite (no. 2)"),
        ]  # fmt: skip
        assert len(work.rights) == 1, "nobody voted"

    def test_a_recording(self, found: Any) -> None:
        works, agents, terms, _ = found
        work = works[f"musicbrainz:{mbid(30)}"]
        assert [(agents[one.agent].name, one.role, one.note) for one in work.credits] == [
            ("The Invented", "performer", None), ("Ada Invented", "composer", "of the work «Invented Song»"),
            ("Cay Player", "performer", "instrument: guitar (as axe)"),
            ("Ada Invented", "singer", "vocal: lead vocals; here as Song"),
            ("Dee Engineer", "contributor", "mastering"),
        ]  # fmt: skip
        assert [(one.kind, one.text) for one in work.relations] == [
            ("cover of", "Invented Song (cover, live; 2014-05-01)"), ("recorded at", "A Hall"),
        ]  # fmt: skip
        assert Measure(kind="length", value=281.0, unit="s") in work.measures
        assert {terms[one.term].label for one in work.terms} == {"Recording", "Video", "pop"}
        assert Identifier(scheme="isrc", value="GBAHS1400099") in work.identifiers

    def test_a_release(self, found: Any) -> None:
        works, agents, terms, _ = found
        work = works[f"musicbrainz:{mbid(40)}"]
        assert work.titles == (Title(text="Album inventé", lang="fr"),)
        assert [(agents[one.agent].name, one.role, one.note) for one in work.credits] == [
            ("Eve Drawer", "designer", "design/illustration"), ("Invented Records", "publisher", "INV 1"),
            ("The Invented", "performer", "tracks 1.A1, 1.A2"),
            ("Cay Player", "performer", "instrument: guitar; tracks 1.A1, 1.A2"),
        ]  # fmt: skip
        assert [(one.text, one.precision) for one in work.dates] == [
            ("1973-03-24 (United Kingdom)", "day"), ("1973-05", "month"),
        ]  # fmt: skip
        assert {(one.scheme, one.value) for one in work.identifiers} == {
            ("mbid", mbid(40)), ("barcode", "199066336168"), ("asin", "B000000001"), ("catalogue-number", "INV 1"),
            ("discid", "arIS30RPWowvwNEqsqdDnZzDGhk-"),
        }  # fmt: skip
        assert {terms[one.term].label for one in work.terms} == {
            "Release", "Official", "French", "United Kingdom", '12" Vinyl', "CD",
        }  # fmt: skip
        assert {(one.kind, one.text) for one in work.texts} >= {
            ("artist credit", "Various Artists"), ("publisher", "[no label]"), ("packaging", "Gatefold"),
            ("script", "Latn"), ("medium", "1. One"),
        }  # fmt: skip
        assert [(one.kind, one.target, one.text) for one in work.relations if one.kind != "amazon asin"] == [
            ("edition of", f"musicbrainz:{mbid(10)}", "An Invented Album"),
            ("pregap track", None, "1.0 Hidden"),
            ("track", f"musicbrainz:{mbid(30)}",
             "1.A1 Opening (1:08; Invented Song; live; ISRC GBAHS1400099; 1972-02-23; The Invented)"),
            ("track", f"musicbrainz:{mbid(31)}", "1.A2 Closing (The Invented)"),
            ("data track", None, "2.1 Film"),
        ]  # fmt: skip

    def test_a_cover_is_an_address_whose_rights_nobody_says(self, found: Any, tmp_path: Path) -> None:
        work = found[0][f"musicbrainz:{mbid(40)}"]
        address = f"https://coverartarchive.org/release/{mbid(40)}"
        assert work.images == (
            Image(url=f"{address}/front", thumbnail=f"{address}/front-250"),
            Image(url=f"{address}/back", thumbnail=f"{address}/back-250"),
        )
        [image] = [one for one in work.rights if one.covers == "image"]
        assert image.licence == "http://rightsstatements.org/vocab/CNE/1.0/"
        (tmp_path / "answers").mkdir()
        for name, row in {"release": RELEASE, "cover": COVER}.items():
            (tmp_path / "answers" / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
        listed = entities(reader(tmp_path / "answers"))[0][f"musicbrainz:{mbid(40)}"]
        assert listed.images == (
            Image(url=f"{address}/8.jpg", thumbnail=f"{address}/8-250.jpg",
                  alt="Front; Booklet; a scan; not approved yet"),
        )  # fmt: skip
        assert Relation(kind="picture file", text=f"{address}/8-500.jpg") in listed.relations

    @pytest.mark.parametrize(
        ("date", "earliest", "precision", "codes"),
        [("1973", 1973, "year", []), ("1973-03", 1973, "month", []), ("0573-03-24", 573, "day", []),
         ("????-05", None, "unknown", ["unread-date"]), ("1973-13", None, "unknown", ["unread-date"])],
    )  # fmt: skip
    def test_partial_dates(
        self, tmp_path: Path, date: str, earliest: int | None, precision: str, codes: list[str]
    ) -> None:
        row = {"id": mbid(10), "title": "A", "first-release-date": date}
        works, _, issues = read(tmp_path, **{"release-group": row})
        [found] = works[f"musicbrainz:{mbid(10)}"].dates
        assert (found.text, found.earliest, found.precision) == (date, earliest, precision)
        assert [one.code for one in issues] == codes

    def test_a_life_in_the_wrong_order_is_reported(self, tmp_path: Path) -> None:
        row = {"id": mbid(1), "name": "A", "life-span": {"begin": "1990", "end": "1980", "ended": True}}
        _, agents, issues = read(tmp_path, artist=row)
        assert (agents[f"musicbrainz:agent:{mbid(1)}"].born, issues[0].code) == (None, "life-out-of-order")

    def test_faulty_identifiers_are_kept_and_reported(self, tmp_path: Path) -> None:
        row = {"id": mbid(1), "name": "A", "isnis": ["0000000121032684", "x"]}
        _, agents, issues = read(tmp_path, artist=row)
        assert [one.value for one in agents[f"musicbrainz:agent:{mbid(1)}"].identifiers[1:]] == [
            "0000000121032684", "x",
        ]  # fmt: skip
        assert [(one.code, one.raw) for one in issues] == [("check-digit", "0000000121032684"), ("bad-identifier", "x")]

    def test_what_is_of_another_kind_costs_only_itself(self, tmp_path: Path) -> None:
        row = GROUP | {
            "first-release-date": ["1973"],
            "tags": [{"name": "rock", "count": "5"}, {"name": {}, "count": 1}],
        }
        works, _, issues = read(tmp_path, **{"release-group": row})
        work = works[f"musicbrainz:{mbid(10)}"]
        assert work.dates == ()
        assert Measure(kind="votes for rock", value=5, unit="votes") in work.measures
        assert {(one.code, one.field, one.raw) for one in issues} == {
            ("not-a-text", "name", "{}"), ("not-a-text", "first-release-date", '["1973"]'),
        }  # fmt: skip
