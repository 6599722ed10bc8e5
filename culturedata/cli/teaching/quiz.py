"""The game of the exercise overfit-quiz: submissions to a small quiz, and the half that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import HERE, JsonOption, LibraryOption, chosen, note, opened, print_json, print_table
from culturedata.cli.teaching.course import exercise

if TYPE_CHECKING:
    from culturedata.course.prize._submissions import Quiz

app = typer.Typer()  # the command is one of `exercise`
LADDER = (1, 10, 100, 1_000, 10_000, 100_000)
WORDS = {
    "fr": ("soumission", "RMSE sur le quiz", "mieux de", "RMSE cachée", "mieux de", "place cachée",
           "le mélange égal", "votre mélange", "la meilleure de {}",
           "{} notes pour le quiz, autant de cachées, que les modèles {} n’ont jamais vues. «\u00a0Mieux\u00a0»\u00a0: "
           "que leur mélange égal. Le million demande {} sur le quiz.",
           "La moitié cachée se montre une fois, à la fin\u00a0: --reveal."),
    "en": ("submission", "RMSE on the quiz", "better by", "RMSE, hidden", "better by", "hidden place",
           "the even mix", "your mix", "the best of {}",
           "{} ratings in the quiz, as many hidden, that the models {} have never seen. “Better” is than their even "
           "mix. The million asks for {} on the quiz.",
           "The hidden half is shown once, at the end: --reveal."),
}  # fmt: skip
Line = tuple[str, float, float, float, float, int | None]


@exercise.command(epilog="Example: culturedata exercise submit --tries 1000 --seed 7 --reveal -L demo")
def submit(
    mix: Annotated[
        list[float] | None,
        typer.Argument(metavar="WEIGHT", help="A mix of your own: three weights, of baseline, knn-baseline and svd."),
    ] = None,
    tries: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many random submissions, if you give no mix.")
    ] = 10,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Of the quiz and of the submissions.")] = 0,
    ratings: Annotated[int, typer.Option(min=1, help="Of the quiz; as many are hidden.")] = 50,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show the hidden half, too: once, at the end.")] = False,
    library: LibraryOption = HERE,
    lang: Annotated[str, typer.Option("--lang", callback=chosen, help="fr or en.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Submit to a small quiz of the Prize: a mix of your own, or the best of many that are drawn by lot.

    A random submission is a mix of three models, each single rating moved by a quarter of a star up or down.
    """
    from culturedata.course.prize import _ratings, _submissions

    with opened(library) as lib:
        game = _submissions.quiz(_ratings.ratings(lib.culture), seed, ratings)
    lines = [_mixed(WORDS[lang][6], game, [1.0] * len(_submissions.MEMBERS))]
    lines += [_mixed(WORDS[lang][7], game, mix)] if mix else _submitted(game, tries, WORDS[lang][8])
    million = _submissions.ASKED * lines[0][1]
    if as_json:
        names = ("submission", "quiz", "better", *(("hidden", "hidden_better", "hidden_place") if reveal else ()))
        said = [dict(zip(names, line, strict=False)) for line in lines]
        print_json({"seed": seed, "ratings": ratings, "million": million, "submissions": said})
        return
    print_table(WORDS[lang][: 6 if reveal else 3], (_cells(line)[: 6 if reveal else 3] for line in lines))
    members = ", ".join(_submissions.MEMBERS)
    note(WORDS[lang][9].format(ratings, members, f"{million:.4f}".replace(".", "," if lang == "fr" else ".")))
    if not reveal:
        note(WORDS[lang][10])


def _mixed(said: str, game: Quiz, mix: list[float]) -> Line:
    (quiz, hidden), even = game.errors(mix), game.even()
    return said, quiz, 1 - quiz / even[0], hidden, 1 - hidden / even[1], None


def _submitted(game: Quiz, tries: int, said: str) -> list[Line]:
    """The best on the quiz of the first one, ten, hundred … submissions, and of all."""
    from culturedata.course.prize._submissions import best

    (quiz, hidden), even = game.submitted(tries), game.even()
    lines: list[Line] = []
    for count in (*(step for step in LADDER if step < tries), tries):
        on_quiz, on_hidden, place = best(quiz[:count], hidden[:count])
        better = 1 - on_quiz / even[0], 1 - on_hidden / even[1]
        lines.append((said.format(count), on_quiz, better[0], on_hidden, better[1], place))
    return lines


def _cells(line: Line) -> tuple[str, ...]:
    said, quiz, better, hidden, hidden_better, place = line
    placed = "" if place is None else f"{place}"
    return said, f"{quiz:.4f}", f"{better:+.2%}", f"{hidden:.4f}", f"{hidden_better:+.2%}", placed
