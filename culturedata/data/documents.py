"""What is known of items besides behaviour: their titles, and the tokens that describe them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """One description an item, in the order of a dataset's item numbers.

    `ids` (n,) are the described works' ids; `titles_fr` and `titles_en` (n,) what to call them; `tokens` (n,) tuples
    of tokens, a term id, maker id, decade or word each; `labels` a token's words as (French, English), for those
    tokens that may be told to people. `makers` (n,) are the tokens of those who made each, none where nobody is named;
    `open_images` (n,) says whether a picture of it may be freely reused. Either may be (): nothing is known of it.
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
