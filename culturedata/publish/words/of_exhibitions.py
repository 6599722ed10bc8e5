"""The words of exhibitions: their pages, the sheets to print, as (French, English)."""

from __future__ import annotations

EXHIBITIONS: dict[str, tuple[str, str]] = {
    "exhibitions": ("Expositions", "Exhibitions"),
    "exhibitions:lead": (
        "Composées à partir d’images sous licence libre\u00a0: plusieurs lieux, des œuvres différentes, une en commun.",
        "Composed from openly licensed pictures: several venues, different works, one that they share.",
    ),
    "exhibitions:none": (
        "Aucune exposition n’a été composée ici. Pour en composer une\u00a0:",
        "No exhibition has been composed here. To compose one:",
    ),
    "exhibition:of": ("Exposition\u00a0: {theme}", "Exhibition: {theme}"),
    "exhibition:any": ("Exposition", "Exhibition"),
    "exhibition:size": (
        "{venues} lieux, {works} œuvres, choisies parmi {pool}",
        "{venues} venues, {works} works, chosen from {pool}",
    ),
    "exhibition:unknown": ("Il n’y a pas d’exposition de ce nom", "There is no exhibition of that name"),
    "exhibition:plan": (
        "Ceci est un projet\u00a0: des œuvres du domaine public y figurent sans image libre, à demander à qui les "
        "conserve.",
        "This is a plan: it holds works in the public domain without an open picture, to be asked of their keepers.",
    ),
    "exhibition:venue": ("Lieu {n}", "Venue {n}"),
    "exhibition:shared": ("dans tous les lieux", "in every venue"),
    "exhibition:adds": ("Apporte", "Adds"),
    "exhibition:order": ("Bon de commande des tirages (CSV)", "Order for the prints (CSV)"),
    "exhibition:closed": (
        "Le catalogue ne dit plus que cette image est libre\u00a0: elle n’est pas montrée.",
        "The catalogue no longer says that this picture is open: it is not shown.",
    ),
    "exhibition:no_picture": ("Pas d’image libre", "No open picture"),
    "exhibition:pixels": ("{width} × {height} pixels", "{width} × {height} pixels"),
    "exhibition:unsized": ("taille en pixels inconnue", "size in pixels unknown"),
    "exhibition:unsized:n": (
        "Images dont la taille est inconnue\u00a0: {n}. Vérifiez-les avant de commander.",
        "Pictures of unknown size: {n}. Look at them before ordering.",
    ),
    "exhibition:coverage": ("couverture", "coverage"),
    "exhibition:ild": ("diversité intra-liste", "intra-list diversity"),
    "exhibition:theme": ("thèmes", "themes"),
    "exhibition:period": ("siècles", "centuries"),
    "exhibition:culture": ("cultures", "cultures"),
    "exhibition:best": ("au moins {n}\u00a0% du meilleur choix possible", "at least {n}% of the best possible choice"),
    "exhibition:why": (
        "Couverture\u00a0: part des thèmes, des siècles et des cultures du choix possible que l’on voit, en moyenne. "
        "Diversité intra-liste\u00a0: distance moyenne entre deux œuvres, de 0 (les mêmes mots) à 1 (aucun en commun).",
        "Coverage: the share of the themes, centuries and cultures to choose from that can be seen, on average. "
        "Intra-list diversity: the mean distance of two works, from 0 (the same words) to 1 (none in common).",
    ),
    "exhibition:asked": (
        "Composée le {date} par culturedata {version}, graine {seed}",
        "Composed on {date} by culturedata {version}, seed {seed}",
    ),
    "exhibition:all": ("Ensemble", "All together"),
}
