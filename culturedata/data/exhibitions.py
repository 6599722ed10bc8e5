"""An exhibition that was composed: what was asked, the works of each venue, and what a visitor reads beside them."""

from __future__ import annotations

import msgspec


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an exhibition was asked to be. `min_px` is the longer side of a picture in pixels, 0 for any.

    `only_cc0`: pictures under CC0 or the Public Domain Mark only. `pictures`: False for a plan, in which works that are
    in the public domain themselves may stand without a picture. The same `seed` gives the same exhibition.
    """

    theme: str | None = None
    venues: int = 3
    works_per_venue: int = 8
    only_cc0: bool = False
    min_px: int = 0
    pictures: bool = True
    seed: int = 0

    @property
    def works(self) -> int:
        """How many different works that takes: one hangs in every venue."""
        return 1 + self.venues * (self.works_per_venue - 1)


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The file to print. Its size in pixels is None where the source does not say it."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str | None = None

    @property
    def longer(self) -> int | None:
        """The longer side in pixels; None if it is not known."""
        return max(self.width, self.height) if self.width and self.height else None


class Cartel(msgspec.Struct, frozen=True, kw_only=True):
    """A work's label in one language, line by line; a line of which nothing is known is empty."""

    title: str
    original: str = ""
    maker: str = ""
    date: str = ""
    made_of: str = ""
    kept: str = ""
    credit: str = ""
    licence: str = ""


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """One work in one venue. `adds_fr` and `adds_en` are what no work chosen before it had shown there.

    `licence` is the address of the licence of the picture, or of the work where a plan has no picture.
    """

    work_id: str
    shared: bool
    licence: str
    picture: Picture | None = None
    adds_fr: tuple[str, ...] = ()
    adds_en: tuple[str, ...] = ()
    fr: Cartel
    en: Cartel
    url: str | None = None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How many `there` are of themes, periods or cultures, and how many are `shown`."""

    shown: int
    there: int


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """How diverse some works are; docs/notation.md defines the figures.

    `at_least` is the share that the coverage surely has of the best one that as many works could have.
    """

    works: int
    coverage: float
    families: dict[str, Shown]
    intra_list_diversity: float | None
    at_least: float | None = None


class Venue(msgspec.Struct, frozen=True, kw_only=True):
    """What hangs in one place, the shared work first, then in the order in which it was chosen."""

    exhibits: tuple[Exhibit, ...]
    measures: Measures


class Exhibition(msgspec.Struct, frozen=True, kw_only=True):
    """A whole exhibition. `pool` is the number of works it was chosen from, `left_out` counts others by the reason."""

    name: str
    asked: Asked
    made_at: str
    version: str
    pool: int
    left_out: dict[str, int]
    venues: tuple[Venue, ...]
    measures: Measures

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every work once: the shared one, then those of each venue."""
        first, *others = (venue.exhibits for venue in self.venues)
        return (*first, *(exhibit for venue in others for exhibit in venue if not exhibit.shared))
