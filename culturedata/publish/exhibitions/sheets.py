"""What goes out of the house: the sheets to print, in a file that needs no server, and the order for the prints."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

from culturedata.data.exhibitions import Exhibit, Exhibition
from culturedata.publish.words.language import Translator

_HERE = Path(__file__).parents[1]
DPI = 300  # dots an inch of a good print
COLUMNS = (
    "venue", "position", "work", "file", "width_px", "height_px", f"width_cm_{DPI}dpi", f"height_cm_{DPI}dpi",
    "title_fr", "title_en", "maker", "credit", "licence", "licence_url", "page",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(exhibition: Exhibition, lang: str) -> str:
    """The labels and pictures of all venues as one HTML file, to read and to print."""
    style = (_HERE / "static" / "exhibition.css").read_text(encoding="utf-8")
    template = _templates().get_template("culturedata/exhibition_sheet.html")
    return str(template.render(exhibition=exhibition, style=style, t=Translator(lang), lang=lang))


def unsized(exhibition: Exhibition) -> int:
    """How many pictures there are whose size is not known."""
    return sum(one.picture is not None and one.picture.longer is None for one in exhibition.exhibits)


def order(exhibition: Exhibition) -> str:
    """The prints to order, one line a print, as CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for n, venue in enumerate(exhibition.venues, 1):
        for position, exhibit in enumerate(venue.exhibits, 1):
            writer.writerow([n, position, *_line(exhibit)])
    return out.getvalue()


def _line(exhibit: Exhibit) -> list[object]:
    picture = exhibit.picture
    size = (picture.width, picture.height) if picture and picture.longer else (None, None)
    texts = [exhibit.fr.title, exhibit.en.title, exhibit.en.maker, exhibit.en.credit, exhibit.en.licence]
    return [
        _safe(exhibit.work_id),
        _safe(picture.url if picture else ""),
        *size,
        *(f"{pixels / DPI * 2.54:.1f}" if pixels else "" for pixels in size),
        *map(_safe, texts),
        _safe(exhibit.licence),
        _safe(exhibit.url or ""),
    ]


def _safe(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
