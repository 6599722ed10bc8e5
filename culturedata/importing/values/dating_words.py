"""The words of display dates, lower case, without accents: in French, English, German, Dutch, Spanish and Italian, and
those of centuries in some other languages of Europe.
"""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """The text in the form of the words below: lower case, no accents, single spaces, no space at its ends."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


# Figures of a year that are not known: «18--», «19..», «18??», «[184-?]», «184u» are 18xx, 19xx, 18xx, [184x?], 184x.
_HIDDEN = (
    (re.compile(r"(?<![\w.])(\d\d)(?:--|\.\.|\?\?|__|uu)(?![\w.-])"), r"\1xx"),
    (re.compile(r"(?:(?<=\[)([12]\d\d)-(?=\??\])|(?<![\w.-])([12]\d\d)[u_](?![\w-]))"), r"\1\2x"),
)


def hidden(text: str) -> str:
    """The text with an x for each figure of a year that it says is not known."""
    for pattern, written in _HIDDEN:
        text = pattern.sub(written, text)
    return text


# Ordinals in words, where a century or a millennium is counted.
_SPELLED = {
    word: number
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first",
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme "
        "treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme vingt-et-unieme",
    )
    for number, word in enumerate(words.split(), 1)
}
_COUNTED = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(_SPELLED, key=len, reverse=True))})(?=[ -](?:centur|millenn?i|siecle|millenaire))"
)


def counted(text: str) -> str:
    """The text with «19th» for «nineteenth» before a century or a millennium."""
    return _COUNTED.sub(lambda found: f"{_SPELLED[found[0]]}e", text)


UNKNOWN = frozenset({
    "", "date not known", "date unknown", "no date", "not dated", "undated", "n.d", "n d", "nd", "s.d", "sans date",
    "non date", "non datee", "unknown", "date inconnue", "inconnue", "inconnu", "indetermine", "indeterminee",
    "date indeterminee", "non renseigne", "non renseignee", "o.j", "o. j", "ohne jahr", "undatiert", "unbekannt", "z.j",
    "z. j", "zonder jaar", "ongedateerd", "onbekend", "s.f", "sin fecha", "senza data", "not known", "unknown date",
    "non connu", "non connue", "date non connue", "nicht bekannt", "niet bekend",
})  # fmt: skip

# How sure: each of these words makes it «about».
CIRCA = re.compile(
    r"^\??\s*(?:(?:c|ca|env)(?:\.|\b|(?=\d))|v\.(?=\s*\d{3})|(?:circa|vers|environ|around|about|approximately|um|gegen|omstreeks|hacia|"
    r"autour de|aux alentours de|ungefahr|rond|rondom|alrededor de|intorno al?|verso il|"
    r"probably|possibly|perhaps|probablement|peut-etre|wohl|vermutlich|wahrscheinlich|waarschijnlijk|mogelijk)\b)"
    r"\s*(?:l'an\s+)?"
)
CIRCA_BEHIND = re.compile(r"[\s,]+(?:\((?:ca?\.?|circa|vers|env\.?|environ)\)|ca\.?|circa|vers|env\.?|environ)$")
DOUBT = re.compile(r"\s*[(\[]\s*\?\s*[)\]]")
# The year itself is left out after «before» and «after», and may be meant after «by» and «from».
BEFORE = re.compile(
    r"^(?:(?P<out>(?:shortly |just |peu |juste |kurz |kort )?(?:before|avant(?: le)?|vor|voor)|anterieure? a|antes de|"
    r"anterior a|prima del?|prior to)|by|bis|uiterlijk|spatestens|"
    r"au plus tard(?: en)?|at the latest|not? later than|not after|pas apres|nicht nach|niet na)\s+|"
    r"^(?P<stem>pre)[ -]?(?=\d)"
)
AFTER = re.compile(
    r"^(?:(?P<out>(?:shortly |soon |just |peu |juste |kurz |kort )?(?:after|apres(?: le)?|nach|na)|posterieure? a|"
    r"despues de|posterior a|dopo(?: il)?)|from|depuis|ab|seit|vanaf|desde|"
    r"not? earlier than|not before|pas avant|au plus tot(?: en)?|fruhestens|nicht vor|niet voor|op zijn vroegst)\s+|"
    r"^(?P<stem>post)[ -]?(?=\d)"
)
BETWEEN = re.compile(
    r"^(?:(?:between|from)\s+(?=.*\b(?:and|to)\b)|entre\s+(?=.*\b(?:et|y|e)\b)|de\s+(?=.*\ba\b)|"
    r"zwischen\s+(?=.*\bund\b)|von\s+(?=.*\bbis\b)|tussen\s+(?=.*\ben\b)|van\s+(?=.*\btot\b)|tra\s+(?=.*\be\b))"
)
OR = ("or", "ou", "oder", "of")
DASH = re.compile(rf"\s*(?:[–—‐−/-]|\b(?:to|through|a|et|and|bis|und|tot|en|y|e|{'|'.join(OR)})\b)\s*")
AND = re.compile(r"\s*(?:[–—,;-]|\b(?:and|but|et|mais|und|aber|en|maar)\b)\s*")

BCE = re.compile(
    r"\s*(?:(?<![a-z])b\.?\s?c\.?(?:\s?e\.?)?(?![a-z])\.?|"
    r"\bav(?:ant|\.)?\s*(?:j\.?\s?-?\s?c\b\.?|jesus[- ]christ|n\.?\s?e\b\.?|notre ere)|"
    r"\bv\.?\s?(?:chr\b\.?|u\.\s?z\b\.?)|\bvoo?r christus|\ba\.\s?c\.(?:\s?n\.\s?e\.)?)\s*$"
)
CE = re.compile(
    r"^a\.?\s?d\b\.?\s*(?=\S)|\s*(?:(?<![a-z])a\.?\s?d\b\.?|(?<![a-z])c\.?\s?e\b\.?|"
    r"\bap(?:res|r?\.)?\s*(?:j\.?\s?-?\s?c\b\.?|jesus[- ]christ)|\bn\.?\s?(?:chr\b\.?|u\.\s?z\b\.?)|"
    r"\bna christus|\bd\.\s?c\.)\s*$"
)

# What follows the first date of a field and says what happened later to the work, or to another copy of it. What was
# made again («1956, reconstructed 1986») is of both years, and not read.
_LATER = (
    "printed", "reprinted", "printing", "published", "republished", "issued", "reissued", "edition", "editioned",
    "cast", "recast", "fabricated", "manufactured", "replica", "reproduced", "exhibited", "enlarged", "restored",
    "repaired",
    "imprimee?", "tirage", "tiree?", "publiee?", "fonte", "fondue?", "reeditee?", "editee?", "exposee?",
    "gedruckt", "druck", "gegossen", "guss", "abzug", "gedrukt", "gegoten", "afdruk", "uitgegeven",
)  # fmt: skip
LATER = re.compile(rf"(?:[,;(]|\.(?=\s))\s*(?:\??[a-z]+[ -]){{0,2}}\?? ?(?:{'|'.join(_LATER)})\b")
MADE = re.compile(
    r"^(?:sign(?:ed|iert|ee?)(?:,| and| et| und)? (?=dat)|gesigneerd(?:,| en)? (?=gedateerd))?"
    r"(?:(?:model(?:l?ed)?|designed|made|painted|executed|drawn|created|composed|conceived|dated|datee?|datiert|"
    r"gedateerd|peinte?|executee?)\s+)?(?:(?:in|en|im jahre?|anno|in het jaar)\s+)?(?=\S)"
)
DATED_BEHIND = re.compile(r"(?<=\d)[\s,]+\(?(?:dated|datee?|datiert|gedateerd)\)?$")

MONTHS = {
    name: number
    for number, names in enumerate((
        "january jan janvier janv januar januari enero gennaio",
        "february feb fevrier fevr februar februari febrero febbraio",
        "march mar mars marz maart marzo", "april apr avril avr abril aprile", "may mai mei mayo maggio",
        "june jun juin juni junio giugno", "july jul juillet juil juli julio luglio",
        "august aug aout augustus agosto", "september sep sept septembre septiembre settembre",
        "october oct octobre oktober okt octubre ottobre", "november nov novembre noviembre",
        "december dec decembre dezember dez diciembre dicembre",
    ), start=1)
    for name in names.split()
}  # fmt: skip
# Before a year these leave it that year: «spring 1889», «early 1942».
SEASONS = (
    "spring", "summer", "autumn", "fall", "winter", "printemps", "ete", "automne", "hiver", "fruhjahr", "fruhling",
    "sommer", "herbst", "voorjaar", "lente", "zomer", "herfst", "early", "mid", "late", "debut", "milieu", "fin",
    "anfang", "mitte", "ende", "begin", "midden", "eind",
)  # fmt: skip

_FIRST = ("1st", "first", "1er", "1ere", "1re", "premier", "premiere", "1.", "erste", "erstes", "1e", "1ste", "eerste",
          "primer", "primera", "primo", "prima", "primeira", "pierwsza", "prvni", "первая")  # fmt: skip
_SECOND = ("2nd", "second", "2e", "2eme", "2nde", "seconde", "deuxieme", "2.", "zweite", "zweites", "2de", "tweede",
           "segundo", "segunda", "secondo", "seconda", "druga", "druha", "вторая")  # fmt: skip
_THIRD = ("3rd", "third", "3e", "3eme", "troisieme", "3.", "drittes", "3de", "derde", "tercer", "terzo")
_FOURTH = ("4th", "fourth", "4e", "4eme", "quatrieme", "4.", "viertes", "4de", "vierde", "quarto", "cuarto")
_LAST = ("last", "dernier", "letztes", "laatste", "ultimo")
_HALF = ("half", "moitie", "halfte", "helft", "mitad", "meta", "metade", "połowa", "polovina", "половина")
_QUARTER = ("quarter", "quart", "viertel", "kwart", "cuarto", "quarto")
_A_THIRD = ("third", "tiers", "drittel")


def _shares(words: tuple[str, ...], bounds: tuple[int, ...], *which: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Each way to say a part («1er quart», «first quarter»), and between which two of the bounds it lies."""
    return {
        f"{one} {word}": (bounds[n], bounds[n + 1]) for n, ones in enumerate(which) for one in ones for word in words
    }


_DECADES = {
    f"{n}{end}": (10 * n - 10, 10 * n) for n in range(1, 11) for end in (("st", "nd", "rd")[n - 1 : n] or ("th",))
}
# Which years of its century a part is: the fourth quarter of the 19th is its years 75 to 100 but the first.
PARTS = {
    **dict.fromkeys(("early", "beginning", "debut", "anfang", "begin", "principios", "comienzos", "inizio"), (0, 33)),
    **dict.fromkeys(("mid", "mid-", "middle", "milieu", "mitte", "midden", "mediados", "meta"), (33, 66)),
    **dict.fromkeys(("late", "end", "fin", "ende", "eind", "einde", "finales", "fine"), (66, 100)),
    **_shares(_HALF, (0, 50, 100), _FIRST, _SECOND),
    **_shares(_A_THIRD, (0, 33, 66, 100), _FIRST, _SECOND, (*_THIRD, *_LAST)),
    **{f"{one} decade": bounds for one, bounds in _DECADES.items()},
    **_shares(_QUARTER, (0, 25, 50, 75, 100), _FIRST, _SECOND, _THIRD, (*_FOURTH, *_LAST)),
}
