"""Predicting held-out ratings: the same figures on one core and on two, in the order that was asked for."""

from __future__ import annotations

import numpy as np

from culturedata.evaluate import split
from culturedata.workflow.held_out import Task, predictions, run
from culturedata.workflow.train import make
from tests.recommend.made import drawn


def test_two_at_a_time_predict_what_one_does() -> None:
    data, told = drawn(5), []
    tasks = [
        Task(name, train, test, f"fold {fold}", options)
        for name, options in (("svd", {"epochs": 3}), ("knn-basic", {}), ("normal-predictor", {}))
        for fold, (train, test) in enumerate(split.fold_positions(len(data), 3, 1), 1)
    ]
    alone = list(predictions(run(data, None, tasks, seed=4, tell=told.append)))
    together = list(predictions(run(data, None, tasks, seed=4, jobs=2)))
    assert [figures.tolist() for figures in together] == [figures.tolist() for figures in alone]
    assert told[:4] == ["svd: fold 1", "svd: fold 2", "svd: fold 3", "knn-basic: fold 1"]
    for task, found in zip(tasks, alone, strict=True):
        test = data.subset(task.test)
        fitted = make(task.name, task.options).fit(data.subset(task.train), None, 4)
        assert found.tolist() == fitted.predict(test.users, test.items).tolist()


def test_nothing_to_do() -> None:
    assert list(run(drawn(0), None, [], jobs=2)) == []


def test_whom_it_never_met_has_no_number() -> None:
    data = drawn(2)
    cold = split.cold_users(data, 0.2, 3)
    train = np.flatnonzero(~np.isin(data.users, cold.test.users))
    test = np.flatnonzero(np.isin(data.users, cold.test.users))
    [found] = predictions(run(data, None, [Task("svd", train, test, "")]))
    fitted = make("svd").fit(data.subset(train), None, 0)
    strangers = fitted.predict(np.full(len(test), -1, dtype=np.int32), data.items[test])
    assert found.tolist() == strangers.tolist()
