"""Names as they are compared: in Latin letters, without titles of honour, with what tells namesakes apart kept aside.

A name of another script is written in Latin letters by anyascii, letter by letter («Прокофьев» becomes «prokof'ev»);
`sounds` then brings the habits of English, French, German and scholarly romanisation to one form («prokoviev»,
«prokofieff» and «prokof'ev» are all «prokovev»). Chinese and Japanese characters have no such reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

CACHED = 400_000
LATIN = 0x24F  # the last letter of the Latin script's blocks
LEAST_LETTERS = 4  # of a word whose spelling may vary
_WORD = re.compile(r"[a-z0-9]+")
_AND = re.compile(r"(?<=\s)[&+/](?=\s)|\b(?:vs|with|feat|ft|featuring|et|und|y)\b\.?|;")
_JOINED = re.compile(r"['’`´ʹʼ]")
_INITIALS = re.compile(r"(?<=\b[A-Za-z])\.\s*(?=[A-Za-z]\b)")
_RUN_TOGETHER = re.compile(r"\b([A-Z])\.?([A-Z])\.(?=\s|$)")
_HONOURS = frozenset(
    ("sir", "dame", "lord", "mr", "mrs", "ms", "dr", "prof", "rev", "mme", "mlle", "bart", "bt", "ra", "ara", "pra",
     "obe", "cbe", "om", "kt", "knighted", "esq")
)  # fmt: skip
_LINKS = frozenset(
    ("the", "and", "of", "de", "del", "della", "di", "da", "du", "des", "d", "von", "van", "der", "den", "le", "la",
     "les", "y", "e", "et", "und")
)  # fmt: skip
# What stands beside a name and says whose work it is, or which of a family: (words, mark).
_MARKS = (
    (r"\bthe elder\b|\bl[' ]aine\b|\bpere\b|\bd\.? ?a\.|\bder altere\b|\bde oude\b|\bil vecchio\b|\bsenior\b|\bsr\b"
     r"|\(i\)", "elder"),
    (r"\bthe younger\b|\ble jeune\b|\bfils\b|\bd\.? ?j\.|\bder jungere\b|\bde jonge\b|\bil giovane\b|\bjunior\b|\bjr\b"
     r"|\(ii\)", "younger"),
    (r"\battributed to\b|\battribue a\b", "attributed"),
    (r"\b(?:workshop|studio|atelier|school|ecole|circle|entourage|follower|manner|style|pupil|imitator) (?:of|de|du)\b"
     r"|\b(?:workshop|studio|atelier)$", "workshop"),
    (r"^(?:copy )?(?:after|d'apres)\b", "after"),
)  # fmt: skip
_MARK = tuple((re.compile(pattern), mark) for pattern, mark in _MARKS)
# Spelling habits, in the order in which they are undone. «C» stands for all hissing and rasping sounds.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|tsch|tch|sch|sh|ch|kh|zh|cz", "C"),
        ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck|q", "k"), ("x", "ks"), ("tz|ts", "z"), ("c(?=[eiy])", "z"),
        ("c", "k"), ("ou", "u"), ("w|f", "v"), ("[yj]", "i"), ("i+(?=[aeou])", ""), (r"(.)\1+", r"\1"),
        ("(?<=....)e$", ""),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name's `words` in their order, how each `sounds`, and the `marks` that tell it from the same name.

    `plain` is the words, sorted, as one text. Without marks a name may still be that of somebody who bears one.
    `foreign`: it was written in another script.
    """

    words: tuple[str, ...]
    sounds: tuple[str, ...]
    marks: frozenset[str]
    plain: str
    foreign: bool = False


@lru_cache(CACHED)
def read(text: str) -> Name:
    """A name as it is compared; «Lautrec, Henri de» is turned around, «Sir» and «The» are left out."""
    latin = _turned(anyascii(_spaced(text)))
    folded = _JOINED.sub("", latin.casefold()) if "'" in latin or "`" in latin else latin.casefold()
    folded, marks = _unmarked(folded)
    said = _WORD.findall(_AND.sub(" and ", folded))
    words = tuple(word for word in said if word not in _HONOURS and word != "the") or tuple(said)
    foreign = not text.isascii() and any(letter.isalpha() and ord(letter) > LATIN for letter in text)
    return Name(words, tuple(map(sound, words)), marks, " ".join(sorted(words)), foreign)


@lru_cache(CACHED)
def sound(word: str) -> str:
    """A word of a name in the one spelling that its romanisations share: «tchaikovsky», «chaykovskiy» → «Caikovski»."""
    if len(word) < LEAST_LETTERS:
        return word
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def is_link(word: str) -> bool:
    """Whether a word only joins others («de», «von», «and»)."""
    return word in _LINKS


def _spaced(text: str) -> str:
    """Initials apart: «J.S. Bach» is «J S Bach»."""
    return _INITIALS.sub(" ", _RUN_TOGETHER.sub(r"\1. \2. ", text)) if "." in text else text


def _turned(name: str) -> str:
    """«Family, Given, marks» as «Given Family marks»; «Name, Junior» stays."""
    if ", " not in name:
        return name
    family, *rest = name.split(", ")
    given = [part for part in rest if not _is_mark(part)]
    marks = [part for part in rest if _is_mark(part)]
    return " ".join([*given, family, *marks]) if len(given) <= 1 else name


def _is_mark(text: str) -> bool:
    folded = text.casefold().strip(" .")
    return folded in _HONOURS or any(pattern.search(folded) for pattern, _ in _MARK)


def _unmarked(folded: str) -> tuple[str, frozenset[str]]:
    marks = set()
    for pattern, mark in _MARK:
        found = pattern.sub(" ", folded)
        if found != folded and _WORD.search(found):
            folded = found
            marks.add(mark)
    return folded, frozenset(marks)
