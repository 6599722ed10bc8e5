"""Titles as they are compared: without case, accents, punctuation, articles, or a choice of numerals."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"})
_ARTICLES = frozenset(
    "a an the le la les l un une el los las il lo gli i der die das ein eine den det de het en o os as".split()
)
_MOVED = re.compile(r"^(?P<rest>.+), (?P<article>[^\W\d]{1,3}'?)$")
_SPELT = {"and": ("&", "et", "und", "y", "och"), "versus": ("vs", "v"), "volume": ("vol",), "part": ("pt",),
          "mister": ("mr",), "doctor": ("dr",), "saint": ("st",), "episode": ("ep",)}  # fmt: skip
_NUMERALS = (
    ("1", "one"), ("2", "ii", "two"), ("3", "iii", "three"), ("4", "iv", "four"), ("5", "v", "five"),
    ("6", "vi", "six"), ("7", "vii", "seven"), ("8", "viii", "eight"), ("9", "ix", "nine"), ("10", "x", "ten"),
    ("11", "xi", "eleven"), ("12", "xii", "twelve"),
)  # fmt: skip
_SAME = {other: word for word, others in _SPELT.items() for other in others} | {
    other: digits for digits, *others in _NUMERALS for other in others
}


def fold(text: str) -> str:
    """`text` in lower case, without accents, in Latin base letters («Été» → «ete»)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_LETTERS)


def unmoved(title: str) -> str:
    """A title with the article that was moved to its end put back: «Postman, The» → «The Postman».

    Only an article is moved: «Bye Bye, Love» stays as it is.
    """
    found = _MOVED.match(title)
    if found is None or fold(found["article"]).rstrip("'") not in _ARTICLES:
        return title
    article = found["article"]
    return f"{article}{found['rest']}" if article.endswith("'") else f"{article} {found['rest']}"


@cache
def words(title: str) -> tuple[str, ...]:
    """The words of a title as they are compared, in its order; never empty unless the title has no letter or digit.

    Articles at the front and at the end are left out, «II» and «two» become «2», «&» becomes «and».
    """
    plain = re.sub(r"['’`´]", "", fold(unmoved(title)).replace("&", " & ").replace("⁄", "/"))
    found = [_SAME.get(word, word) for word in re.findall(r"&|\w+", plain)]
    start = 1 if len(found) > 1 and re.findall(r"\w+", plain)[:1] and found[0] in _ARTICLES else 0
    return tuple(found[start:])


def key(title: str) -> str:
    """The words of a title as one text; equal keys mean equal titles but for spelling habits."""
    return " ".join(words(title))
