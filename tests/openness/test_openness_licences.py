"""One reader of licences: every string of its table, and what words beside it mean to a report."""

from __future__ import annotations

import pytest
import yaml

from culturedata import resources
from culturedata.importing.descriptor import descriptors
from culturedata.openness.counting.licences import is_open, quoted, standing

TRUTH = {
    "public-domain": (
        "https://creativecommons.org/publicdomain/zero/1.0/", "http://creativecommons.org/publicdomain/mark/1.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.fr", "http://creativecommons.org/licenses/publicdomain/",
        "CC0", "CC0 1.0", "CC-0", "CC Zero", "cc0 1.0 universal", "Public domain", "public domain", "Domaine public",
        "Public Domain Mark 1.0", "PDM", "PDDL", "https://opendatacommons.org/licenses/pddl/1-0/", "gemeinfrei",
        "Œuvre du domaine public", "https://www.govdata.de/dl-de/zero-2-0",
    ),
    "open": (
        "https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by-sa/3.0/fr/",
        "https://creativecommons.org/licences/by/2.0", "CC BY 4.0", "CC-BY", "CC-BY-SA-4.0", "cc by sa 4.0", "cc by-sa",
        "Licence Ouverte / Open Licence", "Licence ouverte v2.0", "Etalab",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence", "ODbL", "https://opendatacommons.org/licenses/odbl/",
        "ODC-BY", "Open Government Licence v3.0", "OGL", "http://www.nationalarchives.gov.uk/doc/open-government-licence/",
        "https://www.govdata.de/dl-de/by-2-0", "Licence Art Libre", "Free Art License 1.3", "GFDL", "NLOD 2.0",
        "KOGL Type 1", "Creative Commons Attribution 4.0",
    ),
    "restricted": (
        "https://creativecommons.org/licenses/by-nc/4.0/", "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "https://creativecommons.org/licenses/by-nd/4.0/", "http://creativecommons.org/licenses/by-nc-nd/3.0/fr/",
        "CC BY-NC 4.0", "CC-BY-NC-SA", "cc by nc nd", "CC BY-ND", "Creative Commons Attribution non-commercial",
        "https://rightsstatements.org/page/InC-EDU/1.0/", "http://rightsstatements.org/vocab/NoC-NC/1.0/",
        "http://rightsstatements.org/vocab/NoC-CR/1.0/", "http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
        "KOGL Type 4",
    ),
    "closed": (
        "http://rightsstatements.org/vocab/InC/1.0/", "All rights reserved", "Tous droits réservés", "© A. Museum",
        "Copyright 2020", "In copyright", "Droits réservés", "protégé par le droit d’auteur",
    ),
    "unknown": (
        None, "", "   ", "http://rightsstatements.org/vocab/UND/1.0/", "http://rightsstatements.org/vocab/CNE/1.0/",
        "http://rightsstatements.org/vocab/NKC/1.0/", "http://rightsstatements.org/vocab/NoC-US/1.0/",
        "No known copyright restrictions", "Copyright undetermined", "droits indéterminés", "see website", "unknown",
        "local terms", "https://example.org/terms", "public domain in the United States", "not in the public domain",
        "n’est pas dans le domaine public", "non-commercial use", "usage privé, pas d’utilisation commerciale",
        "no derivatives", "CC0 1.0, descriptions CC BY 4.0",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), [(said, key) for key, many in TRUTH.items() for said in many])
def test_truth_table(said: str | None, expected: str) -> None:
    assert standing(said) == expected
    assert is_open(said) == (expected in ("public-domain", "open"))


def test_every_string_of_the_table_is_read() -> None:
    """There is no second reader: what the table calls open is open here, and nothing else is."""
    table = yaml.safe_load((resources.catalogues() / "tables" / "licences.yml").read_text(encoding="utf-8"))
    found = {said: row["kind"] for row in table["licences"] for said in row["said"]}
    assert len(found) >= 337
    assert {said: standing(said) for said in found} == found
    assert [said for said in found if is_open(said)] == [
        said for said, kind in found.items() if kind in ("public-domain", "open")
    ]


def test_what_the_descriptors_say_of_their_metadata() -> None:
    found = {name: standing(one.licence_url or one.licence) for name, one in descriptors().items()}
    assert {found[name] for name in ("tate", "met", "moma", "artic", "nga", "sample-museum")} == {"public-domain"}
    assert found["joconde"] == "open"
    assert found["movielens"] == "unknown"


def test_a_list_for_sql() -> None:
    assert quoted(["b'c", "a"]) == "('a', 'b''c')"
    assert quoted([]) == "(NULL)"
