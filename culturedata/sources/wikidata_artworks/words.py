"""Properties of Wikidata and some of its items, and what each means in the common shape."""

from __future__ import annotations

NAME = "wikidata-artworks"
ANONYMOUS = "Q4233718"
# Properties whose values are words that describe the work, and the facet of each.
WORDS = {
    "P31": "type", "P136": "genre", "P135": "movement", "P186": "material", "P2079": "technique",
    "P180": "subject",
    "P921": "subject", "P547": "subject", "P825": "subject", "P1071": "place", "P495": "country", "P2348": "period",
    "P2596": "culture",
    "P7937": "form",
}  # fmt: skip
# Properties whose values made the work or had to do with it, and the role of each; a maker's role may be said more
# exactly in a qualifier.
MAKERS = {
    "P170": "artist", "P84": "architect", "P287": "designer", "P110": "draughtsman", "P872": "publisher",
    "P123": "publisher", "P88": "patron", "P1028": "contributor",
}  # fmt: skip
# Qualifiers of a maker, and the attribution that each says.
ATTRIBUTIONS = {
    "P1773": "attributed to", "P1774": "workshop of", "P1775": "follower of", "P1776": "circle of",
    "P1777": "manner of", "P1778": "imitator of", "P1779": "doubtfully attributed to", "P1780": "school of",
    "P1877": "after",
}  # fmt: skip
# What a statement about a maker may be called (P5102, P1480).
DOUBTS = {
    "Q230768": "attributed to", "Q18122778": "attributed to", "Q18603603": "doubtfully attributed to",
    "Q30230067": "doubtfully attributed to", "Q56644435": "attributed to",
}  # fmt: skip
RELATIONS = {
    "P361": "part of", "P527": "has part", "P179": "part of series", "P144": "based on", "P1639": "pendant of",
    "P941": "inspired by", "P1343": "described by", "P608": "exhibited in", "P6291": "advertises",
    "P747": "has edition", "P629": "edition of", "P8371": "references",
}  # fmt: skip
SIZES = {
    "P2048": "height", "P2049": "width", "P2043": "length", "P2610": "thickness", "P5524": "depth",
    "P2386": "diameter", "P2067": "weight",
}  # fmt: skip
UNITS = {
    "Q174728": "cm", "Q174789": "mm", "Q11573": "m", "Q218593": "in", "Q3710": "ft", "Q11570": "kg", "Q41803": "g",
}  # fmt: skip
# Identifiers by property; every other external identifier is kept under its property.
SCHEMES = {
    "P347": "joconde", "P350": "rkdimages", "P214": "viaf", "P227": "gnd", "P268": "bnf", "P1669": "cona",
    "P245": "ulan", "P213": "isni", "P650": "rkd",
}  # fmt: skip
# How queries commonly call the values of properties, in lower case and without «_».
VARIABLES = {
    "creator": "P170", "artist": "P170", "painter": "P170", "collection": "P195", "museum": "P195", "location": "P276",
    "owner": "P127", "inventory": "P217", "inventorynumber": "P217", "inv": "P217", "title": "P1476",
    "inception": "P571", "date": "P571", "year": "P571", "image": "P18", "type": "P31", "instanceof": "P31",
    "class": "P31", "genre": "P136", "movement": "P135", "material": "P186", "depicts": "P180", "subject": "P921",
    "country": "P495", "countryoforigin": "P495", "height": "P2048", "width": "P2049", "inscription": "P1684",
    "joconde": "P347", "jocondeid": "P347", "copyright": "P6216",
}  # fmt: skip
