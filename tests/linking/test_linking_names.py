"""Names as they are compared: other scripts, initials, shorter names, honours, and what keeps namesakes apart."""

from __future__ import annotations

import pytest

from culturedata.linking.people.alike import FUZZY, INITIALS, ORDER, PART, SAME, SHORTER, SPELLED, Rarity, agreement
from culturedata.linking.people.names import read
from culturedata.linking.people.near import Names

RARITY = Rarity(read(name) for name in ("Johann Sebastian Bach", "Clara Schumann", "Robert Schumann", "John Smith"))


@pytest.mark.parametrize(
    "names",
    [
        ("Прокофьев", "Prokofiev", "Prokofieff", "Prokofjew"),
        ("Чайковский", "Tchaikovsky", "Tschaikowski", "Tchaïkovski", "Chaykovskiy"),
        ("Рахманинов", "Rachmaninoff", "Rakhmaninov"),
        ("Шостакович", "Shostakovich", "Schostakowitsch", "Chostakovitch"),
        ("Хачатурян", "Khachaturian"),
        ("Мусоргский", "Mussorgsky", "Moussorgski"),
        ("Репин", "Repin", "Répine"),
        ("Θεοδωράκης", "Theodorakis"),
    ],
)
def test_one_name_sounds_the_same_in_every_romanisation(names: tuple[str, ...]) -> None:
    assert len({read(name).sounds for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Dvořák, Antonín", "Antonin Dvorak", SAME),
        ("Sir John Everett Millais, Bt", "John Everett Millais", SAME),
        ("The Beatles", "Beatles", SAME),
        ("Sinéad O'Connor", "Sinead O’Connor", SAME),
        ("Сергей Прокофьев", "Sergei Prokofiev", SPELLED),
        ("J.S. Bach", "Johann Sebastian Bach", INITIALS),
        ("Franz Joseph Haydn", "Joseph Haydn", SHORTER),
        ("Lautrec", "Henri de Toulouse-Lautrec", PART),
        ("Ray Charles", "Charles Ray", ORDER),
        ("Giovanni Pierluigi Palestrina", "Giovanni Pierluigo Palestrina", FUZZY),
    ],
)
def test_how_two_names_agree(one: str, other: str, how: str) -> None:
    for a, b in ((one, other), (other, one)):
        found = agreement(read(a), read(b), RARITY)
        assert found is not None
        assert found.how == how


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Clara Schumann", "Robert Schumann"),
        ("Camille Pissarro", "Lucien Pissarro"),
        ("Joan Baez & Bob Dylan", "Joan Baez"),
        ("Dave Brubeck Quartet", "Dave Brubeck"),
        ("F H B", "B W H"),
        ("Agnes Martin", "Anne Martin"),
    ],
)
def test_other_people_do_not_agree(one: str, other: str) -> None:
    assert agreement(read(one), read(other), RARITY) is None


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("Jan Brueghel the Elder", {"elder"}),
        ("Jan Brueghel de Oude", {"elder"}),
        ("Jan Brueghel d. J.", {"younger"}),
        ("Dumas, Alexandre, fils", {"younger"}),
        ("workshop of Rembrandt", {"workshop"}),
        ("attributed to Rembrandt", {"attributed"}),
        ("Rembrandt", set()),
        ("Junior", set()),
    ],
)
def test_what_tells_namesakes_apart_is_kept_beside_the_name(name: str, marks: set[str]) -> None:
    assert read(name).marks == marks


def test_rare_words_say_more() -> None:
    many = Rarity(read(f"John {family}") for family in ("Smith", "Brown", "Jones", "Koons"))
    assert many.bits(read("Koons").sounds[0]) > many.bits(read("John").sounds[0])


def test_near_finds_a_letter_wrong_in_each_word_and_leaves_others() -> None:
    there = ["Ludwig van Beethoven", "Franz Schubert", "Robert Schumann", "W. A. Mozart", "Lautrec", "Anton Bruckner"]
    index = Names(map(read, there))
    wanted = {
        "Ludwik Bethoven": 0, "Schubert, Franc": 1, "Rob Shumann": 2, "Wolfgang Amadeus Mozart": 3,
        "Henri de Toulouse-Lautrec": 4,
    }  # fmt: skip
    for name, number in wanted.items():
        assert number in index.near(read(name)).tolist(), name
    assert index.near(read("Anton Webern")).tolist() == [5]  # «Anton» is rare here
    assert index.near(read("…")).tolist() == []
