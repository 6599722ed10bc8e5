"""Printed makers: a table of what museums print (names are made up or of the long dead), and that nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.importing.descriptor import descriptor
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution_words as words
from culturedata.importing.values.attribution import Maker, attribution, one, read, role
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.life_years import in_order, life_years
from culturedata.vocabularies import ATTRIBUTIONS, ROLES

ATTRIBUTED = [
    # brackets behind the name, as Joconde and German museums have them
    ("NOM Prénom (attribué à)", "NOM Prénom", "attributed to", "attribué à"),
    ("NOM Prénom (?)", "NOM Prénom", "doubtfully attributed to", "?"),
    ("NOM Prénom ?", "NOM Prénom", "doubtfully attributed to", "?"),
    ("NOM Prénom (d'après)", "NOM Prénom", "after", "d'après"),
    ("NOM Prénom (d’après)", "NOM Prénom", "after", "d’après"),
    ("NOM Prénom (d'après ?)", "NOM Prénom", "after", "d'après ?"),
    ("NOM Prénom (atelier de ?)", "NOM Prénom", "workshop of", "atelier de ?"),
    ("NOM Prénom (attribué à ?)", "NOM Prénom", "doubtfully attributed to", "attribué à ?"),
    ("d'après ?: NOM Prénom", "NOM Prénom", "after", "d'après ?"),
    ("NOM Prénom (école de)", "NOM Prénom", "school of", "école de"),
    ("NOM Prénom (atelier)", "NOM Prénom", "workshop of", "atelier"),
    ("NOM Prénom (entourage de)", "NOM Prénom", "circle of", "entourage de"),
    ("NOM Prénom (suiveur de)", "NOM Prénom", "follower of", "suiveur de"),
    ("NOM Prénom (genre de)", "NOM Prénom", "manner of", "genre de"),
    ("NOM Prénom (élève de)", "NOM Prénom", "pupil of", "élève de"),
    ("NOM Prénom (imitateur de)", "NOM Prénom", "imitator of", "imitateur de"),
    ("attr. to Rubens", "Rubens", "attributed to", "attr. to"),
    ("Attr. à Rubens", "Rubens", "attributed to", "Attr. à"),
    ("attr. Rubens", "Rubens", "attributed to", "attr."),
    ("attrib. to Rubens", "Rubens", "attributed to", "attrib. to"),
    ("zugeschr. an Rubens", "Rubens", "attributed to", "zugeschr. an"),
    ("NOM Prénom (anciennement attribué à)", "NOM Prénom", "formerly attributed to", "anciennement attribué à"),
    ("Ein Maler (zugeschrieben)", "Ein Maler", "attributed to", "zugeschrieben"),
    ("Ein Maler (Umkreis)", "Ein Maler", "circle of", "Umkreis"),
    ("Ein Maler zugeschrieben", "Ein Maler", "attributed to", "zugeschrieben"),
    # words before the name
    ("Attributed to Rembrandt", "Rembrandt", "attributed to", "Attributed to"),
    ("Workshop of A. Person", "A. Person", "workshop of", "Workshop of"),
    ("After A. Person", "A. Person", "after", "After"),
    ("Follower of Cimabue", "Cimabue", "follower of", "Follower of"),
    ("Circle of A. Person", "A. Person", "circle of", "Circle of"),
    ("School of Giotto", "Giotto", "school of", "School of"),
    ("Manner of A. Person", "A. Person", "manner of", "Manner of"),
    ("In the style of A. Person", "A. Person", "manner of", "In the style of"),
    ("Copy after A. Person", "A. Person", "after", "Copy after"),
    ("Possibly by A. Person", "A. Person", "doubtfully attributed to", "Possibly by"),
    ("atelier de La Tour", "La Tour", "workshop of", "atelier de"),
    ("d'après RUBENS", "RUBENS", "after", "d'après"),
    ("toegeschreven aan A. Person", "A. Person", "attributed to", "toegeschreven aan"),
    ("naar A. Person", "A. Person", "after", "naar"),
    ("naar ontwerp van A. Person", "A. Person", "after", "naar ontwerp van"),
    ("atelier van A. Person", "A. Person", "workshop of", "atelier van"),
    ("navolger van Rembrandt van Rijn", "Rembrandt van Rijn", "follower of", "navolger van"),
    ("Werkstatt von A. Person", "A. Person", "workshop of", "Werkstatt von"),
    ("nach A. Person", "A. Person", "after", "nach"),
    ("Umkreis des A. Person", "A. Person", "circle of", "Umkreis des"),
    ("Nachfolger von A. Person", "A. Person", "follower of", "Nachfolger von"),
    # behind a comma, or the name
    ("Cimabue, Follower of", "Cimabue", "follower of", "Follower of"),
    ("A. Person and Workshop", "A. Person", "with assistants", "and Workshop"),
    # Spanish and Italian
    ("atribuido a A. Person", "A. Person", "attributed to", "atribuido a"),
    ("A. Person (atribuida a)", "A. Person", "attributed to", "atribuida a"),
    ("taller de El Greco", "El Greco", "workshop of", "taller de"),
    ("seguidor de A. Person", "A. Person", "follower of", "seguidor de"),
    ("círculo de A. Person", "A. Person", "circle of", "círculo de"),
    ("según A. Person", "A. Person", "after", "según"), ("copia de A. Person", "A. Person", "after", "copia de"),
    ("attribuito a A. Person", "A. Person", "attributed to", "attribuito a"),
    ("bottega di A. Person", "A. Person", "workshop of", "bottega di"),
    ("Forse A. Person", "A. Person", "doubtfully attributed to", "Forse"),
    ("A. Person y taller", "A. Person", "with assistants", "y taller"),
    ("Escuela de Madrid", "Escuela de Madrid", None, None), ("scuola di Venezia", "scuola di Venezia", None, None),
    # from life, which is nobody
    ("A. Person, d’après nature", "A. Person", None, "d’après nature"),
    ("A. Person, after the antique", "A. Person", None, "after the antique"),
    ("Person, Arthur, naar het leven", "Person, Arthur", None, "naar het leven"),
    # what tells namesakes apart is part of the name
    ("BREUGHEL Pieter (le jeune)", "BREUGHEL Pieter (le jeune)", None, None),
    ("BREUGHEL Pieter (II, attribué à)", "BREUGHEL Pieter (II)", "attributed to", "attribué à"),
    ("TENIERS David (le jeune, d’après)", "TENIERS David (le jeune)", "after", "d’après"),
    ("NOM Jean (I, dit NOM de Velours)", "NOM Jean (I)", None, "dit NOM de Velours"),
    ("NOM (père) (atelier de)", "NOM (père)", "workshop of", "atelier de"),
    # several: the nearest to the name, but doubt gives way, and what was is no more
    ("Attributed to the Workshop of A. Person", "A. Person", "workshop of", "Attributed to the Workshop of"),
    ("Possibly after A. Person", "A. Person", "after", "Possibly after"),
    ("After a follower of A. Person", "A. Person", "follower of", "After a follower of"),
    ("Formerly attributed to follower of A. Person", "A. Person", "formerly attributed to",
     "Formerly attributed to follower of"),
    # a school called by a nation or a region tells where somebody belongs, known or not
    ("Anonyme, école florentine", "Anonyme", None, "école florentine"),
    ("Anonymous, Florentine school", "Anonymous", None, "Florentine school"),
    ("A. Person, école flamande du XVIIe siècle", "A. Person", None, "école flamande du XVIIe siècle"),
    ("École florentine", "École florentine", None, None),
    # names, and what only looks like words of attribution
    ("anonyme", "anonyme", None, None), ("école allemande", "école allemande", None, None),
    ("Atelier Nadar", "Atelier Nadar", None, None), ("Studio Museum", "Studio Museum", None, None),
    ("Person, Art", "Person, Art", None, None), ("RENOIR Pierre Auguste", "RENOIR Pierre Auguste", None, None),
    ("Jean (Hans) Arp", "Jean (Hans) Arp", None, None), ("A. Person, of Boston", "A. Person, of Boston", None, None),
    ("After", "After", None, None), ("(atelier)", "(atelier)", None, None), ("DUBOIS (utilisateur)", "DUBOIS", None,
     "utilisateur"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "said", "note"), ATTRIBUTED)
def test_attributions(text: str, name: str, said: str | None, note: str | None) -> None:
    assert one(text) == Maker(name=name, attribution=said, note=note)


@pytest.mark.parametrize(
    ("text", "name", "said", "note", "attributed"),
    [
        ("NOM Prénom (dessinateur)", "NOM Prénom", "draughtsman", "dessinateur", None),
        ("NOM Prénom (d'après, graveur)", "NOM Prénom", "engraver", "d'après, graveur", "after"),
        ("NOM Prénom (dessinateur ; graveur)", "NOM Prénom", "draughtsman", "dessinateur, graveur", None),
        ("NOM Prénom (graveur sur bois)", "NOM Prénom", "engraver", "graveur sur bois", None),
        ("NOM Prénom (imprimeur)", "NOM Prénom", "publisher", "imprimeur", None),
        ("anonyme (peintre)", "anonyme", "painter", "peintre", None),
        ("NOM Prénom (peintre ?)", "NOM Prénom", "painter", "peintre ?", "doubtfully attributed to"),
        ("peintre ?: NOM Prénom", "NOM Prénom", "painter", "peintre ?", "doubtfully attributed to"),
        ("A. Person, painter", "A. Person", "painter", "painter", None),
        ("SÈVRES (manufacture de)", "SÈVRES", "manufacturer", "manufacture de", None),
        ("Manufacture de Sèvres", "Manufacture de Sèvres", None, None, None),
        ("Meissen (Manufaktur)", "Meissen", "manufacturer", "Manufaktur", None),
        ("Chelsea, factory", "Chelsea", "manufacturer", "factory", None),
        ("NOM Prénom (mouleur)", "NOM Prénom", "contributor", "mouleur", None),
        ("Ein Mann (Gipsgießer)", "Ein Mann", "contributor", "Gipsgießer", None),
        ("Person, Potter Palmer", "Person, Potter Palmer", None, None, None),
        ("Engraved by A. Person", "A. Person", "engraver", "Engraved by", None),
        ("draftsman (artist): A. Person van Rijn, Leiden", "A. Person van Rijn", "draughtsman",
         "draftsman (artist); Leiden", None),
        ("schilder: A. Person (toegeschreven aan), Haarlem", "A. Person", "painter",
         "schilder; toegeschreven aan; Haarlem", "attributed to"),
        ("print maker: after a design by A. Person", "A. Person", "printmaker", "print maker; after a design by",
         "after"),
        ("attributed to: A. Person", "A. Person", None, "attributed to", "attributed to"),
        ("publisher: Person, Arthur", "Person, Arthur", "publisher", "publisher", None),
        ("lender: A. Person", "A. Person", None, "lender", None),
    ],
)  # fmt: skip
def test_roles(text: str, name: str, said: str | None, note: str | None, attributed: str | None) -> None:
    assert one(text) == Maker(name=name, role=said, note=note, attribution=attributed)


@pytest.mark.parametrize(
    ("text", "name", "life", "born", "died"),
    [
        ("Thomas Cole (American, 1801-1848)", "Thomas Cole", "American, 1801-1848", 1801, 1848),
        ("Person, Arthur (British, 1801-48)", "Person, Arthur", "British, 1801-48", 1801, 1848),
        ("Un Artiste, French, 1793 - 1877", "Un Artiste", "French, 1793 - 1877", 1793, 1877),
        ("Un Artiste\nFrench, 1840–1926", "Un Artiste", "French, 1840–1926", 1840, 1926),
        ("A. Person (American, born Lithuania 1923)", "A. Person", "American, born Lithuania 1923", 1923, None),
        ("A. Person (Dutch)", "A. Person", "Dutch", None, None),
        ("A. Person (1832-1883)", "A. Person", "1832-1883", 1832, 1883),
        ("A. Person 1606-1669", "A. Person", "1606-1669", 1606, 1669),
        ("A. Person, born 1950", "A. Person", "born 1950", 1950, None),
        ("A. Person (active 1880s)", "A. Person", "active 1880s", None, None),
        ("A. Person (19th century)", "A. Person", "19th century", None, None),
    ],
)
def test_lives(text: str, name: str, life: str, born: int | None, died: int | None) -> None:
    assert one(text) == Maker(name=name, life=life, born=born, died=died)


@pytest.mark.parametrize(
    ("text", "born", "died"),
    [
        ("1801–1848", 1801, 1848), ("1872 - 1944", 1872, 1944), ("1801-48", 1801, 1848), ("c. 1840–1901", 1840, 1901),
        ("?1840–1901", 1840, 1901), ("c. 1840–after 1901", 1840, None), ("before 1450–1516", None, 1516),
        ("1849 or 50–1900", None, 1900), ("1597/1600–1650", None, 1650), ("born 1950", 1950, None),
        ("b. 1950", 1950, None), ("d. 1848", None, 1848), ("died 1848", None, 1848), ("né en 1801", 1801, None),
        ("née en 1801, morte en 1848", 1801, 1848), ("geb. 1801", 1801, None), ("*1801 †1848", 1801, 1848),
        ("born 1849 or 1850", None, None), ("born after 1801", None, None), ("born 1950, born 1952", None, None),
        ("1950–", 1950, None), ("1950–present", 1950, None), ("1950", None, None), ("active 1880s", None, None),
        ("active 1850–1860", None, None), ("actif 1850–1860", None, None), ("active c.1850–died 1870", None, 1870),
        ("French, born Germany (Alsace). 1886–1966", 1886, 1966), ("Paris, 1561 ; Paris, 1602", 1561, 1602),
        ("Paris 1801 – Saint-Denis 1848", 1801, 1848), ("1848–1801", None, None), ("300–250 BC", None, None),
        ("1810-18--?", 1810, None), ("1801–18..", 1801, None), ("18??–1890", None, 1890),
        ("born 184x", None, None), ("born 184-, died 1890", None, 1890), ("184-–1890", None, 1890),
        ("died 190u", None, None), ("121–180", 121, 180), ("1940-", 1940, None),
        ("19th century", None, None), ("18th–19th century", None, None), ("American", None, None), ("", None, None),
        ("1880s–1890s", None, None), ("1931–2007, born 1934", None, None), ("born 1801–1848", 1801, 1848),
    ],
)  # fmt: skip
def test_years_of_a_life(text: str, born: int | None, died: int | None) -> None:
    assert life_years(text) == (born, died)


def test_of_a_very_long_life_no_years_are_looked_for() -> None:
    """The time that takes grows with the square of the length."""
    assert life_years("born 1801, " + "as it was told " * 19) == (1801, None)
    assert life_years("born 1801, " + "as it was told " * 20) == (None, None)


def test_a_death_before_the_birth_is_reported() -> None:
    issues: list[Issue] = []
    context = Context(descriptor("tate"), report=issues.append)
    for born, died in ((1801, 1848), (1801, 1801), (1801, None), (None, 1848), (None, None), (-50, 20)):
        assert in_order(born, died, context, "x:1", raw="") == (born, died)
    assert issues == []
    assert in_order(1848, 1801, context, "x:1", raw="1848–1801") == (None, None)
    assert [(one.code, one.record, one.raw) for one in issues] == [("life-out-of-order", "x:1", "1848–1801")]


@pytest.mark.parametrize(
    ("text", "name", "life", "note"),
    [
        ("Hals, Frans", "Hals, Frans", None, None), ("SNYDERS, FRANS", "SNYDERS, FRANS", None, None),
        ("van Mieris, Frans", "van Mieris, Frans", None, None), ("Hals, Frans (attr.)", "Hals, Frans", None, "attr."),
        ("Hals, Frans, Dutch, 1581-1666", "Hals, Frans", "Dutch, 1581-1666", None),
        ("HALS (Frans)", "HALS", None, "Frans"),
        ("Claude Monet, Frans", "Claude Monet", "Frans", None), ("Claude Monet (Frans)", "Claude Monet", "Frans", None),
        ("Cole, American", "Cole", "American", None),
    ],
)  # fmt: skip
def test_a_nationality_that_is_a_first_name_too(text: str, name: str, life: str | None, note: str | None) -> None:
    found = one(text)
    assert (found.name, found.life, found.note) == (name, life, note)


@pytest.mark.parametrize(
    "name",
    [
        "École de Fontainebleau", "ecole de fontainebleau", "Atelier de Sèvres", "École de Paris", "School of Paris",
        "Atelier des Gobelins", "Atelier de la Savonnerie", "École de Pont-Aven", "École de La Haye",
        "School of the Hague", "Schule von Barbizon", "FONTAINEBLEAU (école de)", "Sèvres, atelier de",
    ],
)  # fmt: skip
def test_a_school_or_a_workshop_of_a_place_is_called_so(name: str) -> None:
    assert read(name) == (Maker(name=name),)


def test_what_is_said_of_a_school_of_a_place() -> None:
    assert one("École de Fontainebleau, 16e siècle") == Maker(name="École de Fontainebleau", life="16e siècle")
    assert one("Attributed to the School of Fontainebleau") == Maker(
        name="School of Fontainebleau", attribution="attributed to", note="Attributed to the"
    )
    assert one("Atelier de Paris Bordone").name == "Paris Bordone"


def test_lists() -> None:
    found = read("NOM Prénom (attribué à) ; AUTRE Un (graveur ; éditeur);anonyme; ;")
    assert [maker.name for maker in found] == ["NOM Prénom", "AUTRE Un", "anonyme"]
    assert [maker.role for maker in found] == [None, "engraver", None]
    assert [maker.name for maker in read("A. Person|B. Person; C.", separator="|")] == ["A. Person", "B. Person; C."]
    assert read(" ; ") == read("") == read("?") == ()


def test_one_or_the_other() -> None:
    first, second = read("A. Person or Circle of B. Person")
    assert first == Maker(name="A. Person", attribution="doubtfully attributed to")
    assert second == Maker(name="B. Person", attribution="circle of", note="or; Circle of")
    assert [maker.name for maker in read("NOM Un ou NOM Deux")] == ["NOM Un", "NOM Deux"]
    assert len(read("A. Person (1849 or 1850–1900)")) == len(read("A. Person, 1849 or 50–1900")) == 1
    assert one("A. Person or B. Person").name == "A. Person or B. Person"


def test_the_words_mean_what_the_lists_have() -> None:
    for table, known in ((words.ROLES, ROLES), (words.ATTRIBUTIONS, ATTRIBUTIONS)):
        for word, meant in table.items():
            assert meant in known
            assert word == " ".join(folded(token) for token in word.split())
    assert attribution("Follower of") == "follower of"
    assert attribution("follower of a friend") is attribution("artist") is attribution("") is None
    assert (role("Kupferstecher"), role("graveur sur bois"), role("propriétaire"), role("")) == (
        "engraver", "engraver", None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "second", "note"),
    [
        ("Anonyme, d'après RAPHAEL", "Anonyme", "RAPHAEL", "d'après"),
        ("Unknown artist, after Rembrandt", "Unknown artist", "Rembrandt", "after"),
        ("Person, Arthur, nach Rubens", "Person, Arthur", "Rubens", "nach"),
        ("A. Person (Flemish, 1595–1675), After Rubens", "A. Person", "Rubens", "After"),
    ],
)
def test_whoever_works_after_somebody_is_a_maker_too(text: str, first: str, second: str, note: str) -> None:
    one_, other = read(text)
    assert (one_.name, one_.attribution) == (first, None)
    assert other == Maker(name=second, attribution="after", note=note)


@pytest.mark.parametrize(
    "text",
    [
        "A. Person, French, after 1850", "A. Person, after March 1840", "Cimabue, After", "graveur, d'après Rubens",
        "French, after Reynolds", "Attributed to, after Reynolds", "A. Person (Paris, after Reynolds)",
        "A. Person, d'après nature", "A. Person, after the Antique",
    ],
)  # fmt: skip
def test_what_is_after_no_name_or_behind_none_is_one(text: str) -> None:
    assert len(read(text)) == 1


# Properties

PIECES = st.sampled_from([
    "NOM", "Prénom", "A. Person", "Rembrandt van Rijn", "attribué à", "d'après", "(attribué à)", "(?)", "(graveur)",
    "(dessinateur, d'après)", "(American, 1801-1848)", ", French, 1793 - 1877", "Attributed to", "Workshop of", "After",
    "draftsman (artist):", "naar", "zugeschrieben", ";", "or", "ou", ",", "(", ")", "[", "]", "?", "1801-1848",
    "active", "c.", "atelier de", "La Tour", ": ", "(utilisateur)", "and Workshop", "\n", "born 1950", "peintre",
    "é\u0301", "’",
])  # fmt: skip


def printed(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))


def kept(makers: tuple[Maker, ...]) -> list[str]:
    return printed(" ; ".join(f"{maker.name} ; {maker.life or ''} ; {maker.note or ''}" for maker in makers))


def sound(maker: Maker) -> None:
    assert maker.attribution is None or maker.attribution in ATTRIBUTIONS
    assert maker.role is None or maker.role in ROLES
    assert maker.note != ""
    assert maker.life != ""
    if maker.life is None:
        assert (maker.born, maker.died) == (None, None)
    if maker.born is not None and maker.died is not None:
        assert maker.born <= maker.died


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=80))
def test_every_word_that_is_printed_is_found_again_as_often(text: str) -> None:
    makers = read(text)
    assert kept(makers) == printed(text)
    single = one(text)
    assert kept((single,)) == printed(text)
    for maker in (*makers, single):
        sound(maker)
    for maker in makers:
        assert any(letter.isalnum() for letter in maker.name)


@given(st.sampled_from(sorted(words.BEFORE_A_NAME)), st.sampled_from(["A. Person", "Rembrandt van Rijn"]))
def test_every_word_before_a_name_leaves_the_name(phrase: str, name: str) -> None:
    said = re.sub(r" ('|-|\.) ?", r"\1", phrase)
    found = one(f"{said} {name}")
    assert (found.name, found.attribution) == (name, words.BEFORE_A_NAME[phrase])


@given(st.sampled_from(sorted(words.BEFORE_OF)), st.sampled_from(["of", "de", "von", "van"]))
def test_every_relation_is_read_before_and_behind_a_name(phrase: str, link: str) -> None:
    expected: Any = words.BEFORE_OF[phrase]
    before, behind = one(f"{phrase} {link} A. Person"), one(f"A. Person ({phrase} {link})")
    assert (before.name, before.attribution) == (behind.name, behind.attribution) == ("A. Person", expected)


def test_makers_are_values() -> None:
    assert msgspec.structs.asdict(one("NOM Prénom")) == {
        "name": "NOM Prénom", "attribution": None, "role": None, "life": None, "born": None, "died": None, "note": None,
    }  # fmt: skip
