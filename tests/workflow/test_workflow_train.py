"""Training on a library: what is kept, what comes back, and what is refused."""

from __future__ import annotations

import json
import pickle
import shlex
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from culturedata.cli._output import options as as_options
from culturedata.data.slates import Query
from culturedata.errors import ModelError, UnknownName, UsageError
from culturedata.recommend._composed import Composed
from culturedata.store.library import Library
from culturedata.store.people import behaviour
from culturedata.workflow.train import RECOMMENDERS, data, keep_slates, make, train, trained

NAMES = list(RECOMMENDERS.members())


def stored(library: Library, name: str) -> dict[str, object]:
    cursor = library.audience.execute("SELECT * FROM models WHERE recommender = ?", [name])
    columns = [column[0] for column in cursor.description]
    [row] = cursor.fetchall()
    return dict(zip(columns, row, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_what_was_trained_comes_back_in_another_process(folder: Path, name: str) -> None:
    """With options of its own, from the file alone, and to the last bit."""
    options = {"svd": {"factors": 3, "epochs": 2}, "popular": {"weight": 1.5}, "content": {"thin": 0.0}}.get(name, {})
    with Library.open(folder, write=True) as library:
        number, first = train(library, name, seed=4, options=options)
        dataset, _ = data(library, "film")
        row = stored(library, name)
    assert (row["model_id"], row["domain"], row["seed"], row["provenance"]) == (number, "film", 4, "open")
    assert row["fingerprint"] == dataset.fingerprint
    said = json.loads(str(row["config"]))
    assert options.items() <= said.items()
    assert set(said) == set(type(first.config).__struct_fields__)
    with Library.open(folder) as library:
        again, second = trained(library, name)
    assert again == number
    assert (second.seed, second.config) == (4, first.config)
    for query in (Query(), *(first.query(user) for user in range(3))):
        one, other = first.recommend(query, 10), second.recommend(query, 10)
        assert one.items.tolist() == other.items.tolist()
        assert one.scores.tolist() == other.scores.tolist()
        assert one.reasons == other.reasons


@pytest.mark.parametrize("name", NAMES)
def test_what_is_stored_is_arrays_and_no_pickle(library: Library, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object, **named: object) -> None:
        raise AssertionError("a pickle was used")

    for kind in ("dump", "dumps", "load", "loads", "Pickler", "Unpickler"):
        monkeypatch.setattr(pickle, kind, never)
    train(library, name)
    trained(library, name)
    state = bytes(stored(library, name)["state"])  # type: ignore[call-overload]
    parts = parted(state) if issubclass(RECOMMENDERS.load(name), Composed) else [state]
    for part in parts:
        with zipfile.ZipFile(BytesIO(part)) as arrays:
            assert all(array.endswith(".npy") for array in arrays.namelist())


def parted(state: bytes) -> list[bytes]:
    """What the parts of a recommender learnt, each with its length before it; those of the parts' parts too."""
    parts = []
    while state:
        size = int.from_bytes(state[:8], "big")
        part, state = state[8 : 8 + size], state[8 + size :]
        parts += [part] if part.startswith(b"PK") else parted(part)
    return parts


def test_a_recommender_that_was_not_trained(library: Library) -> None:
    with pytest.raises(ModelError) as error:
        trained(library, "svd")
    assert error.value.message == f"svd was not trained for film in {library.folder}."
    assert error.value.hint == f"Train it: culturedata train svd --domain film -L {library.folder}."
    train(library, "svd")
    with pytest.raises(ModelError, match="svd was not trained for music"):
        trained(library, "svd", "music")


def test_no_such_recommender(library: Library) -> None:
    for ask in (lambda: trained(library, "sdv"), lambda: train(library, "sdv"), lambda: make("sdv")):
        with pytest.raises(UnknownName, match=r"no recommender named 'sdv'\. Did you mean 'svd'\?"):
            ask()


def test_options_that_are_wrong_leave_nothing_behind(library: Library) -> None:
    data(library, "film")  # what is read is packed
    before = list(library.audience.iterdump())
    with pytest.raises(UnknownName, match=r"no option of svd named 'factor'\. Did you mean 'factors'\?"):
        train(library, "svd", options={"factor": 3})
    with pytest.raises(UsageError, match=r"svd: Expected `int`, got `str` - at `\$\.factors`"):
        train(library, "svd", options={"factors": "many"})
    assert list(library.audience.iterdump()) == before


def test_ratings_that_changed_since(library: Library) -> None:
    train(library, "popular")
    library.audience.execute("UPDATE ratings SET value = 1 WHERE rating_id = 1")
    with pytest.raises(
        ModelError, match=r"popular was trained on other ratings or works than those now in .*\. Train it again: "
    ):
        trained(library, "popular")
    train(library, "popular")
    assert trained(library, "popular")[1].dataset.values[0] == 1


def test_how_to_train_it_again_is_as_it_was_trained(library: Library) -> None:
    options = {"neighbours": 7, "of": "items", "epochs": 3}
    train(library, "knn-baseline", seed=5, options=options)
    library.audience.execute("UPDATE ratings SET value = 1 WHERE rating_id = 1")
    with pytest.raises(ModelError) as error:
        trained(library, "knn-baseline")
    words = shlex.split(error.value.hint.removeprefix("Train it again: ").removesuffix("."))
    assert words[:5] == ["culturedata", "train", "knn-baseline", "--domain", "film"]
    given = [value for option, value in pairwise(words) if option == "--option"]
    assert as_options(given) == options
    assert words[-4:] == ["--seed", "5", "-L", str(library.folder)]


def test_a_damaged_state(library: Library) -> None:
    train(library, "svd")
    library.audience.execute("UPDATE models SET state = x'00ff' WHERE recommender = 'svd'")
    with pytest.raises(ModelError, match=r"what svd learnt can't be read\. Train it again"):
        trained(library, "svd")


def test_data_that_is_given_is_not_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    given = data(library, "film")
    monkeypatch.setattr(behaviour, "ratings", None)
    _, made = train(library, "popular", given=given)
    assert made.dataset is given[0]


def test_slates_of_a_run(library: Library) -> None:
    """d:user:1 rated Heat and Fargo: two films are left, and the run says why each stands there."""
    number, made = train(library, "content", seed=2)
    run = keep_slates(library, number, made, [0, 2], k=3)
    assert library.audience.execute("SELECT model_id, k, users, seed FROM runs WHERE run_id = ?", [run]).fetchall() == [
        (number, 3, 2, 2)
    ]
    found = library.audience.execute(
        """SELECT user_id, position, item_id, score, reasons FROM slates JOIN users USING (user) JOIN items USING (item)
           WHERE run_id = ? ORDER BY user_id, position""",
        [run],
    ).fetchall()
    assert [row[:2] for row in found] == [("d:user:1", 1), ("d:user:1", 2), *(("d:user:3", n) for n in (1, 2, 3))]
    assert {row[2] for row in found[:2]} == {"c:3", "c:4"}
    assert {row[2] for row in found[2:]} == {"d:9", "c:2", "c:3"}
    for user, rows in ((0, found[:2]), (2, found[2:])):
        slate = made.recommend(made.query(user), 3)
        np.testing.assert_array_equal([row[3] for row in rows], slate.scores)
        assert [[r["text_fr"] for r in json.loads(row[4])] for row in rows] == [
            [r.text_fr for r in said] for said in slate.reasons
        ]
    first = json.loads(found[2][4])
    assert first[0]["text_en"] == "because you rated “The Piano” 4.5"
    assert (found[2][2], first[1]["terms"]) == ("d:9", ["drama"]), "Heat is a drama too"
