"""What was measured, put into the library: figures, differences, costs, groups of works and learning curves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from culturedata.data.dataset import Dataset
from culturedata.store.library import Library
from culturedata.store.people import measurements
from culturedata.workflow.judge import Asked, Evaluation, Judged
from culturedata.workflow.judging.compare import Compared, row
from culturedata.workflow.judging.tune import Search, Tuned

Row = dict[str, Any]


def keep(library: Library, dataset: Dataset, found: Evaluation, asked: Asked) -> None:
    """Keep an evaluation of `dataset`; what was measured in the very same way before is replaced."""
    db, fingerprint = library.audience, dataset.fingerprint
    less = [(share, one) for share, one in found.curve if share < 1]
    for share, judged in (*((1.0, one) for one in found.judged), *less):
        measurements.save_measurements(db, judged.measurements, _config(judged), fingerprint, share=share)
    measurements.save_costs(db, [line for one in found.judged for line in costs(one, asked, fingerprint)])
    measurements.save_exposures(db, [line for one in found.judged for line in _exposures(one, asked, fingerprint)])
    measurements.save_differences(db, differences(found, asked, fingerprint))


def costs(judged: Judged, asked: Asked, fingerprint: str) -> list[Row]:
    """The costs of one entrant as rows."""
    of = {**_of(judged, asked, fingerprint), "jobs": asked.jobs}
    return [{**of, **asdict(cost)} for cost in judged.costs]


def _exposures(judged: Judged, asked: Asked, fingerprint: str) -> list[Row]:
    out = []
    for one in judged.exposures:
        said = asdict(one)
        out.append({"label": said.pop("group"), **said, **_of(judged, asked, fingerprint), "k": asked.k})
    return out


def differences(found: Evaluation, asked: Asked, fingerprint: str) -> list[Row]:
    """The paired differences as rows."""
    out = []
    for compared in found.differences:
        mine = [one for one in found.judged if one.split == compared.split]
        one, other = (_config(mine[place]) for place in (compared.one, compared.other))
        k = next(m.k for m in mine[compared.one].measurements if m.metric == compared.metric)
        out.append(row(compared, (one, other), k, asked.seed, fingerprint))
    return out


def _of(judged: Judged, asked: Asked, fingerprint: str) -> Row:
    """Who was judged, and on what."""
    said = measurements.said(_config(judged))
    return {"recommender": judged.entrant.title, "config": said, "split": judged.split, "seed": asked.seed,
            "fingerprint": fingerprint}  # fmt: skip


def _config(judged: Judged) -> Row:
    return judged.entrant.config


def keep_tuned(library: Library, dataset: Dataset, found: Tuned, search: Search) -> None:
    """Keep the figures of the test: those of the defaults and of the tuned configuration, and their difference."""
    asked = search.asked
    pair = [] if found.difference is None else [_pair(found)]
    keep(library, dataset, Evaluation(list(found.judged), pair), asked)


def _pair(found: Tuned) -> Compared:
    assert found.difference is not None
    measured = found.tested[0]
    return Compared(measured.metric, measured.split, 1, 0, found.difference)
