"""Every kind of text, link, size and figure that a source writes has a French and an English word."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import culturedata
from culturedata.data import records
from culturedata.publish.words import interface
from culturedata.publish.words.interface import WORDS
from culturedata.publish.words.language import Translator
from culturedata.publish.words.of_works import COUNTED
from culturedata.vocabularies import AGENT_KINDS, DATE_KINDS, FACETS, TITLE_KINDS

PACKAGE = Path(culturedata.__file__).parent
FOLDERS = ("sources", "importing/standards")
KINDS_OF = {"Text", "Relation", "Measure", "Dimension"}  # the classes whose `kind` a page shows
OTHER_KINDS = {*AGENT_KINDS, *TITLE_KINDS, *DATE_KINDS}  # what else is called `kind` in the readers
# A size as printed, what is not shown as a relation, a scheme of identifiers, years of a life, no kind at all.
NOT_SHOWN = {"text", "Images", "iiif-manifest", "born", "died", ""}
# Tables whose values are kinds («[0]»: the first of a tuple), and those whose keys are.
TABLES = (
    "sources.artic.source.TEXTS[0]", "sources.artic.source._SIZES", "sources.bokeh_films._OMDB[1]",
    "sources.bokeh_films._TOMATOES[1]", "sources.cleveland.parts.TEXTS", "sources.cleveland.parts.SIZES",
    "sources.europeana.item._RELATIONS", "sources.harvard.objects.TEXTS", "sources.harvard.objects.MEASURES[0]",
    "sources.harvard.objects._COIN", "sources.joconde.fields.TEXTS", "sources.joconde.object._KINDS",
    "sources.met.things._KINDS", "sources.moma.source._SIZES[1]", "sources.music21.figures._COUNTS[1]",
    "sources.music21.score._TEXTS", "sources.nga.work._TEXTS", "sources.nga.work._SETS",
    "sources.parismusees.reading.TEXTS", "sources.parismusees.reading.NAMED_TEXTS",
    "sources.parismusees.reading.KINDS", "sources.parismusees.reading.RELATIONS", "sources.smithsonian.people._OWNERS",
    "sources.smithsonian.work._TEXTS", "sources.tate.sizes._KINDS", "sources.vam.words.TEXTS",
    "sources.vam.words.ASSOCIATED", "sources.wikidata_artworks.words.RELATIONS",
    "sources.wikidata_artworks.words.SIZES", "sources.wikidata_films.words.RELATIONS",
    "sources.wikidata_films.words.TEXTS", "sources.wikidata_films.words.FIGURES",
    "sources.imdb.title._FIGURES[1]", "sources.musicbrainz.relations._KINDS", "importing.standards.edm.record.TEXTS",
    "importing.standards.edm.record.RELATIONS", "importing.standards.oai_dc.RELATIONS",
    "importing.standards.linked_art.aat.TEXTS", "importing.standards.linked_art.aat.EVENTS",
    "importing.standards.linked_art.events._EVENTS", "importing.values.sizes.KINDS",
)  # fmt: skip
KEYED = (
    "importing.standards.lido.events._EVENTS", "importing.standards.measures._SIZES",
    "importing.standards.description._SIZES",
)  # fmt: skip
# What is put together: «former {kind}», «{kind} history», «{kind} recording», «colour {hue}», «{side} of».
COMPOSED = (
    "former owner", "former collection", "former place", "exhibition history", "publication history", "recto of",
    "audio recording", "video recording", "colour grey", "colour brown", "verso of", "production caused by",
    "production participant",
)  # fmt: skip


def constants(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be as they stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (text for branch in (node.body, node.orelse) for text in constants(branch))
    elif isinstance(node, ast.BoolOp):
        yield from (text for branch in node.values for text in constants(branch))


def assigned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    """The texts that `kind` is set to by an assignment."""
    if isinstance(target, ast.Name) and target.id == "kind":
        yield from constants(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, of in zip(target.elts, value.elts, strict=True):
            yield from assigned(one, of)


def literal_kinds(tree: ast.AST) -> Iterator[str]:
    """The kinds that stand as texts in a module: `Text(kind="…")`, `description.text("…", …)`, `kind = … or "…"`,
    `for field, kind in ((…, "…"), …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in KINDS_OF:
                yield from (text for word in node.keywords if word.arg == "kind" for text in constants(word.value))
            elif name in ("text", "relation") and len(node.args) > 1:
                of = node.func.value if isinstance(node.func, ast.Attribute) else None
                if getattr(of, "attr", getattr(of, "id", "")) in ("description", "found"):
                    yield from constants(node.args[0])
        elif isinstance(node, ast.Assign):
            yield from (text for target in node.targets for text in assigned(target, node.value))
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            for one in node.iter.elts:
                yield from assigned(node.target, one)


def of_table(place: str) -> set[str]:
    """The kinds in the table at `place`."""
    path, _, at = place.removesuffix("]").partition("[")
    module, _, name = path.rpartition(".")
    table = getattr(import_module(f"culturedata.{module}"), name)
    values = table.values() if isinstance(table, dict) else table
    return {str(value[int(at)] if at else value) for value in values}


@cache
def in_modules() -> dict[Path, set[str]]:
    """The kinds that stand as texts in each module of the sources and the standards."""
    paths = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]
    return {path: set(literal_kinds(ast.parse(path.read_text("utf-8")))) - OTHER_KINDS - NOT_SHOWN for path in paths}


def written() -> dict[str, str]:
    """Every kind that is written somewhere in the code of the sources, with one place where it stands."""
    found: dict[str, str] = {}
    for path, kinds in in_modules().items():
        found.update(dict.fromkeys(kinds, str(path.relative_to(PACKAGE))))
    for place in TABLES:
        found.update(dict.fromkeys(of_table(place), place))
    for place in KEYED:
        module, _, name = place.rpartition(".")
        found.update(dict.fromkeys(getattr(import_module(f"culturedata.{module}"), name), place))
    return found | dict.fromkeys(COMPOSED, "composed")


def test_the_kinds_of_all_sources_are_found() -> None:
    """One of each way in which they are written."""
    found = written()
    assert {
        "awards", "credit line", "technical details", "described at", "provenance", "picture file", "page number",
        "verification level", "fresh reviews", "destruction", "circumference", "related", "physical description",
    } <= set(found)  # fmt: skip
    assert len(found) > 200
    assert all(hasattr(records, name) for name in KINDS_OF)


def test_every_source_is_looked_at() -> None:
    """Those of several files lie in folders; three write no kinds of their own."""
    folders = {path.parent for path in (PACKAGE / "sources").glob("*/source.py")}
    silent = {
        one.name for one in folders if not any(kinds for path, kinds in in_modules().items() if path.parent == one)
    }
    assert silent == {"lastfm", "movielens", "rijksmuseum"}


def test_every_kind_has_a_word_in_both_languages() -> None:
    french, english = Translator("fr"), Translator("en")
    assert {kind: at for kind, at in written().items() if not (french.known(kind) and english.known(kind))} == {}


def test_every_facet_has_a_word() -> None:
    assert [facet for facet in FACETS if f"word:{facet}" not in WORDS] == []


def test_every_unit_is_said_or_left_out_on_purpose() -> None:
    """Units that are no signs have a word."""
    bokeh = import_module("culturedata.sources.bokeh_films")
    units = {unit for _, _, unit in (*bokeh._OMDB, *bokeh._TOMATOES)}
    units |= {unit for _, unit in import_module("culturedata.sources.harvard.objects").MEASURES.values()}
    french = Translator("fr")
    assert {unit for unit in units if unit not in COUNTED and not french.known(unit)} == {"%", "USD"}


def test_words_are_found_in_any_case_and_unknown_ones_are_not() -> None:
    french = Translator("fr")
    assert (french.known("Sheet"), french.known("link to Arcade")) == ("feuille", "lien vers Arcade")
    assert french.known("a word of no source") == ""
    assert french.facet("a word of no source") == "a word of no source"


def test_no_key_is_said_twice() -> None:
    """Of two rooms with one key the later one would silently win."""
    keys = Counter(key for name, words in vars(interface).items() if name.startswith("OF_") for key in words)
    assert len(keys) > 400
    assert [key for key, times in keys.items() if times > 1] == []
