"""recommend, explain, train and relate: whom one can ask for, and about which domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from culturedata.store.library import Library, transaction
from culturedata.workflow.train import train
from tests.cli.conftest import Run
from tests.small import RATINGS

STRANGER = "Nobody here is called {!r}: this is what a stranger would get.\n"


@pytest.fixture
def trained(folder: Path) -> Path:
    """The small library with pseudonyms in place of numbers (synthetic), one of them a bare number; trained."""
    names = {1: "d:user:u3f9a", 2: "d:user:1", 3: "d:user:77"}
    with Library.open(folder, write=True) as library:
        with transaction(library.audience):
            library.audience.execute("UPDATE users SET user_id = 'x' || user_id")
            for number, name in names.items():
                library.audience.execute("UPDATE users SET user_id = ? WHERE user = ?", [name, number])
            library.audience.execute("INSERT INTO users VALUES (9, 'e:user:9', 'e', 'open')")
        train(library, "popular")
    return folder


class TestWho:
    @pytest.mark.parametrize(
        ("asked", "seen", "said"),
        [
            ("d:user:u3f9a", {"d:9", "c:2"}, ""),
            ("u3f9a", {"d:9", "c:2"}, ""),
            ("1", {"d:9", "c:3"}, ""),  # a pseudonym that ends so goes before the number of a page
            ("77", {"c:4"}, ""),
            ("3", {"c:4"}, "No. 3 is d:user:77.\n"),
            ("2", {"d:9", "c:3"}, "No. 2 is d:user:1.\n"),
            ("9", set(), STRANGER.format("9")),  # the number of somebody who rated nothing of this
            ("762", set(), STRANGER.format("762")),
            ("9" * 30, set(), STRANGER.format("9" * 30)),
            ("1e0", set(), STRANGER.format("1e0")),
            ("u3f9", set(), STRANGER.format("u3f9").strip() + " Did you mean 'd:user:u3f9a'?\n"),
            ("d:user:U3F9A", set(), STRANGER.format("d:user:U3F9A").strip() + " Did you mean 'd:user:u3f9a'?\n"),
            ("nobody", set(), STRANGER.format("nobody")),
        ],
    )
    def test_by_id_by_its_last_part_or_by_the_number_of_the_page(
        self, run: Run, trained: Path, asked: str, seen: set[str], said: str
    ) -> None:
        answer = run("recommend", asked, "-r", "popular", "-L", trained, "--json")
        assert (answer.code, answer.err) == (0, said)
        everything = {"d:9", "c:2", "c:3", "c:4"}
        assert {one["item"] for one in answer.json["items"]} == everything - seen

    def test_explain_knows_the_same_people(self, run: Run, trained: Path) -> None:
        by_page = run("explain", "3", "c:4", "-r", "popular", "-L", trained, "--json")
        by_id = run("explain", "d:user:77", "c:4", "-r", "popular", "-L", trained, "--json")
        assert by_page.json == by_id.json
        assert by_page.json["seen"] is True
        assert (by_page.err, by_id.err) == ("No. 3 is d:user:77.\n", "")


@pytest.mark.parametrize(
    "command",
    [["recommend", "1"], ["train", "popular"], ["explain", "1", "c:1"], ["relate"], ["evaluate", "popular"],
     ["search", "monet"]],
)  # fmt: skip
class TestDomain:
    @pytest.mark.parametrize(
        ("asked", "hint"),
        [("filmx", "Did you mean 'film'?"), ("Museum", "Did you mean 'museum'?"),
         ("", "There are: film, museum, music.")],
    )  # fmt: skip
    def test_a_wrong_one(self, run: Run, folder: Path, command: list[str], asked: str, hint: str) -> None:
        before = (folder / "audience.db").read_bytes()
        said = run(*command, "--domain", asked, "-L", folder)
        assert (said.code, said.out, said.err) == (2, "", f"Error: no domain named {asked!r}. {hint}\n")
        assert (folder / "audience.db").read_bytes() == before

    def test_as_json(self, run: Run, folder: Path, command: list[str]) -> None:
        said = run(*command, "--domain", "filmx", "-L", folder, "--json")
        assert (said.code, said.out, said.error["code"]) == (2, "", "unknown-name")


def test_relate_of_one_domain(run: Run, folder: Path) -> None:
    assert list(run("relate", "--domain", "museum", "-L", folder, "--json").json) == ["museum"]
    assert list(run("relate", "-L", folder, "--json").json) == ["museum", "music", "film"]


class TestSimilar:
    def test_of_a_work_that_came_after_relate(self, run: Run, folder: Path) -> None:
        """Its table is empty: it is told why, and what to type."""
        for lang, said in (
            ("en", "No similar works are kept for this one"),
            ("fr", "Aucune œuvre proche n’est gardée"),
        ):
            answer = run("similar", "a:1", "-L", folder, "--lang", lang)
            assert answer.code == 0
            assert said in answer.err
            assert answer.err.splitlines()[0].endswith(f": culturedata relate -L {folder}")
        assert run("similar", "a:1", "-L", folder, "--json").json["items"] == []

    def test_of_one_that_has_some_nothing_is_told(self, run: Run, folder: Path) -> None:
        assert run("similar", "a:2", "-L", folder).err == "Impression, Sunrise, Claude Monet\n"


class TestInFrench:
    def test_recommend(self, run: Run, trained: Path) -> None:
        said = run("recommend", "nobody", "-r", "popular", "-L", trained, "--lang", "fr")
        assert said.err.splitlines() == [
            "Personne ici ne s’appelle 'nobody'\u00a0: voici ce que recevrait une personne inconnue.",
            f"popular, entraîné sur {len(RATINGS)} notes de Sample ratings (données ouvertes).",
        ]
        assert said.lines[0] == ["", "œuvre", "titre", "score", "raison"]
        assert "No. 3 is" not in run("recommend", "3", "-r", "popular", "-L", trained, "--lang", "fr").err
        english = run("recommend", "1", "-r", "popular", "-L", trained)
        assert english.err == f"popular, trained on {len(RATINGS)} ratings of Sample ratings (open).\n"
        assert english.lines[0] == ["", "item", "title", "score", "reason"]

    def test_a_near_name(self, run: Run, trained: Path) -> None:
        said = run("recommend", "u3f9", "-r", "popular", "-L", trained, "--lang", "fr")
        assert "inconnue. Vouliez-vous dire 'd:user:u3f9a'\u00a0?\n" in said.err

    def test_explain(self, run: Run, trained: Path) -> None:
        said = run("explain", "3", "c:4", "-r", "popular", "-L", trained, "--lang", "fr")
        assert said.err == "Le n°\u00a03 est d:user:77.\n"
        assert said.lines[0] == ["titre", "score", "rang", "raison"]
        assert " sur " in said.lines[1][2]
        assert said.lines[1][3] == "déjà connue"

    def test_several_reasons_are_parted_as_in_french(self, run: Run, trained: Path) -> None:
        """A stranger's reasons are two."""
        said = run("recommend", "nobody", "-r", "popular", "-L", trained, "--lang", "fr")
        parted = [line[4] for line in said.lines[1:] if ";" in line[4]]
        assert parted
        assert all("\u00a0; " in line for line in parted)


class TestSomebodyNew:
    """What they say that they liked stands for a history: nothing is trained anew."""

    def test_works_like_those_that_they_liked(self, run: Run, trained: Path) -> None:
        said = run("recommend", "--liked", "c:2", "--liked", "c:2", "-r", "popular", "-L", trained, "--json")
        assert said.code == 0
        items = [item["item"] for item in said.json["items"]]
        assert items
        assert "c:2" not in items
        assert all(reason["kind"] != "cold-user" for item in said.json["items"] for reason in item["reasons"])

    def test_a_work_that_is_not_there(self, run: Run, trained: Path) -> None:
        said = run("recommend", "--liked", "x:1", "-r", "popular", "-L", trained)
        assert (said.code, said.err) == (
            2, "Error: 'x:1' is not among the works of Sample ratings. Find one: culturedata search TEXT.\n"
        )  # fmt: skip

    @pytest.mark.parametrize("asked", [(), ("1", "--liked", "c:2")])
    def test_for_whom_must_be_said(self, run: Run, trained: Path, asked: tuple[str, ...]) -> None:
        said = run("recommend", *asked, "-L", trained)
        assert (said.code, said.err.startswith("Error: say for whom: a person, or what somebody new --liked.")) == (
            2,
            True,
        )


def test_explain_says_between_what_the_rating_lies(run: Run, trained: Path) -> None:
    run("train", "bayes", "-L", trained)
    asked = ("explain", "u3f9a", "c:4", "-r", "bayes", "-L", trained)
    said = run(*asked, "--json").json
    low, high = said["interval"]
    assert low < said["score"] < high
    assert sum(one["value"] for one in said["arithmetic"]) == pytest.approx(said["score"])
    assert run(*asked, "--lang", "fr").err.splitlines()[-1].startswith("Sa note serait entre ")
    assert run("explain", "u3f9a", "c:4", "-r", "popular", "-L", trained, "--json").json["interval"] is None
