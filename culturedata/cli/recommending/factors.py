"""What stands at both ends of a factor of a trained recommender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    chosen,
    note,
    opened,
    print_json,
    print_table,
)
from culturedata.cli.recommending.recommend import PERSON, recommender

if TYPE_CHECKING:
    from culturedata.recommend._base import Recommender
    from culturedata.recommend.surprise.axes import Axes

app = typer.Typer()  # the command is one of `recommender`
LEAST = 50  # ratings: what few people rated has hardly left where it was drawn
TURNED = {
    "fr": "La place et le signe d’un facteur appris ne veulent rien dire\u00a0: on peut tourner tous les facteurs "
    "ensemble sans changer une prédiction. Ici ils sont tournés pour que l’axe 1 déplace le plus les prédictions, puis "
    "l’axe 2… Le signe reste arbitraire\u00a0: c’est l’opposition des deux bouts qui se lit, pas «\u00a0plus\u00a0» ou "
    "«\u00a0moins\u00a0».",
    "en": "The place and the sign of a factor as learnt mean nothing: all factors can be turned together without "
    "changing a prediction. Here they are turned so that axis 1 moves predictions most, then axis 2, and so on. The "
    "sign stays arbitrary: read how the two ends differ, not “plus” or “minus”.",
}
LEARNT = {
    "fr": "Le facteur tel qu’il a été appris\u00a0: sa place et son signe ne veulent rien dire, et il mêle plusieurs "
    "axes. Sans --learnt, les facteurs sont tournés.",
    "en": "The factor as it was learnt: its place and its sign mean nothing, and it mixes several axes. Without "
    "--learnt the factors are turned.",
}
WORDS = {
    "fr": ("bout", "film", "notes", "étoiles", "titre", "Effet sur toutes les prédictions\u00a0: {} étoile (moyenne "
           "quadratique).", "{} se tient à {}\u00a0; multiplié par les étoiles d’un titre, c’est ce que l’axe ajoute à "
           "sa note prédite."),
    "en": ("end", "item", "ratings", "stars", "title", "Effect on all predictions: {} stars (root mean square).",
           "{} stands at {}; times a title’s stars, this is what the axis adds to its predicted rating."),
}  # fmt: skip
Row = tuple[str, str, int, float, tuple[str, str]]


@recommender.command("factor", epilog="Example: culturedata recommender factor svd 1 --user movielens:user:1 -L demo")
def factor(
    name: Annotated[str, typer.Argument(help="A recommender with factors: svd, svdpp, nmf.")],
    number: Annotated[int, typer.Argument(min=1, help="Which axis, or with --learnt which factor, from 1.")],
    library: LibraryOption = HERE,
    domain: Domain = "film",
    user: Annotated[str | None, typer.Option("--user", help=f"Where somebody stands, too. {PERSON}")] = None,
    learnt: Annotated[bool, typer.Option("--learnt", help="The factor as it was learnt, not turned.")] = False,
    least: Annotated[int, typer.Option(min=1, help="Only works with at least so many ratings.")] = LEAST,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many works at each end.")] = 5,
    lang: Annotated[str, typer.Option("--lang", callback=chosen, help="fr or en.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Which works stand at the two ends of a factor, and by how many stars it moves their predictions.

    Factors are turned first: see the note that is printed.
    """
    from culturedata.recommend.surprise import axes
    from culturedata.store.people.behaviour import user_number
    from culturedata.workflow.train import trained

    _check(name)
    with opened(library) as lib:
        _, made = trained(lib, name, domain)
        person = None if user is None else _known(user_number(made.dataset, user, lib), user)
    found = (axes.learnt if learnt else axes.turned)(made.state)
    axis = _within(number, found)
    rows = _rows(made, found, axis, least, k)
    person_id = None if person is None else made.dataset.user_ids.ids[person]
    stands = None if person is None else float(found.users[person, axis])
    if as_json:
        print_json({
            "recommender": name, "seed": made.seed, "provenance": made.dataset.provenance, "number": number,
            "learnt": learnt, "of": found.items.shape[1], "effect": found.effect(axis), "user": person_id,
            "stands": stands,
            "ends": [{"end": end, "item": id_, "ratings": n, "stars": stars, "title": titles[lang == "en"]}
                     for end, id_, n, stars, titles in rows],
        })  # fmt: skip
        return
    _show(rows, found.effect(axis), person_id, stands, lang)
    note((LEARNT if learnt else TURNED)[lang])


def _show(rows: list[Row], effect: float, person: str | None, stands: float | None, lang: str) -> None:
    words = WORDS[lang]
    print_table(words[:5], ((end, id_, n, f"{stars:+.3f}", t[lang == "en"]) for end, id_, n, stars, t in rows))
    note(words[5].format(_figure(effect, ".4f", lang)))
    if stands is not None:
        note(words[6].format(person, _figure(stands, "+.3f", lang)))


def _rows(made: Recommender, found: Axes, axis: int, least: int, k: int) -> list[Row]:
    """The end, id, number of ratings, stars and titles of the works at both ends. Raises UsageError."""
    import numpy as np

    from culturedata.errors import UsageError

    rated = np.bincount(made.dataset.items, minlength=len(made.dataset.item_ids))
    among = np.flatnonzero(rated >= least)
    if not len(among):
        raise UsageError(f"no work has {least} ratings.", f"Ask for fewer: --least {rated.max()}.")
    high, low = found.ends(axis, among, k)
    return [
        (end, made.dataset.item_ids.ids[i], int(rated[i]), float(found.items[i, axis]), made.title(i))
        for end, works in (("+", high), ("-", low[::-1]))
        for i in works
    ]


def _check(name: str) -> None:
    """Raises UsageError for a recommender without factors, UnknownName for none."""
    from culturedata.errors import UsageError
    from culturedata.recommend.surprise.factors import Factors
    from culturedata.workflow.train import RECOMMENDERS

    if not issubclass(RECOMMENDERS.load(name), Factors):
        raise UsageError(f"{name} has no factors.", "Those have: svd, svdpp, nmf.")


def _known(number: int | None, asked: str) -> int:
    from culturedata.errors import UsageError

    if number is None:
        raise UsageError(f"nobody here is called {asked!r}.", "An id is like movielens:user:1.")
    return number


def _within(number: int, found: Axes) -> int:
    from culturedata.errors import UsageError

    if number > found.items.shape[1]:
        raise UsageError(f"there is no factor {number}.", f"It has {found.items.shape[1]}, counted from 1.")
    return number - 1


def _figure(value: float, form: str, lang: str) -> str:
    said = format(value, form)
    return said.replace(".", ",") if lang == "fr" else said
