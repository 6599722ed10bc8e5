"""artic keeps the contract of all sources that ask a server."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from tests.contract_http import JSON, HttpSourceContract, Museum
from tests.http_faults import Asked, Reply
from tests.sources.test_sources_artic import AGENT, CONFIG, UNDERSTOOD, artwork


class TestArticServer(HttpSourceContract):
    source = "artic"
    understood = UNDERSTOOD
    path = "/api/v1"
    composed: ClassVar[frozenset[str]] = frozenset({"", "config"})

    def rows(self) -> list[Any]:
        agents = [AGENT, AGENT | {"id": 52, "title": "Bea Invented"}, AGENT | {"id": 53, "title": "A Bookshop"}]
        return [("artworks", artwork(number)) for number in (7, 3, 5, 1, 6, 2, 4)] + [("agents", one) for one in agents]

    def answer(self, asked: Asked) -> Reply:
        name = asked.address.split("?")[0].rsplit("/", 1)[1]
        number, size = int(asked.query["page"]), int(asked.query["limit"])
        rows = Museum([row for kind, row in self.museum.rows if kind == name], loops=self.museum.loops)
        if number > 1 and (number - 1) * size >= len(rows.rows) and not self.museum.empty_last:
            return Reply(404, b"{}")
        shown, _ = rows.page(0 if rows.loops else (number - 1) * size, size)
        said = {
            "pagination": {"total": len(rows.rows), "total_pages": -(-len(rows.rows) // size), "current_page": number},
            "data": shown,
            "config": CONFIG,
        }
        return Reply(200, json.dumps(said).encode(), JSON)
