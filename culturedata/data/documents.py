"""What is known of items besides behaviour: their titles, and the tokens that describe them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

KINDS = ("terms", "makers", "era", "figures", "words")
_PREFIXES = {"word:": "words", "decade:": "era", "figure:": "figures"}


def kind(token: str) -> str:
    """Which of `KINDS` a token is of, as its name says; a term if it says nothing."""
    found = next((said for prefix, said in _PREFIXES.items() if token.startswith(prefix)), None)
    return found or ("makers" if ":agent:" in token else "terms")


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """One description an item, in the order of a dataset's item numbers.

    `ids` (n,) are the described works' ids; `titles_fr` and `titles_en` (n,) what to call them; `tokens` (n,) tuples
    of tokens, a term id, maker id, decade, step of a figure or word each; `labels` a token's words as (French,
    English), for those tokens that may be told to people. `makers` (n,) are the tokens of those who made each, none
    where nobody is named; `open_images` (n,) says whether a picture of it may be freely reused. Either may be ():
    nothing is known of it.
    """

    ids: tuple[str, ...]
    titles_fr: tuple[str, ...]
    titles_en: tuple[str, ...]
    tokens: tuple[tuple[str, ...], ...]
    labels: dict[str, tuple[str, str]]
    makers: tuple[tuple[str, ...], ...] = ()
    open_images: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def described(self) -> int:
        """How many items have a token."""
        return sum(1 for tokens in self.tokens if tokens)

    def without(self, kinds: Collection[str]) -> Documents:
        """The same without the tokens of some `KINDS`."""
        kept = {token for tokens in self.tokens for token in tokens if kind(token) not in kinds}
        return replace(self, tokens=tuple(tuple(t for t in tokens if t in kept) for tokens in self.tokens))

    def hiding(self, hidden: Sequence[Collection[str]]) -> Documents:
        """The same without the tokens that are `hidden` of each item."""
        pairs = zip(self.tokens, hidden, strict=True)
        return replace(self, tokens=tuple(tuple(t for t in tokens if t not in away) for tokens, away in pairs))
