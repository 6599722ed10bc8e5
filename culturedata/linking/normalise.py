"""Titles as they are compared: without case, accents, punctuation, articles, or a choice of numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_ARTICLES = frozenset(
    ("a", "an", "the", "le", "la", "les", "l", "un", "une", "el", "los", "las", "il", "lo", "gli", "i",
     "der", "die", "das", "ein", "eine", "den", "det", "de", "het", "en", "o", "os", "as")
)  # fmt: skip
_MOVED = re.compile(r"^(?P<rest>.+), (?P<article>[^\W\d]{1,3}'?)(?P<after>(?: \(.*\))?)$")
_SPELT = {"&": "and", "+": "and", "et": "and", "und": "and", "vs": "versus", "v": "versus", "vol": "volume",
          "pt": "part", "mr": "mister", "dr": "doctor", "st": "saint", "ep": "episode"}  # fmt: skip
_NUMERALS = (
    "one", "ii two", "iii three", "iv four", "v five", "vi six", "vii seven", "viii eight", "ix nine", "x ten",
    "xi eleven", "xii twelve", "xiii thirteen",
)  # fmt: skip
_DIGITS = {word: str(number) for number, words in enumerate(_NUMERALS, 1) for word in words.split()}
_SAME = _SPELT | _DIGITS
_FRACTION = re.compile(r"(?<=\d)(?=[¼½¾⅓⅔⅛])")
_BREAK = re.compile(r"\s*:\s+|\s+[-–—/]\s+|,?\s+or:?\s+|\s*\*\s*", re.IGNORECASE)
_OWNER = re.compile(r"^[^\s:]+(?: [^\s:]+){1,3}(?:['’]s|s['’]) (?P<owned>.+)$")
_NUMBERED = re.compile(r"(?: part)? \d+$")
CACHED = 200_000


def fold(text: str) -> str:
    """`text` in lower case, without accents, in Latin base letters («Été» → «ete»)."""
    spaced = _FRACTION.sub(" ", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", spaced).translate(_LETTERS)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def unmoved(title: str) -> str:
    """A title with the article that was moved to its end put back: «Postman, The» → «The Postman».

    Only an article is moved: «Bye Bye, Love» stays as it is. What stands in parentheses at the end stays there.
    """
    found = _MOVED.match(title)
    if found is None or fold(found["article"]).rstrip("'") not in _ARTICLES:
        return title
    space = "" if found["article"].endswith("'") else " "
    return f"{found['article']}{space}{found['rest']}{found['after']}"


@lru_cache(CACHED)
def words(title: str) -> tuple[str, ...]:
    """The words of a title as they are compared, in its order; empty only if it has neither letter nor digit.

    An article at the front is left out, «II» and «two» become «2», «&» becomes «and».
    """
    found = _spoken(title)
    start = 1 if len(found) > 1 and found[0] in _ARTICLES else 0
    return tuple(_SAME.get(word, word) for word in found[start:])


def key(title: str) -> str:
    """The words of a title as one text; equal keys mean equal titles but for spelling habits."""
    return " ".join(words(title))


def compact(title: str) -> str:
    """The words of a title without the spaces between them («Old Boy» and «Oldboy» are equal)."""
    return "".join(words(title))


def literal(title: str) -> str:
    """A title without case, accents and punctuation only: article and numerals stay as they are."""
    return " ".join(_spoken(title))


@lru_cache(CACHED)
def parts(title: str) -> frozenset[str]:
    """Keys of the parts by which a title is also known: before a colon, after it, without its owner.

    «Lagaan: Once Upon a Time» gives «lagaan» and «once upon a time», «William Shakespeare's Romeo + Juliet» gives
    «romeo and juliet». The whole title is not one of them, nor is a number, nor a single word after a colon
    («Three Colours: Blue»).
    """
    return frozenset(part for part in map(key, _parts(unmoved(title))) if part and not part.isdigit()) - {key(title)}


@lru_cache(CACHED)
def unnumbered(title: str) -> str:
    """The key of «head: tail» without a number at the end of its head («Ice Age 2: The Meltdown»), else «»."""
    head, *tail = _BREAK.split(unmoved(title), maxsplit=1)
    return f"{_NUMBERED.sub('', key(head))}: {key(tail[0])}" if tail and key(tail[0]) else ""


def _parts(title: str) -> Iterator[str]:
    for broken in _BREAK.finditer(title):
        yield title[: broken.start()]
        if len(words(title[broken.end() :])) > 1:
            yield title[broken.end() :]
    owned = _OWNER.match(title)
    if owned:
        yield owned["owned"]


@lru_cache(CACHED)
def _spoken(title: str) -> tuple[str, ...]:
    """Folded words with their article in front and apostrophes closed up («don't» is one word)."""
    plain = re.sub(r"(?<=\bl)['’](?=\w)", " ", fold(unmoved(title)))
    return tuple(re.findall(r"[&+](?=\s)|\w+", re.sub(r"['’`´]", "", plain)))
