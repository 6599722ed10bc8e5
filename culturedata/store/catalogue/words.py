"""The words of a text in any script: those that are long enough to say something."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Scripts that leave no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PLAIN = re.compile(r"[^\W\d_]{4,}")
_FIRST_MARK = "\u0300"
_SYLLABLES = "\uac00-\ud7af"  # Hangul: one sign is a syllable


def words(text: str, most: int) -> list[str]:
    """The first `most` words of a text, in lower case: of four letters or more, of two syllables or more in Korean.

    Where words are not parted by spaces, each two signs that stand side by side. Signs for vowels are letters, too.
    Empty for a text without letters.
    """
    folded = unicodedata.normalize("NFC", text.casefold())
    if max(folded, default="") < _FIRST_MARK:
        return _PLAIN.findall(folded)[:most]
    found: list[str] = []
    for match in _pattern().finditer(folded):
        said = match[0]
        found += [said[n : n + 2] for n in range(len(said) - 1)] if match["unspaced"] else [said]
        if len(found) >= most:
            break
    return found[:most]


@cache
def _pattern() -> re.Pattern[str]:
    """Python's own \\w has no marks: the vowel signs of Hindi would part its words."""
    marks = "".join(chr(n) for n in range(ord(_FIRST_MARK), 0x1E900) if unicodedata.category(chr(n)).startswith("M"))
    letter = rf"[^\W\d_{_UNSPACED}{_SYLLABLES}]"
    return re.compile(rf"(?P<unspaced>[{_UNSPACED}]{{2,}})|[{_SYLLABLES}]{{2,}}|{letter}(?:{letter}|[{marks}]){{3,}}")
