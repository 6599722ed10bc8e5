"""The words of the page about a person or a group: key → (French, English)."""

from __future__ import annotations

OF_MAKERS: dict[str, tuple[str, str]] = {
    "maker:person": ("Personne", "Person"),
    "maker:group": ("Groupe ou institution", "Group or organisation"),
    "maker:unknown": ("Personne ou groupe", "Person or group"),
    "maker:born": ("Naissance", "Birth"),
    "maker:died": ("Mort", "Death"),
    "maker:founded": ("Début", "Beginning"),
    "maker:ended": ("Fin", "End"),
    "maker:life": ("Dates, telles qu’imprimées", "Dates, as printed"),
    "maker:country": ("Pays", "Country"),
    "maker:gender": ("Genre", "Gender"),
    "maker:names": ("Autres noms", "Other names"),
    "maker:roles": ("Rôles", "Roles"),
    "maker:role": ("{role}\u00a0: {n}", "{role}: {n}"),
    "maker:pictures": ("Images", "Pictures"),
    "maker:same": ("La même personne ailleurs", "The same person elsewhere"),
    "maker:same:group": ("Le même groupe ailleurs", "The same group elsewhere"),
    "maker:same:why": (
        "Cette page réunit {n} notices que l’on tient pour la même personne ou le même groupe\u00a0; les œuvres sont "
        "celles de toutes.",
        "This page joins {n} records that are held to be one person or group; the works are those of all of them.",
    ),
    "maker:relations": ("Liens", "Relations"),
    "maker:records": ("D’où viennent ces faits", "Where these facts come from"),
    "maker:mentioned": (
        "sans notice propre\u00a0: ce nom est lu dans des notices d’œuvres, d’abord dans celle-ci",
        "no record of its own: the name is read in records of works, first in this one",
    ),
    "maker:decade": ("Œuvres par décennie", "Works by decade"),
    "maker:century": ("Œuvres par siècle", "Works by century"),
    "maker:undated": (
        "Par la première année de la première date. Sans année\u00a0: {n} œuvres sur {of}.",
        "By the first year of the first date. Without a year: {n} works of {of}.",
    ),
    "maker:words": ("Les mots qui reviennent", "Words that recur"),
    "maker:words:why": (
        "Ceux qui décrivent le plus de ces œuvres, et combien.",
        "Those that describe most of these works, and how many.",
    ),
    "maker:among": (
        "Compté dans {n} œuvres, réparties dans le temps, sur {of}.",
        "Counted in {n} works, spread over time, of {of}.",
    ),
    "maker:located": ("lue dans {located}", "read from {located}"),
    "maker:together": ("Souvent avec", "Often with"),
    "maker:together:why": (
        "Qui d’autre a eu part aux mêmes œuvres, et à combien.",
        "Who else had to do with the same works, and with how many.",
    ),
    "maker:near": ("Souvent à côté", "Often beside"),
    "maker:near:why": (
        "Les auteurs d’œuvres proches par leur contenu, et de combien des œuvres de cette page elles sont proches.",
        "Makers of works near in content, and to how many of the works of this page they are near.",
    ),
    "maker:none": ("Aucune œuvre du catalogue ne porte ce nom.", "No work of the catalogue bears this name."),
    "word:website": ("site", "website"),
    "word:male": ("masculin", "male"),
    "word:female": ("féminin", "female"),
    "unknown:maker": (
        "Cette personne ou ce groupe n’est pas au catalogue",
        "This person or group is not in the catalogue",
    ),
}
