"""Writing values as rows: who is described how, whatever the order; what is forgotten; what hangs on a work."""

from __future__ import annotations

from itertools import permutations

import pytest

from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Entity,
    Holding,
    Identifier,
    Measure,
    Relation,
    Term,
    Text,
    Title,
    Work,
    WorkTerm,
)
from culturedata.store.catalogue import search_index
from culturedata.store.catalogue.search import search
from culturedata.store.library import Library, transaction
from culturedata.store.writing import writer as room
from culturedata.store.writing.loose import drop_loose
from culturedata.store.writing.rows import gathered
from culturedata.store.writing.writer import Writer

SOURCE = "a"  # of the small library


def work(number: int, *credits: Credit, domain: str = "museum", **said: object) -> Work:
    return Work(id=f"a:w{number}", domain=domain, titles=(Title(text=f"Work {number}"),), credits=credits, **said)


def agent(name: str, authority: int = 0, **said: object) -> Agent:
    return Agent(id="a:agent:1", name=name, authority=authority, **said)


def write(library: Library, *records: tuple[str, list[Entity]], batch: int = 100) -> Writer:
    """Write records (key, what they say) in batches."""
    made = Writer(library.culture, SOURCE)
    for start in range(0, len(records), batch):
        for key, entities in records[start : start + batch]:
            raw(library, key)
            made.add(entities, f"a:{key}")
        with transaction(library.culture):
            made.write()
    return made


def raw(library: Library, key: str, import_id: int = 1) -> None:
    library.culture.execute(
        "INSERT OR REPLACE INTO records VALUES (?, 'a', 'x', 'json', x'00', 'by hand', ?, NULL)",
        [f"a:{key}", import_id],
    )


def found(library: Library, query: str) -> list[tuple[object, ...]]:
    return list(library.culture.execute(query))


DESCRIBED = [
    ("r1", [agent("J. Doe", born=1900), work(1, Credit(agent="a:agent:1", role="artist"))]),
    ("r2", [agent("Jane Doe", 1, born=1901), work(2, Credit(agent="a:agent:1", role="artist"))]),
    ("r3", [agent("DOE, Jane", born=1902), work(3, Credit(agent="a:agent:1", role="artist"))]),
]


@pytest.mark.parametrize("order", list(permutations(DESCRIBED)))
@pytest.mark.parametrize("batch", [1, 3])
def test_the_better_description_stands_in_any_order(
    library: Library, order: tuple[tuple[str, list[Entity]], ...], batch: int
) -> None:
    """Authority first, then the smaller record id; all other names are kept as alternatives."""
    write(library, *order, batch=batch)
    assert found(library, "SELECT name, born, authority, record_id FROM agents WHERE agent_id = 'a:agent:1'") == [
        ("Jane Doe", 1901, 1, "a:r2")
    ]
    others = found(library, "SELECT name, kind FROM agent_names WHERE agent_id = 'a:agent:1' ORDER BY name")
    assert others == [("DOE, Jane", "alternative"), ("J. Doe", "alternative")]


def test_agents_that_are_no_longer_in_memory_are_looked_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_REMEMBERED", 0)
    write(library, *reversed(DESCRIBED), batch=1)
    assert found(library, "SELECT name FROM agents WHERE agent_id = 'a:agent:1'") == [("Jane Doe",)]
    assert found(library, "SELECT maker FROM works WHERE work_id = 'a:w1'") == [("Jane Doe",)]


def test_how_many_are_new(library: Library) -> None:
    made = Writer(library.culture, SOURCE)
    assert made.add(DESCRIBED[0][1], "a:r1") == (1, 1)
    assert made.add(DESCRIBED[1][1], "a:r2") == (1, 0)
    assert made.add([Agent(id="a:agent:2", name="X")], "a:r4") == (0, 1)


class TestTerms:
    FIRST = Term(id="a:term:paper", facet="material", label="paper", parents=("a:term:sheet",))
    LATER = Term(id="a:term:paper", facet="material", label="Paper (again)", parents=("a:term:other",))
    ABOVE = Term(id="a:term:sheet", facet="material", label="sheet")
    USED = WorkTerm(facet="material", term="a:term:paper")

    def label(self, library: Library) -> object:
        return found(library, "SELECT label FROM terms WHERE term_id = 'a:term:paper'")

    def test_of_one_import_the_first_description_stands(self, library: Library) -> None:
        write(library, ("r1", [self.FIRST, self.ABOVE]), ("r2", [self.LATER]), batch=1)
        assert self.label(library) == [("paper",)]
        assert found(library, "SELECT parent_id FROM term_parents WHERE term_id = 'a:term:paper'") == [
            ("a:term:sheet",)
        ]

    def test_a_later_import_brings_a_new_label(self, library: Library) -> None:
        write(library, ("r1", [self.FIRST, self.ABOVE]))
        write(library, ("r2", [self.LATER]))
        assert self.label(library) == [("Paper (again)",)]

    def test_a_later_import_brings_other_broader_terms(self, library: Library) -> None:
        """And what was above goes, unless something else leads to it."""
        other = Term(id="a:term:other", facet="material", label="other")
        write(library, ("r1", [self.FIRST, self.ABOVE, work(1, terms=(self.USED,))]))
        write(library, ("r1", [self.LATER, other]))
        assert found(library, "SELECT parent_id FROM term_parents WHERE term_id = 'a:term:paper'") == [
            ("a:term:other",)
        ]
        assert drop_loose(library.culture, SOURCE) == 1
        assert found(library, "SELECT term_id FROM terms WHERE term_id IN ('a:term:sheet', 'a:term:other')") == [
            ("a:term:other",)
        ]

    def test_an_import_that_goes_on_knows_what_it_wrote(self, library: Library) -> None:
        write(library, ("r1", [self.FIRST, self.ABOVE, work(1, terms=(self.USED,))]))
        again = Writer(library.culture, SOURCE)
        again.recall(1)
        again.add([self.LATER, Term(id="a:term:sheet", facet="material", label="SHEET")], "a:r2")
        with transaction(library.culture):
            again.write()
        assert self.label(library) == [("paper",)]
        assert found(library, "SELECT label FROM terms WHERE term_id = 'a:term:sheet'") == [("sheet",)]

    def test_terms_of_people_are_known_again_too(self, library: Library) -> None:
        write(library, ("r1", [self.FIRST, self.ABOVE, agent("Jane", terms=(self.USED,))]))
        again = Writer(library.culture, SOURCE)
        again.recall(1)
        again.add([self.LATER], "a:r2")
        with transaction(library.culture):
            again.write()
        assert self.label(library) == [("paper",)]

    def test_what_another_import_wrote_may_change(self, library: Library) -> None:
        write(library, ("r1", [self.FIRST, self.ABOVE, work(1, terms=(self.USED,))]))
        again = Writer(library.culture, SOURCE)
        again.recall(2)
        again.add([self.LATER], "a:r2")
        with transaction(library.culture):
            again.write()
        assert self.label(library) == [("Paper (again)",)]


def test_what_is_discarded_may_be_said_again(library: Library) -> None:
    """Nothing of a batch that was not written is taken for known: its terms and people are written the next time."""
    paper = Term(id="a:term:paper", facet="material", label="paper")
    entities = [paper, agent("Jane"), work(1, Credit(agent="a:agent:1", role="artist"))]
    raw(library, "r1")
    made = Writer(library.culture, SOURCE)
    assert made.add(entities, "a:r1") == (1, 1)
    made.discard()
    with transaction(library.culture):
        made.write()
    assert found(library, "SELECT * FROM works WHERE work_id = 'a:w1'") == []
    assert made.add(entities, "a:r1") == (1, 1)
    with transaction(library.culture):
        made.write()
        made.write()
    assert found(library, "SELECT maker FROM works WHERE work_id = 'a:w1'") == [("Jane",)]
    assert found(library, "SELECT label FROM terms WHERE term_id = 'a:term:paper'") == [("paper",)]


def test_after_a_fault_in_the_middle_the_rows_can_be_written_again(library: Library) -> None:
    raw(library, "r1")
    made = Writer(library.culture, SOURCE)
    made.add([agent("Jane"), work(1, dates=(Date(text="long ago", earliest=10**30),))], "a:r1")
    for _ in range(2):
        with pytest.raises(OverflowError), transaction(library.culture):
            made.write()
    assert found(library, "SELECT * FROM agents WHERE agent_id = 'a:agent:1'") == []


def test_nothing_of_a_removed_work_is_left(library: Library) -> None:
    """Every table with a work_id is empty of it, and so is the search index."""
    tables = [
        row[0]
        for row in library.culture.execute("SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
                                           "WHERE m.type = 'table' AND c.name = 'work_id'")
    ]  # fmt: skip
    assert {"works", "titles", "search_texts", "similar", "measures"} <= set(tables)
    with transaction(library.culture):
        library.culture.execute("INSERT INTO identifiers VALUES ('a:2', 'wikidata', 'Q1'), ('a:3', 'wikidata', 'Q2')")
        Writer(library.culture, SOURCE).remove(["a:2"])
    for table in tables:
        assert found(library, f"SELECT * FROM {table} WHERE work_id = 'a:2'") == [], table
    assert found(library, "SELECT owner_id FROM identifiers") == [("a:3",)]
    assert found(library, "SELECT count(*) FROM works") == [(12,)]
    assert found(library, "SELECT count(*) FROM works_fts WHERE works_fts MATCH 'soleil'") == [(0,)]


@pytest.mark.parametrize(
    ("domain", "credits", "maker"),
    [
        ("museum", [("A", "artist", None)], "A"),
        ("museum", [("A", "artist", "after")], "after A"),
        ("museum", [("A", "artist", None), ("B", "artist", None), ("C", "artist", None)], "A, B, C"),
        ("museum", [("A", "artist", None), ("B", "artist", None), ("C", "artist", None), ("D", "artist", None)],
         "A, B, C …"),
        ("museum", [("A", "patron", None), ("B", "artist", None)], "B"),
        ("museum", [("A", "patron", None)], "A"),
        ("museum", [("A", "donor", None)], None),
        ("museum", [("A", "donor", None), ("B", "publisher", None), ("C", "collector", None)], "B"),
        ("museum", [("A", "artist", None), ("A", "author", None)], "A"),
        ("film", [("A", "cast", None), ("B", "director", None)], "B"),
        ("film", [("A", "cast", None)], "A"),
        ("music", [("A", "lyricist", None), ("B", "composer", None)], "B"),
        ("museum", [], None),
    ],
)  # fmt: skip
def test_the_makers_in_one_line(
    library: Library, domain: str, credits: list[tuple[str, str, str | None]], maker: str | None
) -> None:
    people = [Agent(id=f"a:agent:{name}", name=name) for name in sorted({name for name, _, _ in credits})]
    said = [Credit(agent=f"a:agent:{name}", role=role, attribution=how) for name, role, how in credits]
    write(library, ("r1", [*people, work(1, *said, domain=domain)]))
    assert found(library, "SELECT maker FROM works WHERE work_id = 'a:w1'") == [(maker,)]


def test_year_decade_and_title_to_show(library: Library) -> None:
    dates = (
        Date(text="bought 1950", kind="acquired", earliest=1950),
        Date(text="unknown"),
        Date(text="1870s", earliest=1870, latest=1879),
    )
    titles = (Title(text="The Cradle", lang="en", kind="translated"), Title(text="Le Berceau", kind="original"))
    shown = Work(id="a:w1", domain="museum", titles=titles, dates=dates)
    write(library, ("r1", [shown, work(2, dates=(Date(text="500 BCE", earliest=-500),))]))
    assert found(library, "SELECT title, year, decade FROM works WHERE work_id IN ('a:w1', 'a:w2') ORDER BY 1") == [
        ("Le Berceau", 1870, 1870),
        ("Work 2", -500, -500),
    ]


def test_names_of_people(library: Library) -> None:
    names = (Title(text="Jeanne", lang="fr", kind="translated"),) * 2
    write(library, ("r1", [agent("Jane", names=names, identifiers=(Identifier(scheme="wikidata", value="Q1"),))]))
    assert found(library, "SELECT name, lang, kind FROM agent_names WHERE agent_id = 'a:agent:1'") == [
        ("Jeanne", "fr", "translated")
    ]
    assert found(library, "SELECT scheme, value FROM identifiers WHERE owner_id = 'a:agent:1'") == [("wikidata", "Q1")]


def test_a_changed_description_leaves_nothing_of_the_old_one(library: Library) -> None:
    """What its own record no longer says of somebody is gone; what other records say stays."""

    def described(name: str, term: str, number: str) -> list[Entity]:
        return [
            Term(id=f"a:term:{term}", facet="movement", label=term),
            agent(
                name, 1, terms=(WorkTerm(facet="movement", term=f"a:term:{term}"),),
                names=(Title(text=f"{name} of {term}", lang="fr", kind="translated"),),
                identifiers=(Identifier(scheme="wikidata", value=number),),
            ),
        ]  # fmt: skip

    write(library, ("r1", described("Jane", "cubism", "Q1")), ("r2", [agent("J. Doe")]))
    write(library, ("r1", described("Jane", "dada", "Q2")))
    assert drop_loose(library.culture, SOURCE) == 1
    assert found(library, "SELECT label FROM terms WHERE term_id IN ('a:term:cubism', 'a:term:dada')") == [("dada",)]
    assert found(library, "SELECT term_id FROM agent_terms WHERE agent_id = 'a:agent:1'") == [("a:term:dada",)]
    assert found(library, "SELECT value FROM identifiers WHERE owner_id = 'a:agent:1'") == [("Q2",)]
    assert found(library, "SELECT name FROM agent_names WHERE agent_id = 'a:agent:1' ORDER BY name") == [
        ("J. Doe",),
        ("Jane of dada",),
    ]


def told(of: str, authority: int = 0) -> tuple[str, list[Entity]]:
    """A record that says everything that can be said of somebody."""
    term = Term(id=f"a:term:{of}", facet="movement", label=of)
    said = agent(
        "Jane Doe", authority, terms=(WorkTerm(facet="movement", term=term.id),),
        names=(Title(text=f"Jane of {of}", lang="fr", kind="translated"),),
        identifiers=(Identifier(scheme="wikidata", value=of),), texts=(Text(kind="biography", text=of),),
        measures=(Measure(kind="rating", value=len(of), unit="of 5"),), relations=(Relation(kind="alias", text=of),),
    )  # fmt: skip
    return of, [term, said]


@pytest.mark.parametrize("order", list(permutations([told("r1"), told("r22", 1), told("r333", 1)])))
@pytest.mark.parametrize("batch", [1, 3])
def test_all_that_is_said_of_somebody_is_of_the_best_description(
    library: Library, order: tuple[tuple[str, list[Entity]], ...], batch: int
) -> None:
    """Whatever its place: nothing stays of what stood before, and nothing stands in its way."""
    write(library, *order, batch=batch)
    drop_loose(library.culture, SOURCE)
    for query in (
        "SELECT label FROM agent_terms JOIN terms USING (term_id) WHERE agent_id = 'a:agent:1'",
        "SELECT replace(name, 'Jane of ', '') FROM agent_names WHERE agent_id = 'a:agent:1'",
        "SELECT value FROM identifiers WHERE owner_id = 'a:agent:1'",
        "SELECT text FROM agent_texts WHERE agent_id = 'a:agent:1'",
        "SELECT text FROM agent_relations WHERE agent_id = 'a:agent:1'",
    ):
        assert found(library, query) == [("r22",)], query
    assert found(library, "SELECT value FROM agent_measures WHERE agent_id = 'a:agent:1'") == [(3.0,)]


def test_a_record_may_describe_somebody_twice(library: Library) -> None:
    """As the painter and as the donor: what it says once of the two stays, and what it says twice stands once."""
    plain, (_, [term, full]) = agent("Jane Doe"), told("r1")
    for entities in ([term, full, plain], [term, plain, full], [term, full, full]):
        write(library, ("r1", entities))
        for table in ("agent_terms", "agent_names", "agent_texts", "agent_measures", "agent_relations"):
            assert found(library, f"SELECT count(*) FROM {table} WHERE agent_id = 'a:agent:1'") == [(1,)], table


@pytest.mark.parametrize("order", list(permutations(DESCRIBED)))
def test_works_name_their_makers_as_the_best_description_does(
    library: Library, order: tuple[tuple[str, list[Entity]], ...]
) -> None:
    """Whatever came first, and whatever the import knew when it met the work."""
    made = write(library, *order, batch=1)
    with transaction(library.culture):
        made.name_makers()
    assert set(found(library, "SELECT maker FROM works WHERE work_id LIKE 'a:w%'")) == {("Jane Doe",)}


def test_a_renamed_maker_is_found_by_the_new_name(library: Library) -> None:
    """The artist's own record changes; the works do not come again."""
    after = Credit(agent="a:agent:1", role="artist", attribution="after")
    write(library, ("r0", [agent("Jane Doe", 1)]), ("r1", [work(1, Credit(agent="a:agent:1", role="artist"))]),
          ("r2", [work(2, after)]))  # fmt: skip
    search_index.update(library.culture)
    again = write(library, ("r0", [agent("Jane Roe", 1)]))
    with transaction(library.culture):
        again.name_makers()
    search_index.update(library.culture)
    assert found(library, "SELECT work_id, maker FROM works WHERE work_id LIKE 'a:w%' ORDER BY work_id") == [
        ("a:w1", "Jane Roe"),
        ("a:w2", "after Jane Roe"),
    ]
    assert {hit.item for hit in search(library.culture, "roe").hits} == {"a:w1", "a:w2"}
    assert {hit.item for hit in search(library.culture, "jane doe").hits} == {"a:w1", "a:w2"}


def test_an_import_that_goes_on_still_names_makers_anew(library: Library) -> None:
    """The agent was renamed before the kill, the works were to be named at the end."""
    write(library, *DESCRIBED)
    library.culture.execute("UPDATE works SET maker = 'J. Doe' WHERE work_id = 'a:w1'")
    made = Writer(library.culture, SOURCE)
    made.recall(1)
    with transaction(library.culture):
        made.name_makers()
    assert found(library, "SELECT maker FROM works WHERE work_id = 'a:w1'") == [("Jane Doe",)]


class TestDescribedAnew:
    """A record changes and describes somebody no more; what the others say is read again."""

    BY = Credit(agent="a:agent:1", role="artist")
    DADA = Term(id="a:term:dada", facet="movement", label="dada")
    OTHER = agent(
        "J. Doe", born=1901, terms=(WorkTerm(facet="movement", term="a:term:dada"),),
        identifiers=(Identifier(scheme="wikidata", value="Q2"),),
    )  # fmt: skip
    JANE = agent("Jane Doe", born=1900, identifiers=(Identifier(scheme="wikidata", value="Q1"),))

    def after(
        self, library: Library, first: list[Entity], *others: list[Entity]
    ) -> tuple[int, list[tuple[object, ...]]]:
        """The record `r1` said `first` and says nothing now, the others stay: how many go, and who is described."""
        said = {"r1": first, **{f"r{n}": entities for n, entities in enumerate(others, 2)}}
        write(library, *said.items())
        library.culture.execute("DELETE FROM terms WHERE term_id = 'a:term:dada'")
        writer = Writer(library.culture, SOURCE)
        with transaction(library.culture):
            writer.remove(["a:r1"])
            writer.write()
            said["r1"] = []
            writer.describe_anew(lambda id_: gathered(said[id_.removeprefix("a:")], SOURCE, id_))
            writer.name_makers()
            dropped = drop_loose(library.culture, SOURCE)
        return dropped, found(
            library, "SELECT name, born, authority, record_id FROM agents WHERE agent_id = 'a:agent:1'"
        )

    def test_by_the_smaller_record_that_describes(self, library: Library) -> None:
        first = [self.JANE, work(1, self.BY)]
        others: list[list[Entity]] = [[work(2, self.BY)], [self.DADA, self.OTHER, work(3, self.BY)], [agent("X")]]
        assert self.after(library, first, *others) == (0, [("J. Doe", 1901, 0, "a:r3")])
        assert found(library, "SELECT maker FROM works WHERE work_id IN ('a:w2', 'a:w3')") == [("J. Doe",)] * 2
        assert found(library, "SELECT value FROM identifiers WHERE owner_id = 'a:agent:1'") == [("Q2",)]
        assert found(library, "SELECT label FROM agent_terms JOIN terms USING (term_id)"
                              " WHERE agent_id = 'a:agent:1'") == [("dada",)]  # fmt: skip

    def test_a_record_of_its_own_that_says_nothing_now(self, library: Library) -> None:
        first: list[Entity] = [agent("Jane Doe", 1, born=1900)]
        assert self.after(library, first, [self.OTHER, work(2, self.BY)]) == (0, [("J. Doe", 1901, 0, "a:r2")])

    def test_a_holder(self, library: Library) -> None:
        held = work(2, holdings=(Holding(holder="a:agent:1"),))
        assert self.after(library, [self.JANE], [self.OTHER, held]) == (0, [("J. Doe", 1901, 0, "a:r2")])

    def test_who_is_named_no_more_goes(self, library: Library) -> None:
        assert self.after(library, [agent("Jane Doe", 1)]) == (1, [])

    def test_where_nobody_else_describes_it_stays(self, library: Library) -> None:
        assert self.after(library, [self.JANE], [work(2, self.BY)]) == (0, [("Jane Doe", 1900, 0, "a:r1")])

    def test_a_better_description_of_the_same_batch_stands(self, library: Library) -> None:
        write(library, ("r1", [agent("Jane Doe", born=1900)]))
        writer = Writer(library.culture, SOURCE)
        raw(library, "r0")
        writer.add([self.OTHER, work(2, self.BY)], "a:r0")
        with transaction(library.culture):
            writer.remove(["a:r1"])
            writer.write()
            writer.describe_anew(lambda _: pytest.fail("nothing is to be read again"))
        assert found(library, "SELECT name, record_id FROM agents WHERE agent_id = 'a:agent:1'") == [("J. Doe", "a:r0")]
