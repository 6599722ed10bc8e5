"""Rows in the shape of the ministry's joconde.csv: its columns, and values as varied and as often empty as there."""

from __future__ import annotations

import random

from culturedata.benchmarks.importing.made_up.words import name, rank, title, word
from culturedata.sources.joconde.fields import NAMES

_NEVER_PUBLISHED = {"etat", "historique", "copyright", "redacteur", "photographe"}
COLUMNS = tuple(sorted(column.capitalize() for column in NAMES - _NEVER_PUBLISHED))
AUTHORS = 120_000
MUSEUMS = 700
_DOMAINS = ("dessin", "peinture", "estampe", "sculpture", "photographie", "céramique", "archéologie", "ethnologie")
_CENTURIES = ("16e siècle", "2e moitié 17e siècle", "4e quart 18e siècle", "1er quart 19e siècle", "20e siècle")


def cells(number: int, chance: random.Random) -> dict[str, str]:
    """The cells of the object with this number that are not empty."""
    museum, year = rank(chance, MUSEUMS), chance.randint(1550, 1990)
    city, called = f"Ville {museum % 400}", f"musée inventé {museum}"
    row = {
        "Reference": f"{number:011}", "Numero_inventaire": f"INV {museum}.{number}", "Titre": title(chance),
        "Domaine": ";".join(dict.fromkeys(chance.choices(_DOMAINS, k=chance.choice((1, 1, 2))))),
        "Mesures": f"H. {chance.randint(50, 999) / 10} cm ; L. {chance.randint(50, 999) / 10} cm",
        "Materiaux_techniques": ", ".join(word(chance, "technique", 900) for _ in range(chance.randint(1, 3))),
        "Statut_juridique": f"propriété de la commune;{word(chance, 'don', 30)};{called}",
        "Date_d_acquisition": f"{1850 + number % 170} acquis", "Code_museofile": f"M{museum:04}",
        "Nom_officiel_musee": called, "Localisation": f"{city} ; {called}", "Ville": city, "Region": "Bretagne",
        "Departement": "Finistère", "Presence_image": "oui" if chance.random() < 0.6 else "non",
        "Date_de_mise_a_jour": f"20{number % 24:02}-0{1 + number % 9}-11", "Date_creation": "1995-04-01",
    }  # fmt: skip
    if chance.random() < 0.75:
        row["Periode_de_creation"] = chance.choice(_CENTURIES)
    if chance.random() < 0.45:
        row["Millesime_de_creation"] = chance.choice((f"{year}", f"{year} vers", f"{year} entre,{year + 7} et"))
    if chance.random() < 0.65:
        row |= _made_by(rank(chance, AUTHORS), chance)
    if chance.random() < 0.6:
        row["Denomination"] = word(chance, "objet", 5_000)
    if chance.random() < 0.5:
        subjects = (f"{word(chance, 'figure', 300)} ({word(chance, 'sujet', 3_000)})" for _ in range(3))
        row["Sujet_represente"] = ",".join(subjects)
    if chance.random() < 0.35:
        row["Description"] = ". ".join(title(chance, 8, 20) for _ in range(chance.randint(1, 4)))
    if chance.random() < 0.3:
        row |= {"Inscription": "signé, daté", "Precisions_inscriptions": title(chance, 4, 9)}
    if chance.random() < 0.2:
        row["Lieu_de_creation_utilisation"] = f"Europe,France,Lieu {rank(chance, 5_000)} (lieu de création)"
    if chance.random() < 0.2:
        row |= {"Bibliographie": title(chance, 6, 20), "Exposition": title(chance, 6, 12)}
    return row


def _made_by(author: int, chance: random.Random) -> dict[str, str]:
    given, family = name(author)
    said = f"{family.upper()} {given}" + chance.choice(("", "", "", " (d'après)", " (dessinateur)"))
    born = 1500 + author % 450
    return {
        "Auteur": said, "Ecole_pays": "France" if author % 4 else "Italie",
        "Precisions_sur_l_auteur": f"Ville {author % 900}, {born} ; Paris, {born + 60}",
    }  # fmt: skip
