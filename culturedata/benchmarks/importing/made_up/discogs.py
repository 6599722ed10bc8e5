"""Releases in the shape of Discogs' dumps: its elements in its order, as many of each as there are on average."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from culturedata.benchmarks.importing.made_up.table import SEED
from culturedata.benchmarks.importing.made_up.words import name, rank, title, word

ARTISTS, LABELS, MASTERS = 200_000, 40_000, 150_000
_GENRES = ("Electronic", "Rock", "Pop", "Folk, World, & Country", "Jazz", "Funk / Soul", "Classical", "Hip Hop")
_COUNTRIES = ("US", "UK", "Germany", "France", "Japan", "Italy", "Europe", "Netherlands", "Canada", "Brazil")
_ROLES = (
    "Written-By", "Producer", "Mixed By", "Mastered By", "Engineer", "Guitar", "Vocals [Backing]", "Drums", "Bass",
    "Photography By", "Lyrics By, Music By", "Arranged By [Strings]", "Remix", "Design", "Executive-Producer",
)  # fmt: skip
_FORMATS = (
    ("Vinyl", '12"', "33 ⅓ RPM"),
    ("CD", "Album"),
    ("Vinyl", "LP", "Album"),
    ("Cassette", "Album"),
    ("File", "MP3"),
)
_COMPANIES = (
    (13, "Phonographic Copyright (p)"), (14, "Copyright (c)"), (17, "Pressed By"), (9, "Distributed By"),
    (21, "Published By"), (29, "Mastered At"),
)  # fmt: skip
_NUMBERS = ("Barcode", "Matrix / Runout", "Matrix / Runout", "Label Code", "Rights Society")


def write(path: Path, releases: int) -> None:
    """Write a packed dump of that many releases: the same every time, and a longer one begins with a shorter one's."""
    chance = random.Random(SEED)
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline="") as stream:
        stream.write("<releases>\n")
        for number in range(1, releases + 1):
            stream.write(f"{''.join(_release(number, chance))}\n")
        stream.write("</releases>\n")


def _release(number: int, chance: random.Random) -> Iterator[str]:
    """The pieces of the XML of one release."""
    yield f'<release id="{number}" status="Accepted">'
    several = chance.random() < 0.12
    yield (
        f"<artists>{_artist(chance, join='&amp;')}{_artist(chance)}</artists>"
        if several
        else (f"<artists>{_artist(chance)}</artists>")
    )
    yield f"<title>{escape(title(chance, 1, 4))}</title><labels>"
    label = rank(chance, LABELS)
    catno = quoteattr(f"CAT {label % 997}-{number % 500}")
    yield f'<label name={quoteattr(_label(label))} catno={catno} id="{label}"/></labels>'
    others = chance.choice((0, 0, 1, 2, 3, 5, 9))
    if others:
        credits = "".join(_artist(chance, role=chance.choice(_ROLES)) for _ in range(others))
        yield f"<extraartists>{credits}</extraartists>"
    yield _format(chance)
    yield f"<genres>{_several('genre', chance.sample(_GENRES, chance.choice((1, 1, 2))))}</genres>"
    styles = {word(chance, "style", 500) for _ in range(chance.choice((1, 1, 2, 3)))}
    yield f"<styles>{_several('style', styles)}</styles>"
    yield f"<country>{_COUNTRIES[rank(chance, 10)]}</country><released>{_released(chance)}</released>"
    if chance.random() < 0.45:
        yield f"<notes>{escape(title(chance, 6, 30))}.&#13;\nSee [m={rank(chance, MASTERS)}].</notes>"
    yield f"<data_quality>{chance.choice(('Correct', 'Needs Vote'))}</data_quality>"
    if chance.random() < 0.45:
        main = str(chance.random() < 0.3).lower()
        yield f'<master_id is_main_release="{main}">{rank(chance, MASTERS) + 1}</master_id>'
    yield f"<tracklist>{''.join(_tracks(chance))}</tracklist>"
    yield f"<identifiers>{''.join(_numbers(chance))}</identifiers>"
    if chance.random() < 0.4:
        yield f"<videos>{''.join(_video(chance) for _ in range(chance.randint(1, 6)))}</videos>"
    yield f"<companies>{''.join(_company(chance) for _ in range(chance.choice((0, 1, 1, 2, 5))))}</companies></release>"


def _artist(chance: random.Random, role: str = "", join: str = "") -> str:
    number = rank(chance, ARTISTS) + 1
    named = f"{' '.join(name(number))}{' (2)' if number % 9 == 0 else ''}"
    printed = f"<anv>{named[0]}. {named.split()[1]}</anv>" if chance.random() < 0.12 else "<anv/>"
    words = f"<role>{role}</role>" if role else "<role/>"
    joined = f"<join>{join}</join>" if join else "<join/>"
    return f"<artist><id>{number}</id><name>{named}</name>{printed}{joined}{words}<tracks/></artist>"


def _label(number: int) -> str:
    return f"{name(number)[1]} Records{' (3)' if number % 11 == 0 else ''}"


def _format(chance: random.Random) -> str:
    kind, *described = chance.choice(_FORMATS)
    return (
        f'<formats><format name="{kind}" qty="{chance.choice((1, 1, 1, 2))}" text=""><descriptions>'
        f"{_several('description', described)}</descriptions></format></formats>"
    )


def _several(element: str, words: Iterable[str]) -> str:
    return "".join(f"<{element}>{escape(one)}</{element}>" for one in sorted(words))


def _released(chance: random.Random) -> str:
    year = int(chance.triangular(1950, 2026, 1998))
    return chance.choice((f"{year}", f"{year}-00-00", f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"))


def _tracks(chance: random.Random) -> Iterator[str]:
    """The tracks of a release: of every fifth, by an artist each."""
    each, written, timed = chance.random() < 0.2, chance.random() < 0.3, chance.random() < 0.6
    for number in range(1, chance.choice((2, 4, 6, 9, 10, 11, 12, 14, 18)) + 1):
        duration = f"<duration>{chance.randint(1, 9)}:{chance.randint(0, 59):02}</duration>" if timed else "<duration/>"
        yield f"<track><position>{number}</position><title>{escape(title(chance, 1, 4))}</title>{duration}"
        if each:
            yield f"<artists>{_artist(chance)}</artists>"
        if written:
            credits = "".join(_artist(chance, role="Written-By") for _ in range(chance.choice((1, 1, 2))))
            yield f"<extraartists>{credits}</extraartists>"
        yield "</track>"


def _numbers(chance: random.Random) -> Iterator[str]:
    for kind in chance.sample(_NUMBERS, chance.choice((0, 1, 2, 3))):
        value = f"{chance.randrange(10**12):012}" if kind == "Barcode" else f"LC {chance.randrange(9999)}-A"
        described = ' description="Side A"' if kind.startswith("Matrix") else ""
        yield f'<identifier type="{kind}"{described} value="{value}"/>'


def _video(chance: random.Random) -> str:
    address = f"https://www.youtube.com/watch?v={chance.randrange(16**11):011x}"
    said = escape(title(chance, 2, 6))
    return (
        f'<video src="{address}" duration="{chance.randint(90, 900)}" embed="true"><title>{said}</title>'
        f"<description>{said}</description></video>"
    )


def _company(chance: random.Random) -> str:
    number, (kind, words) = rank(chance, LABELS), chance.choice(_COMPANIES)
    return (
        f"<company><id>{number}</id><name>{_label(number)}</name><catno/><entity_type>{kind}</entity_type>"
        f"<entity_type_name>{words}</entity_type_name>"
        f"<resource_url>https://api.discogs.com/labels/{number}</resource_url></company>"
    )
