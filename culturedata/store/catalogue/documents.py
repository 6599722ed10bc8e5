"""Describing items by what the catalogue says of them: terms, makers, era, figures, words of their texts."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from culturedata.data.documents import Documents
from culturedata.data.years import decade_in_words
from culturedata.store.catalogue import figures
from culturedata.store.catalogue.words import words
from culturedata.store.catalogue.works import LINKED
from culturedata.vocabularies import SECONDARY

# How an institution files its works, and what a jury gave: neither says what a work is about or like.
_FILING = {"classification", "department"}
_PRIZES = "awards"
_NAMES = """SELECT a.agent_id, a.name, fr.name, en.name FROM agents AS a
    LEFT JOIN agent_names AS fr ON fr.agent_id = a.agent_id AND fr.lang = 'fr'
    LEFT JOIN agent_names AS en ON en.agent_id = a.agent_id AND en.lang = 'en'"""
_MAKERS = f"""SELECT work_id, agent_id FROM credits WHERE attribution IS NULL AND role NOT IN {SECONDARY}
    ORDER BY work_id, position"""
_MOST_WORDS = 60


def documents(connection: sqlite3.Connection, item_ids: Sequence[str]) -> Documents:
    """Describe `item_ids` in their order; an item that is linked to a described work is described by that work."""
    linked = links(connection)
    works = [linked.get(id_, id_) for id_ in item_ids]
    wanted = set(works)
    tokens, labels = _tokens(connection, wanted)
    titles, makers = titles_of(connection, wanted), _makers(connection, wanted)
    open_ = {work for (work,) in connection.execute("SELECT work_id FROM works WHERE open_image")}
    plain = [titles.get(work, {}) for work in works]
    return Documents(
        ids=tuple(works),
        titles_fr=tuple(t.get("fr") or t.get("") or work for t, work in zip(plain, works, strict=True)),
        titles_en=tuple(t.get("en") or t.get("") or work for t, work in zip(plain, works, strict=True)),
        tokens=tuple(tuple(tokens.get(work, ())) for work in works),
        labels=labels,
        makers=tuple(tuple(makers.get(work, ())) for work in works),
        open_images=tuple(work in open_ for work in works),
    )


def links(connection: sqlite3.Connection) -> dict[str, str]:
    """For each id that is joined to a described work, that work's id: the surest if there are several."""
    found = connection.execute(f"SELECT left_id, right_id FROM matches WHERE {LINKED} ORDER BY score, right_id DESC")
    return dict(found.fetchall())


def _tokens(
    connection: sqlite3.Connection, wanted: set[str]
) -> tuple[dict[str, list[str]], dict[str, tuple[str, str]]]:
    tokens: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, tuple[str, str]] = {}
    terms = "SELECT work_id, term_id, facet FROM work_terms ORDER BY work_id, facet, term_id"
    for work_id, term_id, facet in connection.execute(terms):
        if work_id in wanted and facet not in _FILING:
            tokens[work_id].append(term_id)
    for term_id, label, french, english in connection.execute("SELECT term_id, label, label_fr, label_en FROM terms"):
        labels[term_id] = (french or label, english or label)
    makers = "SELECT DISTINCT work_id, agent_id FROM credits ORDER BY work_id, position"
    for work_id, agent_id in connection.execute(makers):
        if work_id in wanted:
            tokens[work_id].append(agent_id)
    for id_, name, french, english in connection.execute(_NAMES):
        labels[id_] = (french or name, english or name)
    for work_id, decade in connection.execute("SELECT work_id, decade FROM works WHERE decade IS NOT NULL"):
        if work_id in wanted:
            token = f"decade:{decade}"
            tokens[work_id].append(token)
            labels.setdefault(token, decade_in_words(decade))
    for work_id, (token, said) in figures.tokens(connection, wanted):
        tokens[work_id].append(token)
        labels[token] = said
    texts = "SELECT work_id, text FROM texts WHERE kind != ? ORDER BY work_id, position"
    for work_id, text in connection.execute(texts, [_PRIZES]):
        if work_id in wanted:
            tokens[work_id].extend(f"word:{word}" for word in words(text, _MOST_WORDS))
    return tokens, labels


def _makers(connection: sqlite3.Connection, wanted: set[str]) -> dict[str, dict[str, None]]:
    """Who made each work, in the source's order; those of doubtful attribution and those beside a work are left out."""
    makers: dict[str, dict[str, None]] = defaultdict(dict)
    for work_id, agent_id in connection.execute(_MAKERS):
        if work_id in wanted:
            makers[work_id][agent_id] = None
    return makers


def titles_of(connection: sqlite3.Connection, wanted: set[str]) -> dict[str, dict[str, str]]:
    """Each work's title to show (under the empty language), and in French and English where it has them."""
    titles: dict[str, dict[str, str]] = {
        work_id: {"": title}
        for work_id, title in connection.execute("SELECT work_id, title FROM works")
        if work_id in wanted
    }
    translated = (
        "SELECT work_id, lang, text FROM titles WHERE lang IN ('fr', 'en') AND kind != 'group' ORDER BY position"
    )
    for work_id, lang, text in connection.execute(translated):
        if work_id in wanted:
            titles[work_id].setdefault(lang, text)
    return titles
