"""The words of the page `/rows`: key → (French, English)."""

from __future__ import annotations

# Kinds of rows; one that is not named here is shown by its own name.
_KINDS = {
    "across-the-arts": ("d’un art à l’autre", "across the arts"),
    "because-you-liked": ("près d’une œuvre aimée", "because you liked"),
    "classics": ("classiques", "classics"),
    "decade": ("une décennie", "one decade"),
    "editorial": ("choix à la main", "chosen by hand"),
    "from-one-museum": ("un musée", "one museum"),
    "genre": ("un genre", "one genre"),
    "hidden-gems": ("peu connues", "hidden gems"),
    "material": ("une matière", "one material"),
    "more-by-maker": ("de la même main", "by one maker"),
    "musical-form": ("une forme musicale", "one musical form"),
    "newly-open": ("images ouvertes", "newly open"),
    "popular-now": ("en vogue", "popular now"),
    "same-movement": ("un mouvement", "one movement"),
    "trending": ("en hausse", "trending"),
}

OF_POOL: dict[str, tuple[str, str]] = {
    **{f"word:row {kind}": said for kind, said in _KINDS.items()},
    "pool": ("D’où viennent les rangées", "Where the rows come from"),
    "pool:lead": (
        "Une page d’accueil est choisie parmi toutes les rangées qui étaient possibles. Voici combien, de quelle "
        "sorte, et ce qui en est resté.",
        "A home page is chosen among all the rows that were possible. Here is how many, of which kind, and what was "
        "left of them.",
    ),
    "pool:none": (
        "Aucune page n’a été composée. Pour en garder une\u00a0:",
        "No page has been composed. To keep one:",
    ),
    "pool:older": (
        "Cette page a été gardée par une version qui ne comptait pas les sortes. Pour les compter\u00a0:",
        "This page was kept by a version that did not count the kinds. To count them:",
    ),
    "pool:funnel": (
        "{possible} rangées possibles → {compared} comparées → {chosen} montrées, {works} œuvres",
        "{possible} possible rows → {compared} compared → {chosen} shown, {works} works",
    ),
    "pool:kinds": ("Par sorte de rangée", "By kind of row"),
    "pool:kinds:why": (
        "L’axe est logarithmique\u00a0: de 10 à 100 il y a aussi loin que de 100 à 1\u202f000. On compare les rangées "
        "qui valent le plus prises seules\u00a0: au plus 60 d’une sorte, 300 en tout, et la meilleure de chaque sorte.",
        "The axis is logarithmic: from 10 to 100 is as far as from 100 to 1,000. Those rows are compared that are "
        "worth most alone: at most 60 of a kind, 300 in all, and the best of every kind.",
    ),
    "pool:drawn": (
        "{n} sortes, une par ligne du tableau qui suit\u00a0; la plus nombreuse est «\u00a0{label}\u00a0», "
        "{possible} rangées possibles.",
        "{n} kinds, one for each line of the table beside; the most numerous is “{label}”, {possible} possible rows.",
    ),
    "pool:kind": ("Sorte", "Kind"),
    "pool:possible": ("possibles", "possible"),
    "pool:compared": ("comparées", "compared"),
    "pool:chosen": ("choisies", "chosen"),
    "pool:total": ("ensemble", "together"),
    "pool:rows": ("Ce qui a été choisi", "What was chosen"),
    "pool:rows:hidden": (
        "Rangées que l’on ne nomme pas ici, parce que peu de gens ont rencontré leurs œuvres\u00a0: {n}.",
        "Rows that are not named here because few people met their works: {n}.",
    ),
    "pool:row": ("Rangée", "Row"),
    "pool:works": ("Œuvres possibles", "Possible works"),
    "pool:shown": ("Montrées", "Shown"),
    "pool:adds": ("Ajoute à la valeur", "Adds to the value"),
    "pool:devices": ("Par appareil", "By device"),
    "pool:devices:why": (
        "La page gardée pour chaque appareil et chaque stratégie, la plus récente en premier.",
        "The page kept for each device and each strategy, the newest first.",
    ),
    "pool:device": ("Appareil", "Device"),
    "pool:of_rows": ("Rangées", "Rows"),
    "pool:of_columns": ("Colonnes", "Columns"),
    "pool:of_works": ("Œuvres", "Works"),
    "pool:value": ("Valeur", "Worth"),
    "pool:day": ("Composée le", "Composed on"),
    "pool:page": ("Voir la page", "See the page"),
}
