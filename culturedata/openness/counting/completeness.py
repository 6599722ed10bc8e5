"""The twelve fields that a whole record has, each as a condition on a work `w`.

They follow what descriptive standards ask for at least: Object ID (ICOM), the core elements of CDWA Lite and the
information groups of Spectrum, to which the last two add what reuse needs.
"""

from __future__ import annotations

_NO_TITLE = "('', '[no title]', '[title not known]')"


def _term(*facets: str) -> str:
    listed = ", ".join(f"'{facet}'" for facet in facets)
    return f"EXISTS (SELECT 1 FROM work_terms AS x WHERE x.work_id = w.work_id AND x.facet IN ({listed}))"


def _row(table: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} AS x WHERE x.work_id = w.work_id AND {condition})"


FIELDS: dict[str, str] = {
    "title": f"lower(trim(w.title)) NOT IN {_NO_TITLE}",
    "maker": _row("credits", "1"),
    "date": _row("dates", "x.kind != 'acquired' AND coalesce(x.earliest, x.latest) IS NOT NULL"),
    "material": _term("material", "technique"),
    "dimensions": _row("dimensions", "1"),
    "inventory": f"""({_row("holdings", "x.inventory != ''")} OR EXISTS (
        SELECT 1 FROM identifiers AS x WHERE x.owner_id = w.work_id AND x.scheme = 'accession'))""",
    "credit_line": _row("holdings", "x.credit_line != ''"),
    "place": _term("place", "culture", "country"),
    "subject": _term("subject"),
    "description": _row("texts", "x.kind = 'description'"),
    "image": _row("images", "1"),
    "rights": _row("rights", "x.covers IN ('work', 'image') AND coalesce(x.licence, x.statement, '') != ''"),
}
