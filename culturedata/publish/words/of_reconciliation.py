"""The words of the reconciliation service, as (French, English)."""

from __future__ import annotations

RECONCILIATION: dict[str, tuple[str, str]] = {
    "reconcile:service": ("{library}\u00a0: rapprochement", "{library}: reconciliation"),
    "type:work": ("Œuvre", "Work"),
    "type:artwork": ("Œuvre d’art", "Artwork"),
    "type:film": ("Film", "Film"),
    "type:music-work": ("Œuvre musicale", "Musical work"),
    "type:agent": ("Personne ou groupe", "Person or group"),
    "reconcile:name": ("Titre ou nom", "Title or name"),
    "reconcile:year": ("Année", "Year"),
    "reconcile:maker": ("Auteur", "Maker"),
    "reconcile:born": ("Année de naissance", "Year of birth"),
    "reconcile:died": ("Année de mort", "Year of death"),
    "reconcile:place": ("Lieu", "Place"),
    "reconcile:gender": ("Genre de la personne", "Gender"),
    "reconcile:role": ("Rôle", "Role"),
    "reconcile:keeper": ("Lieu de conservation", "Kept by"),
    "reconcile:image": ("Image libre", "Open image"),
    "reconcile:page": ("Page chez la source", "Page at the source"),
    "reconcile:source": ("Source", "Source"),
    "reconcile:licence": ("Licence des données", "Licence of the data"),
    "reconcile:identifier": ("Identifiant {scheme}", "Identifier: {scheme}"),
    "reconcile:limit": ("Limite", "Limit"),
    "reconcile:limit:help": (
        "Le plus grand nombre de valeurs par ligne (0\u00a0: toutes)",
        "The most values a row (0: all of them)",
    ),
}
