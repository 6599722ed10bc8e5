"""The exercise `provenance`, by another way than its own."""

from __future__ import annotations

import re
import sqlite3
from hashlib import sha256

import pytest

from culturedata.course import _base
from culturedata.course.provenance import Provenance
from culturedata.errors import ExerciseError
from culturedata.store.catalogue import works
from culturedata.store.library import Library

CLASS = tuple(f"student {n}" for n in range(60))
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"


@pytest.mark.parametrize("student", CLASS[:15])
def test_the_answers_by_another_way(student: str, samples: sqlite3.Connection) -> None:
    sheet = Provenance().for_student(student, samples)
    work_id = re.findall(r"`([\w:-]+)`", sheet.data_en)[0]
    whole = works.work(samples, work_id)
    record = works.raw_record(samples, whole["record_id"])
    assert record is not None
    own = [row["licence"] for row in whole["rights"] if row["covers"] == "work"]
    said = {PUBLIC_DOMAIN: "A", "http://rightsstatements.org/vocab/InC/1.0/": "B"}
    right = said.get(own[0], "C") if own else "D"
    lines = [line for line in sheet.data_en.splitlines() if re.match(r"- [ABCD]\. ", line)]
    (cited,) = (line for line in lines if "CC0 1.0" in line)
    assert whole["source_described"]["attribution"] in cited
    assert work_id in cited
    answers = [sha256(record["body"]).hexdigest()[:8], record["located"].rpartition(":")[2], right, cited[2]]
    assert _base.check(sheet, answers) == [True] * 4


@pytest.mark.parametrize("student", CLASS[:5])
def test_the_query_of_the_sheet_shows_the_answers(student: str, samples: sqlite3.Connection) -> None:
    sheet = Provenance().for_student(student, samples)
    query = sheet.data_fr.split("```sql\n")[1].split("\n```")[0]
    ((digest, located, _),) = samples.execute(query).fetchall()
    assert digest.startswith(str(sheet.parts[0].expected))
    assert located.endswith(f":{sheet.parts[1].expected:g}")


def test_every_standing_is_drawn(samples: sqlite3.Connection) -> None:
    """Both samples say rights in every work: public domain, protected, undetermined; nothing said is the fourth."""
    drawn = {Provenance().for_student(student, samples).parts[2].expected for student in CLASS}
    said = "SELECT count(*) FROM works WHERE work_id NOT IN (SELECT work_id FROM rights WHERE covers = 'work')"
    assert drawn == ({"A", "B", "C", "D"} if samples.execute(said).fetchone()[0] else {"A", "B", "C"})


def test_a_work_without_rights_of_its_own(library: Library) -> None:
    """One work of the small library, its record from line 7, nothing said of the work itself."""
    library.culture.execute("DELETE FROM rights")
    library.culture.execute("UPDATE records SET located = 'by hand' WHERE record_id <> 'a:2'")
    library.culture.execute("UPDATE records SET located = 'table.csv:7' WHERE record_id = 'a:2'")
    sheet = Provenance().for_student("camille", library.culture)
    assert "`a:2`" in sheet.data_en
    assert [part.expected for part in sheet.parts[1:3]] == [7.0, "D"]


def test_what_may_not_be_given_on_is_not_drawn(library: Library) -> None:
    library.culture.execute("UPDATE records SET located = 'table.csv:7'")
    drawn = {Provenance().for_student(student, library.culture).data_en for student in CLASS}
    assert not any("`d:9`" in data for data in drawn)
    assert any("`c:1`" in data for data in drawn)


def test_a_quote_in_an_id_stays_in_the_query(library: Library) -> None:
    library.culture.execute("UPDATE records SET located = 'by hand'")
    library.culture.execute(
        "INSERT INTO records SELECT 'a:l''eau', source, sha256, format, raw, 'x.csv:3', import_id, NULL FROM records"
        " WHERE record_id = 'a:2'"
    )
    library.culture.execute("UPDATE works SET record_id = 'a:l''eau' WHERE work_id = 'a:2'")
    sheet = Provenance().for_student("camille", library.culture)
    query = sheet.data_fr.split("```sql\n")[1].split("\n```")[0]
    assert library.culture.execute(query).fetchone()[1] == "x.csv:3"


def test_a_library_that_traces_nothing(library: Library) -> None:
    library.culture.execute("UPDATE records SET located = 'by hand'")
    with pytest.raises(ExerciseError, match=r"can be traced to a line of its source\. Import sample-museum\."):
        Provenance().for_student("camille", library.culture)
    library.culture.execute("UPDATE sources SET publish = 'local'")
    with pytest.raises(ExerciseError, match="can be traced"):
        Provenance().for_student("camille", library.culture)


def test_a_whole_hash_is_said_to_be_too_long(samples: sqlite3.Connection) -> None:
    part = Provenance().for_student("camille", samples).parts[0]
    assert part.accepts(f" {str(part.expected).upper()} ")
    with pytest.raises(ExerciseError, match="eight characters from 0 to 9 and a to f"):
        part.accepts(sha256(b"").hexdigest())
