"""Which options a search tries next: the defaults first, then by chance, or by what those before came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from culturedata.errors import UsageError
from culturedata.recommend._space import Choice, Space, Span
from culturedata.workflow.train import RECOMMENDERS, make

SEARCHES = ("random", "bayesian")
AT_FIRST = 10  # trials by chance before a Bayesian search draws conclusions
Options = dict[str, Any]


def space(name: str, fixed: Options) -> Space:
    """What is searched of a recommender: its options that are not `fixed`."""
    return tuple(one for one in RECOMMENDERS.load(name).searched if one.option not in fixed)


def defaults(name: str, fixed: Options) -> Options:
    """The first to try: the options that are searched, as they are unless said."""
    of_all = msgspec.to_builtins(make(name, fixed).config)
    return {one.option: of_all[one.option] for one in space(name, fixed)}


def proposed(
    searched: Space, how: str, seed: int, tried: Sequence[tuple[Options, float | None]], higher_is_better: bool
) -> Options:
    """The next options to try, by one of SEARCHES; `tried` are those before with their figures, none if they diverged.

    It depends on nothing else: a search that was stopped goes on as if it had not been. Raises UsageError without
    optuna.
    """
    optuna = installed()
    distributions = {one.option: _distribution(optuna, one) for one in searched}
    chance = int(np.random.SeedSequence([seed, len(tried)]).generate_state(1)[0])
    sampler = (
        optuna.samplers.RandomSampler(seed=chance)
        if how == "random"
        else optuna.samplers.TPESampler(seed=chance, n_startup_trials=AT_FIRST)
    )
    study = optuna.create_study(direction="maximize" if higher_is_better else "minimize", sampler=sampler)
    states = optuna.trial.TrialState
    for options, figure in tried:
        state = states.FAIL if figure is None else states.COMPLETE
        study.add_trial(
            optuna.trial.create_trial(params=options, distributions=distributions, value=figure, state=state)
        )
    return dict(study.ask(distributions).params)


def _distribution(optuna: Any, one: Span | Choice) -> Any:
    """What optuna draws an option from."""
    if isinstance(one, Choice):
        return optuna.distributions.CategoricalDistribution(list(one.values))
    whole = isinstance(one.low, int) and isinstance(one.high, int)
    kind = optuna.distributions.IntDistribution if whole else optuna.distributions.FloatDistribution
    return kind(one.low, one.high, log=one.log)


def installed() -> Any:
    """optuna, which keeps quiet. Raises UsageError where it is not installed."""
    try:
        import optuna
    except ImportError as error:
        raise UsageError("tune needs the package optuna.", "Install it: pip install 'culturedata[tune]'.") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna
