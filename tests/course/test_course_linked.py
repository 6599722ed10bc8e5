"""The exercises about joining: their answers counted by hand, and against what the library itself says."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sqlite3
from pathlib import Path

import pytest

from culturedata.course.linked import _people, row_to_jsonld, same_person
from culturedata.course.linked.row_to_jsonld import RowToJsonld
from culturedata.course.linked.same_person import Pair, SamePerson
from culturedata.course.linked.two_joins import Lists, TwoJoins
from culturedata.errors import ExerciseError
from culturedata.publish import server
from culturedata.store.catalogue import works

STUDENTS = [f"student {n}" for n in range(25)]
PAGE = [
    Pair("Claude Monet", "1840–1926", "Monet, Claude", "1840–1926", True),
    Pair("Claude Monet", "1840–1926", "Monet", "1840–1926", True),
    Pair("Clara Schumann", "1819–1896", "R. Schumann", "1810–1856", False),
    Pair("Ira Gershwin", "1896–1983", "George Gershwin", "1898–1937", False),
]  # fmt: skip


class TestSamePerson:
    def test_the_example_of_the_page(self) -> None:
        assert [one.score for one in PAGE] == [100, 59, 83, 59]
        assert same_person.figures(PAGE, 70) == (2, 2, 1)
        for lang in ("fr", "en"):
            page = SamePerson().page(lang)
            for one in PAGE:
                assert f"| {one.left} | {one.left_life} | {one.right} | {one.right_life} | {one.score} |" in page

    @pytest.mark.parametrize("student", STUDENTS)
    def test_the_lives_decide(self, student: str, samples: sqlite3.Connection) -> None:
        """A student who compares years finds the truth, whatever the names look like."""
        sheet = SamePerson().for_student(student, samples)
        lines = [line.split(" | ") for line in sheet.data("en").splitlines() if re.match(r"\| \d", line)]
        threshold = int(re.findall(r"\*\*(\d+)\*\*", sheet.data("en"))[0])
        same = [line for line in lines if line[2] == line[4]]
        linked = [line for line in lines if int(line[5].strip(" |")) >= threshold]
        right = sum(line in same for line in linked)
        assert len(lines) == same_person.PAIRS
        assert 0 < right < len(linked), "a rule that is never wrong teaches nothing"
        assert right < len(same)
        assert [part.expected for part in sheet.parts] == [
            len(same), len(linked), pytest.approx(right / len(linked)), pytest.approx(right / len(same))
        ]  # fmt: skip

    def test_families_are_people_of_other_years(self, samples: sqlite3.Connection) -> None:
        _, families = _people.people(samples)
        assert len(families) > 20
        assert all(len({one.born for one in family}) == len(family) > 1 for family in families)


class TestTwoJoins:
    def test_by_hand(self) -> None:
        """The example of the page: the letters of two Schumanns and a Monet."""
        page = Lists(
            [("Schumann", 1819, "p1"), ("Schumann", 1810, "p2"), ("Monet", 1840, "p3")],
            [("L1", "Schumann", "p1"), ("L2", "C. Monet", "p3"), ("L3", "Monet", "")],
        )
        assert page.counts() == {"by_name": 3, "wrong": 1, "by_identifier": 2, "nameless": 1}

    @pytest.mark.parametrize("student", STUDENTS)
    def test_a_pencil_gives_the_same(self, student: str, samples: sqlite3.Connection) -> None:
        sheet = TwoJoins().for_student(student, samples)
        people, letters = (list(csv.reader(io.StringIO(file.text("fr"))))[1:] for file in sheet.files)
        pairs = [(p, letter) for letter in letters for p in people]
        by_name = [(p, letter) for p, letter in pairs if p[0] == letter[1]]
        by_id = [(p, letter) for p, letter in pairs if p[2] == letter[2]]
        assert [part.expected for part in sheet.parts] == [
            len(by_name), sum(letter[2] not in ("", p[2]) for p, letter in by_name),
            len(by_id), sum(p[0] != letter[1] for p, letter in by_id),
        ]  # fmt: skip
        assert all(part.expected for part in sheet.parts), "each way finds something and misses something"
        assert any(not letter[2] for letter in letters)
        assert len({p[2] for p in people}) == len(people)

    def test_the_people_are_in_the_library(self, samples: sqlite3.Connection) -> None:
        sheet = TwoJoins().for_student("camille", samples)
        for _, born, id_ in list(csv.reader(io.StringIO(sheet.files[0].text("en"))))[1:]:
            assert samples.execute("SELECT born FROM agents WHERE agent_id = ?", [id_]).fetchone()[0] == int(born)

    def test_the_page_gives_the_answers(self, samples: sqlite3.Connection) -> None:
        """The four queries of the page, on the files of a student."""
        for lang, names in (("fr", ("personnes", "lettres")), ("en", ("people", "letters"))):
            sheet = TwoJoins().for_student("camille", samples)
            memory = sqlite3.connect(":memory:")
            for name, file in zip(names, sheet.files, strict=True):
                head, *rows = csv.reader(io.StringIO(file.text(lang)))
                memory.execute(f"CREATE TABLE {name} ({', '.join(head)})")
                memory.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)
            asked = re.findall(r'\.csv "(SELECT [^"]+)"', TwoJoins().page(lang))
            assert [memory.execute(one).fetchone()[0] for one in asked] == [part.expected for part in sheet.parts]
            memory.close()


class TestRowToJsonld:
    @pytest.mark.parametrize("student", STUDENTS)
    def test_the_gaps_and_the_triples(self, student: str, samples: sqlite3.Connection) -> None:
        sheet = RowToJsonld().for_student(student, samples)
        text = re.findall(r"```text\n(.*?)\n```", sheet.data("en"), re.S)[0]
        document = json.loads(text)
        letters = dict(re.findall(r"([A-F]) `(\w+)`", sheet.data("en")))
        assert len(letters) == len(row_to_jsonld.PROPERTIES)
        types = re.findall(r"([AB]) (\w+)", sheet.parts[0].question("en"))
        filled = [
            dict(types)[str(sheet.parts[0].expected)],
            *(letters[str(part.expected)] for part in sheet.parts[1:4]),
        ]
        assert filled[1:] == [
            {"VisualArtwork": "creator", "MusicComposition": "composer"}[str(filled[0])],
            "dateCreated",
            "sdLicense",
        ]
        assert not set(filled) & set(re.findall(r"\w+", text)), "the answer stands in the document"
        leaves = len(re.findall(r'"…1…"|"@type": "Person"', text))
        leaves += sum(_values(value) for key, value in document.items() if key[0] != "@")
        assert sheet.parts[4].expected == leaves

    def test_the_example_of_the_page(self) -> None:
        for lang in ("fr", "en"):
            shown = json.loads(re.findall(r"```json\n(.*?)```", RowToJsonld().page(lang), re.S)[0])
            told = {key: value for key, value in shown.items() if key not in ("@context", "@id")}
            assert row_to_jsonld._triples(told) == 6

    @pytest.mark.parametrize("work_id", ["sample-museum:olympia-manet", "sample-music:king-arthur-purcell"])
    async def test_the_words_are_those_of_the_page(self, work_id: str, demo: Path, samples: sqlite3.Connection) -> None:
        """What the site gives at `/work/ID.jsonld`."""
        site = server.datasette(demo)
        await site.invoke_startup()
        given = (await site.client.get(f"/work/{work_id}.jsonld")).json()
        told = row_to_jsonld.told(works.work(samples, work_id))
        for key in ("@type", "name", "dateCreated", "license", "sdLicense"):
            assert given[key] in (told.document[key], [told.document[key]])
        maker = row_to_jsonld.MAKERS[told.domain]
        assert told.document[maker][0]["name"] in json.dumps(given[maker], ensure_ascii=False)

    def test_a_library_without_music(self, library: object) -> None:
        with pytest.raises(ExerciseError, match="no dated work for this"):
            RowToJsonld().sheet(random.Random(1), library.culture)  # type: ignore[attr-defined]


def _values(value: object) -> int:
    """The values below a property, those of the people in it too, but for their types."""
    if isinstance(value, list):
        return sum(_values(one) for one in value)
    if isinstance(value, dict):
        return 1 + sum(_values(one) for key, one in value.items() if key[0] != "@")
    return 1
