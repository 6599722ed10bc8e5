"""Which dumps are read: files on this machine, those of one month from Discogs' store, or one by its address.

«dump» is the newest month of which all four files are there. Behind a colon stands another month, or which
files are wanted: «dump:20260101», «dump:artists,masters».
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs

from culturedata.errors import DescriptorError, GaveUp, UsageError
from culturedata.importing.inputs import files, xml
from culturedata.importing.inputs.ways import DUMP
from culturedata.importing.source import Context
from culturedata.importing.values.address import split
from culturedata.importing.web.fetch import Fetcher

FILES = ("artists", "labels", "masters", "releases")
_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_KEY = re.compile(rf"data/\d{{4}}/discogs_(\d{{8}})_({'|'.join(FILES)})\.xml\.gz")
_YEAR = re.compile(r"data/\d{4}/")
_XML = (".xml", ".gz", ".bz2", ".xz", ".zst", ".zip")


def chosen(context: Context) -> Iterator[tuple[Path, str]]:
    """The files or the folder to read, each with its name; what comes from a server is brought one after another.

    Files before the one in which the cursor stands are left out. Raises UsageError, InputMissing, FetchError.
    """
    said = context.input or DUMP
    kind, _, words = said.partition(":")
    if kind != DUMP and not said.startswith(("http://", "https://")):
        path = files.must_exist(Path(said))
        yield path, "" if path.is_dir() else path.name
        return
    if context.fetcher is None:
        raise DescriptorError(f"{context.descriptor.name} needs a client to bring its dumps.")
    with context.fetcher() as fetcher:
        if kind != DUMP:
            fetcher.trust(said)
        if kind != DUMP and (name := _file(said)):
            found = fetcher.download(said)
            context.identified(found.etag or found.modified or name)
            yield found.path, name
            return
        store = str(context.descriptor.options["dump"]) if kind == DUMP else said.partition("?")[0]
        yield from _month(fetcher, store, *_asked(words if kind == DUMP else ""), context)


def _file(address: str) -> str:
    """The name of the file at an address, which may stand in its query; empty if it is the address of none."""
    parts = split(address)
    for said in (*parse_qs(parts.query).get("download", ()), parts.path):
        if said.lower().endswith(_XML):
            return PurePosixPath(said).name
    return ""


def _asked(words: str) -> tuple[str, tuple[str, ...]]:
    """The day and the files that are named, the day empty if it is the newest. Raises UsageError for anything else."""
    said = [word.strip() for word in words.split(",") if word.strip()]
    days = [word for word in said if re.fullmatch(r"\d{8}", word)]
    kinds = tuple(word for word in FILES if word in said)
    if len(days) > 1 or len(days) + len(kinds) < len(said):
        raise UsageError(f"dump:{words} names no dump.", "Say dump, dump:20260101, dump:artists,masters or both.")
    return "".join(days), kinds or FILES


def _month(
    fetcher: Fetcher, store: str, day: str, kinds: tuple[str, ...], context: Context
) -> Iterator[tuple[Path, str]]:
    """The files of a month, in the order of their names, from the one in which the cursor stands."""
    day, keys = _dated(fetcher, store, day)
    missing = [kind for kind in kinds if kind not in keys]
    if missing:
        raise UsageError(f"the dumps of {day} have no {missing[0]}.", f"They are: {', '.join(keys)}.")
    context.identified(day)
    begun = (context.cursor or "").partition(" ")[2]
    context.partial = context.partial or kinds != FILES
    for kind in kinds:
        name = PurePosixPath(keys[kind]).name
        if name >= begun:
            yield fetcher.download(f"{store.rstrip('/')}/{keys[kind]}").path, name


def _dated(fetcher: Fetcher, store: str, day: str) -> tuple[str, dict[str, str]]:
    """The day of the dumps, and the key of each file in the store: of that day, else of the newest whole ones."""
    years = [f"data/{day[:4]}/"] if day else sorted(_listed(fetcher, store, "data/")[0], reverse=True)
    for year in years:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for key in sorted(_listed(fetcher, store, year)[1]):
            if named := _KEY.fullmatch(key):
                found[named[1]][named[2]] = key
        days = [one for one, keys in found.items() if one == day or (not day and len(keys) == len(FILES))]
        if days:
            return max(days), found[max(days)]
    if day:
        raise UsageError(f"there are no dumps of {day}.", "They are dated the first of a month: see data.discogs.com.")
    raise GaveUp(f"{store} lists no dumps.", "They may have moved: see data.discogs.com, and give the address of one.")


def _listed(fetcher: Fetcher, store: str, prefix: str) -> tuple[list[str], list[str]]:
    """The folders and the files below a folder of the store."""
    found = fetcher.get(store, {"delimiter": "/", "prefix": prefix}, reader=_list)
    return found or ([], [])


def _list(body: bytes) -> tuple[list[str], list[str]]:
    """What a list of the store says (S3, ListBucketResult). Raises ValueError if it is none, or is cut."""
    root = xml.tree(body, {_SPACE: ""}).get("ListBucketResult")
    if root is None:
        raise ValueError("it is no list of the store")
    if any(one.get("#text") == "true" for one in root.get("IsTruncated", ())):
        raise ValueError("the list of the store is cut")
    folders = [one.get("#text", "") for group in root.get("CommonPrefixes", ()) for one in group.get("Prefix", ())]
    keys = [one.get("#text", "") for group in root.get("Contents", ()) for one in group.get("Key", ())]
    return [one for one in folders if _YEAR.fullmatch(one)], keys
