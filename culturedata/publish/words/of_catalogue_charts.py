"""Words of the page `/catalogue-charts`: key → (French, English)."""

from __future__ import annotations

OF_CATALOGUE_CHARTS: dict[str, tuple[str, str]] = {
    "charts": ("Le catalogue en chiffres", "The catalogue in figures"),
    "charts:lead": (
        "Quand, où, et avec quels droits\u00a0: les œuvres de chaque domaine, comptées.",
        "When, where, and with which rights: the works of each domain, counted.",
    ),
    "charts:beware": (
        "On compte ce que la bibliothèque contient, non ce que les siècles ou les pays ont produit\u00a0: une grande "
        "source fait pencher toute la page.",
        "What is counted is what the library holds, not what centuries or countries made: one large source tilts the "
        "whole page.",
    ),
    "charts:none": ("La bibliothèque est vide.", "The library is empty."),
    "charts:century": ("Par siècle", "By century"),
    "charts:century:why": (
        "La première année de la première date. Sans année\u00a0: {n} œuvres sur {of}.",
        "The first year of the first date. Without a year: {n} works of {of}.",
    ),
    "charts:older": ("avant {date}", "before {date}"),
    "charts:country": ("Par pays d’origine", "By country of origin"),
    "charts:country:why": (
        "Le pays de l’œuvre, sinon celui de qui l’a faite\u00a0; une œuvre de deux pays compte dans chacun. "
        "Au plus {shown} pays sont montrés, sur {countries}. Sans pays\u00a0: {n} œuvres sur {of}.",
        "The country of the work, else that of who made it; a work of two countries counts in both. At most {shown} "
        "countries are shown, of {countries}. Without a country: {n} works of {of}.",
    ),
    "charts:openness": ("Par ouverture", "By openness"),
    "charts:openness:why": (
        "Ce que l’on peut faire de l’image, par domaine. Par institution et par pays de conservation, avec leurs "
        "intervalles\u00a0:",
        "What may be done with the picture, by domain. By institution and by the country that keeps it, with "
        "intervals:",
    ),
    "reuse:open": ("image libre", "open picture"),
    "reuse:closed": ("image non libre", "picture not open"),
    "reuse:none": ("pas d’image", "no picture"),
    "charts:name:century": ("Siècle", "Century"),
    "charts:name:country": ("Pays", "Country"),
    "charts:works": ("Œuvres", "Works"),
    "charts:drawn": (
        "{n} barres, une par ligne du tableau qui suit\u00a0; la plus longue est {label}, {works} œuvres.",
        "{n} bars, one for each line of the table beside; the longest is {label}, {works} works.",
    ),
}
