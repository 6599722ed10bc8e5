"""Agents and terms that nothing leads to any more."""

from __future__ import annotations

from pathlib import Path

from culturedata.data.records import Agent, Credit, Entity, Holding, Term, Title, Work, WorkTerm
from culturedata.store.library import Library, transaction
from culturedata.store.writing.loose import drop_loose
from culturedata.store.writing.writer import Writer


def work(*credits: str, terms: tuple[str, ...] = (), holder: str | None = None) -> Work:
    return Work(
        id="a:w1",
        domain="museum",
        titles=(Title(text="Untitled"),),
        credits=tuple(Credit(agent=agent, role="artist") for agent in credits),
        terms=tuple(WorkTerm(facet="subject", term=term) for term in terms),
        holdings=(Holding(holder=holder),),
    )


def left(
    tmp_path: Path, before: list[Entity], after: list[Entity], source: str = "a", own: Agent | None = None
) -> tuple[int, list[str], list[str]]:
    """A record says `before`, then `after`, and one beside it `own`: how many go, the agents and terms that stay."""
    with Library.open(tmp_path, create=True) as library:
        writer = Writer(library.culture, "a")
        with transaction(library.culture):
            writer.add([own] if own else [], "a:r0")
            writer.add(before, "a:r1")
            writer.write()
        with transaction(library.culture):
            writer.remove(["a:r1"])
            writer.add(after, "a:r1")
            writer.write()
            gone = drop_loose(library.culture, source)
        agents = library.culture.execute("SELECT agent_id FROM agents ORDER BY 1").fetchall()
        terms = library.culture.execute("SELECT term_id FROM terms ORDER BY 1").fetchall()
        names = library.culture.execute("SELECT DISTINCT agent_id FROM agent_names").fetchall()
        assert {row[0] for row in names} <= {row[0] for row in agents}
    return gone, [row[0] for row in agents], [row[0] for row in terms]


def person(name: str, authority: int = 0) -> Agent:
    return Agent(id=f"a:agent:{name}", name=name, names=(Title(text=name.upper()),), authority=authority)


def term(name: str, *parents: str) -> Term:
    return Term(id=f"a:term:{name}", facet="subject", label=name, parents=tuple(f"a:term:{p}" for p in parents))


def test_who_is_named_stays(tmp_path: Path) -> None:
    """By hand: of three makers and a holder the first, the one with a record of its own and the holder stay."""
    people = [person("first"), person("holder"), person("second")]
    before = work("a:agent:first", "a:agent:own", "a:agent:second", holder="a:agent:holder")
    after: list[Entity] = [work("a:agent:first", holder="a:agent:holder")]
    gone, agents, _ = left(tmp_path, [*people, before], after, own=person("own", authority=1))
    assert (gone, agents) == (1, ["a:agent:first", "a:agent:holder", "a:agent:own"])


def test_a_term_that_is_borne_holds_those_above_it(tmp_path: Path) -> None:
    """By hand: the tree of «sea» stays; that of «dog» goes from its leaf up, three terms; «spare» was never borne."""
    tree = [term("nature"), term("sea", "nature"), term("beings"), term("animal", "beings"), term("dog", "animal")]
    before = work(terms=("a:term:sea", "a:term:dog"))
    gone, _, terms = left(tmp_path, [*tree, term("spare"), before], [work(terms=("a:term:sea",))])
    assert (gone, terms) == (3, ["a:term:nature", "a:term:sea", "a:term:spare"])


def test_an_agents_terms_go_with_it(tmp_path: Path) -> None:
    nation = WorkTerm(facet="nationality", term="a:term:french")
    before = Agent(id="a:agent:second", name="second", terms=(nation,))
    assert left(tmp_path, [before, term("french"), work("a:agent:second")], [work()]) == (2, [], [])


def test_another_source_is_left_alone(tmp_path: Path) -> None:
    gone, agents, _ = left(tmp_path, [person("second"), work("a:agent:second")], [work()], source="b")
    assert (gone, agents) == (0, ["a:agent:second"])
