"""Joining the items of one source to the described works of another, and taking a join back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, print_json, print_table


class _LinkGroup(TyperGroup):
    """`link SOURCE` means `link make SOURCE`: a first word that is no command is a source."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


app = typer.Typer()
link = typer.Typer(
    cls=_LinkGroup, help="Join rated items to described works; see the joins and undo them. `link` alone makes them."
)
app.add_typer(link, name="link")


@link.command(epilog="Example: culturedata link movielens -L demo")
def make(
    source: Annotated[str, typer.Argument(help="The source whose items are joined.")] = "movielens",
    library: LibraryOption = HERE,
    to: Annotated[str, typer.Option(help="The source that describes the works.")] = "bokeh-films",
    as_json: JsonOption = False,
) -> None:
    """Link the films of SOURCE to those of another by identifier, or by title, year and genre."""
    from culturedata.linking.link import link_films

    with opened(library, write=True) as lib:
        done = link_films(lib, source, to)
    if as_json:
        print_json(asdict(done))
        return
    print_table(("method", "links"), done.methods.items())
    note(f"{done.links:,} of {done.works:,} works of {source} linked to {to}, {done.added:,} of them now.")
    if done.of_ratings:
        note(f"{done.ratings:,} of {done.of_ratings:,} ratings belong to a linked work.")


@link.command(name="list", epilog="Example: culturedata link list --limit 20 -L demo")
def list_(
    item: Annotated[str | None, typer.Argument(help="Only the links of this work, on either side.")] = None,
    library: LibraryOption = HERE,
    undone: Annotated[bool, typer.Option("--undone", help="Those that were undone.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """The links with score and reason, least certain first."""
    from culturedata.linking.link import matches

    with opened(library) as lib:
        found = matches(lib.culture, item=item, undone=undone)
    if as_json:
        print_json(found[:limit])
        return
    print_table(
        ("left", "right", "score", "method", "titles", "years"),
        (
            (m["left_id"], m["right_id"], m["score"], m["method"], _pair(m, "titles"), _pair(m, "years"))
            for m in found[:limit]
        ),
    )
    note(f"{min(limit, len(found)):,} of {len(found):,} links.")


@link.command(name="undo", epilog="Example: culturedata link undo movielens:31 bokeh-films:372 -L demo")
def undo_(
    left: Annotated[str, typer.Argument(help="The id that was joined.")],
    right: Annotated[str, typer.Argument(help="The id it was joined to.")],
    library: LibraryOption = HERE,
) -> None:
    """Undo a link: it stays on record, and no rule makes it again."""
    from culturedata.linking.link import undo

    with opened(library, write=True) as lib:
        undo(lib, left, right)
    note(f"Undone: {left} → {right}.")


def _pair(match: dict[str, Any], field: str) -> str:
    return " = ".join(str(value) for value in match["evidence"].get(field, ()))
