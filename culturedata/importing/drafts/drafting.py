"""A first descriptor for somebody's file: what its columns may be, by their names and their first values.

It is a draft for a person to read: what can't be told stands under `ignored`, and each column shows a value.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from culturedata.errors import LibraryUnwritable
from culturedata.importing.drafts.column_names import OTHER_TITLES, are_french, guess, of_metadata, plain
from culturedata.importing.drafts.sampling import Sample, short
from culturedata.importing.mapped.targets import SHORT, TARGETS
from culturedata.vocabularies import RIGHTS_COVERS

# What may part several values, and in how many of the cells that say something it stands if it does.
SEPARATORS = {";": 0.1, "|": 0.1, " / ": 1 / 3}
SEVERAL = 2  # cells that hold a separator, where there are as many
SAID_ONCE = {"key", "inventory", "url", "credit_line", "image", "thumbnail", "keeper", "owner", "maker", "date"}
Target = str | dict[str, str] | list[str]  # as a descriptor writes it
_FOUND_OUT = {"encoding": "  # found out by its letters: are the values below written right?"}
_WORD = re.compile(r"\W*[^\W\d_]")  # a part that begins with a letter
_CHOOSE = f"; rights, but in what? «{{to: rights, covers: …}}», of {', '.join(RIGHTS_COVERS)}"
_PLAIN = re.compile(r"[^\W\d][\w .°'’()/-]*")


@dataclass(slots=True)
class Draft:
    """What a file's columns may be: targets by column, those that make up a date, and what could not be told.

    `no_keys` says of columns that are called like a key why they are none, where another one is, or none.
    """

    sample: Sample
    targets: dict[str, Target]
    always: list[dict[str, str]]
    unknown: list[str]
    key_by_values: bool = False
    lang: str | None = None
    no_keys: dict[str, str] = field(default_factory=dict)

    @property
    def lacks(self) -> list[str]:
        """What every mapping needs and this one has not: the key, the title."""
        said = {name for one in self.targets.values() for name in _kinds(one)}
        return [name for name in ("key", "title") if name not in said]


def draft(found: Sample, domain: str) -> Draft:
    """What the columns of a sample may be."""
    guessed = {name: said for name in found.columns if (said := guess(_said(name))) is not None}
    best: dict[str, str] = {}
    for name, (target, score) in guessed.items():
        if target == "key" and found.no_key(name):
            continue
        if target not in best or score > guessed[best[target]][1]:
            best[target] = name
    targets: dict[str, Target] = {}
    for name, (target, _) in guessed.items():
        if "." not in target and (target not in SAID_ONCE or best.get(target) == name) and _holds(name, target, domain):
            targets[name] = _with_more(found, name, target)
    _say_titles(targets)
    by_values = "key" not in best and _key_by_values(found, targets)
    always = _beside(targets, best, "date") + _beside(targets, best, "maker")
    used = {name for one in (*targets.values(), *always) if isinstance(one, dict) for name in one.values()}
    unknown = [name for name in found.columns if name not in targets and name not in used]
    lang = "fr" if are_french(map(_said, found.columns)) else None
    called = [name for name, (target, _) in guessed.items() if target in ("key", "inventory")]
    is_key = any("key" in _kinds(targets[name]) for name in called if name in targets)
    no_keys = {} if is_key else {name: why for name in called if (why := found.no_key(name))}
    return Draft(found, targets, always, unknown, by_values, lang, no_keys)


def render(name: str, title: str, domain: str, licence: str, made: Draft) -> str:
    """The text of the descriptor, in YAML."""
    found = made.sample
    lines = [
        f"title: {_text(title)}",
        f"domain: [{domain}]",
        f"licence: {_text(licence)}",
        "publish: local  # say open if the licence lets everybody use the data",
        f"reader: {found.reader}",
        "options:",
        *(f"  {option}: {_text(said)}{_FOUND_OUT.get(option, '')}" for option, said in found.options.items()),
        *(f"  lang: {lang}  # by the names of the columns" for lang in (made.lang,) if lang),
        "  mapping:  # each column and what it is",
    ]
    for column, target in made.targets.items():
        note = "; no two records have the same" if "key" in _kinds(target) and made.key_by_values else ""
        lines.append(f"    {_text(column)}: {flow(target)}  # {_shown(made, column)}{note}")
    lines.extend(f"    # there is no {lacking} yet: «the column: {lacking}»" for lacking in made.lacks)
    if made.always:
        lines.extend(["  always:", *(f"    - {flow(target)}" for target in made.always)])
    if made.unknown:
        lines.append("  ignored:  # what could not be told from their names: move them to the mapping, or leave them")
        lines.extend(f"    - {_text(column)}  # {_shown(made, column)}{_choice(column)}" for column in made.unknown)
    return f"# A draft for {name}: see «Your own file» in docs/add-a-source.md.\n" + "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Write a draft where there is no file yet. Raises LibraryUnwritable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise LibraryUnwritable(
            f"{path} can't be written: {error.strerror}.", "Choose another folder with -L DIR."
        ) from error


def _said(name: str) -> str:
    """The words of a path that tell what it is: its last name, unless that is «name», «label», «value», «text»."""
    steps = [step for step in re.split(r"[.\[\]]+", name) if step]
    while len(steps) > 1 and steps[-1].casefold() in ("name", "label", "value", "text", "title"):
        steps.pop()
    return steps[-1] if steps else name


def _holds(name: str, target: str, domain: str) -> bool:
    """Whether a draft may say this: «artist» does not tell the role in music or film, nor «licence» of what it is."""
    if target == "rights":
        return of_metadata(name)
    return (target in TARGETS or target in SHORT) and (target != "maker" or domain == "museum")


def _choice(column: str) -> str:
    """For a column of rights that is left open: what a person has to choose."""
    found = guess(_said(column))
    return _CHOOSE if found is not None and found[0] == "rights" else ""


def _say_titles(targets: dict[str, Target]) -> None:
    """Where one column is the title, an appellation in another is an alternative title."""
    titles = [name for name, target in targets.items() if target == "title"]
    others = [name for name in titles if plain(_said(name)) in OTHER_TITLES]
    if len(others) < len(titles):
        targets.update({name: {"to": "title", "kind": "alternative"} for name in others})


def _with_more(found: Sample, name: str, target: str) -> Target:
    """The target; with what stands between several values, where many cells of a maker or a term hold it."""
    if target == "rights":
        return {"to": "rights", "covers": "metadata"}
    if SHORT.get(target, {"to": target})["to"] not in ("maker", "term"):
        return target
    said = found.values(name)
    for separator, often in SEPARATORS.items():
        parted = sum(_are_words(text.split(separator)) for text in said)
        if parted >= min(SEVERAL, len(said)) and parted >= often * len(said) > 0:
            return {"to": target, "separator": separator}
    return target


def _are_words(parts: list[str]) -> bool:
    """Whether a cell holds several parts, and each begins with a letter."""
    filled = [part for part in parts if part.strip()]
    return len(filled) > 1 and all(_WORD.match(part) for part in filled)


def _key_by_values(found: Sample, targets: dict[str, Target]) -> bool:
    """Take as key the inventory number, else the first unknown column with another value in each record."""
    inventory = [name for name, target in targets.items() if target == "inventory"]
    for name in (*inventory, *(name for name in found.columns if name not in targets)):
        if not found.no_key(name):
            targets[name] = ["key", "inventory"] if name in inventory else "key"
            return True
    return False


def _beside(targets: dict[str, Target], best: dict[str, str], kind: str) -> list[dict[str, str]]:
    """Put the columns that say more of the maker or the date beside it; a date may be made of its bounds alone."""
    more = {target.partition(".")[2]: name for target, name in best.items() if target.startswith(f"{kind}.")}
    main = best.get(kind)
    if not more:
        return []
    if main is not None and main in targets:
        said = targets[main]
        targets[main] = {**(said if isinstance(said, dict) else {"to": kind}), **more}
        return []
    return [{"to": kind, **more}] if kind == "date" else []


def _shown(made: Draft, column: str) -> str:
    """A value of a column for a comment, and why it is no key where one might think so."""
    text = short(next(iter(made.sample.values(column)), ""))
    no_key = f"; no key: {made.no_keys[column]}" if column in made.no_keys else ""
    return (f"«{text}»" if text else "blank") + no_key


def _kinds(target: Target) -> list[str]:
    """The names of what a column is."""
    return [target] if isinstance(target, str) else [target["to"]] if isinstance(target, dict) else target


def _text(text: str) -> str:
    """A text in YAML: as it is if it can't be taken for anything else, else in quotes."""
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and yaml.safe_load(text) == text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in quoted)


def flow(value: Target) -> str:
    """A target in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_text(said)}" for name, said in value.items()) + "}"
    return f"[{', '.join(value)}]" if isinstance(value, list) else value
