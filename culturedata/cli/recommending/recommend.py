"""Training recommenders and asking them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from culturedata.cli._output import (
    HERE,
    Domain,
    JsonOption,
    LibraryOption,
    OnlyDomain,
    Options,
    chosen,
    note,
    opened,
    options,
    print_json,
    print_table,
)
from culturedata.cli.recommending._rerank import RerankOptions, chains
from culturedata.cli.recommending._words import heads, number, say

if TYPE_CHECKING:
    from pathlib import Path

    from culturedata.data.slates import Query, Reason, Slate
    from culturedata.recommend._base import Recommender
    from culturedata.store.library import Library

app = typer.Typer()
recommender = typer.Typer(no_args_is_help=True, help="The recommenders there are.")
app.add_typer(recommender, name="recommender")

PERSON = "A person's id, its last part or the number of their page; somebody unknown gets what suits most."
Name = Annotated[str, typer.Option("--recommender", "-r", help="Which recommender.")]
Lang = Annotated[str, typer.Option("--lang", callback=chosen, help="fr or en.")]
Rerank = Annotated[list[str] | None, typer.Option("--rerank", help="See reranker list; again for one after the other.")]
Length = Annotated[int, typer.Option("-k", min=1, max=1000, help="How many works.")]
Liked = Annotated[
    list[str] | None,
    typer.Option("--liked", help="A work that somebody new liked, in place of a person; again for several."),
]


@recommender.command("list", epilog="Example: culturedata recommender list")
def list_(as_json: JsonOption = False) -> None:
    """The recommenders there are."""
    from culturedata.workflow.train import RECOMMENDERS

    found = RECOMMENDERS.members().values()
    if as_json:
        print_json([{"name": m.name, "title": m.summary} for m in found])
        return
    print_table(("recommender", ""), ((m.name, m.summary) for m in found))


@recommender.command("show", epilog="Example: culturedata recommender show svd")
def show(name: Annotated[str, typer.Argument(help="The recommender.")], as_json: JsonOption = False) -> None:
    """A recommender's options and what it predicts."""
    import inspect

    import msgspec

    from culturedata.workflow.train import make

    made = make(name)
    options = msgspec.to_builtins(made.config)
    if as_json:
        print_json({"name": name, "title": made.summary, "predicts_ratings": made.predicts_ratings, "options": options})
        return
    note(inspect.getdoc(type(made)) or "")
    print_table(("option", "default"), options.items())


@app.command(epilog="Example: culturedata train svd --option factors=50 --seed 1 -L demo")
def train(
    name: Annotated[str, typer.Argument(help="The recommender.")],
    library: LibraryOption = HERE,
    domain: Domain = "film",
    seed: Annotated[int, typer.Option(help="Of its randomness.")] = 0,
    option: Options = None,
    engine: Annotated[
        str | None, typer.Option(help="What als learns by: implicit, or spark; als-wr: numpy, or spark.")
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(help="Where Spark works: local[2], or spark://HOST:7077; means --engine spark."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Train a recommender on the library's ratings or plays, and keep what it learnt in place of what it learnt before.

    Stopped halfway it keeps nothing, and what was learnt before stays. One training or import writes at a time.
    """
    from culturedata.workflow import train as training

    try:
        with opened(library, write=True) as lib:
            model_id, made = training.train(
                lib, name, domain, seed=seed, options={**options(option), **_engine(engine, master)}
            )
            data = made.dataset
    except KeyboardInterrupt:
        note(f"Stopped: nothing of {name} was kept, and what was trained before is still there.")
        raise
    said = {"model_id": model_id, "recommender": name, "domain": domain, "seed": seed, "dataset": data.name,
            "provenance": data.provenance, f"{data.kind}s": len(data), "fingerprint": data.fingerprint}  # fmt: skip
    if as_json:
        print_json(said)
    else:
        trained_on = f"{len(data):,} {data.kind}s of {data.name} ({data.provenance})"
        note(f"{name} trained on {trained_on}; kept as model {model_id}.")


def _engine(engine: str | None, master: str | None) -> dict[str, str]:
    """The options that say what learns als or als-wr, as they were typed; only Spark has a master."""
    from culturedata.errors import UsageError

    if master is None:
        return {} if engine is None else {"engine": engine}
    if engine not in (None, "spark"):
        raise UsageError(f"the engine {engine} has no master.", "Leave --master out, or say --engine spark.")
    return {"engine": "spark", "master": master}


@app.command(epilog="Example: culturedata recommend movielens:user:1 --recommender svd --rerank mmr -L demo")
def recommend(
    user: Annotated[str, typer.Argument(help=PERSON, show_default=False)] = "",
    library: LibraryOption = HERE,
    name: Name = "svd",
    domain: Domain = "film",
    k: Length = 10,
    liked: Liked = None,
    rerank: Rerank = None,
    rerank_option: RerankOptions = None,
    lang: Lang = "en",
    as_json: JsonOption = False,
) -> None:
    """The best works for a person, each with a reason; nothing that was already seen.

    Somebody new says what they liked, and nothing is trained anew. Reranked, a work that was moved says why, and scores
    are what each added to the aim of the last reranker.
    """
    import numpy as np

    from culturedata.data.slates import Query
    from culturedata.errors import UsageError
    from culturedata.workflow.train import behind, trained

    if bool(user) == bool(liked):
        raise UsageError(
            "say for whom: a person, or what somebody new --liked.", "For example: culturedata recommend 1."
        )
    named = [one for chain in chains(rerank, rerank_option) for one in chain]
    with opened(library) as lib:
        _, made = trained(lib, name, domain)
        query = _new(lib, made, liked) if liked else _query(lib, made, user, lang)
        slate = behind(made, named).recommend(made, query, k)
        if liked and np.array_equal(made.score(query), made.score(Query())):
            note(say(lang, "not by likes", name=name))
    unseen = len(made.dataset.item_ids) - len(query.history)
    if not unseen:
        note(say(lang, f"all met:{made.dataset.kind}", n=number(lang, len(query.history))))
    elif named and len(slate) < min(k, unseen):
        note(say(lang, "few left", n=len(slate)))
    tell(made, slate, lang, as_json, [name for name, _ in named])


@app.command(epilog="Example: culturedata explain movielens:user:1 movielens:50 -L demo")
def explain(
    user: Annotated[str, typer.Argument(help=PERSON)],
    item: Annotated[str, typer.Argument(help="A work's id.")],
    library: LibraryOption = HERE,
    name: Name = "svd",
    domain: Domain = "film",
    lang: Lang = "en",
    as_json: JsonOption = False,
) -> None:
    """Why a work is, or would be, recommended to a person, its score and rank, and what adds up to that score.

    Who predicts ratings with an interval (bayes) says between what the rating will lie, 95 times of 100.
    """
    import numpy as np

    from culturedata.recommend._base import figure
    from culturedata.store.people.behaviour import item_of
    from culturedata.workflow.train import trained

    with opened(library) as lib:
        _, made = trained(lib, name, domain)
        query = _query(lib, made, user, lang)
        work = item_of(lib, made.dataset, item)
        scores = made.score(query)
        reasons, sum_of = made.reasons(query, work), made.arithmetic(query, work)
        asking = np.array([-1 if query.user is None else query.user], dtype=np.int32)
        found = made.interval(asking, np.array([work], dtype=np.int32))
        between = None if found is None else [float(np.clip(end[0], *made.dataset.scale)) for end in found]
    unseen = np.delete(scores, query.history)
    said = {"recommender": name, "item": item, "title": made.title(work)[lang == "en"], "score": float(scores[work]),
            "rank": int((unseen > scores[work]).sum()) + 1, "of": len(unseen),
            "seen": bool((query.history == work).any()),
            "reasons": [_reason(reason, lang) for reason in reasons],
            "interval": between,
            "arithmetic": [{"value": one.value, "text": getattr(one, f"text_{lang}")} for one in sum_of]}  # fmt: skip
    if as_json:
        print_json(said)
        return
    place = say(lang, "place", rank=said["rank"], of=said["of"])
    why = say(lang, "seen") if said["seen"] else _words(reasons, lang)
    print_table(heads(lang, "title", "score", "rank", "reason"), [(said["title"], said["score"], place, why)])
    if between is not None:
        note(say(lang, "between", low=figure(between[0], lang), high=figure(between[1], lang)))
    print_table(
        heads(lang, "adds", "what adds"), ((f"{one.value:+.4f}", getattr(one, f"text_{lang}")) for one in sum_of)
    )


@app.command(epilog="Example: culturedata similar tate:N01975 -L library")
def similar(
    item: Annotated[str, typer.Argument(help="A work's id.")],
    library: LibraryOption = HERE,
    k: Length = 10,
    lang: Lang = "en",
    as_json: JsonOption = False,
) -> None:
    """The works nearest in content to a work, with the words that they share."""
    from culturedata.errors import ModelError
    from culturedata.store.catalogue import works

    with opened(library) as lib:
        whole = works.work(lib.culture, works.described(lib.culture, item))
        if not lib.culture.execute("SELECT EXISTS (SELECT 1 FROM similar)").fetchone()[0]:
            raise ModelError(f"no similar works were computed in {library}.", f"Run {_relate(library)}.")
        found = whole["similar"][:k]
        titles = works.titles_in(lib.culture, [whole["work_id"], *(row["item"] for row in found)], lang)
    if not found:
        note(say(lang, "none near", command=_relate(library)))
    if as_json:
        items = [
            {"rank": row["rank"], "item": row["item"], "title": titles[row["item"]], "score": row["score"],
             "reasons": [{"kind": r["kind"], "items": r.get("items", []), "terms": r.get("terms", []),
                          "value": r.get("value"), "text": r.get(f"text_{lang}", "")} for r in row["reasons"]]}
            for row in found
        ]  # fmt: skip
        print_json({"recommender": "content", "seed": 0, "provenance": None, "item": whole["work_id"], "items": items})
        return
    note(", ".join(filter(None, (titles[whole["work_id"]], whole["maker"]))))
    print_table(
        heads(lang, "", "item", "title", "maker", "score", "reason"),
        ((r["rank"], r["item"], titles[r["item"]], r["maker"], r["score"],
          say(lang, "semicolon").join(x.get(f"text_{lang}", "") for x in r["reasons"])) for r in found),
    )  # fmt: skip


@app.command(epilog="Example: culturedata relate --domain museum -L library")
def relate(
    library: LibraryOption = HERE,
    domain: OnlyDomain = None,
    k: Length = 10,
    as_json: JsonOption = False,
) -> None:
    """Compute the works nearest in content to every work, for the pages and for `similar`."""
    from culturedata.cli._progress import Progress
    from culturedata.vocabularies import DOMAINS
    from culturedata.workflow.similar import keep_similar

    progress = Progress("relate")
    with opened(library, write=True) as lib:
        kept = {d: keep_similar(lib, d, k, progress) for d in DOMAINS if domain in (None, d)}
    progress.done()
    if as_json:
        print_json(kept)
    else:
        print_table(("domain", "works with similar works"), kept.items())


def _relate(library: Path) -> str:
    """The command that computes similar works, ready to paste."""
    return shlex.join(["culturedata", "relate", "-L", str(library)])


def _query(lib: Library, made: Recommender, user: str, lang: str) -> Query:
    """What is known of a person, see `person`."""
    from culturedata.data.slates import Query

    number = person(lib, made, user, lang)
    return Query() if number is None else made.query(number)


def _new(lib: Library, made: Recommender, liked: list[str]) -> Query:
    """Somebody new who liked these works. Raises UsageError for one that is not among those that it learnt from."""
    import numpy as np

    from culturedata.data.slates import Query
    from culturedata.store.people.behaviour import item_of

    items = [item_of(lib, made.dataset, item) for item in dict.fromkeys(liked)]
    return Query(None, np.array(list(dict.fromkeys(items)), dtype=np.int32))


def person(lib: Library, made: Recommender, user: str, lang: str) -> int | None:
    """The number of a person, None for a stranger; says so there, and where only the number of a page names them."""
    from culturedata.store.people.behaviour import nearest_user, user_number

    number = user_number(made.dataset, user, lib)
    if number is None:
        near = nearest_user(made.dataset, user)
        note(say(lang, "stranger", user=user) + (say(lang, "meant", near=near) if near else ""))
        return None
    id_ = made.dataset.user_ids.ids[number]
    if id_ != user and not id_.endswith(f":{user}"):
        note(say(lang, "number", user=user, id=id_))
    return number


def tell(made: Recommender, slate: Slate, lang: str, as_json: bool, rerankers: list[str]) -> None:
    ids = made.dataset.item_ids.names(slate.items)
    titles = [made.title(int(item))[lang == "en"] for item in slate.items]
    rows = list(zip(ids, titles, slate.scores, slate.reasons, strict=True))
    if as_json:
        items = [
            {"rank": n, "item": id_, "title": title, "score": float(score), "reasons": [_reason(r, lang) for r in said]}
            for n, (id_, title, score, said) in enumerate(rows, 1)
        ]
        print_json({"recommender": made.name, "rerankers": rerankers, "seed": made.seed,
                    "provenance": made.dataset.provenance, "items": items})  # fmt: skip
        return
    data = made.dataset
    tier = say(lang, f"tier:{data.provenance}")
    name = " + ".join((made.name, *rerankers))
    note(say(lang, f"trained:{data.kind}", name=name, n=number(lang, len(data)), dataset=data.name, tier=tier))
    print_table(
        heads(lang, "", "item", "title", "score", "reason"),
        ((n, id_, title, float(score), _words(said, lang)) for n, (id_, title, score, said) in enumerate(rows, 1)),
    )


def _reason(reason: Reason, lang: str) -> dict[str, Any]:
    return {"kind": reason.kind, "items": list(reason.items), "terms": list(reason.terms), "value": reason.value,
            "text": reason.text_fr if lang == "fr" else reason.text_en}  # fmt: skip


def _words(reasons: tuple[Reason, ...], lang: str) -> str:
    return say(lang, "semicolon").join(reason.text_fr if lang == "fr" else reason.text_en for reason in reasons)
