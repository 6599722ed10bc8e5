"""Looking into the catalogue: search and show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from culturedata.cli._output import (
    HERE,
    JsonOption,
    LibraryOption,
    OnlyDomain,
    chosen,
    note,
    opened,
    print_json,
    print_table,
)

app = typer.Typer()
InLang = Annotated[
    str | None, typer.Option("--lang", callback=chosen, help="fr or en: titles and words in it, where there are any.")
]


@app.command(epilog="Example: culturedata search 'monet nymphéas' --domain museum -L demo")
def search(
    text: Annotated[str, typer.Argument(help="Words; the last one may be half-typed, typos are forgiven.")],
    library: LibraryOption = HERE,
    domain: OnlyDomain = None,
    source: Annotated[str | None, typer.Option(help="Only works of this source.")] = None,
    decade: Annotated[int | None, typer.Option(help="Only works begun in these ten years, e.g. 1870.")] = None,
    facet: Annotated[str | None, typer.Option(help="Only works with this term, as FACET:LABEL or LABEL.")] = None,
    open_image: Annotated[bool, typer.Option("--open-image", help="Only works with an openly licensed image.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many works at most.")] = 20,
    lang: InLang = None,
    as_json: JsonOption = False,
) -> None:
    """Find works by title, maker, subject, material, genre or text."""
    from culturedata.store.catalogue import works
    from culturedata.store.catalogue.search import Filters
    from culturedata.store.catalogue.search import search as find

    named, label = facet_and_label(facet or "")
    filters = Filters(
        domain=domain,
        source=source,
        decade=decade,
        open_image=open_image,
        facet=named or None,
        term=label or None,
    )
    with opened(library) as lib:
        found = find(lib.culture, text, filters, limit=limit)
        titles = works.titles_in(lib.culture, [hit.item for hit in found.hits], lang)
        makers = {hit.item: _makers(lib.culture, hit.item) for hit in found.hits} if as_json else {}
    if as_json:
        items = [
            asdict(hit) | {"title": titles[hit.item], "makers": makers[hit.item], "date": hit.year}
            for hit in found.hits
        ]
        print_json({"items": items, "total": found.total, "corrected": found.corrected, "widened": found.widened})
        return
    for typed, read in found.corrected.items():
        note(f"Nothing is called «{typed}»: read as «{read}».")
    for typed, read in found.widened.items():
        note(f"Few works are called «{typed}»: also looked for «{read}».")
    print_table(
        ("item", "title", "maker", "year", "domain"),
        ((hit.item, titles[hit.item], hit.maker, hit.year, hit.domain) for hit in found.hits),
    )
    note(f"{len(found.hits)} of {found.total} works.")


@app.command(epilog="Example: culturedata show sample-museum:mona-lisa-leonardo -L demo")
def show(
    item: Annotated[str, typer.Argument(help="The id of a work, e.g. tate:N01975.")],
    library: LibraryOption = HERE,
    raw: Annotated[bool, typer.Option("--raw", help="The record as the source gave it, and nothing else.")] = False,
    lang: InLang = None,
    as_json: JsonOption = False,
) -> None:
    """Everything the catalogue says about a work."""
    import sys

    from culturedata.store.catalogue import works

    with opened(library) as lib:
        whole = works.work(lib.culture, item)
        near = works.titles_in(lib.culture, [s["item"] for s in whole["similar"]], lang)
        heading = works.titles_in(lib.culture, [item], lang)[item]
        record = works.raw_record(lib.culture, whole["record_id"]) if raw else None
    if record is not None:
        sys.stdout.buffer.write(record["body"] + b"\n")
    elif as_json:
        print_json(whole)
    else:
        print_table(("field", "value"), _lines(whole, heading, near, lang), title=heading)


def facet_and_label(asked: str) -> tuple[str, str]:
    """FACET and LABEL of FACET:LABEL; a colon may stand in a label too."""
    from culturedata.vocabularies import FACETS

    named, colon, label = asked.partition(":")
    return (named, label) if colon and named in FACETS else ("", asked)


def _makers(connection: Any, item: str) -> list[str]:
    from culturedata.store.catalogue import works

    return [credit["name"] for credit in works.credits(connection, item)]


def _lines(whole: dict[str, Any], heading: str, near: dict[str, str], lang: str | None) -> list[tuple[str, str]]:
    """A work as (field, value) lines, empty ones left out; words in `lang` where they have it."""

    def said(row: dict[str, Any], name: str) -> str:
        return str(row.get(f"{name}_{lang}") or row[name] or "")

    lines = [("work_id", whole["work_id"]), ("title", heading)]
    lines += [(key, str(whole[key])) for key in ("domain", "source", "url") if whole[key]]
    if whole["gone_at"]:
        lines.append(("gone", f"the source has not had this record since {whole['gone_at'][:10]}"))
    lines += [(f"title ({t['lang'] or t['kind']})", t["text"]) for t in whole["titles"] if t["text"] != heading]
    lines += [(c["attribution"] or c["role"], _person(c)) for c in whole["credits"]]
    lines += [(d["kind"], d["text"]) for d in whole["dates"]]
    for m in whole["measures"]:
        lines.append((m["kind"], _amount(m["value"], None if m["unit"] in m["kind"].split() else m["unit"])))
    lines += [(t["facet"], said(t, "label")) for t in whole["terms"]]
    for h in whole["holdings"]:
        place = [text for text in (said(h, "name"), said(h, "city")) if text]
        kept = (h["kind"] if place else "inventory number", ", ".join(filter(None, (*place, h["inventory"]))))
        lines += [(field, text) for field, text in (kept, ("credit line", h["credit_line"])) if text]
    lines += [("size", _size(d)) for d in whole["dimensions"]]
    lines += [(t["kind"], t["text"]) for t in whole["texts"]]
    lines += [(f"rights in the {r['covers']}", r["statement"] or r["licence"] or "") for r in whole["rights"]]
    lines += [(r["kind"], " ".join(filter(None, (r["text"], r["target_id"])))) for r in whole["relations"]]
    lines += [(i["scheme"], i["value"]) for i in whole["identifiers"]]
    lines += [("linked from", s["item"]) for s in whole["also_known_as"]]
    lines += [("similar", f"{near[s['item']]} ({s['item']}, {s['score']:.2f})") for s in whole["similar"]]
    return lines


def _person(credit: dict[str, Any]) -> str:
    life = credit["life_text"] or "–".join(str(year or "") for year in (credit["born"], credit["died"]))
    return f"{credit['name']} ({life})" if life.strip("–") else str(credit["name"])


def _amount(value: float, unit: str | None) -> str:
    """A measured value with its unit, a share as a percentage: «1988 mm», «100%»; without one where it has none."""
    figure = f"{100 * value if unit == 'share' else value:.4f}".rstrip("0").rstrip(".")
    if unit == "share":
        return f"{figure}%"
    return figure if unit in (None, "", "none") else f"{figure} {unit}"


def _size(dimension: dict[str, Any]) -> str:
    """One size with the part of the work that has it: «canvas, height 1988 mm»; else the text as printed."""
    kind, value = dimension["kind"], dimension["value"]
    told = str(dimension["text"] or "") if value is None else _amount(value, dimension["unit"])
    part = "" if (dimension["part"] or "").casefold() == kind else dimension["part"]
    return ", ".join(filter(None, (part, told if kind == "text" else f"{kind} {told}".strip())))
