"""A home page where everything is a recommendation."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, OnlyDomain, note, opened, print_json, print_table
from culturedata.cli.recommending._words import heads, number, say
from culturedata.cli.recommending.recommend import PERSON, Lang

if TYPE_CHECKING:
    from culturedata.recommend.pages.layout import Shape
    from culturedata.recommend.pages.page import Page
    from culturedata.recommend.rows._visitor import Visitor
    from culturedata.store.library import Library
    from culturedata.workflow.home import Home

app = typer.Typer()
ALL = "all"  # strategies
Device = Annotated[str, typer.Option(help="phone, tablet, desk or tv: how many rows and columns.")]
Rows = Annotated[int | None, typer.Option(min=1, max=40, help="How many rows.", show_default="the device's")]
Columns = Annotated[int | None, typer.Option(min=1, max=40, help="Works in a row.", show_default="the device's")]


@app.command(epilog="Example: culturedata home movielens:user:1 --device tv --strategy page --explain -L demo")
def home(
    user: Annotated[str | None, typer.Argument(help=f"{PERSON} Left out: a stranger.", show_default=False)] = None,
    library: LibraryOption = HERE,
    device: Device = "desk",
    rows: Rows = None,
    columns: Columns = None,
    strategy: Annotated[str, typer.Option(help=f"template, independent, stagewise, page; or {ALL}.")] = "page",
    domain: OnlyDomain = None,
    name: Annotated[
        str | None, typer.Option("--recommender", "-r", help="Whose scores.", show_default="the newest trained")
    ] = None,
    discovery: Annotated[float, typer.Option(min=0, max=1, help="Against accuracy: the little known counts.")] = 0.2,
    breadth: Annotated[float, typer.Option(min=0, max=1, help="Against depth: kinds and domains count.")] = 0.3,
    freshness: Annotated[float, typer.Option(min=0, max=1, help="Against stability: chance moves works.")] = 0.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of that chance.")] = 0,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it in the library, for the pages / and /home.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="What each row's score is made of, and the pool.")] = False,
    lang: Lang = "en",
    as_json: JsonOption = False,
) -> None:
    """Somebody's home page: rows chosen from every row there might be, and no work twice.

    Somebody known is shown nothing that they met already; works stand by the scores of a trained recommender where
    there is one, else by popularity. Of a stranger nothing is known: by popularity. Nothing is trained here.
    """
    from culturedata.cli._progress import Progress
    from culturedata.recommend.pages.aim import Weights
    from culturedata.recommend.pages.page import compose_all
    from culturedata.recommend.pages.strategies import STRATEGIES
    from culturedata.recommend.rows._seam import kinds
    from culturedata.workflow import home as made

    shape, progress = shape_of(device, rows, columns), Progress("home")
    weights = {"discovery": discovery, "breadth": breadth, "freshness": freshness}
    with opened(library, write=keep) as lib:
        house = made.home(lib, made.stocked(lib, _checked(name), domain, progress))
        progress.done()
        users = _users(house, lib, user, lang)
        visitor = house.visitor(users, freshness, seed)
        names = list(STRATEGIES) if strategy == ALL else [strategy]
        pages = compose_all(visitor, kinds(), shape, names, Weights(discovery, breadth))
        of = made.made_of(house, users)
        told = {"device": device, "weights": weights, "seed": seed, "made_of": of}
        if keep:
            at = [made.keep(lib, house, page, users, {**told, "strategy": one}) for one, page in pages.items()]
            note(say(lang, "kept home", path=f"/home/{at[0]}" if users else "/home"))
    if as_json:
        said = {"user": user if users else None, "shape": asdict(shape), **told}
        everything = [{**said, "strategy": one, **_page(page, visitor, lang)} for one, page in pages.items()]
        print_json(everything if strategy == ALL else everything[0])
        return
    for one, page in pages.items():
        _show(page, visitor, lang, head=one if strategy == ALL else "")
        if explain:
            _explain(page, of, lang)


def shape_of(device: str, rows: int | None, columns: int | None) -> Shape:
    """Raises UnknownName for a device that there is not."""
    from culturedata.recommend.pages.layout import DEVICES, Shape
    from culturedata.registry import unknown

    if device not in DEVICES:
        raise unknown("device", device, DEVICES)
    return Shape.of(device, rows, columns)


def _checked(name: str | None) -> str | None:
    """The name of a recommender. Raises UnknownName."""
    from culturedata.workflow.train import RECOMMENDERS

    return name if name is None else RECOMMENDERS.member(name).name


def _users(house: Home, library: Library, user: str | None, lang: str) -> dict[str, int]:
    """Somebody's numbers in the domains that know them; a note for who is not known."""
    from culturedata.workflow.home import known_as

    users = known_as(house, library, user) if user is not None else {}
    if user is not None and not users:
        note(say(lang, "stranger", user=user))
    names = {p.shelf.dataset.user_ids.ids[users[p.shelf.domain]] for p in house.shelves
             if p.shelf.dataset is not None and p.shelf.domain in users}  # fmt: skip
    for id_ in sorted(names - {user}):
        note(say(lang, "number", user=user, id=id_))
    return users


def _page(page: Page, visitor: Visitor, lang: str) -> dict[str, Any]:
    """A page as plain values."""
    figures = {"value": page.value, "found": page.found, "candidates": page.candidates, "compared": page.compared}
    return {**figures, "rows": _rows(page, visitor, lang)}


def _rows(page: Page, visitor: Visitor, lang: str) -> list[dict[str, Any]]:
    works = visitor.stock.works
    return [
        {
            "row": place, "kind": laid.row.kind, "key": laid.row.key, "domain": laid.row.domain or None,
            "text": laid.row.text_fr if lang == "fr" else laid.row.text_en, "pool": laid.row.pool,
            "items": [{"position": n, "item": works.ids.ids[work], "title": works.title(work)[lang == "en"],
                       "domain": str(works.domains[work]), "chance": float(visitor.chances[work])}
                      for n, work in enumerate(laid.works, 1)],
            "worth": {"alone": worth.alone, "found": worth.found, "spread": worth.spread, "added": worth.added},
        }
        for place, (laid, worth) in enumerate(zip(page.rows, page.worth, strict=True), 1)
    ]  # fmt: skip


def _show(page: Page, visitor: Visitor, lang: str, head: str) -> None:
    """A table whose first head may say the strategy."""
    works, between = visitor.stock.works, say(lang, "semicolon")
    print_table(
        (head, *heads(lang, "row", "works")),
        ((place, laid.row.text_fr if lang == "fr" else laid.row.text_en,
          between.join(works.title(work)[lang == "en"] for work in laid.works))
         for place, laid in enumerate(page.rows, 1)),
    )  # fmt: skip
    if not page.rows:
        note(say(lang, "no rows"))


def _explain(page: Page, made: list[dict[str, str | None]], lang: str) -> None:
    """What each row added to the value of the page, from how many rows they were chosen, and what all is made of."""
    print_table(
        heads(lang, "", "kind", "pool", "alone", "adds found", "adds spread", "adds"),
        ((place, laid.row.kind, number(lang, laid.row.pool), *(_figure(value, lang) for value in
          (worth.alone, worth.found, worth.spread, worth.added)))
         for place, (laid, worth) in enumerate(zip(page.rows, page.worth, strict=True), 1)),
    )  # fmt: skip
    counts = ", ".join(f"{kind} {number(lang, count)}" for kind, count in sorted(page.candidates.items()))
    total = number(lang, sum(page.candidates.values()))
    note(say(lang, "candidates", total=total, compared=number(lang, page.compared), counts=counts))
    note(say(lang, "page value", value=_figure(page.value, lang), found=_figure(page.found, lang)))
    for one in made:
        by = one["recommender"] or say(lang, "by popularity")
        domain, tier = say(lang, f"domain:{one['domain']}"), say(lang, f"tier:{one['provenance']}")
        note(say(lang, "made of", domain=domain, dataset=one["dataset"], tier=tier, by=by))


def _figure(value: float, lang: str) -> str:
    said = f"{round(value, 4) + 0.0:.4f}"  # what is next to nothing is 0, not −0
    return said.replace(".", ",") if lang == "fr" else said
