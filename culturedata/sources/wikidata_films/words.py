"""Properties of Wikidata that films have, and what each means in the common shape."""

from __future__ import annotations

# Properties whose values are words that describe the film, and the facet of each.
WORDS = {
    "P31": "type", "P136": "genre", "P7937": "form", "P437": "form", "P135": "movement", "P462": "technique",
    "P2079": "technique", "P2061": "technique", "P495": "country", "P364": "language", "P407": "language",
    "P921": "subject", "P180": "subject", "P840": "place", "P2408": "period", "P2596": "culture",
}  # fmt: skip
# Properties whose values had to do with it: the role of each, and the words for it where the role is wider.
PEOPLE = {
    "P57": ("director", ""), "P58": ("writer", ""), "P161": ("cast", ""), "P725": ("cast", "voice"),
    "P2438": ("cast", "narrator"), "P371": ("cast", "presenter"), "P86": ("composer", ""), "P676": ("lyricist", ""),
    "P175": ("performer", ""), "P162": ("producer", ""), "P1431": ("producer", "executive producer"),
    "P344": ("contributor", "director of photography"), "P1040": ("contributor", "film editor"),
    "P2554": ("designer", "production designer"), "P2515": ("designer", "costume designer"),
    "P4608": ("designer", "scenographer"), "P3174": ("contributor", "art director"),
    "P5028": ("contributor", "sound designer"), "P1809": ("contributor", "choreographer"),
    "P5126": ("contributor", "assistant director"), "P4805": ("contributor", "make-up artist"),
    "P3092": ("contributor", ""), "P170": ("contributor", "creator"), "P88": ("patron", ""),
    "P272": ("production company", ""), "P750": ("publisher", "distributor"), "P449": ("publisher", "broadcaster"),
    "P1877": ("writer", "after a work by"),
}  # fmt: skip
CREW = ("P3092", "P170")  # where a qualifier says which role it is
CALLED = {"screenwriter": "writer", "film director": "director", "film producer": "producer", "actor": "cast"}
AFTER = "P1877"
COMPANIES = ("P272", "P750", "P449")
# Age ratings, and who gives them.
RATINGS = {
    "P1657": "MPA", "P1981": "FSK", "P2629": "BBFC", "P2684": "Kijkwijzer", "P2758": "CNC", "P2756": "EIRIN",
    "P3306": "ICAA", "P3402": "CNC (Romania)", "P3428": "INCAA", "P3650": "JMK", "P3818": "KMRB",
}  # fmt: skip
RELATIONS = {
    "P144": "based on", "P941": "inspired by", "P179": "part of series", "P361": "part of", "P527": "has part",
    "P155": "follows", "P156": "followed by", "P915": "associated place",
    "P406": "soundtrack", "P942": "associated work", "P629": "edition of", "P747": "has edition",
    "P1343": "described by",
}  # fmt: skip
DATES = {"P577": "released", "P1191": "released", "P571": "created", "P2754": "created"}
TEXTS = {"P856": "link", "P973": "described at", "P953": "full work at"}
PICTURES = ("P18", "P3383", "P154")
FIGURES = {"P2047": "runtime", "P2142": "box office", "P2130": "budget"}
MINUTES = {None: 1.0, "Q7727": 1.0, "Q11574": 1 / 60, "Q25235": 60.0}  # in one of the unit; None is a saved answer's
MONEY = {
    "Q4917": "USD", "Q4916": "EUR", "Q25224": "GBP", "Q8146": "JPY", "Q80524": "INR", "Q39099": "CNY",
    "Q202040": "KRW", "Q184172": "FRF", "Q1104069": "CAD", "Q259502": "AUD",
}  # fmt: skip
PRIZES = {"P166": "", "P1411": "nominated: "}
# Identifiers by property; every other external identifier is kept under its property.
SCHEMES = {
    "P345": "imdb", "P4947": "tmdb", "P1265": "allocine", "P214": "viaf", "P227": "gnd", "P268": "bnf",
    "P2704": "eidr", "P3212": "isan", "P436": "mbid", "P724": "internet-archive",
}  # fmt: skip
# The languages that titles are taken in, by the items that stand for them.
TONGUES = {
    "Q150": "fr", "Q1860": "en", "Q188": "de", "Q1321": "es", "Q652": "it", "Q5146": "pt", "Q7411": "nl",
    "Q7737": "ru", "Q5287": "ja", "Q7850": "zh",
}  # fmt: skip
# How queries commonly call the values of properties, in lower case and without «_».
VARIABLES = {
    "title": "P1476", "originaltitle": "P1476", "director": "P57", "screenwriter": "P58", "writer": "P58",
    "cast": "P161", "castmember": "P161", "actor": "P161", "composer": "P86", "producer": "P162", "genre": "P136",
    "country": "P495", "countryoforigin": "P495", "language": "P364", "originallanguage": "P364", "date": "P577",
    "publicationdate": "P577", "releasedate": "P577", "year": "P577", "duration": "P2047", "runtime": "P2047",
    "type": "P31", "instanceof": "P31", "class": "P31", "image": "P18", "subject": "P921", "mainsubject": "P921",
    "depicts": "P180", "character": "P674", "place": "P840", "location": "P840", "basedon": "P144", "imdb": "P345",
    "imdbid": "P345", "tmdb": "P4947", "tmdbid": "P4947", "musicbrainzrgid": "P436", "award": "P166",
    "boxoffice": "P2142", "budget": "P2130",
}  # fmt: skip
