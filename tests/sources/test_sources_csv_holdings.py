"""A table of one's own with several inventory numbers and several places that keep a work (synthetic)."""

from __future__ import annotations

from pathlib import Path

from culturedata.importing.run import import_source
from culturedata.store.library import Library
from culturedata.store.upkeep.public import write_public

OWN = """
title: Un musée
domain: [museum]
licence: CC0 1.0
publish: open
reader: csv
options:
  mapping:
    id: key
    titre: title
    inv: {to: inventory, separator: ;}
    ancien: inventory
    lieu: {to: keeper, separator: ;, city: ville}
    texte: {to: description, licence: droits}
"""


def imported(folder: Path, *rows: str) -> Library:
    """A library with the rows of one table; the caller closes it."""
    (folder / "catalogues").mkdir()
    (folder / "catalogues" / "un-musee.yml").write_text(OWN, encoding="utf-8")
    path = folder / "musée.csv"
    path.write_text("\n".join(("id,titre,inv,ancien,lieu,ville,texte,droits", *rows)) + "\n", encoding="utf-8")
    library = Library.open(folder, create=True)
    import_source(library, "un-musee", str(path))
    return library


def test_further_inventory_numbers_are_identifiers(tmp_path: Path) -> None:
    """The first number belongs to the keeper; one that is said again is no other."""
    with imported(tmp_path, "1,Un,RF 1; LUX 2,MR 3,Louvre,Paris,,", "2,Deux,RF 2,RF 2,Louvre,Paris,,") as library:
        held = library.culture.execute("SELECT name, city, inventory FROM holdings ORDER BY work_id").fetchall()
        further = library.culture.execute("SELECT owner_id, scheme, value FROM identifiers ORDER BY value").fetchall()
        assert library.culture.execute("SELECT count(*) FROM issues").fetchone() == (0,)
    assert held == [("Louvre", "Paris", "RF 1"), ("Louvre", "Paris", "RF 2")]
    assert further == [("un-musee:1", "accession", "LUX 2"), ("un-musee:1", "accession", "MR 3")]


def test_a_deposit_is_a_further_holding(tmp_path: Path) -> None:
    """Each with what stands beside it; of two cities for one keeper the second is told."""
    rows = ("1,Un,RF 1,,Musée de Lyon ; Louvre,Lyon ; Paris,,", "2,Deux,RF 2,,Louvre; Louvre,Paris; Lens,,")
    with imported(tmp_path, *rows) as library:
        held = library.culture.execute(
            "SELECT work_id, kind, name, city, inventory FROM holdings ORDER BY work_id, position"
        ).fetchall()
        told = library.culture.execute("SELECT code, record_id, field, raw FROM issues").fetchall()
    assert held == [
        ("un-musee:1", "keeper", "Musée de Lyon", "Lyon", "RF 1"),
        ("un-musee:1", "keeper", "Louvre", "Paris", None),
        ("un-musee:2", "keeper", "Louvre", "Paris", "RF 2"),
    ]
    assert told == [("said-twice", "un-musee:2", "city", "Lens")]


def test_a_text_all_rights_of_which_are_reserved_is_not_given_away(tmp_path: Path) -> None:
    rows = ("1,Un,,,,,Ein Aufsatz,Alle Rechte vorbehalten", "2,Deux,,,,,Une notice,CC BY 4.0")
    with imported(tmp_path, *rows) as library:
        given = write_public(library.culture, tmp_path / "public.db")
    assert given == ({"un-musee": 1}, {"un-musee": 1})
    assert b"Ein Aufsatz" not in (tmp_path / "public.db").read_bytes()
    assert b"Une notice" in (tmp_path / "public.db").read_bytes()
