"""Weekly discoveries."""

from __future__ import annotations

from typing import Annotated

import typer

from culturedata.cli._output import HERE, Domain, JsonOption, LibraryOption, note, opened, print_json
from culturedata.cli.recommending._words import say
from culturedata.cli.recommending.recommend import PERSON, Lang, person, tell

app = typer.Typer()


@app.command(epilog="Example: culturedata discover movielens:user:1 --week 2026-W48 -n 30 -L demo")
def discover(
    user: Annotated[str | None, typer.Argument(help=PERSON, show_default=False)] = None,
    library: LibraryOption = HERE,
    domain: Domain = "film",
    week: Annotated[str | None, typer.Option(help="An ISO week, 2026-W48.", show_default="this week")] = None,
    k: Annotated[int, typer.Option("-n", "-k", "--n", min=1, max=200, help="How many works.")] = 30,
    name: Annotated[str, typer.Option("--recommender", "-r", help="Whose scores they are made of.")] = "discover",
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the draw, another each week.")] = 0,
    everybody: Annotated[bool, typer.Option("--everybody", help="Make the week's list for everybody.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Make the week's list anew if it was made before.")] = False,
    lang: Lang = "en",
    as_json: JsonOption = False,
) -> None:
    """A week's discoveries: never met, not shown for four weeks, at most two of a maker, varied; each with a reason.

    A list that was made stays for its week, unless another recommender or a longer one is asked for; what was rated or
    played since is left out. Somebody unknown gets one too, which is not kept.
    """
    from culturedata.errors import UsageError
    from culturedata.workflow import discover as weekly
    from culturedata.workflow.train import trained

    if (user is None) != everybody:
        raise UsageError("say for whom: a person, or --everybody.", "For example: culturedata discover 1.")
    when = weekly.Week.of(week) if week else weekly.Week.now()
    with opened(library, write=True) as lib:
        _, made = trained(lib, name, domain)
        if user is None:
            people = range(len(made.dataset.user_ids))
            count = weekly.discover(lib, made, people, when, domain=domain, k=k, seed=seed, again=again)
        else:
            number = person(lib, made, user, lang)
            slate = weekly.of_week(
                lib, made, number, when, domain=domain, k=k, seed=seed, again=again,
                tell=lambda count: note(say(lang, f"met since:{made.dataset.kind}", n=count)),
            )  # fmt: skip
    if user is not None:
        note(say(lang, "week", week=when))
        tell(made, slate, lang, as_json, [one for one, _ in weekly.RERANKED])
    elif as_json:
        print_json({"week": str(when), "lists": count})
    else:
        note(f"{when}: a list for each of {count:,} people.")
