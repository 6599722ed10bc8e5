"""The curated samples: how the tables are read (on synthetic rows), and the logic of every row that is shipped."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from culturedata import resources
from culturedata.data.licences import IN_COPYRIGHT, PUBLIC_DOMAIN, UNDETERMINED
from culturedata.data.records import Work
from culturedata.errors import InputFormat, InputMissing
from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import dates
from culturedata.sources.samples import Samples, rights_in
from culturedata.vocabularies import AGENT_KINDS, ATTRIBUTIONS, DATE_PRECISIONS, DATE_QUALIFIERS, FACETS, ROLES
from tests.contract_source import SourceContract, entities

Row = dict[str, str]
ROWS = {
    "agents": """id,name,name_fr,name_en,sort_name,kind,born,died,active,gender,country
invented-ann,Ann Invented,Anne Inventée,,"Invented, Ann",person,1801,1870,born c. 1801,female,FR
madeup-bob,Bob Madeup,,,"Madeup, Bob",person,1950,,living,male,US
figurer-lee,李無,Lee Inventé,Lee Invented,"Li, Wu",person,,,,,CN
""",
    "terms": """id,facet,label_fr,label_en
type/painting,type,peinture,painting
material/oil-paint,material,peinture à l'huile,oil paint
subject/sea,subject,mer,sea
subject/love,subject,amour,love
genre/chanson,genre,chanson,chanson
instrument/voice,instrument,voix,voice
""",
    "holders": """id,name,name_fr,name_en,city_fr,city_en,country,continent
house,House of Nowhere,Maison de Nulle-Part,,Nulle-Part,Nowhere,FR,Europe
""",
    "museum_works": """id,title,lang,title_fr,title_en,makers,date_text,earliest,latest,precision,qualifier,type,"""
    """materials,techniques,culture,period,movement,subjects,holder,inventory,place_made
sea-invented,La Mer,fr,La Mer,The Sea,invented-ann:painter,vers 1850,1850,1850,year,circa,type/painting,"""
    """material/oil-paint,,,,,subject/sea,house,INV 1,FR
copy-after-lee,Copy,en,,,figurer-lee:painter:after,,,,,,type/painting,,,,,,,house,,
nobody,Nobody's,en,,,,1700,1700,1700,year,,type/painting,,,,,,subject/sea|subject/love,house,INV 3,
""",
    "music_works": """id,kind,title,lang,title_fr,title_en,makers,date_text,earliest,latest,precision,qualifier,"""
    """genre,form,instruments,period,language,subjects,key,catalogue_number,country
song-invented,song,Une chanson,fr,,A Song,invented-ann:lyricist|madeup-bob:composer|madeup-bob:singer,1990,1990,1990,"""
    """year,,genre/chanson,,instrument/voice,,fr|en,subject/love,,,FR
sonata-invented,composition,Sonata,en,,,invented-ann:composer,1860,1860,1860,year,,,,,,,,C minor,Op. 1,FR
album-madeup,album,Album,en,,,madeup-bob:performer,2001,2001,2001,year,,genre/chanson,,,,en,,,,US
""",
}


def write(folder: Path, **changed: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in (ROWS | changed).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def read(name: str, given: str | None) -> tuple[Any, ...]:
    issues: list[Issue] = []
    return *entities(Samples(Context(descriptor(name), given, report=issues.append))), issues


class OfSamples(SourceContract):
    composed = frozenset({""})
    of_tables = True

    def input(self, tmp_path: Path) -> str:
        return write(tmp_path)


class TestMuseumContract(OfSamples):
    source = "sample-museum"
    understood = frozenset({
        "agents[].id",  # the work's makers name it
        "work.holder",  # names the row that stands in «holder»
    })  # fmt: skip


class TestMusicContract(OfSamples):
    source = "sample-music"
    understood = frozenset({"holder"})  # music is kept by nobody


def test_a_museum_work(tmp_path: Path) -> None:
    works, agents, terms, issues = read("sample-museum", write(tmp_path))
    assert issues == []
    sea = works["sample-museum:sea-invented"]
    assert [(t.text, t.lang, t.kind) for t in sea.titles] == [
        ("La Mer", "fr", "original"), ("The Sea", "en", "translated"),
    ]  # fmt: skip
    [date] = sea.dates
    assert (date.text, date.earliest, date.latest, date.precision, date.qualifier) == (
        "vers 1850", 1850, 1850, "year", "circa",
    )  # fmt: skip
    assert [(c.agent, c.role, c.attribution) for c in sea.credits] == [
        ("sample-museum:agent:invented-ann", "painter", None)
    ]
    assert [(t.facet, t.term.rpartition(":")[2]) for t in sea.terms] == [
        ("type", "type/painting"), ("material", "material/oil-paint"), ("subject", "subject/sea"),
        ("place", "place/FR"),
    ]  # fmt: skip
    assert terms["sample-museum:term:subject/sea"].label_fr == "mer"
    [holding] = sea.holdings
    assert (holding.holder, holding.name, holding.country, holding.inventory) == (
        "sample-museum:agent:holder-house", "House of Nowhere", "FR", "INV 1",
    )  # fmt: skip
    assert (holding.city, holding.city_fr) == ("Nowhere", "Nulle-Part")
    ann = agents["sample-museum:agent:invented-ann"]
    assert (ann.born, ann.died, ann.life_text, ann.gender) == (1801, 1870, "born c. 1801", "female")
    assert [(n.text, n.lang) for n in ann.names] == [("Anne Inventée", "fr")]
    assert works["sample-museum:copy-after-lee"].credits[0].attribution == "after"
    assert works["sample-museum:copy-after-lee"].dates == ()
    lee = agents["sample-museum:agent:figurer-lee"]
    assert (lee.name, [n.text for n in lee.names]) == ("Lee Inventé", ["李無", "Lee Invented"])


def test_music(tmp_path: Path) -> None:
    works, agents, _, issues = read("sample-music", write(tmp_path))
    assert issues == []
    song, sonata = works["sample-music:song-invented"], works["sample-music:sonata-invented"]
    assert [c.role for c in song.credits] == ["lyricist", "composer", "singer"]
    assert [d.kind for d in (song.dates[0], sonata.dates[0])] == ["released", "created"]
    assert {(t.facet, t.term.rpartition(":")[2]) for t in song.terms} == {
        ("genre", "genre/chanson"), ("instrument", "instrument/voice"), ("subject", "subject/love"),
        ("type", "type/song"), ("language", "language/fr"), ("language", "language/en"), ("country", "country/FR"),
    }  # fmt: skip
    assert [(i.scheme, i.value) for i in sonata.identifiers] == [("catalogue number", "Op. 1")]
    assert agents["sample-music:agent:madeup-bob"].life_text is None, "«living» is no life date"


def test_a_new_column_is_reported(tmp_path: Path) -> None:
    header, *rest = ROWS["holders"].splitlines()
    given = write(tmp_path, holders="\n".join([f"{header},ghosts", *(f"{row},many" for row in rest)]) + "\n")
    *_, issues = read("sample-museum", given)
    assert [(i.code, i.field, i.raw) for i in issues] == [("new-field", "ghosts", "many")]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"agents": ROWS["agents"].replace("invented-ann,", "other,")}, "museum_works.csv:2 names 'invented-ann'"),
        ({"terms": ROWS["terms"].replace("subject/sea,", "subject/lake,")}, "names 'subject/sea'"),
        ({"holders": ROWS["holders"].replace("house,", "hut,")}, "names 'house'"),
        ({"holders": ROWS["holders"].replace("country", "land")}, "holders.csv has no column country"),
        ({"agents": ROWS["agents"] + "short,row\n"}, "another number of cells"),
    ],
)
def test_a_table_that_does_not_fit(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(InputFormat, match=re.escape(message)):
        read("sample-museum", write(tmp_path, **changed))


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "terms.csv").unlink()
    with pytest.raises(InputMissing, match=r"terms\.csv"):
        read("sample-museum", str(tmp_path))


A, B, LIVING, UNDATED = {"died": "1955"}, {"died": "1956"}, {"born": "1950", "active": "living"}, {"born": "1930"}


@pytest.mark.parametrize(
    ("row", "people", "expected"),
    [
        # a maker who died in 1955 is free from the end of 1955 + 70 = 2025 on: on 1 January 2026, not the one of 1956
        ({"makers": "a:painter"}, {"a": A}, PUBLIC_DOMAIN),
        ({"makers": "b:painter"}, {"b": B}, IN_COPYRIGHT),
        ({"makers": "a:painter|b:painter"}, {"a": A, "b": B}, IN_COPYRIGHT),
        ({"makers": "l:painter"}, {"l": LIVING}, IN_COPYRIGHT),
        ({"makers": "u:painter"}, {"u": UNDATED}, UNDETERMINED),
        ({"makers": "a:painter|u:painter"}, {"a": A, "u": UNDATED}, UNDETERMINED),
        ({"makers": "b:painter|u:painter"}, {"b": B, "u": UNDATED}, IN_COPYRIGHT),
        # without a maker: 170 years
        ({"latest": "1855"}, {}, PUBLIC_DOMAIN), ({"latest": "1856"}, {}, UNDETERMINED), ({}, {}, UNDETERMINED),
        ({"latest": "-500"}, {}, PUBLIC_DOMAIN),
        # music: its authors, not who plays it; an album is a recording
        ({"kind": "song", "makers": "a:composer|b:singer", "latest": "1930"}, {"a": A, "b": B}, PUBLIC_DOMAIN),
        ({"kind": "song", "makers": "a:composer|b:lyricist"}, {"a": A, "b": B}, IN_COPYRIGHT),
        ({"kind": "song", "makers": "b:singer", "latest": "1930"}, {"b": B}, UNDETERMINED),
        ({"kind": "album", "makers": "a:performer", "latest": "1955"}, {"a": A}, PUBLIC_DOMAIN),
        ({"kind": "album", "makers": "a:performer", "latest": "1956"}, {"a": A}, IN_COPYRIGHT),
        ({"kind": "album", "makers": "a:performer"}, {"a": A}, UNDETERMINED),
    ],
)  # fmt: skip
def test_rights_follow_the_stated_rule(row: Row, people: dict[str, Row], expected: str) -> None:
    assert rights_in(row, people, 2026).licence == expected


# Every row that is shipped

# Who may be credited with a work that was finished after their death: whose words were set or played later.
AFTER_DEATH = ("lyricist", "librettist")
YOUNGEST = 10  # age in years at which somebody may have made a work
POSTHUMOUS = {"museum": 0, "music": 3}  # years after a death in which a work may still be published
EXCEPTIONS = {  # a work's id → why its date may lie outside its makers' lives
    "tomb-of-philip-the-bold-sluter": "finished by Sluter's nephew four years after his death",
}
WIDTHS = {"year": 1, "decade": 10, "century": 100, "millennium": 2000}
CONTINENTS = {"Africa", "Asia", "Europe", "North America", "South America", "Oceania"}
COLUMNS = {
    "type": "type", "materials": "material", "techniques": "technique", "culture": "culture", "period": "period",
    "movement": "movement", "subjects": "subject", "genre": "genre", "form": "form", "instruments": "instrument",
}  # fmt: skip


@cache
def table(name: str) -> tuple[Row, ...]:
    with (resources.catalogues() / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@cache
def by_id(name: str) -> dict[str, Row]:
    return {row["id"]: row for row in table(name)}


def all_works() -> Iterator[tuple[str, Row]]:
    yield from (("museum", row) for row in table("museum_works"))
    yield from (("music", row) for row in table("music_works"))


def makers(row: Row) -> list[tuple[Row, str, str | None]]:
    """The person's row, the role, the attribution."""
    parts = [part.split(":") for part in row["makers"].split("|") if part]
    return [(by_id("agents")[part[0]], part[1], part[2] if len(part) > 2 else None) for part in parts]


def year(cell: str) -> int | None:
    return int(cell) if cell else None


def test_there_are_enough_of_them() -> None:
    museum, music = table("museum_works"), table("music_works")
    assert len(museum) >= 850
    assert len(music) >= 300
    holders = {row["holder"] for row in museum} - {""}
    assert len(holders) >= 20
    assert len({by_id("holders")[holder]["continent"] for holder in holders}) >= 4
    french = sum(by_id("holders")[row["holder"]]["country"] == "FR" for row in museum if row["holder"])
    women = sum(any(person["gender"] == "female" for person, _, _ in makers(row)) for row in museum)
    assert french / len(museum) >= 0.15
    assert women / len(museum) >= 0.15
    assert sum("fr" in row["language"].split("|") for row in music) / len(music) >= 0.15


def test_ids_are_well_formed_and_unique() -> None:
    for name in ("agents", "holders", "museum_works", "music_works"):
        ids = [row["id"] for row in table(name)]
        assert [id_ for id_, n in Counter(ids).items() if n > 1] == [], name
        assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == [], name
    assert len(by_id("terms")) == len(table("terms"))


def test_no_cell_has_spaces_around_it_or_is_padded() -> None:
    for name in ("agents", "terms", "holders", "museum_works", "music_works"):
        for row in table(name):
            assert None not in row, row["id"]
            assert [column for column, cell in row.items() if cell != " ".join(cell.split())] == [], row["id"]
            lists = [cell for cell in row.values() if "|" in cell]
            assert [
                cell for cell in lists if len(set(cell.split("|"))) != cell.count("|") + 1 or "" in cell.split("|")
            ] == []


def test_no_work_stands_twice() -> None:
    said = Counter(
        (
            domain,
            row.get("kind"),
            row["title"].casefold(),
            frozenset(p["id"] for p, _, _ in makers(row)),
            row["earliest"],
        )
        for domain, row in all_works()
    )
    assert [key for key, n in said.items() if n > 1] == []
    inventory = Counter((row["holder"], row["inventory"]) for row in table("museum_works") if row["inventory"])
    assert [key for key, n in inventory.items() if n > 1] == []


def test_whatever_is_named_is_defined_and_whatever_is_defined_is_named() -> None:
    named: dict[str, set[str]] = {"agents": set(), "terms": set(), "holders": set()}
    for _, row in all_works():
        named["agents"] |= {part.split(":")[0] for part in row["makers"].split("|") if part}
        named["holders"] |= {row.get("holder", "")} - {""}
        for column, facet in COLUMNS.items():
            used = {id_ for id_ in row.get(column, "").split("|") if id_}
            assert {id_ for id_ in used if not id_.startswith(f"{facet}/")} == set(), f"{row['id']}: {column}"
            named["terms"] |= used
    for name, ids in named.items():
        assert ids == set(by_id(name)), name


def test_terms_have_a_facet_and_both_labels() -> None:
    for row in table("terms"):
        assert row["facet"] in FACETS
        assert row["id"].startswith(f"{row['facet']}/")
        assert row["label_fr"], row["id"]
        assert row["label_en"], row["id"]
    assert len({(row["facet"], row["label_en"]) for row in table("terms")}) == len(table("terms"))


def test_holders_have_a_name_a_city_a_country_and_a_continent() -> None:
    for row in table("holders"):
        assert row["name"], row["id"]
        assert row["city_en"], row["id"]
        assert row["country"] in Locale("en").territories, row["id"]
        assert row["continent"] in CONTINENTS, row["id"]
    where: dict[str, set[str]] = {}
    for row in table("holders"):
        where.setdefault(row["country"], set()).add(row["continent"])
    two = {"RU", "TR", "EG", "KZ", "US", "FR"}  # countries on two continents (Hawaii, overseas departments)
    assert {country for country, found in where.items() if len(found) > 1} <= two


def test_people_live_in_order() -> None:
    for row in table("agents"):
        assert row["kind"] in AGENT_KINDS, row["id"]
        assert row["gender"] in ("", "female", "male", "nonbinary"), row["id"]
        assert set(row["country"].split("|")) - {""} <= set(Locale("en").territories), row["id"]
        born, died = year(row["born"]), year(row["died"])
        assert 0 not in (born, died), row["id"]
        if row["active"] == "living":
            assert died is None, row["id"]
            assert born is None or born >= 1915, row["id"]
        if born is not None and died is not None:
            shortest, longest = (15, 110) if row["kind"] == "person" else (0, 300)
            assert shortest <= died - born <= longest, row["id"]


def test_roles_and_attributions_are_known() -> None:
    for _, row in all_works():
        for _, role, attribution in makers(row):
            assert role in ROLES, row["id"]
            assert attribution is None or attribution in ATTRIBUTIONS, row["id"]


@pytest.mark.parametrize("domain", ["museum", "music"])
def test_a_work_is_of_its_makers_lifetime(domain: str) -> None:
    """Made when its maker was ten or older, and not after the death; words may be set later, a title may come later."""
    wrong = []
    for row in table(f"{domain}_works"):
        earliest, latest = year(row["earliest"]), year(row["latest"])
        if earliest is None or latest is None or row["id"] in EXCEPTIONS:
            continue
        for person, role, attribution in makers(row):
            if attribution in ("after", "follower of", "manner of", "school of", "imitator of"):
                continue
            born, died = year(person["born"]), year(person["died"])
            if born is not None and latest < born + (YOUNGEST if person["kind"] == "person" else 0):
                wrong.append(f"{row['id']}: {row['date_text']}, but {person['id']} was born in {born}")
            if died is not None and role not in AFTER_DEATH and latest > died + POSTHUMOUS[domain]:
                wrong.append(f"{row['id']}: {row['date_text']}, but {person['id']} died in {died}")
    assert wrong == []
    assert set(EXCEPTIONS) <= {row["id"] for _, row in all_works()}


def test_dates_are_well_formed() -> None:
    for _, row in all_works():
        earliest, latest, at = year(row["earliest"]), year(row["latest"]), row["id"]
        assert (earliest is None) == (latest is None), at
        if earliest is None or latest is None:
            assert (row["date_text"], row["precision"], row["qualifier"]) == ("", "", ""), at
            continue
        assert earliest <= latest <= 2026, at
        assert 0 not in (earliest, latest), at
        assert row["date_text"], at
        assert row["precision"] in DATE_PRECISIONS, at
        assert row["qualifier"] in ("", *DATE_QUALIFIERS), at
        assert latest - earliest < WIDTHS.get(row["precision"], 10_000), at
        assert row["precision"] != "year" or earliest == latest, at
        assert row["precision"] != "range" or earliest < latest, at


def test_bounds_lie_within_what_the_text_says() -> None:
    """Years are the text's own; centuries may be narrowed by what is known of the maker, never widened."""
    wrong, unread, dated = [], [], 0
    for _, row in all_works():
        if not row["date_text"]:
            continue
        dated += 1
        earliest, latest = int(row["earliest"]), int(row["latest"])
        said = dates.read(row["date_text"])
        if said.qualifier and said.qualifier != row["qualifier"]:
            wrong.append(f"{row['id']}: {row['date_text']} is {said.qualifier}, not {row['qualifier'] or 'exact'}")
        if said.precision == "unknown":
            unread.append(row["id"])
        elif said.qualifier in ("before", "after"):
            if (latest, earliest)[said.qualifier == "after"] not in (-540, said.latest, *around(said)):
                wrong.append(f"{row['id']}: {row['date_text']} is not {earliest} to {latest}")
        elif "centur" in row["date_text"] or "millenni" in row["date_text"]:
            assert said.earliest is not None
            assert said.latest is not None
            low, high = (said.earliest - 1) // 100 * 100, -(-said.latest // 100) * 100  # «early» may be a half
            if not low <= earliest <= latest <= high:
                wrong.append(f"{row['id']}: {row['date_text']} is not {earliest} to {latest}")
        elif not row["qualifier"] and (said.earliest, said.latest) != (earliest, latest):
            wrong.append(f"{row['id']}: {row['date_text']} is not {earliest} to {latest}")
    assert wrong == []
    assert len(unread) / dated < 0.02, f"not read, so not checked: {unread}"


def around(said: Any) -> tuple[int, ...]:
    """The year that is named in «before 1850» or «after 1850», and its neighbour."""
    return (said.latest, said.latest + 1) if said.latest is not None else (said.earliest, said.earliest - 1)


def test_titles_and_words_are_there() -> None:
    languages = set(Locale("en").languages) | {
        "rap",
        "nkr",
        "frm",
        "fro",
        "pro",
        "enm",
        "amx",
        "lij",
        "tli",
        "gcf",
        "nah",
    }
    for domain, row in all_works():
        assert row["title"], row["id"]
        assert row["lang"] == "" or row["lang"] in languages, row["id"]
        if domain == "museum":
            assert row["type"], row["id"]
        else:
            assert row["kind"] in ("composition", "song", "album", "traditional"), row["id"]
            assert set(row["language"].split("|")) - {"", "zxx"} <= languages, row["id"]


@pytest.mark.parametrize("domain", ["museum", "music"])
def test_rights_of_every_work(domain: str) -> None:
    """Against the rule, computed from the tables: seventy years after the last author's death, on 1 January 2026."""
    works, _, _, issues = read(f"sample-{domain}", None)
    assert issues == []
    for row in table(f"{domain}_works"):
        work: Work = works[f"sample-{domain}:{row['id']}"]
        [found] = [right.licence for right in work.rights if right.covers == "work"]
        assert found == expected_rights(domain, row), row["id"]
    if domain == "museum":
        known = {"mona-lisa-leonardo": PUBLIC_DOMAIN, "bayeux-tapestry": PUBLIC_DOMAIN, "abaporu-tarsila": IN_COPYRIGHT}
        assert {id_: works[f"sample-museum:{id_}"].rights[1].licence for id_ in known} == known


def expected_rights(domain: str, row: Row) -> str:
    if row.get("kind") == "album":
        return UNDETERMINED if not row["latest"] else IN_COPYRIGHT if int(row["latest"]) >= 1956 else PUBLIC_DOMAIN
    authors = [person for person, role, _ in makers(row)
               if domain == "museum" or role in ("composer", "lyricist", "librettist")]  # fmt: skip
    if not authors:
        return PUBLIC_DOMAIN if row["latest"] and int(row["latest"]) <= 1855 else UNDETERMINED
    if any(person["active"] == "living" or int(person["died"] or 0) >= 1956 for person in authors):
        return IN_COPYRIGHT
    return PUBLIC_DOMAIN if all(person["died"] for person in authors) else UNDETERMINED
