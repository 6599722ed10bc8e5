"""The metadata bundle of music21, read without music21: a gzipped pickle of one entry a score.

A pickle may run whatever it names. So none of music21 is imported: the classes of the bundle are stood in for by a
plain holder of attributes, and anything else that the file names is refused. Read so, the real bundle takes 130 MB
and a second, and any file may be given.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from culturedata.errors import InputFormat, InputMissing
from culturedata.importing.inputs import files

Json = dict[str, Any]
_HINT = "Give core.p.gz of music21 (corpus/_metadataCache), or nothing for the installed package's own."
_LARGEST = 512 * 1024 * 1024  # bytes unpacked; the real one has 12 million
_DEEPEST, _MOST = 6, 100_000  # lists in lists, and values of an entry: a pickle may hold itself over and over
# How music21 keeps an object in memory: the same in every entry, and nothing of the score.
_MACHINERY = frozenset({
    "_id", "_activeSite", "_naiveOffset", "_activeSiteStoredOffset", "_derivation", "_style", "_editorial",
    "_duration", "_priority", "_cache", "groups", "sites",
})  # fmt: skip
_AMBITUS = ("semitones", "diatonic", "pitchLowest", "pitchHighest")


class Held:
    """Stands for any object of music21: the arguments that it was made with, and its attributes."""

    args: tuple[Any, ...]

    def __new__(cls, *args: Any) -> Held:
        made = object.__new__(cls)
        made.__dict__["args"] = args
        return made


class _Reader(pickle.Unpickler):
    """Knows music21's classes as holders by their names, and two of Python's own; nothing else is ever called."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] == "music21":
            return type(name, (Held,), {})
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        if (module, name) == ("fractions", "Fraction"):
            return Fraction
        raise pickle.UnpicklingError(f"it names {module}.{name}, which no bundle does")


def located(given: str | None) -> Path:
    """The bundle that was given, or the package's own, found without importing the package. Raises InputMissing."""
    if given is not None:
        return files.must_exist(Path(given))
    spec = find_spec("music21")
    if spec is None or not spec.submodule_search_locations:
        raise InputMissing("the package music21 is not installed.", "Run: pip install 'culturedata[music]'")
    path = Path(spec.submodule_search_locations[0]) / "corpus" / "_metadataCache" / "core.p.gz"
    if not path.is_file():
        raise InputMissing(
            f"the package music21 has no {path.name} in {path.parent.name}.",
            "Upgrade: pip install -U 'culturedata[music]'",
        )
    return path


def entries(path: Path) -> Iterator[Json]:
    """Each entry of the bundle as plain values, in its order. Raises InputError."""
    held = _entries(_unpickled(path), path)
    for key in list(held):
        entry = held.pop(key)  # let go of as it is read
        if isinstance(key, str) and isinstance(entry, Held):
            yield _entry(key, entry)


def _unpickled(path: Path) -> Any:
    with files.open_file(path) as stream:
        try:
            body = stream.read(_LARGEST + 1)
        except (*files.BROKEN_OFF, OSError) as error:
            raise files.broken_off(path.name, "its beginning", error) from error
    if len(body) > _LARGEST:
        raise InputFormat(f"{path.name} unpacks to more than {_LARGEST // 2**20} MB.", _HINT)
    try:
        return _Reader(_Stream(body)).load()
    except Exception as error:  # whatever bytes that are no pickle lead to
        raise InputFormat(f"{path.name} is no metadata bundle of music21: {error}.", _HINT) from error


class _Stream:
    """The bytes as the unpickler reads them; it never gets more than there is, whatever length the file claims."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = memoryview(body), 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._body) if size < 0 else min(self._at + size, len(self._body))
        found = bytes(self._body[self._at : end])
        self._at = end
        return found

    def readline(self) -> bytes:
        rest = bytes(self._body[self._at : self._at + 10_000])
        return self.read(rest.find(b"\n") + 1 or len(rest))


def _entries(bundle: Any, path: Path) -> dict[Any, Any]:
    held = vars(bundle).get("_metadataEntries") if isinstance(bundle, Held) else None
    if not isinstance(held, dict):
        raise InputFormat(f"{path.name} is a pickle, but no metadata bundle of music21.", _HINT)
    if not held:
        raise InputFormat(f"{path.name} is a bundle without entries.", _HINT)
    return held


def _entry(key: str, entry: Held) -> Json:
    """An entry: its key, path, number in the file, and what is said of the score."""
    values = _Values()
    row: Json = {"key": key}
    for name, value in vars(entry).items():
        if name not in ("args", "_metadataPayload"):
            row[name.lstrip("_")] = values.plain(value)
    metadata = vars(entry).get("_metadataPayload")
    row["metadata"] = values.metadata(metadata) if isinstance(metadata, Held) else values.plain(metadata)
    return row


class _Values:
    """The values of one entry as JSON has them; whatever is too deep or too much is only named by its type."""

    def __init__(self) -> None:
        self._left = _MOST

    def metadata(self, metadata: Held) -> Json:
        row: Json = {}
        for name, value in vars(metadata).items():
            if name == "_contents" and isinstance(value, dict):
                row["contents"] = self._contents(value)
            elif name == "ambitus" and isinstance(value, Held):
                row["ambitus"] = dict(zip(_AMBITUS, self.plain(value.args), strict=False))
            elif name not in _MACHINERY and name != "args":
                row[name] = self.plain(value)
        return row

    def plain(self, value: Any, depth: int = 0) -> Any:
        """Numbers and texts as they are, fractions as «1/3», dates as «1685/3/31», objects by their attributes."""
        self._left -= 1
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, Fraction):
            return str(value)
        if depth < _DEEPEST and self._left > 0:
            if isinstance(value, list | tuple):
                return [self.plain(inner, depth + 1) for inner in value]
            if isinstance(value, dict):
                return {str(name): self.plain(inner, depth + 1) for name, inner in value.items()}
            if isinstance(value, Held):
                return self._object(value, depth + 1)
        return type(value).__name__

    def _object(self, held: Held, depth: int) -> Any:
        said, kind = _attributes(held), type(held).__name__
        if kind in ("Date", "DatePrimitive"):
            return "/".join(str(said[part]) for part in ("year", "month", "day") if said.get(part))
        if kind.startswith("Date") and isinstance(said.get("data"), list):
            return "-".join(str(self.plain(inner, depth)) for inner in said["data"])
        return self.plain({name: inner for name, inner in said.items() if inner}, depth)

    def _contents(self, contents: dict[Any, Any]) -> dict[str, list[Any]]:
        """The fields in words, each a list of texts; what else is said of a text stands in a field «title@language»."""
        row: dict[str, list[Any]] = {}
        for name, values in contents.items():
            for value in values if isinstance(values, list) else [values]:
                text, beside = self._text(value, str(name))
                row.setdefault(str(name), []).append(text)
                for what, more in beside.items():
                    row.setdefault(f"{name}@{what}", []).append(more)
        return row

    def _text(self, value: Any, field: str) -> tuple[Any, Json]:
        """The text of one value, or the name of a person, and what is said beside it."""
        said = _attributes(value) if isinstance(value, Held) else {}
        if isinstance(said.get("names"), list):
            first, *others = [self._text(name, field)[0] for name in said.pop("names")] or [None]
            said |= {"names": others, "role": None if said.get("role") == field else said.get("role")}
        elif "data" in said and not isinstance(said["data"], list):
            first = self.plain(said.pop("data"))
        else:
            return self.plain(value), {}
        return first, {name: self.plain(inner) for name, inner in said.items() if inner}


def _attributes(held: Held) -> Json:
    return {name.lstrip("_"): value for name, value in vars(held).items() if name != "args"}
