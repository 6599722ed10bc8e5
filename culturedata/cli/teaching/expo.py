"""Composing an exhibition for several venues from openly licensed pictures."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, note, opened, print_json, print_table

app = typer.Typer()
expo = typer.Typer(no_args_is_help=True, help="Exhibitions from openly licensed pictures, to print and to hang.")
app.add_typer(expo, name="expo")


@expo.command(epilog="Example: culturedata expo compose --theme portrait --venues 3 --works-per-venue 6 -L demo")
def compose(
    library: LibraryOption = HERE,
    theme: Annotated[str | None, typer.Option("--theme", help="Words that every work holds.")] = None,
    venues: Annotated[int, typer.Option("--venues", min=1, max=200, help="How many places it hangs in.")] = 3,
    works_per_venue: Annotated[
        int, typer.Option("--works-per-venue", min=1, max=200, help="Works in each; one of them hangs in all.")
    ] = 8,
    only_cc0: Annotated[
        bool,
        typer.Option("--only-cc0", help="Only pictures under CC0 or the Public Domain Mark."),
    ] = False,
    min_px: Annotated[
        int, typer.Option("--min-px", min=0, help="Longer side of a picture at least; an unknown size is too small.")
    ] = 0,
    plan: Annotated[
        bool, typer.Option("--plan", help="Also works in the public domain that have no open picture (yet).")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Decides between works that are equally good.")] = 0,
    name: Annotated[str | None, typer.Option("--name", help="Name of the exhibition (made from the theme).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Choose works that show as many themes, centuries and cultures as can be; write labels, sheets and the order.

    They lie in the library's folder `exhibitions`, and on the page /exhibitions of `culturedata serve`.
    """
    import msgspec

    from culturedata.cli._progress import Progress
    from culturedata.data.exhibitions import Asked
    from culturedata.workflow.exhibition import make

    asked = Asked(
        theme=theme or None,
        venues=venues,
        works_per_venue=works_per_venue,
        only_cc0=only_cc0,
        min_px=min_px,
        pictures=not plan,
        seed=seed,
    )
    progress = Progress("expo")
    with opened(library) as lib:
        made = make(lib, asked, _checked(name), progress)
    progress.done()
    if as_json:
        print_json({**msgspec.to_builtins(made.exhibition), "files": list(map(str, made.files))})
        return
    _tell(made)


def _checked(name: str | None) -> str | None:
    """A name that may stand in an address. Raises UsageError for another one."""
    from culturedata.errors import UsageError
    from culturedata.store.catalogue.exhibitions import NAME

    if name is not None and not NAME.fullmatch(name):
        raise UsageError(f"{name!r} can't be a name.", "Take small letters, digits and hyphens: portraits-2026.")
    return name


def _tell(made: Any) -> None:
    """The works of each venue on standard output; figures and files on standard error."""
    from culturedata.publish.exhibitions.sheets import unsized

    exhibition = made.exhibition
    print_table(
        ("venue", "work", "title", "maker", "date", "licence", "pixels", "adds"),
        (
            (
                f"{n} (all)" if one.shared else n, one.work_id, one.en.title, one.en.maker, one.en.date,
                one.en.licence, _pixels(one), _few(one.adds_en),
            )
            for n, venue in enumerate(exhibition.venues, 1)
            for one in venue.exhibits
        ),
    )  # fmt: skip
    for word, read in made.read_as.items():
        note(f"No work holds {word!r}: read as {read!r}.")
    for n, venue in enumerate(exhibition.venues, 1):
        note(f"Venue {n}: {_figures(venue.measures)}.")
    every = f"All {exhibition.measures.works:,} works of {exhibition.pool:,} that may hang"
    note(f"{every}: {_figures(exhibition.measures)}.")
    if made.left_out:
        note(f"Left out: {made.left_out}.")
    if unknown := unsized(exhibition):
        note(f"Pictures of unknown size: {unknown:,}. Look at them before ordering, or ask for --min-px.")
    missing = sum(one.picture is None for one in exhibition.exhibits)
    if missing:
        note(f"A plan: {missing:,} works in the public domain have no open picture. Ask their keepers for one.")
    note(f"Written to {made.files[0].parent}: {', '.join(file.name for file in made.files)}.")


def _few(words: tuple[str, ...]) -> str:
    """The first of many words, and how many more there are."""
    more = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" … (+{more})" if more > 0 else "")


def _pixels(exhibit: Any) -> str:
    picture = exhibit.picture
    if picture is None:
        return "no picture"
    return f"{picture.width} × {picture.height}" if picture.longer else "unknown"


def _figures(measures: Any) -> str:
    shown = ", ".join(f"{one.shown} of {one.there} {_PLURAL[name]}" for name, one in measures.families.items())
    said = f"coverage {measures.coverage:.2f} ({shown})"
    if measures.intra_list_diversity is not None:
        said += f", intra-list diversity {measures.intra_list_diversity:.2f}"
    if measures.at_least is not None:
        said += f", at least {int(100 * measures.at_least)}% of the best coverage possible"
    return said


_MOST = 6  # new elements that are named for a work
_PLURAL = {"theme": "themes", "period": "centuries", "culture": "cultures"}
