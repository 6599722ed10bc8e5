"""artic: the museum's API played by a server on this machine, around synthetic records in the true shape and, where
they are present, the real ones."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from culturedata.data.records import Agent, Dimension, RawRecord, Rights, Term, Work
from culturedata.errors import DescriptorError, GaveUp, InputMissing, ServerFault, UsageError, WrongContent
from culturedata.importing import run
from culturedata.importing.descriptor import Descriptor, descriptor
from culturedata.importing.run import ImportResult, import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.artic.listing import Listing
from culturedata.sources.artic.source import Artic
from culturedata.store.library import Library
from tests.http_faults import Clock, Reply, Server, cut, cut_unannounced, html

Row = dict[str, Any]
CONFIG = {"iiif_url": "https://www.artic.edu/iiif/2", "website_url": "http://www.artic.edu"}
ARTWORK: Row = {
    "id": 1, "api_model": "artworks", "api_link": "https://api.artic.edu/api/v1/artworks/1", "is_boosted": False,
    "title": "Invented View", "alt_titles": ["Vue inventée"],
    "thumbnail": {"lqip": "data:image/gif;base64,R0", "width": 3000, "height": 2056, "alt_text": "A made-up work."},
    "main_reference_number": "1900.1", "has_not_been_viewed_much": False, "boost_rank": None, "date_start": 1763,
    "date_end": 1765, "date_display": "1763–65, published 1800", "date_qualifier_title": "Made", "date_qualifier_id": 4,
    "artist_display": "Ada Invented\nItalian, 1720–1778", "place_of_origin": "Italy",
    "description": "<p>First.<br>Second &amp; last.</p>\n<p>A <em>third</em>.</p>\n", "short_description": None,
    "dimensions": "Image: 45.2 × 66.1 cm (17 13/16 × 26 1/16 in.); Plate: 46 × 66.9 × 2.5 cm",
    "dimensions_detail": [
        {"depth": None, "width": 66, "height": 45, "diameter": None, "clarification": "Image"},
        {"depth": 2, "width": 66, "height": 46, "diameter": 9, "clarification": "Plate"},
    ],
    "medium_display": "Etching on ivory paper", "inscriptions": "Signed", "credit_line": "Invented Gift",
    "catalogue_display": "<p>Hind 68</p><p>Focillon 773</p>", "publication_history": None,
    "exhibition_history": "Chicago, 1909.\n\nParis, 1910.", "provenance_text": "Sold, Paris.", "edition": "2/10",
    "publishing_verification_level": "Web Basic", "internal_department_id": 3, "fiscal_year": 1988,
    "fiscal_year_deaccession": 2004, "is_public_domain": True, "is_zoomable": True, "max_zoom_window_size": -1,
    "copyright_notice": None, "has_multimedia_resources": False, "has_educational_resources": False,
    "has_advanced_imaging": False, "colorfulness": 14.1905, "color": {"h": 38}, "latitude": None, "longitude": None,
    "latlon": None, "is_on_view": True, "on_loan_display": "<p>Lent to Paris.</p>", "gallery_title": "Gallery 240",
    "gallery_id": 7,
    "nomisma_id": "ric.1", "artwork_type_title": "Print", "artwork_type_id": 18,
    "department_title": "Prints and Drawings", "department_id": "PC-13", "artist_id": 51,
    "artist_title": "Ada Invented", "alt_artist_ids": [], "artist_ids": [51], "artist_titles": ["Ada Invented"],
    "category_ids": ["PC-13", "PC-826"], "category_titles": ["Prints and Drawings", "Women artists"],
    "term_titles": ["etching", "print", "paper"], "style_id": "TM-7", "style_title": "Baroque", "alt_style_ids": [],
    "style_ids": ["TM-7"], "style_titles": ["Baroque"], "classification_id": "TM-18",
    "classification_title": "etching", "alt_classification_ids": ["TM-17"],
    "classification_ids": ["TM-18", "TM-17"], "classification_titles": ["etching", "print"], "subject_id": "TM-12",
    "alt_subject_ids": [], "subject_ids": ["TM-12"], "subject_titles": ["bridges"], "material_id": "TM-2982",
    "alt_material_ids": [], "material_ids": ["TM-2982"], "material_titles": ["paper (fiber product)"],
    "technique_id": "TM-3", "alt_technique_ids": [], "technique_ids": ["TM-3"], "technique_titles": ["etching"],
    "theme_titles": ["Women artists"], "image_id": "7f54-a", "alt_image_ids": ["7f54-b"], "document_ids": [],
    "sound_ids": [], "video_ids": [], "text_ids": [], "section_ids": [], "section_titles": [], "site_ids": [],
    "suggest_autocomplete_all": [{"input": ["1900.1"], "contexts": {"groupings": ["accession"]}}],
    "source_updated_at": "2024-09-09T15:54:06-05:00", "updated_at": "2024-12-12T15:57:37-06:00",
    "timestamp": "2025-02-16T00:21:59-06:00",
}  # fmt: skip
AGENT: Row = {
    "id": 51, "api_model": "agents", "api_link": "https://api.artic.edu/api/v1/agents/51", "title": "Ada Invented",
    "sort_title": "Invented, Ada", "alt_titles": ["A. Inventata"], "is_artist": True, "birth_date": 1721,
    "death_date": 1779, "description": "<p>Nobody.</p>", "ulan_id": 500000001,
    "suggest_autocomplete_boosted": {"input": ["Ada"], "weight": 3}, "suggest_autocomplete_all": {"input": ["Ada"]},
    "source_updated_at": "2024-05-02T12:28:49-05:00", "updated_at": "2024-12-15T23:24:05-06:00",
    "timestamp": "2025-02-16T02:08:18-06:00",
}  # fmt: skip
# Centimetres without their fractions: they count for what the printed sizes lack.
UNDERSTOOD = frozenset(f"data.dimensions_detail[].{kind}" for kind in ("height", "width", "depth"))


def artwork(number: int, **changes: Any) -> Row:
    """A synthetic artwork; every third one is by the second of two makers."""
    maker = 52 if number % 3 == 0 else 51
    name = "Bea Invented" if maker == 52 else "Ada Invented"
    own = {"id": number, "title": f"Invented View {number}", "main_reference_number": f"1900.{number}",
           "artist_ids": [maker], "artist_titles": [name]}  # fmt: skip
    return ARTWORK | own | changes


class Museum:
    """The API over two lists, which a test changes as the museum would; `sizes` are the limits that were asked for."""

    def __init__(self, artworks: list[Row], agents: list[Row]) -> None:
        self.lists = {"artworks": artworks, "agents": agents}
        self.after: dict[tuple[str, int], Callable[[], None]] = {}  # what happens once that page was given
        self.empty_page = False  # what comes after the last page: an empty one, else 404
        self.limits: set[int] = set()

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        name, number, limit = path.removeprefix("/api/v1/"), int(query.get("page", 1)), int(query.get("limit", 12))
        if name not in self.lists:
            return Reply(404, b'{"status":404,"error":"Not found"}')
        self.limits.add(limit)
        said = self.page(name, number, limit)
        if not said["data"] and number > 1 and not self.empty_page:
            return Reply(404, b'{"status":404,"error":"Not found"}')
        self.after.pop((name, number), lambda: None)()
        return Reply(200, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def page(self, name: str, number: int, limit: int) -> Row:
        rows, offset = self.lists[name], (number - 1) * limit
        pages = -(-len(rows) // limit)
        return {
            "pagination": {"total": len(rows), "limit": limit, "offset": offset, "total_pages": pages,
                           "current_page": number, "next_url": None},
            "data": rows[offset : offset + limit],
            "info": {"license_text": "…", "license_links": [], "version": "1.13"},
            "config": CONFIG,
        }  # fmt: skip


def synthetic() -> Museum:
    """Seven artworks and three agents, one of whom made nothing that is here."""
    return Museum(
        [artwork(number) for number in (7, 3, 5, 1, 6, 2, 4)],
        [AGENT, AGENT | {"id": 52, "title": "Bea Invented", "sort_title": "Invented, Bea"},
         AGENT | {"id": 53, "title": "A Bookshop", "is_artist": False, "birth_date": None}],
    )  # fmt: skip


@pytest.fixture(params=["synthetic", "real"])
def museum(request: pytest.FixtureRequest) -> Museum:
    """The synthetic museum, and the same with the real records among the synthetic ones."""
    museum = synthetic()
    if request.param == "real":
        folder = request.getfixturevalue("shared") / "fixtures" / "artic"
        for name, pattern in (("artworks", "artwork_[0-9]*.json"), ("agents", "agents_*.json")):
            museum.lists[name][1:1] = [json.loads(path.read_bytes()) for path in sorted(folder.glob(pattern))]
    return museum


class Desk:
    """Imports from a played museum into libraries below `folder`, in no time."""

    def __init__(self, folder: Path, empty: Path, museum: Museum, server: Server, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.museum, self.server = folder, museum, server
        self._empty = empty
        self.clock = Clock()
        self.said: list[str] = []
        self.stop_at: int | None = None  # the request at which the import is stopped
        self.stop: type[BaseException] = KeyboardInterrupt
        self._patch = patch

    def size(self, page_size: int, batch: int = run.BATCH) -> None:
        """Ask for pages of that size, write batches of that size."""
        described = descriptor("artic")
        assert described.http is not None
        small = msgspec.structs.replace(described, http=msgspec.structs.replace(described.http, page_size=page_size))
        self._patch.setattr(run, "descriptor", lambda *_: small)
        self._patch.setattr(run, "BATCH", batch)

    def go(self, name: str = "library", cache: str = "", **options: Any) -> ImportResult:
        """One import into the library `name`."""
        if not (self.folder / name).exists():
            shutil.copytree(self._empty, self.folder / name)
        with Library.open(self.folder / name, write=True) as library:
            return import_source(
                library, "artic", f"{self.server.url}/api/v1", fetcher=self._fetcher(cache or name), **options
            )

    def _fetcher(self, cache: str) -> Callable[[Descriptor, bool], Fetcher]:
        desk, asked = self, count(1)

        class Stopping(Fetcher):
            def get(self, *args: Any, **options: Any) -> Any:
                if next(asked) == desk.stop_at:
                    raise desk.stop
                return super().get(*args, **options)

        return lambda described, refresh: Stopping(
            described, refresh=refresh, stored=Cache(self.folder / f"{cache}.http.db", self.clock.senses().now),
            senses=self.clock.senses(), tell=self.said.append,
        )  # fmt: skip

    def rows(self, name: str = "library") -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables but the index's own and the times of the imports."""
        with sqlite3.connect(self.folder / name / "culture.db") as db:
            db.row_factory = sqlite3.Row
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {
                table: sorted(
                    (tuple((k, v) for k, v in dict(row).items() if k not in ("started_at", "finished_at"))
                     for row in db.execute(f"SELECT * FROM {table}")), key=repr)
                for table in tables if not table.startswith(("works_fts", "sqlite_", "_sqlite"))
            }  # fmt: skip
        db.close()
        return found

    def ask(self, sql: str, name: str = "library") -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with sqlite3.connect(self.folder / name / "culture.db") as db:
            found: list[tuple[Any, ...]] = db.execute(sql).fetchall()
        db.close()
        return found


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty library, made once and copied."""
    folder = tmp_path_factory.mktemp("empty") / "library"
    with Library.open(folder, create=True):
        pass
    return folder


@pytest.fixture
def desk(tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Museum], Desk]]:
    """`desk(museum)`: imports from that museum."""
    servers: list[Server] = []

    def made(museum: Museum) -> Desk:
        servers.append(Server(museum.answer).__enter__())
        return Desk(tmp_path, empty, museum, servers[-1], monkeypatch)

    yield made
    for server in servers:
        server.__exit__(None, None, None)


Desks = Callable[[Museum], Desk]


def works(museum: Museum) -> list[str]:
    """The ids that the works of a museum have in the library, in order."""
    return sorted(f"artic:{row['id']}" for row in museum.lists["artworks"])


def landed(desk: Desk, name: str = "library") -> list[str]:
    return [row[0] for row in desk.ask("SELECT work_id FROM works ORDER BY work_id", name)]


def codes(desk: Desk) -> list[str]:
    return [row[0] for row in desk.ask("SELECT code FROM issues ORDER BY issue_id")]


# What one record says


def parsed(row: Row, key: str = "1", config: Row | None = CONFIG) -> tuple[list[Any], list[Issue]]:
    issues: list[Issue] = []
    source = Artic(Context(descriptor("artic"), report=issues.append))
    body = json.dumps({"data": row, "config": config}).encode()
    return list(source.parse(RawRecord(key=key, body=body, located="by hand", cursor="artworks:1"))), issues


def work(**changes: Any) -> Work:
    [found] = [entity for entity in parsed(ARTWORK | changes)[0] if isinstance(entity, Work)]
    return found


def test_every_field_of_an_artwork_is_mapped_or_named() -> None:
    entities, issues = parsed(ARTWORK)
    assert issues == []
    found = entities[-1]
    assert isinstance(found, Work)
    assert (found.id, found.domain, found.url) == ("artic:1", "museum", "http://www.artic.edu/artworks/1")
    assert [(title.text, title.kind) for title in found.titles] == [
        ("Invented View", "original"), ("Vue inventée", "alternative"),
    ]  # fmt: skip
    assert [(credit.agent, credit.role) for credit in found.credits] == [("artic:agent:51", "artist")]
    assert [(d.kind, d.text, d.earliest, d.latest, d.precision) for d in found.dates] == [
        ("created", "1763–65, published 1800", 1763, 1765, "range"),
        ("published", "published 1800", 1800, 1800, "year"),
        ("acquired", "fiscal year 1988", None, None, "unknown"),
    ]  # fmt: skip
    assert [(term.facet, term.term) for term in found.terms] == [
        ("type", "artic:term:type-18"), ("department", "artic:term:PC-13"), ("place", "artic:term:place-italy"),
        ("movement", "artic:term:TM-7"), ("classification", "artic:term:TM-18"), ("classification", "artic:term:TM-17"),
        ("subject", "artic:term:TM-12"), ("material", "artic:term:TM-2982"), ("technique", "artic:term:TM-3"),
        ("collection", "artic:term:PC-826"),
    ]  # fmt: skip
    labels = {entity.id: entity.label for entity in entities if isinstance(entity, Term)}
    assert [labels[term.term] for term in found.terms] == [
        "Print", "Prints and Drawings", "Italy", "Baroque", "etching", "print", "bridges", "paper (fiber product)",
        "etching", "Women artists",
    ]  # fmt: skip
    assert {text.kind: text.text for text in found.texts} == {
        "makers as printed": "Ada Invented\nItalian, 1720–1778",
        "description": "First.\nSecond & last.\nA third.",
        "medium": "Etching on ivory paper", "inscription": "Signed", "catalogue raisonné": "Hind 68\nFocillon 773",
        "exhibition history": "Chicago, 1909.\n\nParis, 1910.", "provenance": "Sold, Paris.", "edition": "2/10",
        "location": "Gallery 240; on view", "loan": "Lent to Paris.", "deaccession": "fiscal year 2004",
    }  # fmt: skip
    assert [(i.scheme, i.value) for i in found.identifiers] == [
        ("accession", "1900.1"), ("artic", "1"), ("nomisma", "ric.1"),
    ]  # fmt: skip
    holding = found.holdings[0]
    assert (holding.name, holding.inventory, holding.credit_line) == (
        "Art Institute of Chicago", "1900.1", "Invented Gift",
    )  # fmt: skip
    assert [(m.kind, m.value) for m in found.measures] == [("colorfulness", 14.1905)]


def test_a_field_that_is_new_is_reported() -> None:
    row = ARTWORK | {"image_embedding": [0.5]}
    row["dimensions_detail"] = [{"height": 1, "weight": 3}]
    row["thumbnail"] = {"width": 1, "blurhash": "L6"}
    assert sorted((i.code, i.field) for i in parsed(row)[1]) == [
        ("new-field", "blurhash"), ("new-field", "image_embedding"), ("new-field", "weight"),
    ]  # fmt: skip


def test_an_artwork_of_which_nothing_is_known() -> None:
    nothing = {name: [] if isinstance(value, list) else None for name, value in ARTWORK.items()}
    entities, issues = parsed(nothing | {"id": 9, "is_public_domain": False}, config=None)
    assert issues == []
    [found] = entities
    assert isinstance(found, Work)
    assert (found.id, found.titles[0].text, found.url) == ("artic:9", "[no title]", None)
    empty = ("credits", "dates", "terms", "texts", "images", "dimensions", "measures")
    assert {name: getattr(found, name) for name in empty} == dict.fromkeys(empty, ())
    assert [right.covers for right in found.rights] == ["metadata"]


def test_rights_are_kept_apart() -> None:
    cc0, by = "https://creativecommons.org/publicdomain/zero/1.0/", "https://creativecommons.org/licenses/by/4.0/"
    free = work()
    assert [(right.covers, right.licence) for right in free.rights] == [
        ("metadata", cc0), ("text", by), ("image", cc0), ("work", "https://creativecommons.org/publicdomain/mark/1.0/"),
    ]  # fmt: skip
    assert {text.kind: text.licence for text in free.texts if text.licence} == {"description": by}
    closed = work(is_public_domain=False, copyright_notice="© 2020 Somebody", description=None)
    assert closed.rights[1:] == (Rights(covers="work", statement="© 2020 Somebody"),)
    assert [(image.open, image.licence) for image in closed.images] == [(False, None), (False, None)]


def test_pictures_are_linked_at_the_address_that_the_api_names() -> None:
    first, second = work().images
    base = "https://www.artic.edu/iiif/2/7f54-a"
    assert (first.url, first.thumbnail, first.iiif) == (
        f"{base}/full/843,/0/default.jpg", f"{base}/full/200,/0/default.jpg", base,
    )  # fmt: skip
    assert (first.width, first.height, first.alt, first.open) == (3000, 2056, "A made-up work.", True)
    assert (second.width, second.alt, second.iiif) == (None, None, "https://www.artic.edu/iiif/2/7f54-b")


def test_sizes_keep_the_fractions_that_the_fields_lack() -> None:
    found = [(d.part, d.kind, d.value) for d in work().dimensions if d.kind != "text"]
    assert found == [
        ("Image", "height", 45.2), ("Image", "width", 66.1), ("Plate", "height", 46), ("Plate", "width", 66.9),
        ("Plate", "depth", 2.5), ("Plate", "diameter", 9),
    ]  # fmt: skip
    plain = work(dimensions="70.2 × 53.4 cm (27 5/8 × 21 in.)", dimensions_detail=[]).dimensions
    assert [(d.part, d.value) for d in plain[:2]] == [(None, 70.2), (None, 53.4)]
    round_ = work(dimensions="H.: 24.8 cm (9 3/4 in.); diam.: 13.3 cm (5 1/4 in.); 9.54 g").dimensions
    assert [(d.part, d.kind, d.value, d.unit) for d in round_[:3]] == [
        (None, "height", 24.8, "cm"), (None, "diameter", 13.3, "cm"), (None, "weight", 9.54, "g"),
    ]  # fmt: skip
    vague = work(dimensions="Variable", dimensions_detail=ARTWORK["dimensions_detail"][:1]).dimensions
    assert vague == (
        Dimension(part="Image", kind="height", value=45.0, unit="cm"),
        Dimension(part="Image", kind="width", value=66.0, unit="cm"),
        Dimension(kind="text", text="Variable"),
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"date_display": None}, ("1763–1765", 1763, 1765, "created")),
        ({"date_display": None, "date_start": -500, "date_end": -500}, ("-500", -500, -500, "created")),
        ({"date_display": "c. 1900", "date_start": None, "date_end": None}, ("c. 1900", 1900, 1900, "created")),
        ({"date_qualifier_title": "Published"}, ("1763–65, published 1800", 1763, 1765, "published")),
        (
            {"date_display": "Published 1800", "date_start": 1800, "date_end": 1800},
            ("Published 1800", 1800, 1800, "published"),
        ),
    ],
)
def test_dates(said: Row, expected: tuple[Any, ...]) -> None:
    first = work(**said).dates[0]
    assert (first.text, first.earliest, first.latest, first.kind) == expected


@pytest.mark.parametrize(
    ("names", "printed", "expected"),
    [
        (["Ada"], "Ada\nItalian, 1720–1778", ("Italian, 1720–1778", 1720, 1778)),
        (["Ada"], "Ada\nItalian, 1720-1778", ("Italian, 1720-1778", 1720, 1778)),
        (["Ada"], "Ada\nItalian, born 1920", ("Italian, born 1920", 1920, None)),
        (
            ["Ada"],
            "Ada (Italian, 1720–1778)\npublished by Bea (Italian, 1758–1810)",
            ("Italian, 1720–1778", 1720, 1778),
        ),
        (["Ada"], "After Ada\nItalian, 1720–1778", ("Italian, 1720–1778", 1720, 1778)),
        (["Ada", "Bea"], "Ada\nItalian, 1720–1778", ("Italian, 1720–1778", 1720, 1778)),
        (["Ada"], "Ada\nNorth coast, 1100–1470", ("North coast, 1100–1470", None, None)),
        (["Ada"], "Ada\nRome", (None, None, None)),
        (["Ada"], None, (None, None, None)),
    ],
)
def test_what_is_printed_about_the_life_of_a_maker(
    names: list[str], printed: str | None, expected: tuple[Any, ...]
) -> None:
    row = ARTWORK | {"artist_ids": [51, 52][: len(names)], "artist_titles": names, "artist_display": printed}
    maker = next(entity for entity in parsed(row)[0] if isinstance(entity, Agent))
    assert (maker.life_text, maker.born, maker.died, maker.authority) == (*expected, 0)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1763", []),
        ("1763 (published c. 1800)", [("published c. 1800", 1800, 1800, "circa")]),
        ("1763, published 1800–07; printed 1910", [("published 1800–07", 1800, 1807, None)]),
        ("Published 1763", []),
    ],
)
def test_a_date_of_publication_behind_that_of_making(printed: str, expected: list[tuple[Any, ...]]) -> None:
    found = [one for one in work(date_display=printed).dates[1:] if one.kind == "published"]
    assert [(one.text, one.earliest, one.latest, one.qualifier) for one in found] == expected


def test_what_a_date_is_of_is_kept_if_it_is_more_than_made() -> None:
    assert [one.text for one in work(date_qualifier_title="Cast").texts if one.kind == "date"] == [
        "Cast: 1763–65, published 1800"
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ["Gallery 240; on view"]),
        ({"gallery_title": None}, ["on view"]),
        ({"is_on_view": False}, ["Gallery 240; not on view"]),
        ({"is_on_view": False, "gallery_title": None}, []),
    ],
)
def test_where_it_is_shown(said: Row, expected: list[str]) -> None:
    assert [one.text for one in work(**said).texts if one.kind == "location"] == expected


LIFE, OTHER = "(Italian, 1720–1778)", "(Italian, 1758–1810)"


@pytest.mark.parametrize(
    ("names", "printed", "expected"),
    [
        # A line each, with its own role; several in one line.
        (["Ada Person"], f"Ada Person {LIFE}\npublished by Bea Another {OTHER}\nprinted by C. Fourth, Rome",
         [("51", "artist", None, None), ("name-bea-another-italian-1758-1810", "publisher", None, "published by"),
          ("name-c-fourth-rome", "publisher", None, "printed by")]),
        (["Ada Person"], f"Ada Person {LIFE}\npublished by Bea {OTHER} and Cy Person (Italian, born 1758/9), Rome",
         [("51", "artist", None, None), ("name-bea-person-italian-1758-1810", "publisher", None, "published by"),
          ("name-cy-person-italian-born-1758-9", "publisher", None, "published by; Rome")]),
        (["Ada Person"], f"Ada Person {LIFE}\npublished by Bea {OTHER} and Cy Third {OTHER}",
         [("51", "artist", None, None), ("name-bea-italian-1758-1810", "publisher", None, "published by"),
          ("name-cy-third-italian-1758-1810", "publisher", None, "published by")]),
        (["Ada Person"], f"Ada Person {LIFE} after Bea Another {OTHER}",
         [("51", "artist", None, None), ("name-bea-another-italian-1758-1810", "artist", "after", "after")]),
        # Who has a number keeps it, whatever the line says of her.
        (["Ada Person", "Bea Another"], "Designed by Ada Person\n(American, 1864–1906)\nModeled by Bea Another\nRome",
         [("51", "designer", None, "Designed by"), ("52", "sculptor", None, "Modeled by")]),
        (["Ada Person"], "Designed by Ada Person\nMade by Ada Person",
         [("51", "designer", None, "Designed by"), ("51", "artist", None, "Made by")]),
        (["Ada Person"], f"Ada Person {LIFE}\nwoven by Bea Another {OTHER} and Cy Third {OTHER}",
         [("51", "artist", None, None), ("name-bea-another-italian-1758-1810", "weaver", None, "woven by"),
          ("name-cy-third-italian-1758-1810", "weaver", None, "woven by")]),
        (["Ada van Person"], f"Attributed to Ada Person {LIFE}", [("51", "artist", "attributed to", "Attributed to")]),
        (["Ada Person", "Ada Person"], f"Workshop of Ada Person {LIFE}",
         [("51", "artist", None, None), ("52", "artist", None, None)]),
        (["Ada Person"], f"Ada Person {LIFE}\nafter Ada {OTHER}",
         [("51", "artist", None, None), ("name-ada-italian-1758-1810", "artist", "after", "after")]),
        # Nobody is added who may be the one with a number under another name, nor places and dynasties.
        (["Invented Manufactory"], "Made by the Works of Nowhere", [("51", "artist", None, None)]),
        ([], f"Bea Another {OTHER}\nNowhere", [("name-bea-another-italian-1758-1810", "artist", None, None)]),
        ([], "China\nTang dynasty (618–907)", []),
        ([], "published by an unknown hand\nArtist unknown (Italian, 1758–1810)", []),
    ],
)  # fmt: skip
def test_what_each_maker_did(names: list[str], printed: str, expected: list[tuple[Any, ...]]) -> None:
    changes = {"artist_ids": [51, 52][: len(names)], "artist_titles": names, "artist_display": printed}
    entities, issues = parsed(ARTWORK | {"artist_title": None} | changes)
    made = [
        (one.agent.removeprefix("artic:agent:"), one.role, one.attribution, one.note) for one in entities[-1].credits
    ]
    assert made == expected
    assert issues == []
    assert {one.id for one in entities if isinstance(one, Agent)} == {one.agent for one in entities[-1].credits}


def test_a_role_that_is_not_known_is_reported_and_kept() -> None:
    entities, issues = parsed(ARTWORK | {"artist_display": f"Ada Invented {LIFE}\njuggled by Bea Another"})
    assert [(one.role, one.note) for one in entities[-1].credits] == [("artist", None), ("contributor", "juggled by")]
    assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
        ("unknown-role", "artic:1", "artist_display", "juggled by")
    ]


def test_a_maker_without_lists_is_known_by_the_number_beside_the_name() -> None:
    bare: Row = {"artist_ids": [], "artist_titles": []}
    assert [one.agent for one in work(**bare).credits] == ["artic:agent:51"]
    assert [one.agent for one in work(**bare, artist_id=None).credits] == ["artic:agent:name-ada-invented"]


def test_a_style_that_is_a_time_is_a_period() -> None:
    found = work(style_ids=["TM-7", "TM-8"], style_titles=["Baroque", "19th century"]).terms
    assert [(one.facet, one.term) for one in found if one.term in ("artic:term:TM-7", "artic:term:TM-8")] == [
        ("movement", "artic:term:TM-7"), ("period", "artic:term:TM-8"),
    ]  # fmt: skip


def test_ids_without_titles_are_reported() -> None:
    entities, issues = parsed(ARTWORK | {"subject_ids": ["TM-12", "TM-13"]})
    assert [(issue.code, issue.field) for issue in issues] == [("unpaired", "subject_ids")]
    assert "artic:term:TM-12" in {entity.id for entity in entities}


def test_every_field_of_an_agent_is_mapped_or_named() -> None:
    [found], issues = parsed(AGENT, "agent:51")
    assert issues == []
    assert isinstance(found, Agent)
    assert (found.id, found.name, found.sort_name) == ("artic:agent:51", "Ada Invented", "Invented, Ada")
    assert (found.born, found.died, found.url) == (1721, 1779, "http://www.artic.edu/artists/51")
    assert [name.text for name in found.names] == ["A. Inventata"]
    assert [(i.scheme, i.value) for i in found.identifiers] == [("artic", "51"), ("ulan", "500000001")]


def test_the_real_records_have_no_unknown_field(shared: Path) -> None:
    for path in sorted((shared / "fixtures" / "artic").glob("artwork_[0-9]*.json")):
        entities, issues = parsed(json.loads(path.read_bytes()))
        assert issues == []
        found = entities[-1]
        assert isinstance(found, Work)
        assert found.images[0].open
    for path in sorted((shared / "fixtures" / "artic").glob("agents_*.json")):
        assert parsed(json.loads(path.read_bytes()), "agent:1")[1] == []
    row = json.loads((shared / "fixtures" / "artic" / "artwork_19.json").read_bytes())
    assert [(one.agent.partition("agent:")[2], one.role) for one in parsed(row)[0][-1].credits] == [
        ("36210", "artist"), ("name-francesco-piranesi-italian-1758-1810", "publisher"),
        ("name-pietro-piranesi-italian-born-1758-9", "publisher"),
    ]  # fmt: skip
    assert [(one.kind, one.earliest, one.latest) for one in parsed(row)[0][-1].dates] == [
        ("created", 1763, 1763), ("published", 1800, 1807),
    ]  # fmt: skip
    sizes = [(d.part, d.value) for d in parsed(row)[0][-1].dimensions if d.kind == "height"]
    assert sizes == [("Image", 45.2), ("Plate", 46.1), ("Sheet", 49.8)]


# The lists


def test_everything_lands_once(desk: Desks, museum: Museum) -> None:
    here = desk(museum)
    here.size(3)
    result = here.go()
    assert landed(here) == works(museum)
    assert (result.counts.works, result.counts.issues) == (len(museum.lists["artworks"]), 0)
    assert result.counts.records == result.counts.added == sum(map(len, museum.lists.values()))
    # The maker's own record stands above what works print of her (1720–1778), and of who made nothing there is a row.
    assert here.ask("SELECT name, born, died, authority FROM agents WHERE agent_id = 'artic:agent:51'") == [
        ("Ada Invented", 1721, 1779, 1)
    ]
    assert here.ask("SELECT count(*) FROM agents WHERE agent_id = 'artic:agent:53'") == [(1,)]
    assert here.ask("SELECT maker FROM works WHERE work_id = 'artic:3'") == [("Bea Invented",)]
    located, raw = here.ask("SELECT located, sha256 FROM records WHERE record_id = 'artic:7'")[0]
    assert located == f"{here.server.url}/api/v1/artworks/7"
    body = b'{"data":' + json.dumps(artwork(7)).encode() + b',"config":' + json.dumps(CONFIG).encode() + b"}"
    assert raw == sha256(body).hexdigest()


def test_page_sizes_make_no_difference(desk: Desks, museum: Museum) -> None:
    here = desk(museum)
    for size in (1, 3, 100):
        here.size(size)
        here.go(f"pages-of-{size}")
    assert museum.limits == {1, 3, 100}
    assert here.rows("pages-of-1") == here.rows("pages-of-3") == here.rows("pages-of-100")


@pytest.mark.parametrize(("batch", "stop"), [(2, KeyboardInterrupt), (3, KeyboardInterrupt), (400, OSError)])
def test_stopped_at_any_page_and_resumed_it_is_the_same(
    desk: Desks, museum: Museum, batch: int, stop: type[BaseException]
) -> None:
    here = desk(museum)
    here.size(2, batch)
    here.stop = stop
    here.go("one-go")
    requests = len(here.server.asked)
    assert requests == -(-len(museum.lists["artworks"]) // 2) + -(-len(museum.lists["agents"]) // 2)
    for number in range(1, requests + 1):
        here.stop_at, name = number, f"stopped-{number}"
        with pytest.raises(stop):
            here.go(name)
        status = "interrupted" if stop is KeyboardInterrupt else "failed"
        assert here.ask("SELECT status FROM imports", name) == [(status,)]
        here.stop_at = None
        result = here.go(name, cache=f"{name}-{'empty' if number % 2 else 'kept'}", resume=True)
        assert result.status == "done"
        assert here.rows(name) == here.rows("one-go")


def test_resumed_it_asks_only_for_what_is_missing(desk: Desks) -> None:
    """From the page of the last record that is safe on, which is in the cache as a rule."""
    here = desk(synthetic())
    here.size(2, 2)
    here.stop_at = 3
    with pytest.raises(KeyboardInterrupt):
        here.go()
    assert here.ask("SELECT cursor, works FROM imports") == [("artworks:4", 4)]
    here.stop_at = None
    here.server.asked.clear()
    here.go(cache="another", resume=True)
    pages = [asked.address.removeprefix("/api/v1/") for asked in here.server.asked]
    assert pages == [
        "artworks?page=2&limit=2", "artworks?page=3&limit=2", "artworks?page=4&limit=2", "agents?page=1&limit=2",
        "agents?page=2&limit=2",
    ]  # fmt: skip


def test_with_another_page_size_it_is_resumed_in_the_middle_of_a_page(desk: Desks) -> None:
    here = desk(synthetic())
    here.size(3)
    here.go("one-go")
    here.size(3, 2)
    here.stop_at = 3
    with pytest.raises(KeyboardInterrupt):
        here.go()
    here.stop_at = None
    here.size(5)
    here.go(resume=True)
    assert here.rows() == here.rows("one-go")


def test_a_limit_brings_so_many_artworks(desk: Desks) -> None:
    here = desk(synthetic())
    here.size(3)
    assert here.go(limit=4).counts.works == 4
    assert here.server.asked_for("artworks?") == 2
    assert here.server.asked_for("agents?") == 0
    assert here.ask("SELECT name, born FROM agents WHERE agent_id = 'artic:agent:51'") == [("Ada Invented", 1720)]


def test_only_what_changed_since(desk: Desks) -> None:
    museum = synthetic()
    museum.lists["artworks"][2]["updated_at"] = "2024-12-31T22:00:00-06:00"  # 2025 already, in UTC
    museum.lists["artworks"][4]["updated_at"] = "2024-12-31T17:59:00-06:00"  # a minute before
    museum.lists["artworks"][5]["updated_at"] = "of late"
    here = desk(museum)
    here.go(since="2025-01-01")
    assert landed(here) == ["artic:2", "artic:5"]
    with pytest.raises(UsageError, match="is not a date"):
        here.go(since="yesterday")


def test_again_nothing_changes(desk: Desks, museum: Museum) -> None:
    here = desk(museum)
    here.go()
    before, records = here.rows(), sum(map(len, museum.lists.values()))
    asked = len(here.server.asked)
    result = here.go()
    assert (result.counts.unchanged, result.counts.added, result.counts.updated) == (records, 0, 0)
    assert len(here.server.asked) == asked  # all of it lay in the cache
    result = here.go(refresh=True)
    assert (result.counts.unchanged, len(here.server.asked)) == (records, 2 * asked)
    after = here.rows()
    assert {t: r for t, r in after.items() if t != "imports"} == {t: r for t, r in before.items() if t != "imports"}


def test_a_changed_record_is_updated_and_the_old_hash_is_kept(desk: Desks) -> None:
    museum = synthetic()
    here = desk(museum)
    here.go()
    old = here.ask("SELECT sha256 FROM records WHERE record_id = 'artic:5'")
    changed = artwork(5, title="Another View", subject_ids=[], subject_titles=[], description=None)
    museum.lists["artworks"] = [changed, *(row for row in museum.lists["artworks"] if row["id"] != 5)]
    result = here.go(refresh=True)
    assert (result.counts.updated, result.counts.unchanged, result.counts.works) == (1, 9, 1)
    assert here.ask("SELECT title FROM works WHERE work_id = 'artic:5'") == [("Another View",)]
    assert here.ask("SELECT count(*) FROM titles WHERE work_id = 'artic:5' AND text = 'Invented View 5'") == [(0,)]
    assert here.ask("SELECT count(*) FROM work_terms WHERE work_id = 'artic:5' AND facet = 'subject'") == [(0,)]
    assert here.ask("SELECT record_id, sha256, replaced_by FROM record_history") == [("artic:5", old[0][0], 2)]
    assert here.ask("SELECT sha256 FROM records WHERE record_id = 'artic:5'") != old
    assert landed(here) == works(museum)


def test_a_changed_agent_is_updated_too(desk: Desks) -> None:
    museum = synthetic()
    here = desk(museum)
    here.go()
    museum.lists["agents"][0] = AGENT | {"death_date": 1780}
    assert here.go(refresh=True).counts.updated == 1
    assert here.ask("SELECT born, died FROM agents WHERE agent_id = 'artic:agent:51'") == [(1721, 1780)]


# Faults


@pytest.mark.parametrize("page", [1, 3])
@pytest.mark.parametrize("fault", ["429", "503", "html", "cut", "cut unannounced", "other shape", "empty"])
def test_a_fault_of_the_server_changes_nothing(desk: Desks, fault: str, page: int) -> None:
    museum = synthetic()
    here = desk(museum)
    here.size(3)
    here.go("without")
    body = json.dumps(museum.page("artworks", page, 3)).encode()
    replies = {
        "429": Reply(429, b"{}", {"Retry-After": "7"}), "503": Reply(503, b"down"), "html": html(),
        "cut": cut(body, len(body) // 2), "cut unannounced": cut_unannounced(body, len(body) // 2),
        "other shape": Reply(200, b'{"status":500,"error":"oops"}'), "empty": Reply(200, b""),
    }  # fmt: skip
    times = 1 if fault == "html" else 2
    here.server.fail(f"artworks?page={page}&", *[replies[fault]] * times)
    here.clock.slept.clear()
    here.go()
    assert here.rows() == here.rows("without")
    waits = [second for second in here.clock.slept if second > 1]
    # the first wait of a fault is a second, the next is two; a web page is asked for once more, after half a minute
    assert waits == {"429": [7, 7], "html": [30]}.get(fault, [2])
    assert len(here.said) == times


def test_what_does_not_go_away_ends_the_import_and_is_resumed(desk: Desks, museum: Museum) -> None:
    here = desk(museum)
    here.size(3)
    here.go("without")
    here.server.fail("artworks?page=2&", *[html()] * 2)
    with pytest.raises(WrongContent, match="with a web page in place of data"):
        here.go()
    assert here.ask("SELECT status, cursor, works FROM imports") == [("failed", "artworks:3", 3)]
    assert here.ask("SELECT count(*) FROM search_texts") == [(3,)], "what came can be found"
    here.server.fail("agents?page=1&", *[Reply(503)] * 5)
    with pytest.raises(ServerFault, match="answered 503"):
        here.go(resume=True)
    assert here.go(resume=True).status == "done"
    assert here.rows() == here.rows("without")


def test_a_page_that_repeats_is_asked_for_again(desk: Desks, museum: Museum) -> None:
    """A proxy that serves an old page: the whole of it, or its records under the new number."""
    here = desk(museum)
    here.size(3)
    here.go("without")
    stale = museum.page("artworks", 1, 3)
    renumbered = json.loads(json.dumps(stale))
    renumbered["pagination"]["current_page"] = 3
    here.server.fail("artworks?page=2&", Reply(200, json.dumps(stale).encode()))
    here.server.fail("artworks?page=3&", Reply(200, json.dumps(renumbered).encode()))
    here.go()
    assert here.rows() == here.rows("without")


def test_a_server_that_always_gives_the_first_page_is_left(desk: Desks) -> None:
    museum = synthetic()
    here = desk(museum)
    here.size(3)
    first = Reply(200, json.dumps(museum.page("artworks", 1, 3)).encode())
    here.server.fail("artworks?page=2&", first, first)
    with pytest.raises(GaveUp, match="answers page 1 to who asks for page 2"):
        here.go()
    assert here.ask("SELECT status, works FROM imports") == [("failed", 3)]


def test_records_that_never_come_are_reported(desk: Desks) -> None:
    museum = synthetic()
    here = desk(museum)
    here.size(3)
    renumbered = museum.page("artworks", 1, 3)
    renumbered["pagination"]["current_page"] = 2
    here.server.fail("artworks?page=2&", *[Reply(200, json.dumps(renumbered).encode())] * 2)
    here.go()
    assert here.ask("SELECT code, message FROM issues") == [
        ("list-too-short", "the list ended 3 records before the 7 that it announced")
    ]
    assert landed(here) == ["artic:3", "artic:4", "artic:5", "artic:7"]


def listed(museum: Museum, size: int, folder: Path) -> tuple[list[Row], list[Issue]]:
    """The artworks of a museum in pages of `size`, as they came, and what was reported."""
    issues: list[Issue] = []
    described, clock = descriptor("artic"), Clock()
    with (
        Server(museum.answer) as server,
        Fetcher(described, stored=Cache(folder / "http.db", clock.senses().now), senses=clock.senses()) as fetcher,
    ):
        fetcher.trust(server.url)
        listing = Listing(fetcher, f"{server.url}/api/v1/artworks", size, Context(described, report=issues.append))
        return [json.loads(one.data) for one in listing.after(0)], issues


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("gone", [1, 2, 3])
@pytest.mark.parametrize("beyond", ["404", "empty page"])
def test_records_that_vanish_take_no_other_with_them(tmp_path: Path, size: int, gone: int, beyond: str) -> None:
    """What is deleted on pages that were read draws later records over their edge."""
    for page in range(1, -(-7 // size) + 1):
        museum = synthetic()
        museum.empty_page = beyond == "empty page"
        everything = works(museum)
        museum.after["artworks", page] = lambda here=museum: here.lists["artworks"].__delitem__(slice(0, gone))
        rows, issues = listed(museum, size, tmp_path / f"after-{page}")
        came = sorted(f"artic:{row['id']}" for row in rows)
        assert len(came) == len(set(came)), f"after page {page}"
        assert set(works(museum)) <= set(came) <= set(everything), f"after page {page}"
        assert issues == []


def test_a_record_that_vanished_stays_in_the_library(desk: Desks) -> None:
    museum = synthetic()
    here = desk(museum)
    here.size(3)
    museum.after["artworks", 2] = lambda: museum.lists["artworks"].__delitem__(0)
    result = here.go()
    assert (len(landed(here)), result.counts.issues) == (7, 0)
    assert here.go(refresh=True).counts.unchanged == 9
    assert len(landed(here)) == 7


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_what_moves_to_the_front_is_not_missed(tmp_path: Path, size: int) -> None:
    """The list begins with what was changed last: the last artwork is changed, another added, while pages are read."""
    for page in range(1, -(-7 // size)):
        museum = synthetic()

        def changes(here: Museum = museum) -> None:
            rows = here.lists["artworks"]
            rows.insert(0, rows.pop() | {"title": "Changed"})
            rows.insert(0, artwork(8))

        museum.after["artworks", page] = changes
        rows, issues = listed(museum, size, tmp_path / f"after-{page}")
        assert sorted(f"artic:{row['id']}" for row in rows) == works(museum), f"after page {page}"
        assert [row["title"] for row in rows if row["id"] == 4] == ["Changed"]
        assert issues == []


def test_what_is_no_record_is_reported_and_the_rest_goes_in(desk: Desks) -> None:
    museum = synthetic()
    museum.lists["artworks"][1:1] = [{"title": "Nameless"}, {"id": "x"}]
    del museum.lists["artworks"][3]["title"], museum.lists["artworks"][3]["artist_display"]
    museum.lists["artworks"][4]["thumbnail"] = "a text"
    here = desk(museum)
    here.size(2)
    result = here.go()
    assert codes(here) == ["not-a-record", "not-a-record", "unreadable-record"]
    assert (result.counts.works, result.counts.skipped) == (6, 1)
    assert here.ask("SELECT raw FROM issues LIMIT 1") == [('{"title": "Nameless"}',)]
    assert here.ask("SELECT count(*) FROM records WHERE record_id = 'artic:5'") == [(1,)]


# The client


def test_it_says_who_asks_and_keeps_to_the_limit(desk: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CULTUREDATA_CONTACT", "somebody@example.org")
    here = desk(synthetic())
    here.size(3)
    here.go()
    for asked in here.server.asked:
        assert asked.headers["user-agent"].startswith("culturedata/")
        assert asked.headers["aic-user-agent"].startswith("culturedata ")
        assert asked.headers["aic-user-agent"].endswith(" (somebody@example.org)")
        assert asked.headers["accept"] == "application/json"
    assert len(here.server.asked) == 4
    assert sum(here.clock.slept) == pytest.approx(4.0)  # robots.txt is the fifth request: four pauses of a second
    assert max(here.clock.slept) <= 1.0


def test_an_address_that_is_no_api(desk: Desks) -> None:
    here = desk(synthetic())
    here.museum.lists.clear()
    with pytest.raises(InputMissing, match="there is no list at"):
        here.go()
    here.server.url = "no-address"
    with pytest.raises(InputMissing, match="there is nothing at"):
        here.go()


def test_it_needs_a_client() -> None:
    with pytest.raises(DescriptorError, match="over HTTP"):
        next(Artic(Context(descriptor("artic"))).records())


def test_the_descriptor_asks_for_what_the_documentation_allows() -> None:
    http = descriptor("artic").http
    assert http is not None
    assert (http.base, http.page_size) == ("https://api.artic.edu/api/v1", 100)
    assert http.requests_per_minute <= 60
    assert "AIC-User-Agent" in http.headers
