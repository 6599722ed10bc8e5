"""Whom a maker's name names: nobody, in six languages; a workshop or a firm; or who can't be told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from culturedata.importing.values import whom


@pytest.mark.parametrize(
    "name",
    [
        "anonyme", "Anonyme", "ANONYME", "Anonymes", "[Anonyme]", "Inconnu", "inconnue", "Auteur inconnu",
        "Artiste anonyme", "auteur non identifié", "Photographe non identifiée", "Peintre inconnu",
        "Anonymous", "Anon.", "unknown", "Unknown artist", "Artist unknown", "Unidentified photographer",
        "Unknown maker, French", "Anonymous, Flemish, 17th century", "Artist not known", "No artist known",
        "Unbekannt", "Unbekannter Künstler", "Künstler unbekannt", "Anonym", "Anonymer Meister", "nicht bekannt",
        "Anoniem", "anonieme meester", "Onbekend", "Onbekende kunstenaar", "niet bekend",
        "Anonimo", "Autore ignoto", "Ignoto", "Artista sconosciuto", "Autore non identificato",
        "Anónimo", "Autor desconocido", "Artista desconocida",
        "École florentine", "ecole vénitienne", "ÉCOLE FRANÇAISE", "École flamande du XVIIe siècle",
        "Florentine School", "Scuola veronese", "Anonyme vénitien", "Anonyme florentin",
    ],
)  # fmt: skip
def test_nobody(name: str) -> None:
    assert whom.is_nobody(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "?", "Rembrandt", "Anonimo Gaddiano", "Guerrilla Girls Anonymous", "Unknown Sender", "Anonyme d'Amiens",
        "A. Nonyme", "Knoller", "Master of the Unknown Saint", "Jean Inconnuet", "Not Vital", "Peintre", "French",
        "anonyme ou Peintre", "École de Fontainebleau", "École du Louvre", "Veronese", "École", "École supérieure",
    ],
)  # fmt: skip
def test_somebody_or_no_word_of_it(name: str) -> None:
    assert not whom.is_nobody(name)


@pytest.mark.parametrize(
    "name",
    [
        "Manufacture de Sèvres", "Manufacture nationale de Sèvres", "MANUFACTURE ROYALE DES GOBELINS",
        "Sèvres Manufactory", "Royal Manufactory of Berlin", "Meissen Porcelain Manufactory",
        "Imperial Porcelain Factory, Saint Petersburg", "Chelsea Factory", "Königliche Porzellan-Manufaktur Berlin",
        "Porzellanmanufaktur Nymphenburg", "Sèvres, Manufacture de", "Fabrique de Nevers", "Atelier Nadar",
        "Ateliers d'art de Lieu", "Nadar, Atelier", "Studio Harcourt", "Tiffany Studios", "Tiffany Studios, New York",
        "Wiener Werkstätte", "Deutsche Werkstätten", "Workshop of A. Person", "Josiah Wedgwood and Sons",
        "Josiah Wedgwood & Sons", "Goupil & Cie", "Goupil et Cie", "Tiffany & Co.", "Manufacture", "Atelier",
        "De Porceleyne Fles, aardewerkfabriek", "École de Fontainebleau", "FONTAINEBLEAU (école de)", "School of Paris",
        "Atelier des Gobelins",
    ],
)  # fmt: skip
def test_a_workshop_or_a_firm_is_a_group(name: str) -> None:
    assert whom.kind(name) == "group"


@pytest.mark.parametrize(
    "name",
    [
        "Wedgwood", "Rembrandt", "Master of the Workshop", "Maître de l'atelier de Lieu", "Peintre de la manufacture",
        "Anna Atelierova", "Factorovich, A.", "Studioso Person", "Fabricius, Carel", "Co Westerik", "Hendrik and Anna",
        "",
    ],
)  # fmt: skip
def test_of_others_it_can_not_be_told(name: str) -> None:
    assert whom.kind(name) == "unknown"


@pytest.mark.parametrize(
    ("file", "name", "gender"),
    [("tate/artist_data.csv", "name", "gender"), ("moma/Artists_head200.csv", "DisplayName", "Gender")],
)
def test_no_real_person_is_taken_for_a_group_or_for_nobody(shared: Path, file: str, name: str, gender: str) -> None:
    with (shared / "fixtures" / file).open(encoding="utf-8-sig", newline="") as table:
        people = [row[name] for row in csv.DictReader(table) if row[gender]]
    assert len(people) > 50
    assert [person for person in people if whom.kind(person) == "group" or whom.is_nobody(person)] == []
