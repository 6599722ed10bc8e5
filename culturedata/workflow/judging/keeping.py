"""What was measured, put into the library: figures, differences, costs and learning curves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from culturedata.data.dataset import Dataset
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.workflow.judge import Asked, Evaluation, Judged, config
from culturedata.workflow.judging.compare import Compared, row
from culturedata.workflow.judging.tune import Search, Tuned


def keep(library: Library, dataset: Dataset, found: Evaluation, asked: Asked) -> None:
    """Keep an evaluation of `dataset`; what was measured in the very same way before is replaced."""
    for share, judged in ((1.0, one) for one in found.judged):
        _figures(library, dataset, judged, share)
    for share, judged in found.curve:
        if share < 1:
            _figures(library, dataset, judged, share)
    rows = [one for judged in found.judged for one in costs(judged, asked, dataset.fingerprint)]
    measurements.save_costs(library.audience, rows)
    measurements.save_differences(library.audience, differences(found, asked, dataset.fingerprint))


def _figures(library: Library, dataset: Dataset, judged: Judged, share: float) -> None:
    said = _config(judged)
    measurements.save_measurements(library.audience, judged.measurements, said, dataset.fingerprint, share=share)


def _config(judged: Judged) -> dict[str, Any]:
    return config(judged.entrant.name, judged.entrant.options)


def costs(judged: Judged, asked: Asked, fingerprint: str) -> list[dict[str, Any]]:
    """The costs of one entrant as rows."""
    return [
        {
            "recommender": judged.entrant.name,
            "config": measurements.said(_config(judged)),
            **asdict(cost),
            "jobs": asked.jobs,
            "split": judged.split,
            "seed": asked.seed,
            "fingerprint": fingerprint,
        }
        for cost in judged.costs
    ]


def differences(found: Evaluation, asked: Asked, fingerprint: str) -> list[dict[str, Any]]:
    """The paired differences as rows."""
    out = []
    for compared in found.differences:
        mine = [one for one in found.judged if one.split == compared.split]
        one, other = (_config(mine[place]) for place in (compared.one, compared.other))
        k = next(m.k for m in mine[compared.one].measurements if m.metric == compared.metric)
        out.append(row(compared, (one, other), k, asked.seed, fingerprint))
    return out


def keep_tuned(library: Library, dataset: Dataset, found: Tuned, search: Search) -> None:
    """Keep the figures of the test: those of the defaults and of the tuned configuration, and their difference."""
    asked = Asked((search.metric,), k=search.k, seed=search.seed)
    pair = [] if found.difference is None else [_pair(found)]
    keep(library, dataset, Evaluation(list(found.judged), pair), asked)


def _pair(found: Tuned) -> Compared:
    assert found.difference is not None
    measured = found.tested[0]
    return Compared(measured.metric, measured.split, 1, 0, found.difference)
