"""The benchmark of names at a small size: both sides find the same people."""

from __future__ import annotations

from pathlib import Path

from culturedata.benchmarks import link_names
from culturedata.benchmarks.link_names import LinkNames, blocked, compared, made_up
from culturedata.linking.people.names import read


def test_blocking_loses_nobody_whom_comparing_all_finds() -> None:
    left, right, truth = made_up(300, 4000, seed=1)
    names = [read(one) for one in left], [read(one) for one in right]
    ours, reference = set(blocked(*names)), set(compared(*names))
    assert len(truth) == 100
    assert ours <= reference
    assert {pair for pair in truth if pair in ours} == {pair for pair in truth if pair in reference}
    assert sum(pair in ours for pair in truth) >= 90
    assert made_up(300, 4000, seed=1) == (left, right, truth)


def test_it_says_the_recall_of_both(tmp_path: Path, monkeypatch: object) -> None:
    class Small(LinkNames):
        sizes = (60, 500)

    made = Small(tmp_path)
    made.prepare()
    for side in ("ours", "reference"):
        made.before(side)
        getattr(made, side)()
    assert "reference" in made.beside({})
    assert f"{link_names.LEFT:,}" not in made.data()
