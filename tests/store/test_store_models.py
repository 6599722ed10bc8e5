"""Models, runs, slates and measurements: what is stored, what is replaced, what a rollback leaves."""

from __future__ import annotations

import json

import numpy as np
import pytest

from culturedata import __version__
from culturedata.data.slates import Measurement, Reason, Slate
from culturedata.store.catalogue.works import rows, similar
from culturedata.store.library import Library
from culturedata.store.people.measurements import save_measurements
from culturedata.store.people.models import newest_model, save_model, save_run, save_similar

RATED = Reason(kind="rated", items=("d:9",), value=5.0, text_fr="parce que … 5", text_en="because … 5")
SHARED = Reason(kind="shared-terms", terms=("sea", "oil"), value=0.5, text_fr="mer, huile", text_en="sea, oil")


def keep(library: Library, recommender: str = "svd", domain: str = "film", **changed: object) -> int:
    said = {
        "config": {"seed": 1, "factors": 50}, "seed": 7, "fingerprint": "ab" * 32, "provenance": "open",
        "state": b"\x00\xff arrays", **changed,
    }  # fmt: skip
    return save_model(library.audience, recommender=recommender, domain=domain, **said)  # type: ignore[arg-type]


def slate(*items: int, reasons: tuple[tuple[Reason, ...], ...] = ()) -> Slate:
    return Slate(np.array(items, dtype=np.int32), np.arange(len(items), 0, -1) + 3.25, reasons)


def count(library: Library, table: str) -> int:
    found: int = library.audience.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_a_model_comes_back_with_all_that_made_it(library: Library) -> None:
    number = keep(library)
    found = newest_model(library.audience, "svd", "film")
    assert found is not None
    assert found["trained_at"].endswith("+00:00")
    del found["trained_at"]
    assert found == {
        "model_id": number, "recommender": "svd", "domain": "film", "config": '{"factors": 50, "seed": 1}', "seed": 7,
        "fingerprint": "ab" * 32, "provenance": "open", "version": __version__, "state": b"\x00\xff arrays",
    }  # fmt: skip


def test_there_is_no_such_model(library: Library) -> None:
    keep(library)
    assert newest_model(library.audience, "svd", "music") is None
    assert newest_model(library.audience, "content", "film") is None


def test_training_again_replaces_that_model_with_its_runs_and_no_other(library: Library) -> None:
    first, music, other = keep(library), keep(library, domain="music"), keep(library, "content")
    for model in (first, music, other):
        save_run(library.audience, model, 1, 0, [("d:user:2", slate(0), ["c:4"])])
    second = keep(library, seed=8, config={})
    kept = {row["model_id"] for row in rows(library.audience, "SELECT model_id FROM models")}
    assert kept == {1, music, other, second}, "the fixture's own model of «popular» is 1"
    assert {row["model_id"] for row in rows(library.audience, "SELECT model_id FROM runs")} == {1, music, other}
    assert library.audience.execute("PRAGMA foreign_key_check").fetchall() == []
    assert count(library, "slates") == 2 + 2
    newest = newest_model(library.audience, "svd", "film")
    assert newest is not None
    assert (newest["model_id"], newest["seed"], newest["config"]) == (second, 8, "{}")


def test_a_run_keeps_slates_in_order_with_their_reasons(library: Library) -> None:
    model = keep(library)
    given = [
        ("d:user:2", slate(3, 1, reasons=((RATED, SHARED), ())), ["c:4", "c:2"]),
        ("d:user:3", slate(0), ["c:3"]),
        ("d:user:1", slate(), []),
    ]
    run = save_run(library.audience, model, 2, 7, iter(given))
    stored = rows(library.audience, "SELECT model_id, k, users, seed FROM runs WHERE run_id = ?", [run])
    assert stored == [{"model_id": model, "k": 2, "users": 3, "seed": 7}]
    found = rows(
        library.audience,
        """SELECT user_id, position, item_id, score, reasons FROM slates JOIN users USING (user) JOIN items USING (item)
           WHERE run_id = ? ORDER BY user_id, position""",
        [run],
    )
    assert [(r["user_id"], r["position"], r["item_id"], r["score"]) for r in found] == [
        ("d:user:2", 1, "c:4", 5.25), ("d:user:2", 2, "c:2", 4.25), ("d:user:3", 1, "c:3", 4.25)
    ]  # fmt: skip
    assert json.loads(found[0]["reasons"]) == [
        {"kind": "rated", "items": ["d:9"], "value": 5.0, "text_fr": "parce que … 5", "text_en": "because … 5"},
        {"kind": "shared-terms", "terms": ["sea", "oil"], "value": 0.5, "text_fr": "mer, huile", "text_en": "sea, oil"},
    ]
    assert [r["reasons"] for r in found[1:]] == ["[]", "[]"]


def test_a_work_that_nobody_rated_gets_a_number_once(library: Library) -> None:
    before = count(library, "items")
    given = [("d:user:1", slate(0, 1), ["c:1", "c:2"]), ("d:user:2", slate(0), ["c:1"])]
    save_run(library.audience, keep(library), 2, 0, given)
    assert count(library, "items") == before + 1
    found = library.audience.execute("SELECT item_id, source FROM items WHERE item > ?", [before]).fetchall()
    assert found == [("c:1", "unrated")]


def test_a_run_that_fails_halfway_leaves_nothing(library: Library) -> None:
    model = keep(library)
    before = {table: count(library, table) for table in ("runs", "slates", "items")}

    def failing() -> object:
        yield "d:user:1", slate(0), ["a:1"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_run(library.audience, model, 1, 0, failing())  # type: ignore[arg-type]
    assert {table: count(library, table) for table in before} == before
    assert not library.audience.in_transaction


def test_measurements_keep_what_they_dropped(library: Library) -> None:
    given = [
        Measurement("svd", "rmse", 0.9, 0.8, 1.0, 3, 1, "5 random folds", 0, "open", "Sample ratings"),
        Measurement("svd", "ndcg", None, None, None, 0, 3, "by time", 0, "open", "Sample ratings", 10),
    ]
    save_measurements(library.audience, given, {"b": 1, "a": 2}, "cd" * 32)
    found = rows(library.audience, "SELECT * FROM measurements ORDER BY measurement_id")
    assert [(r["metric"], r["k"], r["mean"], r["low"], r["high"], r["users"], r["undefined"]) for r in found] == [
        ("rmse", None, 0.9, 0.8, 1.0, 3, 1), ("ndcg", 10, None, None, None, 0, 3)
    ]  # fmt: skip
    assert {(r["config"], r["fingerprint"], r["split"], r["dataset"], r["provenance"]) for r in found} == {
        ('{"a": 2, "b": 1}', "cd" * 32, "5 random folds", "Sample ratings", "open"),
        ('{"a": 2, "b": 1}', "cd" * 32, "by time", "Sample ratings", "open"),
    }


def test_similar_works_replace_those_of_their_domain_only(library: Library) -> None:
    assert save_similar(library.culture, "music", [("b:1", [("b:2", 0.75, (SHARED,))])]) == 1
    near = [("a:3", [("a:5", 0.9, (SHARED,)), ("a:1", 0.25, ())]), ("a:5", [("a:3", 0.9, ())])]
    assert save_similar(library.culture, "museum", iter(near)) == 2
    found = library.culture.execute("SELECT work_id, position, similar_id, score FROM similar ORDER BY 1, 2").fetchall()
    assert found == [("a:3", 1, "a:5", 0.9), ("a:3", 2, "a:1", 0.25), ("a:5", 1, "a:3", 0.9), ("b:1", 1, "b:2", 0.75)]
    first = similar(library.culture, "a:3")[0]
    assert (first["item"], first["title"], first["maker"], first["year"]) == ("a:5", "Été", "Berthe Morisot", 1880)
    assert first["reasons"][0]["terms"] == ["sea", "oil"]
