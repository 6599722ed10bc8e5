"""Training a recommender on a library, and keeping what it learnt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from culturedata.data.dataset import Dataset
from culturedata.data.documents import Documents
from culturedata.errors import CultureDataError, ModelError
from culturedata.recommend._base import Recommender
from culturedata.recommend.rerank._chain import Chain
from culturedata.recommend.rerank._seam import reranker
from culturedata.recommend.rerank._works import Works
from culturedata.registry import Seam
from culturedata.store.catalogue.documents import documents
from culturedata.store.library import Library
from culturedata.store.people import behaviour, models

Named = tuple[str, dict[str, Any]]  # a reranker's name and its options
RECOMMENDERS = Seam("culturedata.recommend", "recommender")


def make(name: str, options: dict[str, Any] | None = None) -> Recommender:
    """An untrained recommender. Raises UnknownName, UsageError for options that it does not have."""
    made: Recommender = RECOMMENDERS.load(name)(**(options or {}))
    return made


def behind(recommender: Recommender, rerankers: Iterable[Named]) -> Chain:
    """Rerankers for a trained recommender, in their order. Raises UnknownName, UsageError for options."""
    return Chain(tuple(reranker(*one) for one in rerankers), Works(recommender.dataset, recommender.documents))


def data(library: Library, domain: str) -> tuple[Dataset, Documents]:
    """The ratings of a domain, or where there are none the plays, and the descriptions of its items."""
    dataset = behaviour.interactions(library, domain)
    return dataset, documents(library.culture, dataset.item_ids.ids)


def train(
    library: Library,
    name: str,
    domain: str = "film",
    *,
    seed: int = 0,
    options: dict[str, Any] | None = None,
    given: tuple[Dataset, Documents] | None = None,
) -> tuple[int, Recommender]:
    """Train on the library's ratings or plays of a domain and keep the model; return its number and the recommender.

    The model before stays until the new one is whole. Raises ModelError if it can't be learnt or can't be kept.
    """
    dataset, described = given or data(library, domain)
    recommender = make(name, options).fit(dataset, described, seed)
    state = recommender.to_bytes()
    try:
        model_id = models.save_model(
            library.audience,
            recommender=name,
            domain=domain,
            config=msgspec.to_builtins(recommender.config),
            seed=seed,
            fingerprint=dataset.fingerprint,
            provenance=dataset.provenance,
            state=state,
        )
    except (sqlite3.DataError, OverflowError) as error:  # SQLite keeps a gigabyte in one place, and no more
        raise ModelError(
            f"what {name} learnt takes {len(state):,} bytes: more than a library keeps of one model.",
            f"Give it less to learn: see culturedata recommender show {name}.",
        ) from error
    return model_id, recommender


def trained(library: Library, name: str, domain: str = "film") -> tuple[int, Recommender]:
    """The newest model of a recommender for a domain. Raises ModelError if there is none for today's data.

    One that is older than its ratings, unreadable to this version or damaged is refused: nothing is trained here.
    """
    RECOMMENDERS.member(name)
    row = models.newest_model(library.audience, name, domain)
    plain = _command(library, make(name), domain)
    if row is None:
        raise ModelError(f"{name} was not trained for {domain} in {library.folder}.", f"Train it: {plain}.")
    try:
        recommender = make(name, msgspec.json.decode(row["config"]))
    except CultureDataError as error:  # options of another version
        raise _of_no_use(row, error, plain) from error
    again = _command(library, recommender, domain, row["seed"])
    dataset, described = data(library, domain)
    if row["fingerprint"] != dataset.fingerprint:
        older = f"{name} was trained on other ratings or works than those now in {library.folder}."
        raise ModelError(older, f"Train it again: {again}.")
    try:
        return row["model_id"], recommender.load(row["state"], dataset, described, row["seed"])
    except CultureDataError as error:
        raise _of_no_use(row, error, again) from error


def _of_no_use(row: models.Row, error: CultureDataError, command: str) -> ModelError:
    said = f"the model of {row['recommender']} by version {row['version']} is of no use: {error.message}"
    return ModelError(said, f"Train it again: {command}.")


def _command(library: Library, recommender: Recommender, domain: str, seed: int = 0) -> str:
    """What trains a recommender with the same options, those said that are not as usual."""
    config, usual = (msgspec.to_builtins(one.config) for one in (recommender, make(recommender.name)))
    options = {option: value for option, value in config.items() if value != usual[option]}
    words = [f"--option {name}={said if isinstance(said, str) else json.dumps(said)}" for name, said in options.items()]
    words += [f"--seed {seed}"] if seed else []
    return " ".join(["culturedata train", recommender.name, "--domain", domain, *words, "-L", str(library.folder)])


def keep_slates(library: Library, model_id: int, recommender: Recommender, users: list[int], k: int = 10) -> int:
    """Recommend k works to each of `users`, with reasons, and keep the slates as one run; return its number."""
    ids = recommender.dataset.item_ids
    slates = ((user, recommender.recommend(recommender.query(user), k)) for user in users)
    said = ((recommender.dataset.user_ids.ids[user], slate, ids.names(slate.items)) for user, slate in slates)
    return models.save_run(library.audience, model_id, k, recommender.seed, said)
