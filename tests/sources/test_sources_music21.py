"""music21: a bundle of synthetic entries in the true shape, every trap, and the real bundle where it is installed.

The bundle is a pickle of music21's own classes, so a few of the same names stand in for them while it is written.
"""

from __future__ import annotations

import gzip
import pickle
import sys
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from culturedata.data.records import Agent, Entity, Term, Work
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.sources.music21.makers import named
from culturedata.sources.music21.source import Music21
from tests.contract_source import SourceContract


class Shaped:
    """An object of music21 with these attributes."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class MetadataBundle(Shaped):
    __module__ = "music21.metadata.bundles"


class MetadataEntry(Shaped):
    __module__ = "music21.metadata.bundles"

    def __new__(cls, *_: Any, **__: Any) -> MetadataEntry:
        return object.__new__(cls)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self._sourcePath, self._metadataPayload, self._number)  # type: ignore[attr-defined]


class RichMetadata(Shaped):
    __module__ = "music21.metadata"


class Text(Shaped):
    __module__ = "music21.metadata.primitives"


class Contributor(Shaped):
    __module__ = "music21.metadata.primitives"


class DateSingle(Shaped):
    __module__ = "music21.metadata.primitives"


class Date(Shaped):
    __module__ = "music21.metadata.primitives"


class AmbitusShort(NamedTuple):
    semitones: Any
    diatonic: Any
    lowest: Any
    highest: Any


AmbitusShort.__module__ = "music21.metadata"
CLASSES = (MetadataBundle, MetadataEntry, RichMetadata, Text, Contributor, DateSingle, Date, AmbitusShort)


@contextmanager
def stand_ins() -> Iterator[None]:
    """While it lasts, `music21` is a package of the classes above."""
    modules = {"music21": ModuleType("music21")}
    for one in CLASSES:
        module = modules.setdefault(one.__module__, ModuleType(one.__module__))
        setattr(module, one.__name__, one)
    with patch.dict(sys.modules, modules):
        yield


def text(said: Any, **more: Any) -> Text:
    return Text(_data=said, **{"_language": None, "isTranslated": None, "encodingScheme": None} | more)


def person(role: str, *names: str, **more: Any) -> Contributor:
    said = {"_role": role, "_names": [text(name) for name in names], "_nationality": [], "birth": None, "death": None}
    return Contributor(**said | more)


SCORE: dict[str, Any] = {
    "ambitus": AmbitusShort(22, "m7", "B-3", "G#5"), "keySignatureFirst": 1, "keySignatures": [1, -2],
    "noteCount": 208, "numberOfParts": 4, "pitchHighest": "G#5", "pitchLowest": "B-3",
    "scoreQuarterLength": Fraction(145, 3), "sourcePath": "invented/one.mxl",
    "tempoFirst": "<music21.tempo.MetronomeMark animato Dotted Quarter=120 (playback only)>",
    "tempos": ["<music21.tempo.MetronomeMark animato Dotted Quarter=120 (playback only)>"],
    "timeSignatureFirst": "6/8", "timeSignatures": ["6/8", "3/4"], "_id": None, "_cache": {},
}  # fmt: skip
WORDS: dict[str, list[Any]] = {
    "title": [text("Invented Quartet")], "movementName": [text("Slow")], "movementNumber": [text("Mvmt. 2")],
    "alternativeTitle": [text("Another name")], "composer": [person("composer", "Person, Ann van")],
    "humdrum:CDT": [text("1685/3//-1750/7/28/")], "number": [text("No. 1")], "opusNumber": [text("Op. 7")],
    "dateCreated": [text("1798///-1800///")], "dateFirstPublished": [text("1801///")],
    "dedicatedTo": [text("an F&uuml;rst")], "countryOfComposition": [text("Italia")],
    "localeOfComposition": [text("Europa, Mitteleuropa,  Deutschland")], "humdrum:AGN": [text("Mass (Free)")],
    "humdrum:AST": [text("renaissance, vocal")], "scholarlyCatalogName": [text("XWV 1")],
    "copyright": [text("All Rights Reserved")], "firstPublisher": [person("firstPublisher", "B. House")],
    "analyst": [person("analyst", "A. Reader and B. Reader")], "fileFormat": [text("musicxml")],
    "corpusFilePath": [text("invented/one.mxl")], "filePath": [text("/somewhere/one.mxl")], "software": [text("a")],
}  # fmt: skip


def entry(path: str = "invented/one.mxl", number: str | None = None, **changes: Any) -> MetadataEntry:
    """An entry of the invented score; `words` add to what is said in words, `only` takes their place."""
    words = changes.pop("only", WORDS | changes.pop("words", {}))
    payload = RichMetadata(**SCORE | {"sourcePath": "" if number else path} | changes, _contents=words)
    return MetadataEntry(_sourcePath=path, _number=number, _metadataPayload=payload, _corpusName="core")


def empty(path: str) -> MetadataEntry:
    return MetadataEntry(_sourcePath=path, _number=None, _metadataPayload=None, _corpusName="core")


def packed(*entries: MetadataEntry) -> bytes:
    keyed = OrderedDict()
    for one in entries:
        said = vars(one)
        name = "_".join(filter(None, [said["_sourcePath"].replace("/", "_").replace(".", "_"), said["_number"]]))
        keyed[name] = one
    with stand_ins():
        return gzip.compress(pickle.dumps(MetadataBundle(_metadataEntries=keyed, _corpus=None, _name="core"), 5))


def written(path: Path, *entries: MetadataEntry) -> str:
    (path / "core.p.gz").write_bytes(packed(*entries))
    return str(path / "core.p.gz")


def read(given: str | None, cursor: str | None = None) -> tuple[list[Entity], list[Issue]]:
    issues: list[Issue] = []
    source = Music21(Context(descriptor("music21"), given, cursor=cursor, report=issues.append))
    return [entity for record in source.records() for entity in source.parse(record)], issues


def one(tmp_path: Path, **changes: Any) -> tuple[Work, list[Entity], list[Issue]]:
    entities, issues = read(written(tmp_path, entry(**changes)))
    [found] = [entity for entity in entities if isinstance(entity, Work)]
    return found, entities, issues


class TestMusic21(SourceContract):
    source = "music21"
    understood = frozenset(
        {
            "metadata.sourcePath",  # the entry's own path again
            "metadata.pitchLowest", "metadata.pitchHighest",  # the ambitus's own again
        }
    )  # fmt: skip

    def input(self, tmp_path: Path) -> str:
        return written(
            tmp_path,
            entry(),
            entry("essenFolksong/many.abc", "2", only={"title": [text("A song")], "number": [text("2")]}),
            entry("invented/three.krn", only=WORDS | {"ASW": [text("Antiphon")], "PWK": [text("Book 4")]}),
        )

    def whole(self, request: pytest.FixtureRequest) -> None:
        if find_spec("music21") is None:
            pytest.skip("the package music21 is not installed")


def test_every_field_is_mapped_or_named(tmp_path: Path) -> None:
    work, entities, issues = one(tmp_path)
    assert issues == []
    assert work.id == "music21:invented_one_mxl"
    assert [(t.text, t.kind) for t in work.titles] == [
        ("Slow", "original"), ("Another name", "alternative"), ("Invented Quartet", "group"),
    ]  # fmt: skip
    assert {m.kind: (m.value, m.unit) for m in work.measures} == {
        "notes": (208, "notes"), "parts": (4, "parts"), "length": (145 / 3, "quarter notes"),
        "key signature": (1, "sharps"), "beats in a bar": (6, "beats"),
        "length of a beat": (0.5, "quarter notes"), "ambitus": (22, "semitones"),
        "lowest pitch": (58, "MIDI number"), "highest pitch": (80, "MIDI number"),
        "tempo": (180, "quarter notes a minute"),
    }  # fmt: skip
    assert [(d.kind, d.earliest, d.latest, d.precision) for d in work.dates] == [
        ("created", 1798, 1800, "range"), ("published", 1801, 1801, "year"),
    ]  # fmt: skip
    said = {t.kind: t.text for t in work.texts}
    assert said == {
        "dedication": "an Fürst", "opus": "Op. 7", "movement": "Mvmt. 2", "number": "No. 1",
        "key signatures": "1 sharp, 2 flats", "metres": "6/8, 3/4", "ambitus": "B-3–G#5 (m7)",
        "tempo": "animato Dotted Quarter=120 (playback only)",
    }  # fmt: skip
    assert [(i.scheme, i.value) for i in work.identifiers] == [
        ("music21 corpus", "invented/one.mxl"), ("catalogue number", "XWV 1"),
    ]  # fmt: skip
    assert [(r.kind, r.text) for r in work.relations] == [("part of", "Invented Quartet")]
    agents = {entity.id: entity for entity in entities if isinstance(entity, Agent)}
    maker = agents["music21:agent:ann-van-person"]
    assert (maker.name, maker.sort_name, maker.born, maker.died) == ("Ann van Person", "Person, Ann van", 1685, 1750)
    assert [(agents[c.agent].name, c.role, c.note) for c in work.credits] == [
        ("Ann van Person", "composer", None), ("B. House", "publisher", None), ("A. Reader", "contributor", "analyst"),
        ("B. Reader", "contributor", "analyst"),
    ]  # fmt: skip


def test_terms_have_names_in_both_languages_and_places_their_parents(tmp_path: Path) -> None:
    work, entities, _ = one(tmp_path)
    terms = {e.id.removeprefix("music21:term:"): e for e in entities if isinstance(e, Term)}
    assert [t.term.removeprefix("music21:term:") for t in work.terms] == [
        "genre/Mass (Free)", "country/Italia", "type/musicxml", "classification/renaissance", "classification/vocal",
        "collection/invented", "key-signature-1", "metre-6-8", "place/Europa, Mitteleuropa, Deutschland",
    ]  # fmt: skip
    assert (terms["key-signature-1"].label_en, terms["key-signature-1"].label_fr) == ("1 sharp", "1 dièse")
    assert (terms["metre-6-8"].label_en, terms["metre-6-8"].label_fr) == ("6/8 time", "mesure à 6/8")
    place = terms["place/Europa, Mitteleuropa, Deutschland"]
    assert (place.label, place.parents) == ("Germany", ("music21:term:place/Europa, Mitteleuropa",))
    assert terms["place/Europa"].parents == ()


def test_a_key_signature_without_accidentals_is_one_and_a_missing_one_is_none(tmp_path: Path) -> None:
    for first, expected in ((0, ["no sharps or flats"]), (None, [])):
        _, entities, _ = one(tmp_path, keySignatureFirst=first, keySignatures=[])
        assert [e.label for e in entities if isinstance(e, Term) and e.facet == "key"] == expected


def test_a_new_field_is_reported_and_what_is_said_beside_a_text_is_not_lost(tmp_path: Path) -> None:
    words = {"title": [text("Lied", _language="de")], "abstract": [text("so")]}
    _, _, issues = one(tmp_path, words=words, loudness=3)
    assert [(i.code, i.field) for i in issues] == [
        ("new-field", "title@language"), ("new-field", "abstract"), ("new-field", "loudness"),
    ]  # fmt: skip


def test_an_entry_that_says_nothing_is_an_issue_and_no_end(tmp_path: Path) -> None:
    entities, issues = read(written(tmp_path, empty("a/many.abc"), entry("a/many.abc", "3")))
    assert [(i.code, i.raw) for i in issues] == [("no-metadata", "a/many.abc")]
    [work] = [e for e in entities if isinstance(e, Work)]
    assert [(r.kind, r.text) for r in work.relations][-1] == ("part of", "a/many.abc")
    assert next(i.value for i in work.identifiers) == "a/many.abc#3"


def test_a_files_name_is_a_title_only_where_there_is_no_other(tmp_path: Path) -> None:
    alone, _, issues = one(tmp_path, only={"movementName": [text("one.mxl")]})
    assert [(t.text, t.kind) for t in alone.titles] == [("one.mxl", "alternative")]
    assert [i.code for i in issues] == ["title-is-file-name"]
    beside, _, issues = one(tmp_path, only={"movementName": [text("one.mxl")], "title": [text("A Song")]})
    assert [(t.text, t.kind) for t in beside.titles] == [("A Song", "original")]
    assert issues == []


@pytest.mark.parametrize(
    ("changes", "code", "raw"),
    [
        ({"timeSignatureFirst": "1/6", "timeSignatures": ["1/6"]}, "implausible-value", "1/6"),
        ({"timeSignatureFirst": "0/4", "timeSignatures": ["0/4"]}, "implausible-value", "0/4"),
        ({"tempoFirst": "<music21.tempo.MetronomeMark Slowly Quarter=None>"}, "unread-tempo", "<music21"),
        (
            {"tempoFirst": "<music21.tempo.MetronomeMark lento Whole tied to Quarter (5 total QL)=50>"},
            "unread-tempo",
            "",
        ),
        ({"timeSignatureFirst": "3/0", "timeSignatures": ["3/0"]}, "implausible-value", "3/0"),
        ({"noteCount": "many"}, "not-a-number", "many"),
        ({"noteCount": "1/0"}, "not-a-number", "1/0"),
        ({"pitchLowest": "A3"}, "contradiction", "A3"),
        ({"ambitus": AmbitusShort(21, "M6", "B-3", "G#5")}, "implausible-value", "B-3–G#5, 21.0"),
        ({"ambitus": AmbitusShort(1, "P1", "H3", "G#5"), "pitchLowest": "H3"}, "unread-pitch", "H3"),
        ({"words": {"composer": [person("composer", "Irish.")]}}, "no-name", "Irish."),
        ({"words": {"localeOfComposition": [text("0109C 08  F 3/4")]}}, "no-place", "0109C 08  F 3/4"),
    ],
)
def test_what_can_not_be_read_is_an_issue_with_its_value(
    tmp_path: Path, changes: dict[str, Any], code: str, raw: str
) -> None:
    work, _, issues = one(tmp_path, **changes)
    assert [(i.code, (i.raw or "")[: len(raw)]) for i in issues] == [(code, raw)]
    assert work.titles


def test_a_score_without_pitches_has_no_range(tmp_path: Path) -> None:
    work, _, issues = one(tmp_path, ambitus=AmbitusShort(0, "P1", None, None), pitchLowest=None, pitchHighest=None)
    assert issues == []
    assert not {"ambitus", "lowest pitch", "highest pitch"} & {m.kind for m in work.measures}


@pytest.mark.parametrize(
    ("said", "name", "note"),
    [
        ("J.S. Bach", "J.S. Bach", None),
        ("Bach, Johann Sebastian", "Johann Sebastian Bach", None),
        ("EDWIN CHRISTIE.", "Edwin Christie", "EDWIN CHRISTIE."),
        ("J.Hand", "J. Hand", "J.Hand"),
        ("J.H.", "J.H.", None),
        ("O'Carolan", "O'Carolan", None),
        ("McFadden.", "McFadden", "McFadden."),
        ("A. Gatti", "A. Gatti", None),
        ("by Mr. Alphy", "Mr. Alphy", "by Mr. Alphy"),
        ("Josquin des Prez, 1545", "Josquin des Prez", "Josquin des Prez, 1545"),
        ("W. A. Mozart K. 156", "W. A. Mozart", "W. A. Mozart K. 156"),
        ("Gratiosus I-Pu 684/1475?", "Gratiosus", "Gratiosus I-Pu 684/1475?"),
        ("Philippe de Vitry\n(1291 - 1361)", "Philippe de Vitry", "Philippe de Vitry\n(1291 - 1361)"),
        ('"collected by F. O\'Neill"', "F. O'Neill", '"collected by F. O\'Neill"'),
        ("Прокофьев", "Прокофьев", None),
        ("Irish.", None, None),
        ("A Welch Tune.", None, None),
        ("Play it after the March.", None, None),
        ("Anonymous I-Rvat 1419", None, None),
        ("anonymous Venice Fava 4", None, None),
        ("'ViJ.\"'1U,\"IioV", None, None),
        ("LrVlO Celiano", None, None),
        ("V.D. xruarrm", None, None),
        ("Music21", None, None),
        ("", None, None),
    ],
)
def test_a_name_is_taken_where_it_looks_like_one(said: str, name: str | None, note: str | None) -> None:
    found = named("music21", "composer", said)
    assert (found.agent.name if found else None, found.credit.note if found else None) == (name, note)


def test_who_collected_a_tune_did_not_compose_it_and_doubt_is_said() -> None:
    collected = named("music21", "composer", "(Collected from Ennis)")
    dubious = named("music21", "composer", "Johannes Ciconia (opus dubium)")
    assert collected is not None
    assert collected.credit.role == "contributor"
    assert dubious is not None
    assert dubious.credit.attribution == "doubtfully attributed to"


@pytest.mark.parametrize(
    ("life", "years"),
    [
        ("1685/3//-1750/7/28/", (1685, 1750)),
        ("1525/^1526/-1594/2/2", (None, 1594)),
        ("1810///-", (1810, None)),
        ("1900-1800", (None, None)),
        ("about then", (None, None)),
    ],
)
def test_a_life_of_humdrum(life: str, years: tuple[int | None, int | None]) -> None:
    found = named("music21", "composer", "A. Person", life)
    assert found is not None
    assert (found.agent.born, found.agent.died, found.agent.life_text) == (*years, life)


def test_a_life_that_is_given_as_dates_of_music21(tmp_path: Path) -> None:
    born = DateSingle(_data=[Date(year=1801, month=2, day=None)], _dataUncertainty=[None], relevance="certain")
    died = DateSingle(_data=[Date(year=1870, month=None, day=None)], _dataUncertainty=[None], relevance="certain")
    _, entities, issues = one(tmp_path, words={"composer": [person("composer", "A. Person", birth=born, death=died)]})
    [agent] = [e for e in entities if isinstance(e, Agent) and e.name == "A. Person"]
    assert (agent.born, agent.died, agent.life_text) == (1801, 1870, "1801/2-1870")
    assert issues == []


@pytest.mark.parametrize(
    ("statement", "licence"),
    [
        ("Public Domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("All Rights Reserved", "http://rightsstatements.org/vocab/InC/1.0/"),
        ("Copyright ©", None),
        ("© 2014, Creative Commons License (CC-BY)", None),
        ("Public Domain (Encoding by MSAC: CC0)", None),
    ],
)
def test_a_licence_is_linked_only_where_it_is_sure(tmp_path: Path, statement: str, licence: str | None) -> None:
    work, _, _ = one(tmp_path, words={"copyright": [text(statement)]})
    assert [(r.covers, r.licence, r.statement) for r in work.rights] == [("text", licence, statement)]


def test_a_collections_own_statement_stands_at_each_of_its_scores(tmp_path: Path) -> None:
    entities, _ = read(written(tmp_path, entry("essenFolksong/a.abc", "1", only={"title": [text("A song")]})))
    [work] = [e for e in entities if isinstance(e, Work)]
    [rights] = work.rights
    assert "unclear" in (rights.statement or "")
    assert rights.statement_fr
    assert rights.licence is None


def test_reading_goes_on_after_the_cursor(tmp_path: Path) -> None:
    entities, _ = read(written(tmp_path, *(entry(f"a/{n}.mxl") for n in range(3))), cursor="2")
    assert [e.id for e in entities if isinstance(e, Work)] == ["music21:a_2_mxl"]


@pytest.mark.skipif(find_spec("music21") is None, reason="the package music21 is not installed")
@pytest.mark.slow
def test_the_real_bundle() -> None:
    """All 15,112 entries, the figures of those with metadata, and no field that nobody knows."""
    entities, issues = read(None)
    works = [e for e in entities if isinstance(e, Work)]
    assert len(works) == len({work.id for work in works}) == 15_026
    assert Counter(issue.code for issue in issues) == {
        "title-is-file-name": 501, "no-name": 153, "no-metadata": 86, "implausible-value": 23, "unread-tempo": 5,
        "no-place": 4,
    }  # fmt: skip
    measured = Counter(measure.kind for work in works for measure in work.measures)
    assert measured["notes"] == 15_026
    assert measured["key signature"] == measured["ambitus"] == 15_025
    bent = [m for work in works for m in work.measures if m.kind == "key signature" and m.value]
    assert len(bent) == 12_543
    described: dict[str, Term] = {}
    for entity in entities:
        if isinstance(entity, Term):
            assert described.setdefault(entity.id, entity) == entity
