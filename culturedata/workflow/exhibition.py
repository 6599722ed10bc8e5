"""An exhibition from the catalogue to the wall: composed, labelled in both languages, written into the library."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from culturedata import __version__
from culturedata.data.exhibitions import Asked, Exhibit, Exhibition, Venue
from culturedata.publish.exhibitions import labels as written
from culturedata.publish.exhibitions import sheets
from culturedata.publish.words.language import Translator
from culturedata.store.catalogue import exhibitions, works
from culturedata.store.catalogue.search import fold
from culturedata.store.library import Library
from culturedata.studio.exhibition.compose import Composed, Hung, compose, left_out
from culturedata.studio.exhibition.pool import labels
from culturedata.vocabularies import LANGUAGES


@dataclass(frozen=True, slots=True)
class Made:
    """An exhibition, the files that were written, and what to tell: why works were left out, how words were read."""

    exhibition: Exhibition
    files: list[Path]
    left_out: str
    read_as: dict[str, str]


def make(
    library: Library, asked: Asked, name: str | None = None, progress: Callable[[str, int], None] | None = None
) -> Made:
    """Compose what is `asked` and write it into the library; an earlier exhibition of that name is replaced.

    Without a name it is called after its theme. Raises UsageError if there are not enough works that may hang.
    """
    composed = compose(library.culture, asked, progress)
    exhibition = _labelled(library, composed, asked, name or named(asked.theme))
    files = {name: sheets.sheet(exhibition, lang) for lang, name in exhibitions.SHEETS.items()}
    files[exhibitions.ORDER] = sheets.order(exhibition)
    written_files = exhibitions.save(library.folder, exhibition, files)
    return Made(exhibition, written_files, left_out(composed.pool), composed.pool.read_as)


def named(theme: str | None) -> str:
    """A name that may stand in an address: «nature morte» gives «nature-morte», nothing «exhibition»."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(theme or ""))) or "exhibition"


def _labelled(library: Library, composed: Composed, asked: Asked, name: str) -> Exhibition:
    said: dict[str, Exhibit] = {}
    venues = tuple(
        Venue(exhibits=tuple(_exhibit(library, hung, said) for hung in works), measures=measures)
        for works, measures in composed.venues
    )
    return Exhibition(
        name=name,
        asked=asked,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        pool=len(composed.pool.candidates),
        left_out=composed.pool.left_out,
        venues=venues,
        measures=composed.measures,
    )


def _exhibit(library: Library, hung: Hung, said: dict[str, Exhibit]) -> Exhibit:
    """The work with its labels; `said` keeps the shared one, which is the same in every venue."""
    candidate = hung.candidate
    if candidate.work_id not in said:
        whole = works.work(library.culture, candidate.work_id)
        url = candidate.picture.url if candidate.picture else None
        image = next((one for one in whole["images"] if one["url"] == url), None)
        fr, en = (written.cartel(whole, candidate.licence, image, Translator(lang)) for lang in LANGUAGES)
        said[candidate.work_id] = Exhibit(
            work_id=candidate.work_id,
            shared=hung.shared,
            licence=candidate.licence,
            picture=candidate.picture,
            adds_fr=labels(hung.adds, "fr"),
            adds_en=labels(hung.adds, "en"),
            fr=fr,
            en=en,
            url=whole["url"],
        )
    return said[candidate.work_id]
