"""The page of a person: only for the owner or on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from culturedata.publish import where
from culturedata.publish.views import rows
from culturedata.store.catalogue import works
from culturedata.store.people import pages


async def page(datasette: Any, request: Any, render: Callable[..., Any]) -> Any:
    """Recommendations of the newest run for the person numbered N, with reasons, beside what they rated highest."""
    audience = where.audience(datasette)
    if audience is None or not (where.is_owner(request.actor) or where.is_local(request)):
        return await render(datasette, request, "refused", status=403)
    number = int(request.url_vars["user"])
    found = await audience.execute_fn(lambda connection: _person(connection, number))
    if found is None:
        return await render(datasette, request, "missing", status=404, what="unknown_person", work_id=str(number))
    items = [row["item_id"] for row in (*found["slate"], *found["rated"])]
    culture = where.catalogue(datasette)
    cards = await culture.execute_fn(lambda connection: _cards(connection, items))
    kept = {"Cache-Control": "private, no-store"}
    return await render(datasette, request, "user", headers=kept, person=found, cards=cards, number=number)


async def somebody(audience: Any | None) -> int | None:
    """The first person for whom something was recommended, films first; None without one."""
    if audience is None:
        return None
    found = await audience.execute_fn(
        lambda connection: connection.execute(
            """SELECT s.user FROM slates AS s JOIN runs USING (run_id) JOIN models AS m USING (model_id)
               ORDER BY m.provenance != 'open', s.user LIMIT 1"""
        ).fetchone()
    )
    return int(found[0]) if found else None


async def known(datasette: Any, most: int, also: int | None = None) -> list[tuple[int, works.Row]]:
    """The people for whom home pages are kept, at most so many, each with the card of the work that they rated highest.

    With `also` that person too.
    The card is empty for somebody who rated nothing, or nothing that is described.
    """
    audience = where.audience(datasette)
    found = [] if audience is None else await audience.execute_fn(lambda connection: _best(connection, most, also))
    items = [item for _, item in found if item]
    cards = await where.catalogue(datasette).execute_fn(lambda connection: _cards(connection, items))
    return [(user, cards.get(item, {})) for user, item in found]


def _best(connection: Any, most: int, also: int | None) -> list[tuple[int, str]]:
    if not pages.is_current(connection):
        return []
    said = """SELECT i.item_id FROM ratings AS r JOIN items AS i USING (item)
              WHERE r.user = ? ORDER BY r.value DESC, r.at DESC, r.item LIMIT 1"""
    numbers = {*pages.people(connection, most), *([] if also is None else [also])}
    found = [(user, connection.execute(said, [user]).fetchone()) for user in sorted(numbers)]
    return [(user, best[0] if best else "") for user, best in found]


def _cards(connection: Any, items: list[str]) -> dict[str, works.Row]:
    """The card of the work that describes each item, by item id."""
    described = {item: works.described(connection, item) for item in items}
    cards = rows.card_of(connection, sorted(set(described.values()))) if described else {}
    return {item: cards[work_id] for item, work_id in described.items() if work_id in cards}


def _person(connection: Any, number: int) -> dict[str, Any] | None:
    people = works.rows(connection, "SELECT * FROM users WHERE user = ?", [number])
    if not people:
        return None
    slate = works.rows(
        connection,
        """SELECT s.position, i.item_id, s.score, s.reasons, m.recommender, m.provenance
           FROM slates AS s JOIN items AS i USING (item) JOIN runs USING (run_id) JOIN models AS m USING (model_id)
           WHERE s.user = ? AND s.run_id = (SELECT max(run_id) FROM slates WHERE user = ?) ORDER BY s.position""",
        [number, number],
    )
    for row in slate:
        row["reasons"] = json.loads(row["reasons"])
    rated = works.rows(
        connection,
        """SELECT i.item_id, r.value FROM ratings AS r JOIN items AS i USING (item)
           WHERE r.user = ? ORDER BY r.value DESC, r.at DESC, r.item LIMIT 6""",
        [number],
    )
    ratings = connection.execute("SELECT count(*) FROM ratings WHERE user = ?", [number]).fetchone()[0]
    others = works.rows(
        connection,
        """SELECT DISTINCT s.user, m.domain AS about, m.provenance
           FROM slates AS s JOIN runs USING (run_id) JOIN models AS m USING (model_id) ORDER BY s.user LIMIT 40""",
    )
    return {**people[0], "slate": slate, "rated": rated, "ratings": ratings, "others": others}
