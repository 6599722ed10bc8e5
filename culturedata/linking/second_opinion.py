"""A second opinion on who is the same: splink (Ministry of Justice, MIT licence), which learns its weights by itself.

It is optional: `pip install 'culturedata[links]'`. It never links by itself: a link that it doubts becomes a question,
and so does a pair that it alone is sure of; where both agree, its probability stands beside the evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from culturedata.errors import UsageError
from culturedata.linking.described import Link
from culturedata.linking.people.person import Person
from culturedata.registry import unknown

Probabilities = dict[tuple[str, str], float]
Opinion = Callable[[Sequence[Person], Sequence[Person]], Probabilities]
Found = tuple[list[Link], list[Link]]
DOUBTED, SURE = 0.5, 0.95
SHARE = 0.05  # of the left people that the right source is taken to have, before anything is compared
SEED = 0
LEAST = 1e-4  # of a pair that was compared: below, it is not told


def named(name: str) -> Opinion:
    """The second opinion called `name`. Raises UnknownName, UsageError if it is not installed."""
    if name != "splink":
        raise unknown("second opinion", name, ("splink",))
    try:
        import splink  # noqa: F401
    except ImportError as error:
        raise UsageError("splink is not installed.", "Install it: pip install 'culturedata[links]'") from error
    return by_splink


def heard(opinion: Opinion, people: tuple[list[Person], list[Person]], found: Found) -> tuple[Found, dict[str, int]]:
    """The links and questions after the second opinion, and how often it agreed, doubted, was silent or alone."""
    links, asked = found
    said = opinion(*people)
    kept: list[Link] = []
    doubted: list[Link] = []
    counts = Counter({"agreed": 0, "doubted": 0, "not compared": 0, "alone": 0})
    for link in links:
        probability = said.get((link.left, link.right))
        told = link if probability is None else replace(link, evidence=link.evidence | {"splink": probability})
        verdict = "not compared" if probability is None else "doubted" if probability < DOUBTED else "agreed"
        counts[verdict] += 1
        (doubted if verdict == "doubted" else kept).append(told)
    taken = {end for link in (*links, *asked) for end in (link.left, link.right)}
    alone = [
        Link(left, right, probability, "splink", {"splink": probability})
        for (left, right), probability in sorted(said.items())
        if probability >= SURE and not {left, right} & taken
    ]
    counts["alone"] = len(alone)
    return (kept, [*asked, *doubted, *alone]), dict(counts)


def by_splink(left: Sequence[Person], right: Sequence[Person]) -> Probabilities:
    """The pairs that splink finds likely, with the probability: names with their frequency, life dates, countries."""
    if not (left and right):
        return {}
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as compared

    api = DuckDBAPI(duckdb.connect(config={"threads": 1}))
    tables = [
        api.register(_rows(side), dataset_display_name=name)
        for side, name in ((left, "left_people"), (right, "right_people"))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        probability_two_random_records_match=SHARE / len(right),
        comparisons=[
            compared.JaroWinklerAtThresholds("name", [0.97, 0.9]).configure(term_frequency_adjustments=True),
            compared.ExactMatch("born"),
            compared.ExactMatch("died"),
            compared.ExactMatch("country"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("family"),
            block_on("first", "born"),
            block_on("born", "died"),
        ],
    )
    linker = Linker(tables, settings, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("family"))
    rows = linker.inference.predict(threshold_match_probability=LEAST).as_record_list()
    ids = {one.id for one in left}
    ends = ((row["id_l"], row["id_r"], row["match_probability"]) for row in rows)
    return {(one, other) if one in ids else (other, one): round(float(p), 4) for one, other, p in ends}


def _rows(people: Sequence[Person]) -> dict[str, list[Any]]:
    """Columns of what splink compares, with nothing where the source says nothing."""
    return {
        "id": [one.id for one in people],
        "name": [" ".join(one.names[0].words) for one in people],
        "first": [one.names[0].words[0] for one in people],
        "family": [one.names[0].sounds[-1] for one in people],
        "born": [one.born for one in people],
        "died": [one.died for one in people],
        "country": [min(one.countries, default=None) for one in people],
    }
