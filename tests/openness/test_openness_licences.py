"""The truth table of licences: addresses and free words, in English and French."""

from __future__ import annotations

import pytest

from culturedata.openness.licences import CLOSED, OPEN, PUBLIC_DOMAIN, UNSETTLED, is_open, quoted, standing

TRUTH = {
    PUBLIC_DOMAIN: (
        "https://creativecommons.org/publicdomain/zero/1.0/", "http://creativecommons.org/publicdomain/mark/1.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.fr", "http://creativecommons.org/licenses/publicdomain/",
        "CC0", "CC0 1.0", "CC-0", "CC Zero", "cc0 1.0 universal", "Public domain", "public domain", "Domaine public",
        "Public Domain Mark 1.0", "PDM", "PDDL", "https://opendatacommons.org/licenses/pddl/1-0/", "gemeinfrei",
        "Œuvre du domaine public", "https://www.govdata.de/dl-de/zero-2-0",
    ),
    OPEN: (
        "https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by-sa/3.0/fr/",
        "https://creativecommons.org/licences/by/2.0", "CC BY 4.0", "CC-BY", "CC-BY-SA-4.0", "cc by sa 4.0", "cc by-sa",
        "CC0 1.0, descriptions CC BY 4.0", "Licence Ouverte / Open Licence", "Licence ouverte v2.0", "Etalab",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence", "ODbL", "https://opendatacommons.org/licenses/odbl/",
        "ODC-BY", "Open Government Licence v3.0", "OGL", "http://www.nationalarchives.gov.uk/doc/open-government-licence/",
        "https://www.govdata.de/dl-de/by-2-0", "Licence Art Libre", "Free Art License 1.3", "GFDL", "NLOD 2.0",
        "KOGL Type 1", "Creative Commons Attribution 4.0",
    ),
    CLOSED: (
        "https://creativecommons.org/licenses/by-nc/4.0/", "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "https://creativecommons.org/licenses/by-nd/4.0/", "http://creativecommons.org/licenses/by-nc-nd/3.0/fr/",
        "CC BY-NC 4.0", "CC-BY-NC-SA", "cc by nc nd", "CC BY-ND", "http://rightsstatements.org/vocab/InC/1.0/",
        "https://rightsstatements.org/page/InC-EDU/1.0/", "http://rightsstatements.org/vocab/NoC-NC/1.0/",
        "http://rightsstatements.org/vocab/NoC-CR/1.0/", "http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
        "All rights reserved", "Tous droits réservés", "© A. Museum", "Copyright 2020", "In copyright",
        "non-commercial use",
        "Creative Commons Attribution non-commercial", "usage privé, pas d’utilisation commerciale",
        "not in the public domain", "n’est pas dans le domaine public", "KOGL Type 4", "Droits réservés",
        "protégé par le droit d’auteur", "no derivatives",
    ),
    UNSETTLED: (
        None, "", "   ", "http://rightsstatements.org/vocab/UND/1.0/", "http://rightsstatements.org/vocab/CNE/1.0/",
        "http://rightsstatements.org/vocab/NKC/1.0/", "http://rightsstatements.org/vocab/NoC-US/1.0/",
        "No known copyright restrictions", "Copyright undetermined", "droits indéterminés", "see website", "unknown",
        "local terms", "https://example.org/terms",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), [(said, key) for key, many in TRUTH.items() for said in many])
def test_truth_table(said: str | None, expected: str) -> None:
    assert standing(said) == expected
    assert is_open(said) == (expected in (PUBLIC_DOMAIN, OPEN))


def test_the_table_is_long_enough() -> None:
    assert sum(map(len, TRUTH.values())) >= 60


def test_a_list_for_sql() -> None:
    assert quoted(["b'c", "a"]) == "('a', 'b''c')"
    assert quoted([]) == "(NULL)"
