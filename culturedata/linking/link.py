"""Linking two sources of a library: reads both, decides, stores every link in `matches`, and what it can't decide."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from culturedata import __version__
from culturedata.errors import UnknownName, UsageError
from culturedata.linking import second_opinion, stored
from culturedata.linking.described import Link
from culturedata.linking.people import decide as people
from culturedata.linking.people.alike import Rarity
from culturedata.linking.people.names import read as read_name
from culturedata.linking.people.person import Person
from culturedata.linking.people.person import people as read_people
from culturedata.linking.works import decide as works
from culturedata.linking.works import read
from culturedata.store.library import Library, transaction

Tell = Callable[[str], None]
Found = tuple[list[Link], list[Link]]
THROUGH = "through a third source"


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking `left` to `right` came to: works of the left source, links in force, and by which method.

    `added` are new; `ratings` of the left source's `of_ratings` now belong to a linked work. `methods` counts links.
    The same of agents; `questions` wait for a person; `opinions` says how often a second opinion agreed.
    """

    left: str
    right: str
    works: int
    links: int
    added: int
    ratings: int
    of_ratings: int
    methods: dict[str, int]
    run: int = 0
    agents: int = 0
    agent_links: int = 0
    agents_added: int = 0
    agent_methods: dict[str, int] = field(default_factory=dict)
    questions: int = 0
    opinions: dict[str, int] = field(default_factory=dict)


def link_sources(
    library: Library,
    left: str = "movielens",
    right: str = "bokeh-films",
    *,
    second: str | None = None,
    tell: Tell = lambda _: None,
) -> Linked:
    """Link the works and the agents of source `left` to those of source `right`; store each new link, decided by rule.

    Links that stand stay as they are; a link that was undone is not made again. `second` names a second opinion (see
    second_opinion.py). Raises UnknownName if one of the two sources has nothing in this library that the other one
    could have too, UsageError if they are the same.
    """
    if left == right:
        raise UsageError(f"{left} can't be linked to itself.", "Name two sources.")
    culture = library.culture
    opinion = second_opinion.named(second) if second else None
    rated = _ratings(library.audience, left)
    tell("works")
    counts, of_works = _works(culture, left, right, rated)
    tell("agents")
    persons = (read_people(culture, left), read_people(culture, right))
    for source, has in ((left, counts[0] or persons[0]), (right, counts[1] or persons[1])):
        if not has:
            raise UnknownName(f"the library has nothing of {source!r}.", f"Import it: culturedata import {source}")
    of_people = _agents(culture, *persons)
    opinions: dict[str, int] = {}
    if opinion is not None:
        tell("second opinion")
        of_people, opinions = second_opinion.heard(opinion, persons, of_people)
    with transaction(culture):
        run = _run(culture, left, right, second)
        added = stored.keep(culture, run, "same-work", *of_works)
        agents_added = stored.keep(culture, run, "same-agent", *of_people)
    linked = _standing(culture, "same-work", left, right)
    agents = _standing(culture, "same-agent", left, right)
    return Linked(
        left, right, counts[0], len(linked), added,
        ratings=sum(rated.get(item, 0) for item, _ in linked),
        of_ratings=sum(rated.values()),
        methods=_counted(linked),
        run=run,
        agents=len(persons[0]),
        agent_links=len(agents),
        agents_added=agents_added,
        agent_methods=_counted(agents),
        questions=len(of_works[1]) + len(of_people[1]),
        opinions=opinions,
    )  # fmt: skip


def _works(culture: sqlite3.Connection, left: str, right: str, rated: dict[str, int]) -> tuple[tuple[int, int], Found]:
    """How many works each source has, and what is found of those that are not linked yet."""
    standing, undone = stored.decided(culture, "same-work")
    taken = {end for pair in standing for end in pair}
    films = [read.films(culture, source, rated) for source in (left, right)]
    objects = [read.objects(culture, source) for source in (left, right)]
    found = [
        works.links(*([one for one in side if one.id not in taken] for side in films), refused=undone),
        works.object_links(*([one for one in side if one.id not in taken] for side in objects), refused=undone),
    ]
    counts = (len(films[0]) + len(objects[0]), len(films[1]) + len(objects[1]))
    return counts, ([link for links, _ in found for link in links], [link for _, asked in found for link in asked])


def _agents(culture: sqlite3.Connection, left: list[Person], right: list[Person]) -> Found:
    """What is found of agents: by themselves, and through a third source; but what stands, or contradicts it."""
    if not (left and right):
        return [], []
    standing, undone = stored.decided(culture, "same-agent")
    links, asked = people.linked(left, right, _rarity(culture), refused=undone)
    through = _through(standing | {(link.left, link.right) for link in links}, left, right, undone)
    links += [link for link in through if (link.left, link.right) not in {(one.left, one.right) for one in links}]
    own = {one.id for one in (*left, *right) if one.own_record}
    here = {one.id for one in left}, {one.id for one in right}
    between = [pair for pair in standing if pair[0] in here[0] and pair[1] in here[1]]
    taken = {one for one, other in between if other in own} | {other for one, other in between if one in own}
    new = [
        link
        for link in links
        if (link.left, link.right) not in standing
        and not (link.left in taken and link.right in own)
        and not (link.right in taken and link.left in own)
    ]
    made = {(link.left, link.right) for link in new} | standing
    return new, [link for link in asked if (link.left, link.right) not in made and link.left not in taken]


def _through(
    pairs: Iterable[tuple[str, str]], left: list[Person], right: list[Person], undone: frozenset[tuple[str, str]]
) -> list[Link]:
    """Who is linked to one and the same agent of a third source, by id, is one person."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    here, there = {one.id for one in left}, {one.id for one in right}
    found = []
    for one in sorted(here & near.keys()):
        for middle in sorted(near[one] - here - there):
            found += [
                Link(one, other, 0.9, THROUGH, {"through": middle})
                for other in sorted(near[middle] & there)
                if (one, other) not in undone and not near[one] & there
            ]
    return list({(link.left, link.right): link for link in found}.values())


def _rarity(culture: sqlite3.Connection) -> Rarity:
    names = culture.execute("SELECT name FROM agents UNION SELECT name FROM agent_names")
    return Rarity(read_name(name) for (name,) in names)


def _run(culture: sqlite3.Connection, left: str, right: str, second: str | None) -> int:
    """Note a run; the questions of older runs of the two sources are asked anew."""
    culture.execute(
        """DELETE FROM match_questions WHERE run_id IN
           (SELECT run_id FROM link_runs WHERE (left_source, right_source) = (?, ?))""",
        [left, right],
    )
    run = culture.execute(
        "INSERT INTO link_runs (left_source, right_source, second_opinion, made_at, version) VALUES (?, ?, ?, ?, ?)",
        [left, right, second, stored.now(), __version__],
    ).lastrowid
    assert run is not None
    return run


def _ratings(connection: sqlite3.Connection, source: str) -> dict[str, int]:
    """How often each item of a source was rated."""
    rows = connection.execute(
        "SELECT item_id, count(*) FROM ratings JOIN items USING (item) WHERE ratings.source = ? GROUP BY item_id",
        [source],
    )
    return dict(rows.fetchall())


def _standing(connection: sqlite3.Connection, kind: str, left: str, right: str) -> list[tuple[str, str]]:
    """The left ends and the methods of the links of a kind between two sources, whose names their ids begin with."""
    return connection.execute(
        """SELECT left_id, method FROM matches WHERE kind = ? AND undone_at IS NULL
           AND left_id GLOB ? || ':*' AND right_id GLOB ? || ':*'""",
        [kind, left, right],
    ).fetchall()


def _counted(linked: list[tuple[str, str]]) -> dict[str, int]:
    return dict(sorted(Counter(method for _, method in linked).items()))
