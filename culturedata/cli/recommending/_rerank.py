"""What the commands that rerank share: options, and rerankers as they are written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from culturedata.cli._output import options

if TYPE_CHECKING:
    from culturedata.workflow.train import Named

RerankOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--rerank-option", help="OPTION=VALUE, for every reranker that has it, or RERANKER.OPTION=VALUE for that one."
    ),
]


def chains(said: list[str] | None, given: list[str] | None) -> list[tuple[Named, ...]]:
    """Each of `said`, names of rerankers joined by +, with the options `given`; one that is said twice stands once.

    Raises UnknownName, UsageError.
    """
    import msgspec

    from culturedata.errors import UsageError
    from culturedata.recommend.rerank._seam import RERANKERS, reranker
    from culturedata.registry import unknown

    names = [tuple(one.split("+")) for one in dict.fromkeys(said or [])]
    kinds = {name: RERANKERS.load(name) for chain in names for name in chain}
    known = {name: {field.name for field in msgspec.structs.fields(kind.Options)} for name, kind in kinds.items()}
    chosen = options(given)
    if chosen and not kinds:
        raise UsageError("--rerank-option is about a reranker, and none is named.", "For example: --rerank mmr.")
    own: dict[str, dict[str, object]] = {name: {} for name in kinds}
    for option, value in chosen.items():
        of, _, plain = option.rpartition(".")
        having = [name for name in kinds if of in ("", name) and plain in known[name]]
        if not having:
            raise unknown("option of these rerankers", option, {one for mine in known.values() for one in mine})
        for name in having:
            own[name][plain] = value
    for name, mine in own.items():
        reranker(name, mine)  # raises for a value that it can't have
    return [tuple((name, own[name]) for name in chain) for chain in names]
