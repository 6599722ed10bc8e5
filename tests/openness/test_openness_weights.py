"""What a reader may give as weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.errors import InputFormat, InputMissing, UnknownName, UsageError
from culturedata.openness.counting.indicators import INDICATORS
from culturedata.openness.judging import weights


def test_the_rest_counts_one() -> None:
    found = weights.checked({"image": 0, "machine": 2.5})
    assert found == dict.fromkeys(INDICATORS, 1.0) | {"image": 0.0, "machine": 2.5}
    assert list(found) == list(INDICATORS)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "2", True, None])
def test_no_weight(value: object) -> None:
    with pytest.raises(UsageError, match="the weight of image is"):
        weights.checked({"image": value})


def test_all_zero_and_unknown_names() -> None:
    with pytest.raises(UsageError, match="all weights are 0"):
        weights.checked(dict.fromkeys(INDICATORS, 0))
    with pytest.raises(UnknownName, match=r"no indicator named 'imag'\. Did you mean 'image'\?"):
        weights.checked({"imag": 1})


def test_the_example_is_a_file_of_weights(tmp_path: Path) -> None:
    path = tmp_path / "weights.yml"
    path.write_text(weights.example(), encoding="utf-8")
    assert weights.checked(weights.read(path)) == weights.equal()


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "5", ""])
def test_a_file_that_gives_no_weights(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFormat):
        weights.read(path)
    with pytest.raises(InputMissing):
        weights.read(tmp_path / "none.yml")


def test_pairs() -> None:
    assert weights.pairs(["image=0", "machine=1.5"]) == {"image": 0.0, "machine": 1.5}
    for pair in ("image", "image=many"):
        with pytest.raises(UsageError, match="is not INDICATOR=NUMBER"):
            weights.pairs([pair])


def test_only_proportions_count() -> None:
    """Twice all weights are the same weights, and huge ones do no harm."""
    one, two = (weights.vector(dict.fromkeys(INDICATORS, n) | {"image": 4 * n}) for n in (1.0, 2.0))
    assert one.tolist() == two.tolist()
    huge = weights.vector(weights.checked({"image": 1e308}))
    assert (huge.max(), huge.sum()) == (1.0, pytest.approx(1.0))
